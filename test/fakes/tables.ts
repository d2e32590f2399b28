/** Files of guests as other programs write them, and importing them as a window does. */
import ExcelJS from 'exceljs';
import { guessColumn } from '../../preload/contract/guest-columns';
import type { Refusal } from '../../preload/contract/refusals';
import { importGuests, type Imported, type ImportQuestion } from '../../main/office/import-guests';
import type { Watch } from '../../main/office/watch';
import type { TestVenue } from './open-venue';
import { unwatched } from './watch';

export const text = (content: string): Uint8Array => Buffer.from(content, 'utf8');

export async function xlsx(sheets: Readonly<Record<string, readonly (readonly unknown[])[]>>): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  for (const [name, rows] of Object.entries(sheets)) workbook.addWorksheet(name).addRows(rows as unknown[][]);
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

/** A CSV file of these titles and lines. */
export const csv = (titles: readonly string[], ...lines: readonly (readonly string[])[]): Uint8Array =>
  text([titles, ...lines].map((cells) => cells.join(',')).join('\n'));

type Rules = Partial<Omit<ImportQuestion, 'bytes'>>;

export function importQuestion(venue: TestVenue, bytes: Uint8Array, titles: readonly string[], rules: Rules = {}) {
  return {
    ...{ bytes, fileName: 'guests.csv', mapping: titles.map((title) => guessColumn(title) ?? null) },
    ...({ key: 'username', duplicates: 'skip', dryRun: false, actor: venue.owner } as const),
    ...rules,
  };
}

export function importLines(
  venue: TestVenue,
  titles: readonly string[],
  lines: readonly (readonly string[])[],
  rules: Rules = {},
  watch: Watch = unwatched,
): Promise<Imported | Refusal> {
  const question = importQuestion(venue, csv(titles, ...lines), titles, rules);
  return importGuests(venue.db, venue.dataKey, question, venue.now(), watch);
}

/** Throws for a refusal. */
export function imported(outcome: Imported | Refusal): Imported {
  if (outcome.kind === 'refused') throw new Error(outcome.reason);
  return outcome;
}
