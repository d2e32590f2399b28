/** Tables as an XLSX file, or as CSV files. Words and the way numbers look are the window's; numbers stay numbers, so that they add up. */
import type ExcelJS from 'exceljs';
import { zipSync } from 'fflate';
import { csvFile } from './csv-text';
import { MOST_SHEET_NAME, numberFormat, sheetName } from './sheet-format';

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
  /** Absent: XLSX. `csv` with more than one sheet: a ZIP file with a CSV file for each. */
  readonly kind?: 'xlsx' | 'csv' | undefined;
  readonly sheets: readonly WorkbookSheet[];
  /** From right to left, as Arabic is read. */
  readonly rightToLeft: boolean;
}

/** Of the sheet in which Excel keeps the changes of a shared workbook; no other may be called so. */
const KEPT_BY_EXCEL = 'history';
/** Of what sheets may be called, Windows takes none of these in the name of a file. */
const NOT_IN_FILE_NAMES = /["<>|]/g;
const LEAST_WIDTH = 10;
const MOST_WIDTH = 48;

/** The bytes of the file. Text is written as text: what looks like a formula is none. */
export async function makeWorkbook({ kind, sheets, rightToLeft }: WorkbookInput): Promise<Uint8Array> {
  if (kind === 'csv') return sheets.length === 1 ? csvOf(sheets[0]!) : csvFilesOf(sheets);
  // Loaded with the first file: a tenth of a second that no start of a thread waits for.
  const { default: excel } = await import('exceljs');
  const workbook = new excel.Workbook();
  const names = new Set<string>();
  for (const sheet of sheets) addSheet(workbook, nameOf(sheet.name, names), sheet, rightToLeft);
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

function csvFilesOf(sheets: readonly WorkbookSheet[]): Uint8Array {
  const names = new Set<string>();
  const files = sheets.map((sheet) => [
    `${nameOf(sheet.name.replace(NOT_IN_FILE_NAMES, '-'), names)}.csv`,
    csvOf(sheet),
  ]);
  return zipSync(Object.fromEntries(files) as Record<string, Uint8Array>);
}

function csvOf({ columns, rows }: WorkbookSheet): Uint8Array {
  return csvFile([columns.map(({ title }) => title), ...rows.map((row) => columns.map((_, at) => row[at] ?? ''))]);
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
  return { numFmt: numberFormat(digits) };
}

function widthOf({ title }: WorkbookColumn, rows: WorkbookSheet['rows'], at: number): number {
  const longest = rows.reduce((most, row) => Math.max(most, String(row[at] ?? '').length), title.length);
  return Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, longest + 2));
}

/** No two sheets of a file, nor two files, may have the same name, whatever the case. */
function nameOf(wanted: string, taken: Set<string>): string {
  const allowed = sheetName(wanted);
  const plain = allowed.toLowerCase() === KEPT_BY_EXCEL ? `${allowed} 1` : allowed;
  let name = plain;
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${plain.slice(0, MOST_SHEET_NAME - 4)} ${n}`;
  taken.add(name.toLowerCase());
  return name;
}
