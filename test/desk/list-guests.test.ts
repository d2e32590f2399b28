import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { guestListSql, LOOKED_AT_ONCE } from '../../db/queries/guest-list';
import { MOST_JUDGED } from '../../main/desk/list-guests';
import { createTestApi, type Client } from '../fakes/api';
import { openTestVenue, sundayEvening, type TestVenue } from '../fakes/open-venue';

const dayMs = 86_400_000;

let venue: TestVenue;
let desk: Client;
let manager: Client;
beforeEach(() => {
  venue = openTestVenue();
  const api = createTestApi(venue);
  desk = api.as('desk');
  manager = api.as('manager');
});
afterEach(() => venue.close());

type ListInput = NonNullable<Parameters<Client['guests']['list']>[0]>;

async function add(username: string, more: object = {}): Promise<number> {
  return (await desk.guests.add({ username, password: 'secret-enough', ...more })).id;
}

/** Names on all pages, in the order they are shown. */
async function listed(input: ListInput = {}): Promise<string[]> {
  const names: string[] = [];
  let page: Awaited<ReturnType<Client['guests']['list']>> | undefined;
  do {
    const from = page?.nextBeforeId === undefined ? {} : { beforeId: page.nextBeforeId };
    page = await desk.guests.list({ ...input, ...from });
    names.push(...page.rows.map(({ username }) => username));
  } while (page.nextBeforeId !== undefined);
  return names;
}

function noteDevice(guestId: number, macAddress: string): void {
  venue.db.sqlite
    .prepare('insert into devices (guest_id, mac_address, first_seen_at_ms, last_seen_at_ms) values (?, ?, 1, 2)')
    .run(guestId, macAddress);
}

function openSession(guestId: number): void {
  venue.db.sqlite
    .prepare(
      `insert into sessions (router_id, acct_session_id, guest_id, username, mac_address, started_at_ms, last_heard_at_ms,
         interim_sec) values (1, ?, ?, 'x', '', ?, ?, 60)`,
    )
    .run(`8${guestId}`, guestId, sundayEvening, sundayEvening);
}

describe('the list of guests', () => {
  it('is found through by name, room, code, phone, e-mail, MAC, PMS code and note', async () => {
    const anna = await add('anna', { displayName: 'Änna Groß', room: '12-B', note: 'late arrival' });
    await add('berta');
    const person = { callingCode: '+39', mobile: '333 123-45 67', email: 'anna.g@example.com', pmsCode: 'R-7781' };
    await desk.guests.setPerson({ id: anna, lastName: 'Rossi', company: 'Acme', ...person });
    noteDevice(anna, '3C:22:FB:00:00:01');
    const texts = [
      ...['änna', 'anna gross'.slice(0, 7), '12-B', 'ann', '3331234', '333 1234', '+39 333 123 45 67', '0039 333'],
      ...['anna.g@ex', '3c-22-fb', '3c22fb000001', 'R-7781', '7781', 'late arr', 'rossi anna', 'acme'],
    ];
    for (const text of texts) expect([text, await listed({ text })]).toEqual([text, ['anna']]);
    for (const text of ['rossi berta', '3339', '3C:22:FC', 'early']) expect(await listed({ text })).toEqual([]);
    for (const text of ['"', '*', '()', '+', '%', '😀']) expect(await listed({ text })).toEqual([]);
  });

  it('shows a page at a time, newest first, each guest once', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) await add(name, { room: '7' });
    const newestFirst = names.toReversed();
    const first = await desk.guests.list({ limit: 2 });
    expect(first.rows.map(({ username }) => username)).toEqual(['e', 'd']);
    expect(await listed({ limit: 2 })).toEqual(newestFirst);
    expect(await listed({ limit: 5 })).toEqual(newestFirst);
    expect(await listed({ text: '7', limit: 1 })).toEqual(newestFirst);
  });

  it('is narrowed to cards, persons and devices, and to a domain', async () => {
    const { id: productId } = await manager.products.add({ name: 'Day', priceMinor: 0, starts: 'now' });
    const [card] = (await desk.desk.sellTicket({ productId, print: false })).tickets;
    const { id: domainId } = await manager.domains.add({ name: 'Staff', service: 'hotspot' });
    await add('anna', { domainId });
    const { macAddress } = await desk.guests.addDevice({ macAddress: '00:11:22:33:44:55', name: 'TV' });
    expect(await listed({ kind: 'code' })).toEqual([card!.code]);
    expect(await listed({ kind: 'person' })).toEqual(['anna']);
    expect(await listed({ kind: 'device' })).toEqual([macAddress]);
    expect(await listed({ domainId })).toEqual(['anna']);
    expect(await listed({ domainId, kind: 'code' })).toEqual([]);
    expect(await listed({ text: '00-11-22', kind: 'device' })).toEqual([macAddress]);
    expect(await listed({ text: '00-11-22', kind: 'code' })).toEqual([]);
  });

  it('tells who is online, locked, valid, or holds nothing any more', async () => {
    const day = { priceMinor: 0, starts: 'now', validForSec: 86_400 } as const;
    const { id: productId } = await manager.products.add({ name: 'Day', ...day });
    const { id: waiting } = await manager.products.add({ name: 'Card', priceMinor: 0, starts: 'first-login' });
    await add('early', { productId });
    venue.setNow(sundayEvening + dayMs / 2);
    const late = await add('late', { productId });
    await add('waiting', { productId: waiting });
    await add('nothing');
    venue.setNow(sundayEvening + dayMs);
    openSession(late);
    await desk.guests.setLocked({ id: late, locked: true });
    expect(await listed({ state: 'online' })).toEqual(['late']);
    expect(await listed({ state: 'locked' })).toEqual(['late']);
    expect(await listed({ state: 'valid' })).toEqual(['waiting', 'late']);
    expect(await listed({ state: 'expired' })).toEqual(['nothing', 'early']);
    expect(await listed({ state: 'online', text: 'early' })).toEqual([]);
    venue.setNow(sundayEvening + 2 * dayMs);
    expect(await listed({ state: 'valid' })).toEqual(['waiting']);
  });

  it('calls nobody valid who has used up everything, though no end is past', async () => {
    const limitations = [{ totalQuotaBytes: 100 }];
    const { id: productId } = await manager.products.add({ name: 'GB', priceMinor: 0, starts: 'now', limitations });
    await add('anna', { productId });
    expect(await listed({ state: 'valid' })).toEqual(['anna']);
    venue.db.sqlite.exec('insert into entitlement_usage (entitlement_id, download_bytes) values (1, 100)');
    expect(await listed({ state: 'valid' })).toEqual([]);
    expect(await listed({ state: 'expired' })).toEqual(['anna']);
  });

  it('is looked through in parts, so that a filter that fits few never takes long, and still finds all of them', async () => {
    const insert = venue.db.sqlite.prepare(
      `insert into guests (domain_id, kind, username, username_key, password_sealed, room, created_at_ms)
       values (1, 'code', ?, ?, x'00', 'annexe', 1)`,
    );
    await add('first', { room: 'annexe' });
    const { id: domainId } = await manager.domains.add({ name: 'Staff', service: 'hotspot' });
    venue.db.sqlite.transaction(() => {
      for (let n = 0; n < 6 * LOOKED_AT_ONCE; n++) insert.run(`code${n}`, `code${n}`);
    })();
    await add('staff', { domainId, room: 'annexe' });
    expect(await desk.guests.list({ domainId: 1, text: 'annexe', kind: 'person' })).toMatchObject({
      rows: [],
      nextBeforeId: expect.any(Number) as number,
    });
    expect(await listed({ domainId: 1, text: 'annexe', kind: 'person' })).toEqual(['first']);
    expect(await listed({ domainId })).toEqual(['staff']);
    expect(await listed({ kind: 'person' })).toEqual(['staff', 'first']);
  });
});

describe('who holds nothing any more', () => {
  /** Every way in which something can be over or not, at `nowMs`. */
  const hourMs = 3_600_000;

  it('is judged as the router is told, whatever is passed over beforehand', async () => {
    const now = sundayEvening;
    const products = await Promise.all(
      [
        { starts: 'now' },
        { starts: 'first-login' },
        { starts: 'first-login', limitations: [{ totalQuotaBytes: 100 }] },
        { starts: 'first-login', limitations: [{ uptimeSec: 100 }] },
        { starts: 'first-login', limitations: [{ totalQuotaBytes: 100, resetEvery: 'day' }] },
        { starts: 'first-login', limitations: [{ window: { days: ['mon'], fromMin: 0, tillMin: 60 } }] },
        { starts: 'now', limitations: [{ rateDownBps: 1_000_000, rateUpBps: 1_000_000 }] },
      ].map((more, n) => manager.products.add({ name: `P${n}`, priceMinor: 0, ...more } as never)),
    );
    const insert = venue.db.sqlite.prepare(
      `insert into entitlements (guest_id, product_id, starts_at_ms, ends_at_ms, end_overridden, created_at_ms)
       values (?, ?, ?, ?, ?, 1)`,
    );
    const use = venue.db.sqlite.prepare(
      `insert into entitlement_usage (entitlement_id, started_at_ms, ends_at_ms, download_bytes, uptime_sec)
       values (?, ?, ?, ?, ?)`,
    );
    const ends = [null, now - hourMs, now + hourMs];
    let count = 0;
    const expired: string[] = [];
    for (const { id: productId } of products) {
      for (const ownEnd of ends) {
        for (const [loginEnd, used] of [
          [null, 0],
          [now - hourMs, 1],
          [now + hourMs, 1000],
        ] as const) {
          const name = `g${count++}`;
          const guestId = await add(name);
          const { lastInsertRowid } = insert.run(guestId, productId, now - 2 * hourMs, ownEnd, count % 2);
          use.run(lastInsertRowid, now - 2 * hourMs, loginEnd, used, used);
          const { standing } = await desk.guests.get({ id: guestId });
          if (['ended', 'used-up', 'none'].includes(standing)) expired.push(name);
        }
      }
    }
    expect(expired.length).toBeGreaterThan(10);
    expect(expired.length).toBeLessThan(count - 10);
    expect(await listed({ state: 'expired', limit: 7 })).toEqual(expired.toReversed());
  });

  it('is found beyond those who have to be looked at closely, and no page looks at more than its share', async () => {
    const limitations = [{ totalQuotaBytes: 100 }];
    const { id: productId } = await manager.products.add({ name: 'GB', priceMinor: 0, starts: 'now', limitations });
    await add('gone');
    const guest = venue.db.sqlite.prepare(
      `insert into guests (domain_id, kind, username, username_key, password_sealed, created_at_ms)
       values (1, 'code', ?, ?, x'00', 1)`,
    );
    const holding = venue.db.sqlite.prepare(
      'insert into entitlements (guest_id, product_id, created_at_ms) values (?, ?, 1)',
    );
    const used = venue.db.sqlite.prepare(
      'insert into entitlement_usage (entitlement_id, download_bytes) values (?, 1)',
    );
    venue.db.sqlite.transaction(() => {
      for (let n = 0; n < MOST_JUDGED + 20; n++) {
        used.run(holding.run(guest.run(`c${n}`, `c${n}`).lastInsertRowid, productId).lastInsertRowid);
      }
    })();
    expect(await desk.guests.list({ state: 'expired' })).toMatchObject({
      rows: [],
      nextBeforeId: expect.any(Number) as number,
    });
    expect(await listed({ state: 'expired' })).toEqual(['gone']);
  });
});

describe('a part of the list', () => {
  const planOf = (sql: string): string => {
    const names = [...new Set(sql.match(/@\w+/g) ?? [])].map((name) => [name.slice(1), 1] as const);
    const rows = venue.db.sqlite
      .prepare<[object], { detail: string }>(`explain query plan ${sql}`)
      .all(Object.fromEntries(names));
    return rows.map(({ detail }) => detail).join('\n');
  };
  const indexes = {
    everybody: 'guests USING INTEGER PRIMARY KEY',
    locked: 'guests USING INDEX guests_locked',
    person: 'guests USING COVERING INDEX guests_by_kind',
    device: 'guests USING COVERING INDEX guests_by_kind',
    online: 'sessions USING INDEX sessions_open_by_guest',
    found: 'guest_search VIRTUAL TABLE INDEX',
    withMac: 'devices USING INDEX devices_by_mac',
    foundOrWithMac: 'devices USING INDEX devices_by_mac',
  } as const;

  it.each(Object.keys(indexes) as (keyof typeof indexes)[])('reads %s by an index', (source) => {
    const plan = planOf(guestListSql.among[source]);
    expect(plan).toContain(indexes[source]);
    expect(plan).not.toMatch(/SCAN (guests|devices|sessions)\b/);
  });

  it('reads what guests hold by the guest', () => {
    expect(planOf(guestListSql.part('everybody', { state: 'valid' }))).toContain(
      'SEARCH e USING INDEX entitlements_by_guest',
    );
  });
});
