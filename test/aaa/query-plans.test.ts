/** No statement of a login or of accounting may ever scan a table: pinned with SQLite's own plan. */
import { describe, expect, test } from 'vitest';
import { accessSql } from '../../db/queries/access';
import { cardsSql } from '../../db/queries/cards';
import { guestExtrasSql } from '../../db/queries/guest-extras';
import { accountingSql } from '../../db/queries/accounting';
import { radiusLogSql } from '../../db/queries/radius-log';
import { connectionLogSql } from '../../db/queries/connection-log';
import { sessionChainSql } from '../../db/queries/session-chain';
import { reviewsSql } from '../../db/queries/reviews';
import { routerRequestsSql } from '../../db/queries/router-requests';
import { sessionsSql } from '../../db/queries/sessions';
import { openTestVenue } from '../fakes/open-venue';

/** One line per step; statements with named and with positional parameters alike. */
function planOf(sql: string): readonly string[] {
  const venue = openTestVenue();
  const positional = (sql.match(/\?/g) ?? []).map(() => 1);
  const named = Object.fromEntries((sql.match(/@\w+/g) ?? []).map((name) => [name.slice(1), 1]));
  const explain = venue.db.sqlite.prepare<unknown[], { detail: string }>(`explain query plan ${sql}`);
  const rows = Object.keys(named).length > 0 ? explain.all(named) : explain.all(...positional);
  venue.close();
  return rows.map((row) => row.detail);
}

const { domainServices: _read1, venue: _read2, blockedMacs: _read4, ...login } = accessSql;
const { notInFuture, silent, ...accounting } = accountingSql;

describe('a login', () => {
  test.each(Object.entries({ ...login, ...guestExtrasSql, card: cardsSql.card }))(
    'finds what %s needs by an index',
    (_name, sql) => {
      expect(planOf(sql).join('\n')).not.toMatch(/\bSCAN\b|TEMP B-TREE/);
    },
  );

  test('finds the guest by name, and everything held by the guest', () => {
    expect(planOf(accessSql.guest)).toEqual([
      'SEARCH g USING INDEX guests_by_username (username_key=?)',
      'SEARCH d USING INTEGER PRIMARY KEY (rowid=?)',
      'SEARCH e USING INDEX entitlements_by_guest (guest_id=?) LEFT-JOIN',
      'SEARCH u USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN',
      'CORRELATED SCALAR SUBQUERY 1',
      'SEARCH n USING COVERING INDEX guest_networks_guest_id_unique (guest_id=?)',
      'CORRELATED SCALAR SUBQUERY 2',
      'SEARCH a USING COVERING INDEX guest_attributes_by_guest (guest_id=?)',
      'CORRELATED SCALAR SUBQUERY 3',
      'SEARCH c USING INTEGER PRIMARY KEY (rowid=?)',
    ]);
  });

  test.each([accessSql.guest, accountingSql.namesake])('is planned once, not for every name anew', (sql) => {
    // SQLite with STAT4 looks into a plain parameter while planning such a statement, and so at every new value.
    expect(sql).toMatch(/= \+[?@]/);
    expect(sql).not.toMatch(/= [?@]/);
  });

  test('looks at open sessions only, however many have ended', () => {
    expect(planOf(accessSql.openSessions)).toEqual(['SEARCH sessions USING INDEX sessions_open_by_guest (guest_id=?)']);
  });
});

describe('accounting', () => {
  test.each(Object.entries(accounting))('does %s by an index', (_name, sql) => {
    expect(planOf(sql).join('\n')).not.toMatch(/\bSCAN\b|TEMP B-TREE/);
  });

  test('finds the session by router and session id', () => {
    expect(planOf(accountingSql.namesake)).toEqual([
      'SEARCH sessions USING INDEX sessions_by_key (router_id=? AND acct_session_id=?)',
    ]);
  });

  test.each([silent, notInFuture])('is swept over open sessions only', (sql) => {
    expect(planOf(sql).join('\n')).toMatch(/SCAN sessions USING INDEX sessions_open/);
  });
});

const { after, tooLong, anyLongest: _read3, ...reviews } = reviewsSql;
const { prune: _pruned, ...requests } = routerRequestsSql;

describe('looking after open sessions', () => {
  test.each(Object.entries({ ...reviews, ...requests }))('does %s by an index', (_name, sql) => {
    expect(planOf(sql).join('\n')).not.toMatch(/\bSCAN\b|TEMP B-TREE/);
  });

  test.each([after, tooLong])('goes over open sessions only', (sql) => {
    expect(planOf(sql).join('\n')).toMatch(/(SEARCH|SCAN) s\w* USING INDEX sessions_open/);
    expect(planOf(sql).join('\n')).not.toMatch(/TEMP B-TREE/);
  });
});

describe('records', () => {
  const { keeping: _read4, lastSession: _read5, summedUp: _sum, ...chain } = sessionChainSql;

  test.each(Object.entries(chain))('does %s in the order of an index', (_name, sql) => {
    expect(planOf(sql).join('\n')).not.toMatch(/TEMP B-TREE/);
    expect(planOf(sql).join('\n')).not.toMatch(/SCAN s\b(?!.*INDEX)/);
  });

  test('looks for settled sessions among those that are not chained yet', () => {
    expect(planOf(sessionChainSql.settled)[0]).toMatch(/^SEARCH s USING INDEX sessions_to_chain/);
  });

  test.each([connectionLogSql.all, connectionLogSql.ofGuest])('reads the connection log without sorting it', (sql) => {
    expect(planOf(sql).join('\n')).not.toMatch(/TEMP B-TREE/);
  });
});

describe('lists', () => {
  test.each(Object.entries({ ...sessionsSql.list, ...sessionsSql.count }))(
    'of sessions (%s) do not sort the whole history',
    (name, sql) => {
      const plan = planOf(sql).join('\n');
      const few = name === 'online' || name === 'guestOnline';
      if (few) expect(plan).toMatch(/INDEX sessions_open/);
      else expect(plan).not.toMatch(/TEMP B-TREE/);
    },
  );

  test.each([radiusLogSql.list, radiusLogSql.listOfGuest])('of the RADIUS log stop at their limit', (sql) => {
    expect(planOf(sql).join('\n')).not.toMatch(/TEMP B-TREE/);
  });
});
