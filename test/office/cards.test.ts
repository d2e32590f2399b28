/** Batches: made as one change, suspended, released, their unused deleted, counted and exported. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBatch, noteCardPrints } from '../../db/queries/cards';
import { findGuest } from '../../db/queries/guests';
import { unseal } from '../../db/seal';
import { redoChange, undoChange } from '../../db/write';
import { describeTickets } from '../../main/desk/describe-tickets';
import { drawCards } from '../../main/desk/draw-tickets';
import { describeCard } from '../../main/desk/describe-cards';
import { sellCard } from '../../main/desk/sell-card';
import { sellTicket } from '../../main/desk/sell-ticket';
import {
  countBatch,
  deleteUnused,
  leastLength,
  listBatches,
  listCards,
  makeBatch,
  releaseBatch,
  suspendBatch,
  updateBatch,
  type MakeBatchInput,
} from '../../main/office/cards';
import { exportCards } from '../../main/office/cards-csv';
import { removeDomain, addDomain } from '../../main/office/domains';
import { makeBatch as makeBatchJob } from '../../main/office/make-batch';
import { createTestApi } from '../fakes/api';
import { addDay, batchOf } from '../fakes/batches';
import { openTestVenue, sundayEvening, type TestVenue } from '../fakes/open-venue';

let venue: TestVenue;
beforeEach(() => (venue = openTestVenue()));
afterEach(() => venue.close());

const rows = (table: string): number =>
  venue.db.sqlite.prepare(`select count(*) from ${table}`).pluck().get() as number;

const input = (productId: number, more: Partial<MakeBatchInput> = {}): MakeBatchInput => ({
  ...{ kind: 'cards', name: 'Summer', productId, count: 5, prefix: '', alphabet: 'mixed', length: 8 },
  ...{ soldAtDesk: false, pricePrinted: true },
  ...more,
});

const states = async (batchId: number): Promise<readonly string[]> => {
  const listed = await listCards(venue, { batchId, show: 'all', after: 0, limit: 100 });
  if ('kind' in listed) throw new Error(listed.reason);
  return listed.rows.map(({ state }) => state);
};

describe('making a batch', () => {
  it('makes guests that log in with their code alone, each entitled to the product', async () => {
    const { rows: cards } = await batchOf(venue, addDay(venue), { count: 120, prefix: 'Su-' });
    expect(cards.map(({ serial }) => serial)).toEqual(Array.from({ length: 120 }, (_, at) => at + 1));
    expect(new Set(cards.map(({ code }) => code)).size).toBe(120);
    for (const { id, code } of cards) {
      expect(code).toMatch(/^Su-[2-9bcdfghjkmnpqrstvwxyz]{8}$/);
      const guest = findGuest(venue.db, id)!;
      expect(guest).toMatchObject({ kind: 'code', usernameKey: code.toLowerCase(), domainId: 1 });
      expect(unseal(venue.dataKey, 'guest-password', guest.passwordSealed)).toBe(code);
    }
    expect(rows('entitlements')).toBe(120);
    expect(rows('sales')).toBe(0);
  });

  it('is one entry of history, and keeps no code in it', async () => {
    const before = rows('changes');
    const { rows: cards } = await batchOf(venue, addDay(venue));
    expect(rows('changes')).toBe(before + 2);
    const params = venue.db.sqlite.prepare('select group_concat(params) from changes').pluck().get() as string;
    for (const { code } of cards) expect(params).not.toContain(code);
  });

  it('says how far it is, and gives way in between', async () => {
    const seen: number[] = [];
    const productId = addDay(venue);
    const { actor, batch } = question(productId, 120);
    await makeBatchJob(venue.db, venue.dataKey, { actor, productName: '1 day', batch }, sundayEvening, {
      progress: (done) => seen.push(done),
      signal: new AbortController().signal,
    });
    expect(seen).toEqual([50, 100, 120]);
  });

  it('stopped, leaves nothing behind', async () => {
    const productId = addDay(venue);
    const stop = new AbortController();
    const before = rows('changes');
    const { actor, batch } = question(productId, 500);
    const making = makeBatchJob(venue.db, venue.dataKey, { actor, productName: '1 day', batch }, sundayEvening, {
      progress: (done) => done >= 100 && stop.abort(new Error('stopped')),
      signal: stop.signal,
    });
    await expect(making).rejects.toThrow('stopped');
    for (const table of ['batches', 'cards', 'guests', 'entitlements']) expect(rows(table)).toBe(0);
    expect(rows('changes')).toBe(before);
  });

  it('removes what a computer that was switched off in the middle has left', async () => {
    const productId = addDay(venue);
    const { rows: cut, batchId } = await batchOf(venue, productId, { count: 60 });
    venue.db.sqlite.prepare('update batches set made_at_ms = null where id = ?').run(batchId);
    const { rows: next } = await batchOf(venue, productId, { count: 2 });
    expect(rows('cards')).toBe(2);
    expect(findGuest(venue.db, cut[0]!.id)).toBeUndefined();
    expect(findGuest(venue.db, next[0]!.id)).toBeDefined();
  });

  it.each([
    ['a product nobody sells', { productId: 999 }, 'not-found'],
    ['an unknown domain', { domainId: 999 }, 'not-found'],
    ['a last day in the past', { sellBeforeMs: sundayEvening }, 'end-past'],
    ['codes that could be guessed', { alphabet: 'digits', length: 4, count: 100 }, 'codes-too-short'],
  ] as const)('is refused for %s, and writes nothing', async (_what, more, reason) => {
    const productId = addDay(venue);
    expect(await makeBatch(venue, venue.owner, input(productId, more))).toMatchObject({ kind: 'refused', reason });
    expect(rows('batches')).toBe(0);
  });

  it('until check-out only as cards that the desk sells', async () => {
    const productId = addDay(venue, { untilCheckOut: true, starts: 'now', validForSec: undefined });
    expect(await makeBatch(venue, venue.owner, input(productId))).toMatchObject({ reason: 'needs-selling' });
    expect(await makeBatch(venue, venue.owner, input(productId, { soldAtDesk: true }))).toMatchObject({ kind: 'made' });
  });

  it('asks for longer codes the more there are', () => {
    expect(leastLength('digits', 1)).toBe(4);
    expect(leastLength('digits', 1_000)).toBe(6);
    expect(leastLength('digits', 10_000)).toBe(7);
    expect(leastLength('mixed', 10_000)).toBe(5);
  });
});

function question(productId: number, count: number) {
  return {
    actor: venue.owner,
    batch: {
      ...({ kind: 'cards', name: 'Long', note: null, productId, domainId: 1, count, codePrefix: '' } as const),
      ...({ codeAlphabet: 'mixed', codeLength: 8, soldAtDesk: false, priceMinor: 500, pricePrinted: true } as const),
      sellBeforeMs: null,
    },
  } as const;
}

describe('taking a batch back', () => {
  it('makes its cards worthless in one step, and redo makes the same codes good again', async () => {
    const { batchId, changeId, rows: cards } = await batchOf(venue, addDay(venue));
    const images = rows('change_rows');
    expect(undoChange(venue.db, venue.owner, changeId, venue.now())).toMatchObject({ kind: 'done' });
    expect(rows('change_rows')).toBe(images + 1);
    expect(await states(batchId)).toEqual(['withdrawn', 'withdrawn', 'withdrawn']);
    expect(await listBatches(venue, { withdrawn: false, limit: 10 })).toEqual([]);
    expect(redoChange(venue.db, venue.owner, changeId, venue.now())).toMatchObject({ kind: 'done' });
    expect(await states(batchId)).toEqual(['ready', 'ready', 'ready']);
    expect(findGuest(venue.db, cards[0]!.id)!.username).toBe(cards[0]!.code);
  });

  it('leaves those alone that were sold', async () => {
    const { batchId, changeId, rows: cards } = await batchOf(venue, addDay(venue), { soldAtDesk: true });
    sellCard(venue, venue.owner, { guestId: cards[1]!.id });
    undoChange(venue.db, venue.owner, changeId, venue.now());
    expect(await states(batchId)).toEqual(['withdrawn', 'sold', 'withdrawn']);
  });
});

describe('a stolen roll', () => {
  it('is suspended by its serials and released again', async () => {
    const { batchId } = await batchOf(venue, addDay(venue), { count: 5 });
    expect(suspendBatch(venue, venue.owner, { batchId, from: 2, till: 4 })).toMatchObject({ online: 0 });
    expect(await states(batchId)).toEqual(['ready', 'suspended', 'suspended', 'suspended', 'ready']);
    releaseBatch(venue, venue.owner, batchId);
    expect(await states(batchId)).toEqual(['ready', 'ready', 'ready', 'ready', 'ready']);
  });

  it('tells how many are online with it', async () => {
    const { batchId, rows: cards } = await batchOf(venue, addDay(venue), { count: 5 });
    const session = venue.db.sqlite.prepare(
      `insert into sessions (router_id, acct_session_id, guest_id, username, mac_address, started_at_ms,
         last_heard_at_ms, ended_at_ms, interim_sec) values (1, ?, ?, 'x', '', 0, 0, ?, 60)`,
    );
    session.run('1', cards[1]!.id, null);
    session.run('2', cards[4]!.id, null);
    session.run('3', cards[2]!.id, 5);
    expect(suspendBatch(venue, venue.owner, { batchId, from: 1, till: 3 })).toMatchObject({ online: 1 });
  });

  it('leaves what the desk has sold alone', async () => {
    const { batchId, rows: cards } = await batchOf(venue, addDay(venue), { soldAtDesk: true });
    sellCard(venue, venue.owner, { guestId: cards[0]!.id });
    suspendBatch(venue, venue.owner, { batchId, from: 1, till: 3 });
    expect(await states(batchId)).toEqual(['sold', 'suspended', 'suspended']);
  });

  it.each([
    [4, 2],
    [1, 6],
  ])('cannot be of serials %d to %d of a batch of five', async (from, till) => {
    const { batchId } = await batchOf(venue, addDay(venue), { count: 5 });
    expect(suspendBatch(venue, venue.owner, { batchId, from, till })).toMatchObject({ reason: 'invalid-input' });
    expect(rows('batch_holds')).toBe(0);
  });

  it('suspended in two parts is released as one change, which undo takes back', async () => {
    const { batchId } = await batchOf(venue, addDay(venue), { count: 5 });
    suspendBatch(venue, venue.owner, { batchId, from: 1, till: 2 });
    suspendBatch(venue, venue.owner, { batchId, from: 4, till: 5 });
    const released = releaseBatch(venue, venue.owner, batchId);
    if ('kind' in released) throw new Error(released.reason);
    undoChange(venue.db, venue.owner, released.changeId, venue.now());
    expect(await states(batchId)).toEqual(['suspended', 'suspended', 'ready', 'suspended', 'suspended']);
  });
});

describe('deleting the unused', () => {
  it('leaves those that were used or sold, and undo brings the others back', async () => {
    const { batchId, rows: cards } = await batchOf(venue, addDay(venue));
    use(cards[2]!.id);
    const deleted = deleteUnused(venue, venue.owner, batchId);
    if ('kind' in deleted) throw new Error(deleted.reason);
    expect(await states(batchId)).toEqual(['withdrawn', 'withdrawn', 'used']);
    undoChange(venue.db, venue.owner, deleted.changeId, venue.now());
    expect(await states(batchId)).toEqual(['ready', 'ready', 'used']);
  });
});

/** The first login of that card, as the RADIUS thread writes it down. */
function use(guestId: number, endsAtMs: number | null = null): void {
  venue.db.sqlite
    .prepare(
      `insert into entitlement_usage (entitlement_id, started_at_ms, ends_at_ms)
       select id, ?, ? from entitlements where guest_id = ?`,
    )
    .run(venue.now(), endsAtMs, guestId);
}

describe('the list', () => {
  it('counts what became of the cards', async () => {
    const { batchId, rows: cards } = await batchOf(venue, addDay(venue), { count: 6, soldAtDesk: true });
    noteCardPrints(venue.db, [cards[0]!.id, cards[1]!.id, cards[2]!.id, 999], venue.now());
    for (const at of [0, 1, 2]) sellCard(venue, venue.owner, { guestId: cards[at]!.id });
    use(cards[0]!.id, venue.now() - 1);
    use(cards[1]!.id);
    const counts = { made: 6, printed: 3, sold: 3, used: 2, unused: 3, ended: 1 };
    expect(await countBatch(venue, findBatch(venue.db, batchId)!)).toEqual(counts);
    const [row] = await listBatches(venue, { withdrawn: false, limit: 10 });
    expect(row).toMatchObject({ counts, productName: '1 day', domainName: 'Guests', currency: 'EUR' });
  });

  it('is the same over more cards than are counted at once', async () => {
    const { batchId, rows: cards } = await batchOf(venue, addDay(venue), { count: 1_100 });
    for (const at of [0, 499, 500, 1_099]) use(cards[at]!.id);
    expect(await countBatch(venue, findBatch(venue.db, batchId)!)).toMatchObject({
      made: 1_100,
      used: 4,
      unused: 1_096,
    });
    const page = await listCards(venue, { batchId, show: 'used', after: 0, limit: 3 });
    expect(page).toMatchObject({ more: true, rows: [{ serial: 1 }, { serial: 500 }, { serial: 501 }] });
    const rest = await listCards(venue, { batchId, show: 'used', after: 501, limit: 3 });
    expect(rest).toMatchObject({ more: false, rows: [{ serial: 1_100 }] });
  });

  it('shows expired cards once the last day is over, and not those in use', async () => {
    const { batchId, rows: cards } = await batchOf(venue, addDay(venue), { sellBeforeMs: sundayEvening + 1_000 });
    use(cards[0]!.id);
    expect(await states(batchId)).toEqual(['used', 'ready', 'ready']);
    venue.setNow(sundayEvening + 1_000);
    expect(await states(batchId)).toEqual(['used', 'expired', 'expired']);
    updateBatch(venue, venue.owner, { id: batchId, sellBeforeMs: null });
    expect(await states(batchId)).toEqual(['used', 'ready', 'ready']);
  });

  it('changes its name, its note and its last day together, and undo brings all of them back', async () => {
    const { batchId } = await batchOf(venue, addDay(venue), { note: 'for the fair' });
    const shown = async () => (await listBatches(venue, { withdrawn: false, limit: 10 }))[0]!.batch;
    const before = await shown();
    const sellBeforeMs = sundayEvening + 86_400_000;
    const changed = updateBatch(venue, venue.owner, { id: batchId, name: 'Fair', note: null, sellBeforeMs });
    expect(await shown()).toMatchObject({ name: 'Fair', note: null, sellBeforeMs });
    if ('reason' in changed) throw new Error(changed.reason);
    undoChange(venue.db, venue.owner, changed.changeId, venue.now());
    expect(await shown()).toEqual(before);
    expect(updateBatch(venue, venue.owner, { id: 99, name: 'Fair' })).toMatchObject({
      reason: 'not-found',
      field: 'id',
    });
  });

  it.each([
    ['unprinted', [2, 3, 4]],
    ['printed', [1]],
    ['unused', [3, 4]],
    ['used', [2]],
    ['suspended', [4]],
    ['sold', [1]],
    ['ended', []],
  ] as const)('shows those that are %s', async (show, serials) => {
    const { batchId, rows: cards } = await batchOf(venue, addDay(venue), { count: 4, soldAtDesk: true });
    noteCardPrints(venue.db, [cards[0]!.id], venue.now());
    sellCard(venue, venue.owner, { guestId: cards[0]!.id });
    use(cards[1]!.id);
    suspendBatch(venue, venue.owner, { batchId, from: 4, till: 4 });
    const listed = await listCards(venue, { batchId, show, after: 0, limit: 10 });
    if ('kind' in listed) throw new Error(listed.reason);
    expect(listed.rows.map(({ serial }) => serial)).toEqual(serials);
  });
});

describe('on paper', () => {
  it('a card that is not sold says its price, its batch and its last day, and no date of sale', async () => {
    const sellBeforeMs = Date.UTC(2026, 11, 31, 11);
    const { rows: cards } = await batchOf(venue, addDay(venue), { soldAtDesk: true, sellBeforeMs });
    const [ticket] = describeTickets(venue, [cards[0]!.id], false);
    expect(ticket).toMatchObject({
      kind: 'code',
      username: cards[0]!.code,
      price: '€5.00',
      card: 'Summer #1',
      soldAt: '',
    });
    expect(ticket!.useBefore).toContain('31');
    sellCard(venue, venue.owner, { guestId: cards[0]!.id });
    const [sold] = describeTickets(venue, [cards[0]!.id], false);
    expect(sold).toMatchObject({ price: '€5.00' });
    expect(sold).not.toHaveProperty('card');
    expect(sold!.soldAt).not.toBe('');
  });

  it('says no price where none is to be printed', async () => {
    const { rows: cards } = await batchOf(venue, addDay(venue), { pricePrinted: false });
    expect(describeTickets(venue, [cards[0]!.id], false)[0]!.price).toBeUndefined();
  });

  it('a voucher is no login', async () => {
    const { batchId, rows: vouchers } = await batchOf(venue, addDay(venue), { kind: 'vouchers' });
    expect(describeCard(venue, batchId, 3)).toMatchObject({
      ...{ kind: 'voucher', username: vouchers[2]!.code, loginHost: undefined, card: 'Summer #3' },
    });
    expect(describeCard(venue, batchId, 4)).toBeUndefined();
    expect(rows('guests')).toBe(0);
  });
});

describe('as a table', () => {
  it('has every card with its state, in the zone of the venue', async () => {
    const { batchId, rows: cards } = await batchOf(venue, addDay(venue), { soldAtDesk: true });
    sellCard(venue, venue.owner, { guestId: cards[1]!.id, room: '=1+1', displayName: 'Rossi, "Anna"' });
    const exported = await exportCards(venue, { batchId, show: 'all' });
    if (exported.kind === 'refused') throw new Error(exported.reason);
    expect(exported.fileName).toBe(`cards-${batchId}-2026-11-22.csv`);
    expect(exported.csv.split('\r\n')).toEqual([
      'serial,code,state,printed,sold,used,room,name',
      `1,${cards[0]!.code},to-sell,,,,,`,
      `2,${cards[1]!.code},sold,,2026-11-22 20:00,,'=1+1,"Rossi, ""Anna"""`,
      `3,${cards[2]!.code},to-sell,,,,,`,
      '',
    ]);
  });

  it('calls an erased guest by words in the language of the venue, and has no paper for them', async () => {
    venue.close();
    venue = openTestVenue(undefined, 'de');
    const { batchId, rows: cards } = await batchOf(venue, addDay(venue), { soldAtDesk: true });
    const { id } = cards[1]!;
    sellCard(venue, venue.owner, { guestId: id, displayName: 'Zenobia' });
    await createTestApi(venue).as('owner').guests.erase({ id });
    const exported = await exportCards(venue, { batchId, show: 'all' });
    if (exported.kind === 'refused') throw new Error(exported.reason);
    expect(exported.csv).toContain(`2,Gelöschter Gast ${id},sold,`);
    expect(exported.csv).not.toContain('erased-');
    const ids = cards.map((card) => card.id);
    expect(describeTickets(venue, ids, false).map(({ guestId }) => guestId)).toEqual([ids[0], ids[2]]);
    const drawn = await drawCards(venue, venue.owner, { batchId, show: 'all', after: 0 });
    expect(drawn).toMatchObject({ cards: 2 });
    expect(await drawCards(venue, venue.owner, { batchId, ids: [id], show: 'all', after: 0 })).toMatchObject({
      reason: 'nothing-to-print',
    });
  });
});

describe('what stands in the way', () => {
  it('of removing a domain is a batch of vouchers made for it', async () => {
    const domain = addDomain(venue, venue.owner, { name: 'Campsite', service: 'hotspot' });
    if ('kind' in domain) throw new Error(domain.reason);
    await batchOf(venue, addDay(venue), { kind: 'vouchers', domainId: domain.id });
    expect(removeDomain(venue, venue.owner, domain.id)).toMatchObject({ reason: 'domain-has-batches' });
  });

  it('of a code is nothing but another guest or voucher: tickets go on being sold', async () => {
    const productId = addDay(venue);
    await batchOf(venue, productId);
    expect(sellTicket(venue, venue.owner, { productId, quantity: 3 })).toMatchObject({ kind: 'sold' });
  });
});
