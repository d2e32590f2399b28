/** Tables as an XLSX file. Words and the way numbers look are the window's; numbers stay numbers, so that they add up. */
import ExcelJS from 'exceljs';

export interface WorkbookColumn {
  readonly title: string;
  /** `money` is in whole units of its currency, as a spreadsheet counts it; `days` dates are 'YYYY-MM-DD'. */
  readonly kind: 'text' | 'number' | 'money' | 'day';
  /** Digits after the point. */
  readonly digits?: number | undefined;
}

export interface WorkbookSheet {
  readonly name: string;
  readonly columns: readonly WorkbookColumn[];
  /** Null: an empty cell. */
  readonly rows: readonly (readonly (string | number | null)[])[];
}

export interface WorkbookInput {
  readonly sheets: readonly WorkbookSheet[];
  /** From right to left, as Arabic is read. */
  readonly rightToLeft: boolean;
}

/** What Excel refuses in a sheet's name, and how long it may be. */
const NOT_IN_NAMES = /[[\]*?:/\\]/g;
const MOST_NAME_CHARS = 31;
const LEAST_WIDTH = 10;
const MOST_WIDTH = 48;

/** The bytes of the file. Text is written as text: what looks like a formula is none. */
export async function makeWorkbook({ sheets, rightToLeft }: WorkbookInput): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  const names = new Set<string>();
  for (const sheet of sheets) addSheet(workbook, nameOf(sheet.name, names), sheet, rightToLeft);
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

function addSheet(workbook: ExcelJS.Workbook, name: string, sheet: WorkbookSheet, rightToLeft: boolean): void {
  // The first line stays in sight.
  const page = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1, rightToLeft }] });
  // Before the rows: cells take the format of their column when they are made.
  page.columns = sheet.columns.map((column, at) => ({
    header: column.title,
    width: widthOf(column, sheet.rows, at),
    style: formatOf(column),
  }));
  for (const row of sheet.rows) page.addRow(sheet.columns.map((column, at) => cellOf(column, row[at] ?? null)));
  page.getRow(1).font = { bold: true };
}

function cellOf({ kind }: WorkbookColumn, value: string | number | null): ExcelJS.CellValue {
  return kind === 'day' && typeof value === 'string' ? new Date(`${value}T00:00:00Z`) : value;
}

function formatOf({ kind, digits = kind === 'money' ? 2 : 0 }: WorkbookColumn): Partial<ExcelJS.Style> {
  if (kind === 'text') return {};
  if (kind === 'day') return { numFmt: 'yyyy-mm-dd' };
  return { numFmt: digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}` };
}

function widthOf({ title }: WorkbookColumn, rows: WorkbookSheet['rows'], at: number): number {
  const longest = rows.reduce((most, row) => Math.max(most, String(row[at] ?? '').length), title.length);
  return Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, longest + 2));
}

/** No two sheets of a file may have the same name, whatever the case. */
function nameOf(wanted: string, taken: Set<string>): string {
  const plain = wanted.replace(NOT_IN_NAMES, ' ').trim().slice(0, MOST_NAME_CHARS) || '–';
  let name = plain;
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${plain.slice(0, MOST_NAME_CHARS - 4)} ${n}`;
  taken.add(name.toLowerCase());
  return name;
}
