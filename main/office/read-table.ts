/** A spreadsheet or CSV file, as whatever program wrote it, read as a table of texts. */
import { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import type ExcelJS from 'exceljs';
import type { Refusal } from '../../preload/contract/refusals';
import { refuse } from '../refuse';
import { plainCell } from './csv-text';
import { giveWay, type Watch } from './watch';
import { inflatedBytes } from './zip-size';

export interface Table {
  readonly kind: 'table';
  readonly format: 'xlsx' | 'csv';
  /** Of a CSV file: ',', ';', tab or '|'. */
  readonly separator: string;
  /** Names of all sheets; of a CSV file none. */
  readonly sheets: readonly string[];
  /** The one that was read. */
  readonly sheet: string | undefined;
  readonly titles: readonly string[];
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  /** As the spreadsheet counts them, from 1. */
  readonly number: number;
  /** As many as there are titles. Dates are 'YYYY-MM-DD' or 'YYYY-MM-DD HH:mm:ss'. */
  readonly cells: readonly string[];
}

/** More guests than any venue has at once, and what the work thread reads in seconds. */
export const MOST_TABLE_ROWS = 50_000;
const MOST_COLUMNS = 100;
/** A file is small and what is packed in it is not: that many rows of a hundred cells. */
const MOST_INFLATED_BYTES = 200 * 1024 * 1024;
/** Empty ones included. */
const MOST_LINES = 2 * MOST_TABLE_ROWS;
const ROWS_BETWEEN_TURNS = 2_000;

/** First bytes of a ZIP file, and of what Office writes with a password or wrote before 2007 ([MS-CFB] 2.2). */
const ZIP_MAGIC = Buffer.from('PK\u0003\u0004', 'latin1');
const CFB_MAGIC = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/**
 * The first row with anything in it is the titles; empty rows are left out.
 * @param sheet absent: the first
 * Refusals: table-protected, table-old, not-a-table, table-empty, table-too-large, not-found (the sheet).
 */
export async function readTable(bytes: Uint8Array, sheet: string | undefined, watch: Watch): Promise<Table | Refusal> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.subarray(0, CFB_MAGIC.length).equals(CFB_MAGIC)) {
    return refuse(file.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'table-protected' : 'table-old');
  }
  if (file.subarray(0, ZIP_MAGIC.length).equals(ZIP_MAGIC)) return readWorkbook(file, sheet, watch);
  return readCsv(file);
}

interface RawRow {
  readonly number: number;
  readonly cells: readonly string[];
}

async function readWorkbook(file: Buffer, wanted: string | undefined, watch: Watch): Promise<Table | Refusal> {
  const inflated = inflatedBytes(file, MOST_INFLATED_BYTES);
  if (inflated === 'damaged') return refuse('not-a-table');
  if (inflated === 'too-large') return refuse('table-too-large', { most: MOST_TABLE_ROWS });
  try {
    return await readSheets(file, wanted, watch);
  } catch {
    watch.signal.throwIfAborted();
    // Whatever is wrong inside a file somebody made is no fault of ours; the parser throws plain errors for it.
    return refuse('not-a-table');
  }
}

async function readSheets(file: Buffer, wanted: string | undefined, watch: Watch): Promise<Table | Refusal> {
  const { default: excel } = await import('exceljs');
  const reader = new excel.stream.xlsx.WorkbookReader(Readable.from([file]), {
    ...{ worksheets: 'emit', sharedStrings: 'cache', styles: 'cache', hyperlinks: 'ignore', entries: 'ignore' },
  });
  const sheets: string[] = [];
  let found: { readonly sheet: string; readonly rows: readonly RawRow[] } | undefined;
  for await (const worksheet of reader) {
    const name = nameOf(worksheet);
    sheets.push(name);
    const isWanted = found === undefined && (wanted === undefined || wanted === name);
    const rows = await readRows(worksheet, isWanted, watch);
    if (rows === 'too-many') return refuse('table-too-large', { most: MOST_TABLE_ROWS });
    if (isWanted) found = { sheet: name, rows };
  }
  if (sheets.length === 0) return refuse('not-a-table');
  if (found === undefined) return refuse('not-found', { what: 'Sheet', id: wanted ?? '' }, 'sheet');
  return tableOf(found.rows, { format: 'xlsx', separator: ',', sheets, sheet: found.sheet });
}

/** The library's types leave the name out. */
function nameOf(worksheet: ExcelJS.stream.xlsx.WorksheetReader): string {
  const { name, id } = worksheet as unknown as { readonly name?: string; readonly id: number };
  return name ?? `#${id}`;
}

async function readRows(
  worksheet: ExcelJS.stream.xlsx.WorksheetReader,
  isWanted: boolean,
  watch: Watch,
): Promise<readonly RawRow[] | 'too-many'> {
  const rows: RawRow[] = [];
  for await (const row of worksheet) {
    if (!isWanted) continue;
    if (row.number > MOST_TABLE_ROWS + 1 && rows.length > MOST_TABLE_ROWS) return 'too-many';
    rows.push({ number: row.number, cells: cellsOf(row) });
    if (rows.length % ROWS_BETWEEN_TURNS === 0) await giveWay(watch);
  }
  return rows;
}

function cellsOf(row: ExcelJS.Row): readonly string[] {
  const count = Math.min(row.cellCount, MOST_COLUMNS);
  return Array.from({ length: count }, (_, at) => textOf(row.getCell(at + 1).value));
}

/** What a person sees in the cell: of a formula its result, of a link its text. */
function textOf(value: ExcelJS.CellValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return dateText(value);
  if (typeof value !== 'object') return typeof value === 'number' ? numberText(value) : String(value);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('hyperlink' in value) return textOf(value.text);
  if ('error' in value) return value.error;
  return 'result' in value ? textOf(value.result) : '';
}

/** A phone number that was taken for a number is still one: no exponent, no rounding within 15 digits. */
function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  return Number.isInteger(value) ? value.toLocaleString('en-US', { useGrouping: false }) : String(value);
}

/** A spreadsheet's dates have no zone: the library gives them as if they were UTC. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  // Serial dates are fractions of a day: the second is what a person typed.
  const text = new Date(Math.round(date.getTime() / 1_000) * 1_000).toISOString();
  return text.slice(11, 19) === '00:00:00' ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

function readCsv(file: Buffer): Table | Refusal {
  const text = decodeText(file);
  if (text === undefined) return refuse('not-a-table');
  const separator = guessSeparator(text);
  let records: readonly (readonly string[])[];
  try {
    records = parse(text, {
      ...{ delimiter: separator, relax_column_count: true, relax_quotes: true },
      to: MOST_LINES,
    });
  } catch {
    // A quote that is never closed.
    return refuse('not-a-table');
  }
  const rows = records.map((record, at) => ({
    number: at + 1,
    cells: record.slice(0, MOST_COLUMNS).map((cell) => plainCell(cell)),
  }));
  return tableOf(rows, { format: 'csv', separator, sheets: [], sheet: undefined });
}

/** Undefined: it is no text. */
function decodeText(file: Buffer): string | undefined {
  const [first, second] = file;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(file);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(file);
  // No text has it, and every picture, PDF or program does.
  if (file.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    // What Excel writes as "CSV" on a Western European Windows.
    return new TextDecoder('windows-1252').decode(file);
  }
}

const SEPARATORS = [',', ';', '\t', '|'] as const;

/** The one that stands most often in the first line, outside of quotes. */
function guessSeparator(text: string): string {
  const [line = ''] = text.trimStart().split(/\r\n|\n|\r/, 1);
  const bare = line.replace(/"[^"]*"/g, '');
  const counts = SEPARATORS.map((separator) => bare.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))]!;
}

function tableOf(raw: readonly RawRow[], about: Omit<Table, 'kind' | 'titles' | 'rows'>): Table | Refusal {
  const filled = raw.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const [head, ...rest] = filled;
  if (head === undefined || rest.length === 0) return refuse('table-empty');
  if (rest.length > MOST_TABLE_ROWS) return refuse('table-too-large', { most: MOST_TABLE_ROWS });
  const width = rest.reduce((most, { cells }) => Math.max(most, cells.length), head.cells.length);
  const rows = rest.map(({ number, cells }) => ({ number, cells: padded(cells, width) }));
  return { kind: 'table', ...about, titles: padded(head.cells, width).map((title) => title.trim()), rows };
}

function padded(cells: readonly string[], width: number): readonly string[] {
  return cells.length === width ? cells : Array.from({ length: width }, (_, at) => cells[at] ?? '');
}
