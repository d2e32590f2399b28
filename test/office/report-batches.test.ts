/** The report of batches says what the list of cards says, card by card, and adds up the money of the cards themselves. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { batchReportSql } from '../../db/queries/batch-report';
import { undoChange } from '../../db/write';
import { recharge } from '../../main/desk/recharge';
import { sellCard } from '../../main/desk/sell-card';
import { sellTicket } from '../../main/desk/sell-ticket';
import { deleteUnused, listCards, notePrinted, releaseBatch, suspendBatch } from '../../main/office/cards';
import { readBatches } from '../../main/office/report-batches';
import { addDay, batchOf } from '../fakes/batches';
import { openTestVenue, sundayEvening, type TestVenue } from '../fakes/open-venue';

const DAY_MS = 86_400_000;

let venue: TestVenue;
let day: number;
beforeEach(() => {
  venue = openTestVenue();
  day = addDay(venue);
});
afterEach(() => venue.close());

const line = (batchId: number) => readBatches(venue.db, venue.now()).rows.find(({ id }) => id === batchId)!;

/** How many cards of the list are in each state. */
async function states(batchId: number): Promise<Readonly<Record<string, number>>> {
  const listed = await listCards(venue, { batchId, show: 'all', after: 0, limit: 100 });
  if ('kind' in listed) throw new Error(listed.reason);
  const counts: Record<string, number> = {};
  for (const { state } of listed.rows) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function use(guestId: number): void {
  venue.db.sqlite
    .prepare(
      'insert into entitlement_usage (entitlement_id, started_at_ms) select id, ? from entitlements where guest_id = ?',
    )
    .run(venue.now(), guestId);
}

describe('the report of batches', () => {
  it('counts what was made, printed, sold, activated, suspended and is left', async () => {
    const { batchId, rows } = await batchOf(venue, day, { count: 6, soldAtDesk: true });
    notePrinted(
      venue,
      'cards',
      rows.slice(0, 4).map(({ id }) => id),
    );
    sellCard(venue, venue.owner, { guestId: rows[0]!.id });
    sellCard(venue, venue.owner, { guestId: rows[1]!.id });
    use(rows[1]!.id);
    suspendBatch(venue, venue.owner, { batchId, from: 2, till: 4 });
    expect(line(batchId)).toEqual({
      ...{ id: batchId, kind: 'cards', name: 'Summer', productName: '1 day', createdAtMs: sundayEvening },
      ...{ made: 6, printed: 4, sold: 2, activated: 1, expired: 0, suspended: 2, left: 2 },
      revenue: [{ currency: 'EUR', amountMinor: 1_000 }],
    });
    expect(await states(batchId)).toEqual({ sold: 1, used: 1, suspended: 2, 'to-sell': 2 });
  });

  it('calls expired what nobody bought before its last day, and not what was deleted', async () => {
    const sellBeforeMs = sundayEvening + DAY_MS;
    const late = await batchOf(venue, day, { soldAtDesk: true, sellBeforeMs });
    const gone = await batchOf(venue, day, { soldAtDesk: true, sellBeforeMs });
    sellCard(venue, venue.owner, { guestId: late.rows[0]!.id });
    suspendBatch(venue, venue.owner, { batchId: gone.batchId, from: 1, till: 1 });
    deleteUnused(venue, venue.owner, gone.batchId);
    venue.setNow(sellBeforeMs);
    expect(line(late.batchId)).toMatchObject({ sold: 1, expired: 2, left: 0 });
    expect(await states(late.batchId)).toEqual({ sold: 1, expired: 2 });
    expect(line(gone.batchId)).toMatchObject({ made: 3, expired: 0, suspended: 0, left: 0 });
    expect(await states(gone.batchId)).toEqual({ withdrawn: 3 });
  });

  it('has used cards that are suspended in both columns, until they are released', async () => {
    const { batchId, rows } = await batchOf(venue, day);
    use(rows[0]!.id);
    suspendBatch(venue, venue.owner, { batchId, from: 1, till: 2 });
    expect(line(batchId)).toMatchObject({ activated: 1, suspended: 2, left: 1 });
    expect(await states(batchId)).toEqual({ suspended: 2, ready: 1 });
    releaseBatch(venue, venue.owner, batchId);
    expect(line(batchId)).toMatchObject({ activated: 1, suspended: 0, left: 2 });
  });

  it('counts no money that was given back, nor what the guest of a card bought later', async () => {
    const { batchId, rows } = await batchOf(venue, day, { soldAtDesk: true });
    sellCard(venue, venue.owner, { guestId: rows[0]!.id });
    recharge(venue, venue.owner, { guestId: rows[0]!.id, productId: day });
    const sold = sellCard(venue, venue.owner, { guestId: rows[1]!.id });
    if ('kind' in sold) throw new Error(sold.reason);
    expect(line(batchId).revenue).toEqual([{ currency: 'EUR', amountMinor: 1_000 }]);
    undoChange(venue.db, venue.owner, sold.changeId, venue.now());
    expect(line(batchId)).toMatchObject({ sold: 1, revenue: [{ currency: 'EUR', amountMinor: 500 }] });
  });

  it('has vouchers as redeemed or left, and no money of theirs', async () => {
    const { batchId, rows } = await batchOf(venue, day, { kind: 'vouchers' });
    sellTicket(venue, venue.owner, { productId: day, quantity: 1, voucherCode: rows[0]!.code });
    suspendBatch(venue, venue.owner, { batchId, from: 1, till: 2 });
    expect(line(batchId)).toMatchObject({ made: 3, sold: 0, activated: 1, suspended: 1, left: 1, revenue: [] });
  });

  it('is newest first, and of the domains only that whoever asks may see', async () => {
    const first = await batchOf(venue, day);
    const second = await batchOf(venue, day);
    expect(readBatches(venue.db, venue.now()).rows.map(({ id }) => id)).toEqual([second.batchId, first.batchId]);
    const nothing = { domainIds: [], prefix: '', operatorIds: [1] };
    expect(readBatches(venue.db, venue.now(), nothing).rows).toEqual([]);
  });

  it.each(Object.entries(batchReportSql))('reads %s by indexes and numbers only', (_name, sql) => {
    const plan = venue.db.sqlite.prepare(`explain query plan ${sql}`).all({ batchId: 1, withdrawn: 0 }) as {
      readonly detail: string;
    }[];
    const scans = plan.map(({ detail }) => detail).filter((detail) => /^SCAN /u.test(detail));
    expect(scans).toEqual([]);
  });
});
