/** Cards at the router: worth nothing until they are sold, while they are suspended, or after their last day. */
import { describe, expect, test } from 'vitest';
import { undoChange } from '../../db/write';
import { sellCard } from '../../main/desk/sell-card';
import { whyNotOnline } from '../../main/desk/why-not-online';
import { deleteUnused, releaseBatch, suspendBatch, type MakeBatchInput } from '../../main/office/cards';
import { readVenueRules } from '../../main/aaa/authorize';
import { decideRunning } from '../../main/aaa/running';
import { guestMessage, type GuestMessageKey } from '../../main/aaa/messages';
import { getString } from '../../main/radius/attributes';
import { addDay, batchOf, type TestBatch } from '../fakes/batches';
import { DAY_MS, hotspotFrom, logIn, macOf, startEngine, usageOf, type TestEngine } from './support';

async function startWith(more: Partial<MakeBatchInput> = {}): Promise<TestEngine & TestBatch> {
  const here = await startEngine();
  const batch = await batchOf(here.venue, addDay(here.venue), more);
  return Object.assign(here, batch);
}

const logInWith = (here: TestEngine & TestBatch, card: number) => {
  const { code } = here.rows[card - 1]!;
  return here.nas.login({ username: code, password: code, attributes: hotspotFrom(card) });
};

async function expectRefused(
  here: TestEngine & TestBatch,
  card: number,
  reason: string,
  message: GuestMessageKey,
): Promise<void> {
  const answer = await logInWith(here, card);
  expect(answer.code).toBe('Access-Reject');
  expect(getString(answer, 'Reply-Message')).toBe(guestMessage(message, ['en']));
  expect(logIn(here).at(-1)).toMatchObject({ outcome: 'reject', reason });
}

describe('a card', () => {
  test('that needs no sale is let in, and its time begins with the first login', async () => {
    const here = await startWith();
    expect((await logInWith(here, 1)).code).toBe('Access-Accept');
    const id = here.db.sqlite.prepare('select id from entitlements where guest_id = ?').pluck().get(here.rows[0]!.id);
    expect(usageOf(here.db, id as number)).toMatchObject({
      started_at_ms: here.clock.nowMs,
      ends_at_ms: here.clock.nowMs + DAY_MS,
    });
  });

  test('that the desk has to sell is refused until then, and again when the sale is taken back', async () => {
    const here = await startWith({ soldAtDesk: true });
    await expectRefused(here, 1, 'card-not-sold', 'not-sold');
    const sold = sellCard(here.venue, here.venue.owner, { guestId: here.rows[0]!.id });
    if ('kind' in sold) throw new Error(sold.reason);
    expect((await logInWith(here, 1)).code).toBe('Access-Accept');
    await expectRefused(here, 2, 'card-not-sold', 'not-sold');
    undoChange(here.db, here.venue.owner, sold.changeId, here.clock.nowMs);
    await expectRefused(here, 1, 'card-not-sold', 'not-sold');
  });

  test('of a wrong password is not told whether it has been sold', async () => {
    const here = await startWith({ soldAtDesk: true });
    const { code } = here.rows[0]!;
    const answer = await here.nas.login({ username: code, password: 'guess', attributes: hotspotFrom(1) });
    expect(getString(answer, 'Reply-Message')).toBe(guestMessage('not-recognised', ['en']));
  });

  test('of a suspended range is refused, its neighbours are not, and released it works again', async () => {
    const here = await startWith();
    suspendBatch(here.venue, here.venue.owner, { batchId: here.batchId, from: 2, till: 2 });
    await expectRefused(here, 2, 'card-suspended', 'locked');
    expect((await logInWith(here, 3)).code).toBe('Access-Accept');
    releaseBatch(here.venue, here.venue.owner, here.batchId);
    expect((await logInWith(here, 2)).code).toBe('Access-Accept');
  });

  test('is refused from its last day on, unless it was begun before', async () => {
    const here = await startWith({ sellBeforeMs: Date.UTC(2026, 10, 23) });
    expect((await logInWith(here, 1)).code).toBe('Access-Accept');
    here.clock.nowMs = Date.UTC(2026, 10, 23) - 1;
    expect((await logInWith(here, 2)).code).toBe('Access-Accept');
    here.clock.nowMs += 1;
    expect((await logInWith(here, 1)).code).toBe('Access-Accept');
    await expectRefused(here, 3, 'card-expired', 'ended');
  });

  test('that was deleted unused is refused, one that was begun is not', async () => {
    const here = await startWith();
    expect((await logInWith(here, 1)).code).toBe('Access-Accept');
    deleteUnused(here.venue, here.venue.owner, here.batchId);
    expect((await logInWith(here, 1)).code).toBe('Access-Accept');
    await expectRefused(here, 2, 'card-withdrawn', 'nothing-valid');
  });

  test('is refused when making the batch was undone', async () => {
    const here = await startWith();
    undoChange(here.db, here.venue.owner, here.changeId, here.clock.nowMs);
    await expectRefused(here, 1, 'card-withdrawn', 'nothing-valid');
  });
});

describe('a guest online with a card', () => {
  const due = (here: TestEngine & TestBatch, card: number) => {
    const guestId = here.rows[card - 1]!.id;
    const session = {
      ...{ id: card, routerId: here.routerId, guestId, entitlementId: null, macAddress: macOf(card) },
      ...{ startedAtMs: here.clock.nowMs, uploadBytes: 0, downloadBytes: 0 },
    };
    return decideRunning(here.db, readVenueRules(here.db, here.venue.dataKey), session, here.clock.nowMs);
  };

  test('is due to end when its range is suspended, and goes on where the desk has sold it', async () => {
    const here = await startWith({ soldAtDesk: true });
    sellCard(here.venue, here.venue.owner, { guestId: here.rows[0]!.id });
    suspendBatch(here.venue, here.venue.owner, { batchId: here.batchId, from: 1, till: 2 });
    expect(due(here, 1)).toMatchObject({ kind: 'stay' });
    expect(due(here, 2)).toEqual({ kind: 'end', reason: 'card-suspended' });
  });

  test('goes on over the last day of its batch', async () => {
    const here = await startWith({ sellBeforeMs: Date.UTC(2026, 10, 23) });
    await logInWith(here, 1);
    here.clock.nowMs = Date.UTC(2026, 10, 23);
    expect(due(here, 1)).toMatchObject({ kind: 'stay' });
    expect(due(here, 2)).toEqual({ kind: 'end', reason: 'card-expired' });
  });
});

describe('why not online', () => {
  test('offers to sell the card', async () => {
    const here = await startWith({ soldAtDesk: true });
    here.venue.setNow(here.clock.nowMs);
    const { code, id } = here.rows[0]!;
    expect(whyNotOnline(here.venue, code, undefined)).toMatchObject({
      verdict: 'card-not-sold',
      fix: { call: 'cards.sell', input: { guestId: id } },
    });
  });
});
