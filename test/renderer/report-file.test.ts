/** Reports as tables of a spreadsheet: what has rows has a sheet, and columns add up. */
import { describe, expect, it } from 'vitest';
import { sheetsOf, type Batches, type ReportWords, type Sales, type Usage } from '../../renderer/office/report-file';

const nothing = { sessions: 0, timeSec: 0, uploadBytes: 0, downloadBytes: 0, guests: 0, devices: 0, newGuests: 0 };
const range = { fromDay: '2026-11-16', tillDay: '2026-11-22' };
const usage: Usage = {
  ...{ kind: 'usage', total: nothing, before: nothing, beforeRange: range },
  ...{ days: [], domains: [], products: [], routers: [], topGuests: [] },
};
const sales: Sales = {
  ...{ kind: 'sales', total: [], before: [], beforeRange: range },
  ...{ days: [], products: [], operators: [], payments: [] },
};
const batch: Batches[number] = {
  ...{ id: 3, kind: 'cards', name: 'Summer', productName: '1 day', createdAtMs: 0 },
  ...{ made: 9, printed: 8, sold: 3, activated: 2, expired: 1, suspended: 4, left: 1, revenue: [] },
};
/** Every word is its own name. */
const words = new Proxy({} as ReportWords, {
  get: (_target, name) => (name === 'batchCounts' ? ['a', 'b', 'c', 'd', 'e', 'f', 'g'] : String(name)),
});

const rowsOf = (batches: Batches) =>
  sheetsOf(usage, sales, batches, words).find(({ name }) => name === 'batches')?.rows;

describe('the sheet of batches', () => {
  it('is not there without batches', () => {
    expect(rowsOf([])).toBeUndefined();
  });

  it('has a row for each, without an amount where nothing was taken', () => {
    expect(rowsOf([batch])).toEqual([['Summer', '1 day', 9, 8, 3, 2, 1, 4, 1, null, null]]);
  });

  it('has a row for each currency, and counts the cards in the first only', () => {
    const revenue = [
      { currency: 'EUR', amountMinor: 1_050 },
      { currency: 'JPY', amountMinor: 700 },
    ];
    expect(rowsOf([{ ...batch, revenue }])).toEqual([
      ['Summer', '1 day', 9, 8, 3, 2, 1, 4, 1, 10.5, 'EUR'],
      ['Summer', '1 day', null, null, null, null, null, null, null, 700, 'JPY'],
    ]);
  });
});
