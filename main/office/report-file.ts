/** A report of lines as a file: PDF to sign and keep, XLSX to go on with. */
import { currencyDigits } from '../../preload/contract/units';
import type { Report, ReportLine } from '../printing/report';
import { numberFormat, sheetName } from './sheet-format';

export interface ReportFileQuestion {
  readonly kind: 'pdf' | 'xlsx';
  readonly report: Report;
}

/** Base64. Loaded when it is asked for: neither library is needed to serve guests. */
export async function drawReport({ kind, report }: ReportFileQuestion): Promise<{ readonly content: string }> {
  const bytes = kind === 'pdf' ? (await import('../printing/report')).reportPdf(report) : await reportXlsx(report);
  return { content: Buffer.from(bytes).toString('base64') };
}

/** One sheet: label, number, amount, words. Amounts are numbers in the main unit, so that they can be summed. */
async function reportXlsx(report: Report): Promise<Uint8Array> {
  const { default: excel } = await import('exceljs');
  const book = new excel.Workbook();
  book.creator = 'Gatehouse';
  const sheet = book.addWorksheet(sheetName(report.title), { views: [{ rightToLeft: report.language === 'ar' }] });
  sheet.columns = [{ width: 44 }, { width: 12 }, { width: 16 }, { width: 40 }];
  sheet.addRow([report.venueName]).font = { bold: true, size: 14 };
  sheet.addRow([report.title]).font = { bold: true };
  for (const { heading, lines } of report.sections) {
    sheet.addRow([]);
    if (heading !== undefined) sheet.addRow([heading]).font = { bold: true };
    for (const line of lines) {
      const row = sheet.addRow(cellsOf(line));
      if (line.bold === true) row.font = { bold: true };
      if (line.currency !== undefined) row.getCell(3).numFmt = moneyFormat(line.currency);
    }
  }
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** Cells of type text stay text, whatever they begin with: no formula comes from a name. */
function cellsOf({ label, count, minor, currency, text }: ReportLine): (string | number | null)[] {
  const amount = minor === undefined || currency === undefined ? null : minor / 10 ** currencyDigits(currency);
  return [label, count ?? null, amount, text ?? null];
}

function moneyFormat(currency: string): string {
  return `${numberFormat(currencyDigits(currency))} "${currency}"`;
}
