/** The cards or vouchers of a batch as a table for a spreadsheet. */
import { DateTime } from 'luxon';
import { findBatch } from '../../db/queries/cards';
import { getVenue } from '../../db/queries/venue';
import { sayGuestName } from '../../preload/contract/erased-names';
import type { Refusal } from '../../preload/contract/refusals';
import { mostInBatch } from '../../preload/contract/cards';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';
import { listCards, type CardFilter, type CardView } from './cards';

const columns = ['serial', 'code', 'state', 'printed', 'sold', 'used', 'room', 'name'] as const;

export interface ExportedCards {
  readonly kind: 'csv';
  readonly csv: string;
  readonly rows: number;
  readonly fileName: string;
}

/** RFC 4180, times in the venue's zone, erased guests in its language. Refused: unknown batch. */
export async function exportCards(
  open: OpenVenue,
  { batchId, show }: { readonly batchId: number; readonly show: CardFilter },
): Promise<ExportedCards | Refusal> {
  const batch = findBatch(open.db, batchId);
  if (!batch) return refuse('not-found', { what: 'Batch', id: batchId }, 'batchId');
  const listed = await listCards(open, { batchId, show, after: 0, limit: mostInBatch });
  if (isRefusal(listed)) return listed;
  const { timeZone, language } = getVenue(open.db);
  const lines = [columns, ...listed.rows.map((row) => fieldsOf(row, timeZone, language))];
  const csv = lines.map((fields) => `${fields.map(csvField).join(',')}\r\n`).join('');
  const day = DateTime.fromMillis(open.now(), { zone: timeZone }).toISODate();
  const fileName = `${batch.kind}-${batch.id}-${day}.csv`;
  return { kind: 'csv', csv, rows: listed.rows.length, fileName };
}

function fieldsOf(row: CardView, timeZone: string, language: string): readonly string[] {
  const { serial, code, state, printedAtMs, soldAtMs, usedAtMs, room, displayName } = row;
  const times = [printedAtMs, soldAtMs, usedAtMs].map((atMs) => timeOf(atMs, timeZone));
  return [String(serial), sayGuestName(code, language), state, ...times, room ?? '', displayName ?? ''];
}

function timeOf(atMs: number | null, timeZone: string): string {
  return atMs === null ? '' : DateTime.fromMillis(atMs, { zone: timeZone }).toFormat('yyyy-MM-dd HH:mm');
}

/** What a spreadsheet would take for a formula is text: somebody may have typed it as a name. */
function csvField(value: string): string {
  const text = /^[=+\-@\t\r|]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
