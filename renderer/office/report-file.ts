/** A report as tables of a spreadsheet. */
import { sayName } from '../parts/guest-words';
import { currencyDigits } from '../../preload/contract/units';
import type { Input, Output } from '../api';

export type Usage = Extract<Output<'reports.usage'>, { readonly kind: 'usage' }>;
export type Sales = Extract<Output<'reports.sales'>, { readonly kind: 'sales' }>;
export type Batches = Output<'reports.batches'>['rows'];
type Sheets = Input<'reports.workbook'>['sheets'];
type Sheet = Sheets[number];
type Cell = string | number | null;

/** Words of the columns, in the window's language. */
export interface ReportWords {
  readonly days: string;
  readonly day: string;
  readonly connections: string;
  readonly guests: string;
  readonly newGuests: string;
  readonly devices: string;
  readonly hours: string;
  readonly uploadMb: string;
  readonly downloadMb: string;
  readonly guest: string;
  readonly room: string;
  readonly topGuests: string;
  readonly product: string;
  readonly operator: string;
  readonly payment: string;
  readonly domain: string;
  readonly router: string;
  readonly sales: string;
  readonly takenBack: string;
  readonly currency: string;
  readonly amount: string;
  readonly batches: string;
  readonly batch: string;
  /** Heads of the counts of a batch, in their order. */
  readonly batchCounts: readonly string[];
  readonly unknown: string;
  readonly paymentOf: (payment: Sales['payments'][number]['payment']) => string;
}

interface Amounts {
  readonly sessions: number;
  readonly timeSec: number;
  readonly uploadBytes: number;
  readonly downloadBytes: number;
}

type Money = Sales['total'][number];

const BYTES_IN_MB = 1e6;
const SECONDS_IN_HOUR = 3_600;

const inHours = (seconds: number): number => rounded(seconds / SECONDS_IN_HOUR, 2);
const inMb = (bytes: number): number => rounded(bytes / BYTES_IN_MB, 1);
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
const inUnits = ({ amountMinor, currency }: Pick<Money, 'amountMinor' | 'currency'>): number =>
  amountMinor / 10 ** currencyDigits(currency);

/** What is counted of a batch, in the order of the columns. */
export const batchCounts = ['made', 'printed', 'sold', 'activated', 'expired', 'suspended', 'left'] as const;

/** One sheet for each table of the screen; those without rows are left out. */
export function sheetsOf(usage: Usage, sales: Sales, batches: Batches, words: ReportWords): Sheets {
  const digits = Math.max(0, ...sales.total.map(({ currency }) => currencyDigits(currency)));
  const money = (sums: readonly Money[], title: string, name: (at: number) => Cell, kind: 'text' | 'day' = 'text') =>
    moneySheet(sums, title, name, kind, words, digits);
  const all = [
    daySheet(usage, words),
    { ...money(sales.days, words.day, (at) => sales.days[at]!.day, 'day'), name: `${words.sales}, ${words.days}` },
    money(sales.products, words.product, (at) => sales.products[at]!.name),
    money(sales.operators, words.operator, (at) => sales.operators[at]!.name),
    money(sales.payments, words.payment, (at) => words.paymentOf(sales.payments[at]!.payment)),
    batchSheet(batches, words),
    topSheet(usage, words),
    amountSheet(usage.domains, words.domain, words),
    amountSheet(usage.routers, words.router, words),
  ];
  return all.filter(({ rows }, at) => at === 0 || rows.length > 0);
}

function amountColumns(words: ReportWords): Sheet['columns'] {
  return [
    { title: words.connections, kind: 'number' },
    { title: words.hours, kind: 'number', digits: 2 },
    { title: words.uploadMb, kind: 'number', digits: 1 },
    { title: words.downloadMb, kind: 'number', digits: 1 },
  ];
}

const amountCells = ({ sessions, timeSec, uploadBytes, downloadBytes }: Amounts): Cell[] => [
  ...[sessions, inHours(timeSec), inMb(uploadBytes), inMb(downloadBytes)],
];

function daySheet({ days }: Usage, words: ReportWords): Sheet {
  const counts = [words.guests, words.newGuests, words.devices].map((title) => ({ title, kind: 'number' as const }));
  return {
    name: words.days,
    columns: [{ title: words.day, kind: 'day' }, ...counts, ...amountColumns(words)],
    rows: days.map((day) => [day.day, day.guests, day.newGuests, day.devices, ...amountCells(day)]),
  };
}

function moneySheet(
  sums: readonly Money[],
  title: string,
  name: (at: number) => Cell,
  kind: 'text' | 'day',
  words: ReportWords,
  digits: number,
): Sheet {
  return {
    name: title,
    columns: [
      { title, kind },
      { title: words.sales, kind: 'number' },
      { title: words.takenBack, kind: 'number' },
      { title: words.amount, kind: 'money', digits },
      { title: words.currency, kind: 'text' },
    ],
    rows: sums.map((sum, at) => [name(at), sum.sales, sum.reversals, inUnits(sum), sum.currency]),
  };
}

/** A row for each currency a batch was sold in. */
function batchSheet(batches: Batches, words: ReportWords): Sheet {
  const digits = Math.max(0, ...batches.flatMap(({ revenue }) => revenue.map((sum) => currencyDigits(sum.currency))));
  return {
    name: words.batches,
    columns: [
      { title: words.batch, kind: 'text' },
      { title: words.product, kind: 'text' },
      ...words.batchCounts.map((title) => ({ title, kind: 'number' as const })),
      { title: words.amount, kind: 'money', digits },
      { title: words.currency, kind: 'text' },
    ],
    rows: batches.flatMap((batch) => batchRows(batch)),
  };
}

/** The counts stand in the first row only, so that they add up. */
function batchRows({ name, productName, revenue, ...counts }: Batches[number]): Cell[][] {
  const first = [name, productName, ...batchCounts.map((count) => counts[count])];
  if (revenue.length === 0) return [[...first, null, null]];
  return revenue.map((sum, at) => [
    ...(at === 0 ? first : [name, productName, ...batchCounts.map(() => null)]),
    inUnits(sum),
    sum.currency,
  ]);
}

function topSheet({ topGuests }: Usage, words: ReportWords): Sheet {
  const names = [words.guest, words.room].map((title) => ({ title, kind: 'text' as const }));
  return {
    name: words.topGuests,
    columns: [...names, ...amountColumns(words)],
    rows: topGuests.map((guest) => [
      guest.name === undefined ? words.unknown : sayName(guest.name),
      guest.room ?? null,
      ...amountCells(guest),
    ]),
  };
}

function amountSheet(rows: Usage['domains'], title: string, words: ReportWords): Sheet {
  return {
    name: title,
    columns: [{ title, kind: 'text' }, ...amountColumns(words)],
    rows: rows.map((row) => [row.name ?? words.unknown, ...amountCells(row)]),
  };
}
