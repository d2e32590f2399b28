/** The connection log through the contract, as a window or the terminal calls it. */
import { appendFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendSettled } from '../../main/aaa/session-chain';
import { DAY_MS, insert, macOf } from '../aaa/support';
import { createTestApi, type TestApi } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import { refusalOf } from './refusal';

let venue: TestVenue;
let api: TestApi;
beforeEach(() => {
  venue = openTestVenue();
  api = createTestApi(venue);
  for (const daysAgo of [3, 2]) {
    const startedAtMs = venue.now() - daysAgo * DAY_MS;
    insert(venue.db, 'sessions', {
      ...{ router_id: 1, acct_session_id: `8010000${daysAgo}`, username: 'k7m2pq', mac_address: macOf(1) },
      ...{ started_at_ms: startedAtMs, last_heard_at_ms: startedAtMs + 1_000, ended_at_ms: startedAtMs + 1_000 },
      ...{ interim_sec: 60, terminate_cause: 'User-Request' },
    });
  }
  appendSettled(venue.db, venue.now());
});
afterEach(() => venue.close());

describe('the connection log', () => {
  it('is read, exported and verified by a manager', async () => {
    const { sessions } = api.as('manager');
    const { rows } = await sessions.log({ macAddress: macOf(1) });
    expect(rows.map(({ seq }) => seq)).toEqual([2, 1]);
    expect(rows[0]).not.toHaveProperty('guestId');
    const exported = await sessions.exportLog({ format: 'jsonl' });
    expect(exported).toMatchObject({ rows: 2 });
    expect(await sessions.verifyLog({ file: exported.file })).toEqual({ kind: 'whole', rows: 2 });
    expect(await sessions.verifyLog({})).toEqual({ kind: 'whole', rows: 2 });
  });

  it('names what is wrong with a file, and with the records', async () => {
    const { sessions } = api.as('manager');
    const { file } = await sessions.exportLog({ format: 'csv' });
    appendFileSync(file, 'one more\n');
    expect(await sessions.verifyLog({ file })).toMatchObject({ kind: 'broken', what: 'altered', line: 5 });
    venue.db.sqlite.exec('drop trigger sessions_chained_no_update; update sessions set upload_bytes = 1 where id = 2');
    expect(await sessions.verifyLog({})).toEqual({ kind: 'broken', what: 'altered', seq: 2, sessionId: 2 });
  });

  it('is none of the front desk', async () => {
    const { sessions } = api.as('desk');
    expect(await refusalOf(sessions.log({}))).toMatchObject({ reason: 'not-allowed' });
    expect(await refusalOf(sessions.exportLog({}))).toMatchObject({ reason: 'not-allowed' });
    expect(await refusalOf(sessions.verifyLog({}))).toMatchObject({ reason: 'not-allowed' });
  });
});
