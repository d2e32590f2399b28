/** Tickets as pictures for the screen, and as a sheet of cards. */
import { setImmediate as breathe } from 'node:timers/promises';
import { DateTime } from 'luxon';
import { findBatch, type BatchRow } from '../../db/queries/cards';
import { getVenue } from '../../db/queries/venue';
import type { Actor } from '../../db/write';
import { mostInBatch, mostOnSheet } from '../../preload/contract/cards';
import { isErasedName } from '../../preload/contract/erased-names';
import { listCards, notePrinted, type CardFilter, type CardView } from '../office/cards';
import type { OpenVenue } from '../open-venue';
import type { Ticket } from '../printing/ticket';
import { isRefusal, refuse } from '../refuse';
import { describeCards } from './describe-cards';
import { describeTickets } from './describe-tickets';

export interface DrawInput {
  readonly guestIds: readonly number[];
  readonly paperMm: 58 | 80;
  readonly copy: boolean;
}

/**
 * PNG (base64) and size in millimetres of each ticket, as the printer would print it. Refused: `work-busy`.
 * Faults: TICKET_QR_UNREADABLE.
 */
export async function drawPictures(open: OpenVenue, { guestIds, copy, paperMm }: DrawInput) {
  const tickets = describeTickets(open, guestIds, copy);
  const pictures = await open.askReports('draw-tickets', { tickets, paperMm });
  if (isRefusal(pictures)) return pictures;
  return {
    kind: 'pictures' as const,
    tickets: pictures.map((picture, at) => {
      const guestId = tickets[at]?.guestId;
      return guestId === undefined ? { ...picture } : { ...picture, guestId };
    }),
  };
}

export interface DrawCardsInput {
  readonly batchId: number;
  /** The numbers of cards or vouchers; absent: what `show` lets through behind the serial `after`. */
  readonly ids?: readonly number[] | undefined;
  readonly show: CardFilter;
  readonly after: number;
}

/**
 * A4 PDF (base64) of cards or vouchers of a batch, as many as a file holds; from then on they count as printed. `till`: the
 * last serial on it, `more`: there are others behind. Refused: unknown, nothing to print, and what stops a job.
 * Faults: TICKET_QR_UNREADABLE.
 */
export async function drawCards(open: OpenVenue, actor: Actor, input: DrawCardsInput) {
  const batch = findBatch(open.db, input.batchId);
  if (!batch) return refuse('not-found', { what: 'Batch', id: input.batchId }, 'batchId');
  const chosen = await chooseCards(open, input);
  if (isRefusal(chosen)) return chosen;
  const tickets = await describeInTurns(open, batch, chosen.rows);
  const ids = chosen.rows.map(({ id }) => id);
  const sheet = await draw(open, actor, { name: batch.kind, kind: batch.kind, ids, tickets });
  if (isRefusal(sheet)) return sheet;
  return { ...sheet, cards: tickets.length, till: chosen.rows.at(-1)!.serial, more: chosen.more };
}

async function chooseCards(open: OpenVenue, { batchId, ids, show, after }: DrawCardsInput) {
  const wanted = ids && new Set(ids);
  const listed = wanted
    ? await listCards(open, { batchId, show: 'all', after: 0, limit: mostInBatch })
    : await listCards(open, { batchId, show, after, limit: mostOnSheet });
  if (isRefusal(listed)) return listed;
  const rows = listed.rows.filter(({ id, code }) => (!wanted || wanted.has(id)) && !isErasedName(code));
  return rows.length === 0 ? refuse('nothing-to-print', {}) : { kind: 'chosen' as const, rows, more: listed.more };
}

/** Tickets described before others get their turn; some milliseconds. */
const DESCRIBED_AT_ONCE = 20;

async function describeInTurns(
  open: OpenVenue,
  batch: BatchRow,
  rows: readonly CardView[],
): Promise<readonly Ticket[]> {
  const tickets: Ticket[] = [];
  for (let at = 0; at < rows.length; at += DESCRIBED_AT_ONCE) {
    tickets.push(...describeCards(open, batch, rows.slice(at, at + DESCRIBED_AT_ONCE)));
    await breathe();
  }
  return tickets;
}

/**
 * A4 PDF (base64) of cards to cut; the name of the file carries the local day. Refused: what stops a job.
 * Faults: TICKET_QR_UNREADABLE.
 */
export function drawSheet(open: OpenVenue, actor: Actor, guestIds: readonly number[]) {
  const tickets = describeTickets(open, guestIds, false);
  return draw(open, actor, { name: 'tickets', kind: 'cards', ids: guestIds, tickets });
}

interface SheetOf {
  /** Of the file. */
  readonly name: string;
  readonly kind: 'cards' | 'vouchers';
  readonly ids: readonly number[];
  readonly tickets: readonly Ticket[];
}

async function draw(open: OpenVenue, actor: Actor, { name, kind, ids, tickets }: SheetOf) {
  const sheet = await open.runJob('draw-sheet', { tickets }, actor.operatorName);
  if (isRefusal(sheet)) return sheet;
  notePrinted(open, kind, ids);
  const fileName = `${name}-${dayOf(open)}.pdf`;
  return { kind: 'sheet' as const, pdf: Buffer.from(sheet.pdf).toString('base64'), pages: sheet.pages, fileName };
}

function dayOf(open: OpenVenue): string | null {
  return DateTime.fromMillis(open.now(), { zone: getVenue(open.db).timeZone }).toISODate();
}
