/** Tickets as pictures for the screen, and as a sheet of cards. */
import { DateTime } from 'luxon';
import { findBatch } from '../../db/queries/cards';
import { getVenue } from '../../db/queries/venue';
import type { Actor } from '../../db/write';
import { notePrinted } from '../office/cards';
import type { OpenVenue } from '../open-venue';
import type { Ticket } from '../printing/ticket';
import { isRefusal, refuse } from '../refuse';
import { describeTickets } from './describe-tickets';
import { describeVouchers } from './describe-vouchers';

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

/**
 * A4 PDF (base64) of cards or vouchers of a batch; from then on they count as printed. Refused: unknown, and what stops a
 * job. Faults: TICKET_QR_UNREADABLE.
 */
export async function drawCards(open: OpenVenue, actor: Actor, batchId: number, ids: readonly number[]) {
  const batch = findBatch(open.db, batchId);
  if (!batch) return refuse('not-found', { what: 'Batch', id: batchId }, 'batchId');
  const isCards = batch.kind === 'cards';
  const tickets = isCards ? describeTickets(open, ids, false) : describeVouchers(open, batchId, ids);
  return draw(open, actor, { name: batch.kind, kind: batch.kind, ids, tickets });
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
