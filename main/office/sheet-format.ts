/** What a spreadsheet asks of names and numbers, whatever stands in it. */

/** Excel refuses longer names of sheets, and these characters in them. */
export const MOST_SHEET_NAME = 31;
const NOT_IN_SHEET_NAMES = /[\\/?*[\]:]/g;

/** The nearest name a sheet may have. */
export function sheetName(wanted: string): string {
  return wanted.replace(NOT_IN_SHEET_NAMES, ' ').trim().slice(0, MOST_SHEET_NAME) || '–';
}

/** Thousands are grouped as the reader's program does it; `digits` stand after the point. */
export function numberFormat(digits: number): string {
  return digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}`;
}
