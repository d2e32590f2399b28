import excel from 'exceljs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { undoChange } from '../../db/write';
import { sellTicket, type SellTicketInput } from '../../main/desk/sell-ticket';
import { makeShiftFile } from '../../main/desk/shift-files';
import { shiftPaper } from '../../main/desk/shift-paper';
import { closeShift, currentShift, moveCash, openShift, readShift, type ShiftReport } from '../../main/desk/shifts';
import { addProduct } from '../../main/office/products';
import { isRefusal } from '../../main/refuse';
import { createTestApi } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';

let venue: TestVenue;
afterEach(() => venue.close());
beforeEach(() => (venue = openTestVenue()));

/** A shift with everything in it, closed with a euro missing. */
function busyShift(): ShiftReport {
  const made = addProduct(venue, venue.owner, { name: '=HYPERLINK("http://x")', priceMinor: 500, starts: 'now' });
  if ('kind' in made) throw new Error(made.reason);
  const sell = (more: Partial<SellTicketInput> = {}): number => {
    const sold = sellTicket(venue, venue.owner, { productId: made.id, quantity: 1, ...more });
    if (sold.kind === 'refused') throw new Error(sold.reason);
    return sold.changeId;
  };
  openShift(venue, venue.owner, 10_000);
  sell({ quantity: 2 });
  sell({ payment: 'free', priceReason: 'apology' });
  undoChange(venue.db, venue.owner, sell(), venue.now());
  moveCash(venue, venue.owner, { kind: 'out', amountMinor: 700, note: 'stamps' });
  const { shift } = currentShift(venue, venue.owner);
  const pieces = [{ valueMinor: 100, count: 102 }];
  const closed = closeShift(venue, venue.owner, {
    id: shift!.id,
    expectedMinor: 10_300,
    counted: { kind: 'pieces', pieces },
    note: 'gave wrong change',
  });
  if (isRefusal(closed)) throw new Error(closed.reason);
  return closed;
}

const isOfErased = (label: string): boolean => /cancellato|erased/.test(label);

async function rowsOf(shift: ShiftReport): Promise<readonly (readonly unknown[])[]> {
  const file = await makeShiftFile(venue, shift, 'xlsx', 'Olivia');
  if (isRefusal(file)) throw new Error(file.reason);
  expect(file.fileName).toBe('shift-1-2026-11-22.xlsx');
  const book = new excel.Workbook();
  await book.xlsx.load(Buffer.from(file.content, 'base64') as never);
  const rows: unknown[][] = [];
  book.worksheets[0]!.eachRow((row) => void rows.push((row.values as unknown[]).slice(1)));
  return rows;
}

describe('the report of a shift', () => {
  it('as XLSX holds amounts as numbers, sold, taken back, given away, moved and counted', async () => {
    const rows = await rowsOf(busyShift());
    for (const row of [
      ['Operator', null, null, 'Olivia'],
      ['Float', null, 100],
      ['Should be there', null, 103],
      ['Counted', null, 102],
      ['Difference', null, -1],
      ['Note', null, null, 'gave wrong change'],
      ['Cash', 3, 15],
      ['Cash, Taken back', 1, -5],
      ['Free', 1, 0],
      ['Taken out: stamps', null, -7],
      ['€1.00', 102, 102],
    ])
      expect(rows).toContainEqual(row.map((cell) => cell ?? undefined));
  });

  it('makes no formula of a product’s name', async () => {
    const labels = (await rowsOf(busyShift())).map(([label]) => label);
    expect(labels).toContain('=HYPERLINK("http://x")');
  });

  it('as PDF is a PDF whose name carries the day', async () => {
    const file = await makeShiftFile(venue, busyShift(), 'pdf', 'Olivia');
    if (isRefusal(file)) throw new Error(file.reason);
    expect(Buffer.from(file.content, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    expect(file.fileName).toBe('shift-1-2026-11-22.pdf');
  });

  it('says who counted where somebody else did, and that a shift is still open', () => {
    openShift(venue, venue.owner, 500);
    const open = shiftPaper(venue, readShift(venue, 1) as ShiftReport);
    expect(open.sections[0]!.lines).toContainEqual({ label: 'The shift is still open' });
    const manager = { operatorId: 99, operatorName: 'Marta', via: 'window' } as const;
    const counted = { kind: 'total', minor: 500 } as const;
    const closed = closeShift(venue, manager, { id: 1, expectedMinor: 500, counted }) as ShiftReport;
    const paper = shiftPaper(venue, closed);
    expect(paper.sections[0]!.lines).toContainEqual({ label: 'Counted by', text: 'Marta' });
    expect(paper.signature).toBe('Signature: Marta');
  });

  it('calls an erased guest by words, not by the pseudonym, where another price was asked', async () => {
    venue.close();
    venue = openTestVenue(undefined, 'it');
    busyShift();
    const free = venue.db.sqlite.prepare(`select guest_id from sales where price_reason = 'apology'`).pluck();
    const id = free.get() as number;
    await createTestApi(venue).as('owner').guests.erase({ id });
    const [label] = (await rowsOf(readShift(venue, 1) as ShiftReport))
      .map(([first]) => String(first))
      .filter(isOfErased);
    expect(label).toMatch(new RegExp(`: Ospite cancellato ${id}$`));
    expect(label).not.toContain('erased-');
  });

  it('speaks the language of the venue', () => {
    venue.close();
    venue = openTestVenue(undefined, 'de');
    openShift(venue, venue.owner, 500);
    expect(shiftPaper(venue, readShift(venue, 1) as ShiftReport).title).toBe('Schichtbericht');
  });
});
