/** The sweep: what ran out is ended, what has other limits is changed without dropping the guest, the rest is left alone. */
import { describe, expect, test } from 'vitest';
import { MOST_SESSION_TIMEOUT_SEC } from '../../main/aaa/allowance';
import { askedVenue, CHANGE, code, DISCONNECT, type AskedVenue } from './coa';
import {
  addProduct,
  DAY_MS,
  entitle,
  hotspotFrom,
  HOUR_MS,
  insert,
  macOf,
  sellCode,
  MINUTE_MS,
  sessionsIn,
  usageOf,
  type ProductSettings,
} from './support';

const MB = 1_000_000;

/** A guest who has logged in and whom the sweep has seen once. */
async function online(product: ProductSettings): Promise<AskedVenue> {
  const here = await askedVenue(product);
  await here.nas.login({ username: code, password: code, attributes: hotspotFrom(1) });
  await here.report('start');
  here.engine.sweep();
  await here.settled();
  return here;
}

const rowOf = (here: AskedVenue, nth = 0) =>
  sessionsIn(here.db)[nth] as unknown as Readonly<Record<string, string | number | null>>;
/** As an operator would, on the other connection. */
const operate = (here: AskedVenue, sql: string): unknown => here.db.sqlite.prepare(sql).run();

/** Lets time go by while the session reports every minute. */
async function stay(here: AskedVenue, minutes: number, bytesPerMinute = 0, from = 0): Promise<void> {
  for (let minute = from + 1; minute <= from + minutes; minute++) {
    here.pass(MINUTE_MS);
    const downloadBytes = minute * bytesPerMinute;
    await here.report('interim', { sessionTimeSec: minute * 60, uploadBytes: 0, downloadBytes });
    await here.settled();
  }
}

describe('a session that runs out', () => {
  test('of its calendar time is ended at that moment, and the operator can see why', async () => {
    const here = await online({ validForSec: 600 });
    await stay(here, 9);
    expect(here.router.heard).toHaveLength(0);
    here.pass(90_000);
    await here.settled();
    expect(here.requests()).toMatchObject([
      { kind: 'disconnect', purpose: 'ended', operator_name: null, state: 'acknowledged' },
    ]);
    expect(rowOf(here)).toMatchObject({ ended_at_ms: null, end_reason: 'ended', end_operator: null });
  });

  test('of its time online is ended', async () => {
    const here = await online({ limits: { uptime_sec: 300 } });
    await stay(here, 4);
    expect(here.router.heard).toHaveLength(0);
    await stay(here, 2, 0, 4);
    expect(here.requests()[0]).toMatchObject({ kind: 'disconnect', purpose: 'time-used-up' });
  });

  test('of its data is ended with the report that says so, not with the next sweep', async () => {
    const here = await online({ limits: { total_quota_bytes: 100 * MB } });
    here.clock.nowMs += 10_000;
    await here.report('interim', { sessionTimeSec: 10, uploadBytes: 20 * MB, downloadBytes: 80 * MB });
    here.engine.flush();
    await here.engine.idle();
    expect(here.heard(0)).toMatchObject({ code: DISCONNECT });
    expect(here.requests()[0]).toMatchObject({ purpose: 'quota-used-up' });
  });

  test('after more days than a Session-Timeout can say is ended all the same', async () => {
    const here = await askedVenue({ validForSec: 300 * 86_400 });
    const accept = await here.nas.login({ username: code, password: code, attributes: hotspotFrom(1) });
    expect(accept.attributes.find(({ type }) => type === 27)!.value.readUInt32BE()).toBe(MOST_SESSION_TIMEOUT_SEC);
    await here.report('start');
    here.engine.sweep();
    here.clock.nowMs += 299 * DAY_MS;
    await here.report('interim', { sessionTimeSec: 299 * 86_400 });
    here.engine.sweep();
    await here.settled();
    expect(here.router.heard).toHaveLength(0);
    here.clock.nowMs += DAY_MS + MINUTE_MS;
    await here.report('interim', { sessionTimeSec: 300 * 86_400 + 60 });
    here.engine.sweep();
    await here.settled();
    expect(here.requests()).toMatchObject([{ kind: 'disconnect', purpose: 'ended' }]);
  });

  test('on a router that is not to be asked is left to it', async () => {
    const here = await online({ validForSec: 600 });
    operate(here, 'update routers set use_coa = 0');
    here.engine.routersChanged();
    await stay(here, 12);
    expect(here.router.heard).toHaveLength(0);
    expect(rowOf(here)).toMatchObject({ ended_at_ms: null, end_reason: null });
  });
});

describe('a session to which nothing new is due', () => {
  test('is not spoken of to its router, however often it is looked at', async () => {
    const here = await online({ validForSec: 3_600, limits: { rate_down_bps: 10 * MB, rate_up_bps: 2 * MB } });
    await stay(here, 30);
    operate(here, `update venue set name = 'Another name'`);
    await stay(here, 3, 0, 30);
    expect(here.router.heard).toHaveLength(0);
    expect(rowOf(here)).toMatchObject({ rate_limit: '2M/10M' });
  });

  test('nor is one of a name nobody has', async () => {
    const here = await askedVenue();
    await here.report('start', { username: 'nobody' });
    here.pass(2 * MINUTE_MS);
    await here.settled();
    expect(here.router.heard).toHaveLength(0);
  });
});

describe('an operator', () => {
  test('who locks a guest ends the session at once', async () => {
    const here = await online({ validForSec: 3_600 });
    operate(here, 'update guests set locked_at_ms = 1');
    here.engine.guestsChanged([here.ticket.guestId]);
    await here.settled();
    expect(here.requests()).toMatchObject([{ kind: 'disconnect', purpose: 'guest-locked' }]);
  });

  test('who does so by undoing something, of which nobody tells us, ends it within a minute', async () => {
    const here = await online({ validForSec: 3_600 });
    operate(here, 'update guests set locked_at_ms = 1');
    here.pass(MINUTE_MS);
    await here.settled();
    expect(here.requests()).toMatchObject([{ kind: 'disconnect', purpose: 'guest-locked' }]);
  });

  test.each(['guest', 'domain', 'venue'])(
    'who keeps a device out of the %s ends its session at once',
    async (scope) => {
      const here = await online({});
      const { guestId } = here.ticket;
      insert(here.db, 'device_blocks', {
        ...{ mac_address: macOf(1), scope, created_at_ms: 0 },
        guest_id: scope === 'guest' ? guestId : null,
        domain_id: scope === 'domain' ? 1 : null,
      });
      here.engine.guestsChanged([guestId]);
      await here.settled();
      expect(here.requests()).toMatchObject([{ kind: 'disconnect', purpose: 'device-blocked', state: 'acknowledged' }]);
    },
  );

  test('who keeps another device out leaves the session alone', async () => {
    const here = await online({});
    insert(here.db, 'device_blocks', { mac_address: macOf(2), scope: 'venue', created_at_ms: 0 });
    here.engine.guestsChanged([here.ticket.guestId]);
    await here.settled();
    expect(here.requests()).toEqual([]);
  });

  test('who changes the rate of a product changes it for those who are online', async () => {
    const here = await online({ limits: { rate_down_bps: 10 * MB, rate_up_bps: 2 * MB } });
    operate(here, 'update limitations set rate_down_bps = 20000000');
    here.engine.productsChanged();
    await here.settled();
    expect(here.heard(0)).toMatchObject({ code: CHANGE, 'User-Name': code, 'Mikrotik-Rate-Limit': '2M/20M' });
    expect(rowOf(here)).toMatchObject({ rate_limit: '2M/20M', ended_at_ms: null });
    here.pass(5 * MINUTE_MS);
    await here.settled();
    expect(here.router.heard).toHaveLength(1);
  });

  test('who takes the limit away has it taken away', async () => {
    const here = await online({ limits: { rate_down_bps: 10 * MB, rate_up_bps: 2 * MB } });
    operate(here, 'update limitations set rate_down_bps = null, rate_up_bps = null');
    here.engine.productsChanged();
    await here.settled();
    expect(here.heard(0)).toMatchObject({ 'Mikrotik-Rate-Limit': '0/0' });
    expect(rowOf(here)).toMatchObject({ rate_limit: '' });
  });

  test('who gives more time has it told to the router, counted from the beginning of the session', async () => {
    const here = await online({ validForSec: 3_600 });
    await stay(here, 10);
    operate(here, `update entitlement_usage set ends_at_ms = ends_at_ms + ${HOUR_MS}`);
    here.engine.guestsChanged([here.ticket.guestId]);
    await here.settled();
    expect(here.heard(0)).toMatchObject({ code: CHANGE, 'Session-Timeout': 7_200 });
  });

  test('whose change a router does not answer is not believed to be in force, and it is tried again', async () => {
    const here = await online({ limits: { rate_down_bps: 10 * MB, rate_up_bps: 2 * MB } });
    here.answer('silent');
    operate(here, 'update limitations set rate_down_bps = 20000000');
    here.engine.productsChanged();
    await here.settled();
    expect(here.requests()).toMatchObject([{ kind: 'change', state: 'no-answer' }]);
    expect(rowOf(here)).toMatchObject({ rate_limit: '2M/10M' });
    here.answer('ack');
    here.pass(90_000);
    await here.settled();
    expect(rowOf(here)).toMatchObject({ rate_limit: '2M/20M' });
  });
});

describe('a download limit that was raised', () => {
  test('is told to the router before the guest comes to the one it knows', async () => {
    const here = await online({ limits: { download_quota_bytes: 100 * MB } });
    operate(here, `update limitations set download_quota_bytes = ${300 * MB}`);
    here.engine.productsChanged();
    await here.settled();
    expect(here.router.heard).toHaveLength(0);
    await stay(here, 1, 60 * MB);
    expect(here.heard(0)).toEqual({
      ...{ code: CHANGE, 'User-Name': code, 'Acct-Session-Id': '80100014', 'Framed-IP-Address': '10.5.88.2' },
      ...{ 'Calling-Station-Id': macOf(1), 'NAS-Port': 0x80100014, 'Mikrotik-Xmit-Limit': 300 * MB },
    });
  });

  test('beyond what the attribute can say is taken off it, and left to the sweep', async () => {
    const here = await online({ limits: { download_quota_bytes: 100 * MB } });
    operate(here, `update limitations set download_quota_bytes = ${6 * 2 ** 30}`);
    await stay(here, 1, 60 * MB);
    await stay(here, 1, 60 * MB, 1);
    expect(here.heard(0)).toMatchObject({ 'Mikrotik-Xmit-Limit': 0 });
  });
});

describe('a product with a slow lane', () => {
  test('slows down at its quota and ends nobody', async () => {
    const limits = { total_quota_bytes: 100 * MB, rate_down_bps: 10 * MB, rate_up_bps: 2 * MB };
    const here = await online({ limits: { ...limits, slow_down_bps: MB, slow_up_bps: MB } });
    await stay(here, 3, 40 * MB);
    expect(here.heard(0)).toMatchObject({ code: CHANGE, 'Mikrotik-Rate-Limit': '1M/1M' });
    expect(rowOf(here)).toMatchObject({ rate_limit: '1M/1M', ended_at_ms: null });
    await stay(here, 3, 40 * MB, 3);
    expect(here.router.heard).toHaveLength(1);
  });
});

describe('what a guest has queued', () => {
  test('takes over without dropping the session, and is charged from then on', async () => {
    const here = await online({ limits: { total_quota_bytes: 100 * MB, rate_down_bps: 10 * MB, rate_up_bps: 2 * MB } });
    const next = addProduct(here.db, {
      limits: { total_quota_bytes: 500 * MB, rate_down_bps: 50 * MB, rate_up_bps: 5 * MB },
    });
    const second = entitle(here.db, here.ticket.guestId, next);
    await stay(here, 3, 40 * MB);
    expect(here.requests().filter(({ kind }) => kind === 'disconnect')).toEqual([]);
    expect(here.requests().at(-1)).toMatchObject({ kind: 'change', purpose: 'next-entitlement' });
    expect(rowOf(here)).toMatchObject({ entitlement_id: second, rate_limit: '5M/50M', ended_at_ms: null });
    await stay(here, 2, 40 * MB, 3);
    expect(usageOf(here.db, here.ticket.entitlementId)).toMatchObject({ download_bytes: 120 * MB });
    expect(usageOf(here.db, second)).toMatchObject({ download_bytes: 80 * MB });
  });
});

describe('a domain that considers sessions ended after a time', () => {
  test('ends them on the router, with a cause of their own if that says no more (forced closure 1)', async () => {
    const here = await online({ validForSec: 86_400 });
    operate(here, 'update domains set close_sessions_after_sec = 3600');
    await stay(here, 59);
    expect(here.router.heard).toHaveLength(0);
    await stay(here, 1, 0, 59);
    expect(here.requests()).toMatchObject([{ kind: 'disconnect', purpose: 'too-long', state: 'acknowledged' }]);
    here.pass(3 * MINUTE_MS);
    expect(rowOf(here)).toMatchObject({ terminate_cause: 'Forced-Closure-1' });
  });

  test('whatever a router says that does not answer', async () => {
    const here = await online({ validForSec: 86_400 });
    here.answer('silent');
    operate(here, 'update domains set close_sessions_after_sec = 60');
    await stay(here, 2);
    expect(rowOf(here)).toMatchObject({ terminate_cause: 'Forced-Closure-1' });
    await here.report('interim', { sessionTimeSec: 180 });
    expect(rowOf(here).ended_at_ms).not.toBeNull();
  });
});

describe('a session that cannot be judged', () => {
  test('is reported as our mistake and keeps no other from its due', async () => {
    const here = await online({ validForSec: 3_600 });
    const other = sellCode(here.venue, 'other', { validForSec: 3_600 });
    await here.nas.login({ username: 'other', password: 'other', attributes: hotspotFrom(2) });
    await here.report('start', { username: 'other', acctSessionId: '80100015', mac: macOf(2) });
    here.engine.sweep();
    here.db.sqlite.pragma('foreign_keys = off');
    operate(here, `update entitlements set product_id = 999 where id = ${here.ticket.entitlementId}`);
    operate(here, `update guests set locked_at_ms = 1 where id = ${other.guestId}`);
    here.pass(MINUTE_MS);
    await here.settled();
    expect(here.requests()).toMatchObject([{ kind: 'disconnect', purpose: 'guest-locked' }]);
    expect(here.events.filter(({ kind }) => kind === 'mistake').length).toBeGreaterThan(0);
  });
});

describe('two devices', () => {
  test('are both ended when what they share is used up', async () => {
    const here = await online({ limits: { total_quota_bytes: 100 * MB } });
    const other = { acctSessionId: '80100015', mac: macOf(2) };
    await here.nas.login({ username: code, password: code, attributes: hotspotFrom(2, { acctSessionId: '80100015' }) });
    await here.report('start', other);
    here.pass(MINUTE_MS);
    await here.report('interim', { sessionTimeSec: 60, uploadBytes: 0, downloadBytes: 50 * MB });
    await here.report('interim', { ...other, sessionTimeSec: 60, uploadBytes: 0, downloadBytes: 50 * MB });
    await here.settled();
    const ended = here.requests().filter(({ kind }) => kind === 'disconnect');
    expect(ended.map(({ purpose }) => purpose)).toEqual(['quota-used-up', 'quota-used-up']);
  });
});
