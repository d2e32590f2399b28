/** What the desk says of a guest is what the router is told. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApi, type Client } from '../fakes/api';
import { openTestVenue, sundayEvening, type TestVenue } from '../fakes/open-venue';

const hourMs = 3_600_000;
/** Monday 23 November 2026, 00:00 in Rome. */
const midnight = Date.parse('2026-11-23T00:00:00+01:00');

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

const week = { name: 'Week', priceMinor: 0, starts: 'now', validForSec: 7 * 86_400 } as const;

async function sell(limitations: NonNullable<Parameters<Client['products']['add']>[0]['limitations']>) {
  const { id: productId } = await manager.products.add({ ...week, limitations });
  const { tickets } = await desk.desk.sellTicket({ productId, print: false });
  return { ...tickets[0]!, productId };
}

const held = async (guestId: number) => (await desk.entitlements.list({ guestId })).rows;

/** As the RADIUS thread charges the period that is running. */
function useOfToday(entitlementId: number, use: { downloadBytes?: number; uptimeSec?: number }): void {
  const limitationId = venue.db.sqlite.prepare('select max(id) from limitations').pluck().get();
  venue.db.sqlite
    .prepare(
      `insert into limitation_usage (entitlement_id, limitation_id, period_start_ms, download_bytes, uptime_sec)
       values (?, ?, ?, ?, ?)`,
    )
    .run(entitlementId, limitationId, midnight - 24 * hourMs, use.downloadBytes ?? 0, use.uptimeSec ?? 0);
}

function openSession(ticket: { guestId: number; entitlementId: number }, heardAtMs: number): void {
  venue.db.sqlite
    .prepare(
      `insert into sessions (router_id, acct_session_id, guest_id, entitlement_id, username, mac_address, started_at_ms,
         last_heard_at_ms, interim_sec) values (1, '80100001', ?, ?, 'x', '02:00:5E:10:00:01', ?, ?, 300)`,
    )
    .run(ticket.guestId, ticket.entitlementId, heardAtMs, heardAtMs);
}

describe('a quota of the day', () => {
  const daily = { totalQuotaBytes: 1_000, resetEvery: 'day' as const };

  it('is shown with what is left of today, and when it starts anew', async () => {
    const ticket = await sell([daily]);
    useOfToday(ticket.entitlementId, { downloadBytes: 400 });
    expect((await held(ticket.guestId))[0]).toMatchObject({
      state: 'active',
      left: { totalBytes: 600 },
      changesAtMs: midnight,
    });
  });

  it('pauses the guest when it is used up, until midnight at the venue, and not a moment longer', async () => {
    const ticket = await sell([daily]);
    useOfToday(ticket.entitlementId, { downloadBytes: 1_000 });
    expect((await held(ticket.guestId))[0]).toMatchObject({
      state: 'paused',
      pause: 'quota-used-up',
      resumesAtMs: midnight,
    });
    expect(await desk.guests.get({ id: ticket.guestId })).toMatchObject({ standing: 'paused' });
    venue.setNow(midnight);
    expect((await held(ticket.guestId))[0]).toMatchObject({ state: 'active', left: { totalBytes: 1_000 } });
    expect((await held(ticket.guestId))[0]).not.toHaveProperty('pause');
  });

  it('is over, not paused, where the product ends before the quota starts anew', async () => {
    const ticket = await sell([daily]);
    useOfToday(ticket.entitlementId, { downloadBytes: 1_000 });
    await manager.entitlements.setEnd({ id: ticket.entitlementId, endsAtMs: midnight - 1 });
    expect((await held(ticket.guestId))[0]).toMatchObject({ state: 'used-up' });
  });

  it('keeps its turn while it pauses: what is sold then waits behind it', async () => {
    const ticket = await sell([daily]);
    useOfToday(ticket.entitlementId, { downloadBytes: 1_000 });
    expect(await desk.desk.recharge({ guestId: ticket.guestId, productId: ticket.productId })).toMatchObject({
      queued: true,
    });
    expect(await held(ticket.guestId)).toMatchObject([{ state: 'paused' }, { state: 'waiting' }]);
  });
});

describe('opening hours', () => {
  it('pause the guest outside of them, with the moment they begin', async () => {
    const office = { window: { days: ['mon' as const], fromMin: 8 * 60, tillMin: 18 * 60 } };
    const ticket = await sell([office]);
    const opensAtMs = midnight + 8 * hourMs;
    expect((await held(ticket.guestId))[0]).toMatchObject({
      state: 'paused',
      pause: 'outside-opening-hours',
      resumesAtMs: opensAtMs,
    });
    venue.setNow(opensAtMs);
    expect((await held(ticket.guestId))[0]).toMatchObject({ state: 'active', changesAtMs: opensAtMs + 10 * hourMs });
  });
});

describe('time online', () => {
  it('runs between two reports of the router', async () => {
    const ticket = await sell([{ uptimeSec: 3_600 }]);
    openSession(ticket, sundayEvening);
    venue.setNow(sundayEvening + 100_000);
    expect((await held(ticket.guestId))[0]).toMatchObject({ left: { uptimeSec: 3_500 } });
  });

  it('of an online guest is the same in the list of sessions, with the rate in force', async () => {
    const ticket = await sell([{ uptimeSec: 3_600, resetEvery: 'day', rateDownBps: 10_000_000, rateUpBps: 2_000_000 }]);
    useOfToday(ticket.entitlementId, { uptimeSec: 600 });
    openSession(ticket, sundayEvening);
    const { rows } = await desk.sessions.list({ online: true });
    expect(rows).toMatchObject([{ timeLeftSec: 3_000, rateDownBps: 10_000_000, rateUpBps: 2_000_000 }]);
  });

  it('of a soft cap that is reached is not cut off, but slow', async () => {
    const slow = { totalQuotaBytes: 1_000, slowDownBps: 512_000, slowUpBps: 256_000, resetEvery: 'day' as const };
    const ticket = await sell([slow]);
    useOfToday(ticket.entitlementId, { downloadBytes: 5_000 });
    openSession(ticket, sundayEvening);
    const [row] = (await desk.sessions.list({ online: true })).rows;
    expect(row).toMatchObject({ rateDownBps: 512_000, rateUpBps: 256_000 });
    expect(row).not.toHaveProperty('bytesLeft');
  });
});
