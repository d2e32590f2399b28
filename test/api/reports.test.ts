/** Reports through the contract: made when they are missing, and as a file that a spreadsheet opens. */
import ExcelJS from 'exceljs';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestApi } from '../fakes/api';
import { addDay, batchOf } from '../fakes/batches';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import { refusalOf } from './refusal';

let venue: TestVenue;
beforeEach(() => (venue = openTestVenue()));
afterEach(() => venue.close());

const range = { fromDay: '2026-11-16', tillDay: '2026-11-22' };
const WITHIN = { timeout: 60_000, interval: 10 } as const;

describe('reports', () => {
  it('are made the first time somebody asks, who is told so, and are there afterwards', async () => {
    const { reports } = createTestApi(venue).as('manager');
    expect(await reports.usage(range)).toEqual({ kind: 'making' });
    await vi.waitUntil(async () => (await reports.usage(range)).kind === 'usage', WITHIN);
    expect(venue.announced).toContain('work');
    expect(await reports.dashboard()).toMatchObject({ kind: 'dashboard', onlineSessions: 0 });
    expect(await reports.sales(range)).toMatchObject({
      kind: 'sales',
      total: [],
      beforeRange: { fromDay: '2026-11-09' },
    });
  });

  it('have every batch of cards, deleted ones too', async () => {
    const productId = addDay(venue);
    const { batchId } = await batchOf(venue, productId);
    const { reports, cards } = createTestApi(venue).as('manager');
    await cards.deleteUnused({ batchId });
    expect(await reports.batches()).toEqual({
      rows: [expect.objectContaining({ id: batchId, name: 'Summer', made: 3, left: 0, revenue: [] })],
    });
  });

  it('say how far they are while they are made, and are not made twice', async () => {
    const started: string[] = [];
    const job = { id: 1, name: 'update-report-sums' as const, operatorName: undefined, askedAtMs: 1 };
    const { reports } = createTestApi(
      Object.assign(venue, {
        listJobs: () => [{ ...job, progress: { done: 20, total: 1_000 } }],
        runJob: (name: string) => (started.push(name), Promise.resolve(null)),
      }),
    ).as('manager');
    expect(await reports.sales(range)).toEqual({ kind: 'making', done: 20, total: 1_000 });
    expect(started).toEqual([]);
  });

  it.each([
    [{ fromDay: '2026-11-22', tillDay: '2026-11-21' }, 'tillDay'],
    [{ fromDay: '2006-11-22', tillDay: '2026-11-21' }, 'fromDay'],
    [{ fromDay: '2026-02-30', tillDay: '2026-11-21' }, 'fromDay'],
  ])('are refused for %o', async (wrong, field) => {
    const { reports } = createTestApi(venue).as('manager');
    expect(await refusalOf(reports.usage(wrong))).toMatchObject({ reason: 'invalid-input', field });
  });
});

describe('a workbook', () => {
  it('keeps numbers as numbers, days as days, and writes what looks like a formula as text', async () => {
    const { reports } = createTestApi(venue).as('manager');
    const { base64 } = await reports.workbook({
      rightToLeft: true,
      sheets: [
        {
          name: 'Sales: 1/2',
          columns: [
            { title: 'Day', kind: 'day' },
            { title: 'Product', kind: 'text' },
            { title: 'Amount', kind: 'money', digits: 2 },
          ],
          rows: [
            ['2026-11-22', '=HYPERLINK("http://x")', 12.5],
            ['2026-11-23', '007', null],
          ],
        },
        { name: 'SALES  1 2', columns: [{ title: 'n', kind: 'number' }], rows: [] },
        { name: 'sales  1 2', columns: [{ title: 'n', kind: 'number' }], rows: [] },
      ],
    });
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(Buffer.from(base64, 'base64') as unknown as ExcelJS.Buffer);
    expect(book.worksheets.map(({ name }) => name)).toEqual(['Sales  1 2', 'SALES  1 2 2', 'sales  1 2 3']);
    const [sheet] = book.worksheets;
    expect(sheet!.views[0]).toMatchObject({ rightToLeft: true, state: 'frozen', ySplit: 1 });
    expect(sheet!.getRow(1).values).toEqual([undefined, 'Day', 'Product', 'Amount']);
    expect(sheet!.getCell('A2').value).toEqual(new Date('2026-11-22T00:00:00Z'));
    expect(sheet!.getCell('B2').type).toBe(ExcelJS.ValueType.String);
    expect(sheet!.getCell('B3').value).toBe('007');
    expect([sheet!.getCell('C2').value, sheet!.getCell('C2').numFmt]).toEqual([12.5, '#,##0.00']);
    expect(sheet!.getCell('C3').value).toBeNull();
  });

  it('of one table as CSV has numbers as they are and formulas as text, for whoever may export', async () => {
    const sheet = {
      name: 'Days',
      columns: [
        { title: 'Day', kind: 'day' as const },
        { title: 'Product, "sold"', kind: 'text' as const },
        { title: 'Amount', kind: 'money' as const },
      ],
      rows: [
        ['2026-11-22', '=1+1', -12.5],
        ['2026-11-23', null, null],
      ],
    };
    const file = { kind: 'csv' as const, sheets: [sheet] };
    const { base64 } = await createTestApi(venue).as('manager').reports.workbook(file);
    expect(Buffer.from(base64, 'base64').toString('utf8')).toBe(
      ['\uFEFFDay,"Product, ""sold""",Amount', "2026-11-22,'=1+1,-12.5", '2026-11-23,,', ''].join('\r\n'),
    );
    const refusal = await refusalOf(createTestApi(venue).as('desk').reports.workbook(file));
    expect(refusal).toMatchObject({ reason: 'not-allowed' });
  });

  it('of more than one table as CSV is a ZIP file with a file for each, whose names any system takes', async () => {
    const columns = [{ title: 'Day', kind: 'day' as const }];
    const sheets = [
      { name: 'Days', columns, rows: [['2026-11-22']] },
      { name: 'Sales | "Days"', columns, rows: [['2026-11-23']] },
      { name: 'days', columns, rows: [] },
    ];
    const { base64 } = await createTestApi(venue).as('manager').reports.workbook({ kind: 'csv', sheets });
    const files = unzipSync(Buffer.from(base64, 'base64'));
    const texts = Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')]);
    expect(texts).toEqual([
      ['Days.csv', '\uFEFFDay\r\n2026-11-22\r\n'],
      ['Sales - -Days-.csv', '\uFEFFDay\r\n2026-11-23\r\n'],
      ['days 2.csv', '\uFEFFDay\r\n'],
    ]);
  });
});
