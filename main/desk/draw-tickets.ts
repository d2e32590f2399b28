/** Tickets as pictures for the screen, and as a sheet of cards. */
import { DateTime } from 'luxon';
import { findBatch } from '../../db/queries/cards';
import { getVenue } from '../../db/queries/venue';
import { notePrinted } from '../office/cards';
import type { OpenVenue } from '../open-venue';
import { layOutTicket } from '../printing/layout';
import { ticketPng } from '../printing/raster';
import { ticketSheet } from '../printing/sheet';
import { refuse } from '../refuse';
import { describeTickets } from './describe-tickets';
import { describeVouchers } from './describe-vouchers';

export interface DrawInput {
  readonly guestIds: readonly number[];
  readonly paperMm: 58 | 80;
  readonly copy: boolean;
}

/** PNG (base64) and size in millimetres of each ticket, as the printer would print it. */
export async function drawPictures(open: OpenVenue, input: DrawInput) {
  const pictures = [];
  for (const ticket of describeTickets(open, input.guestIds, input.copy)) {
    const { png, widthMm, heightMm } = await ticketPng(layOutTicket(ticket, input.paperMm));
    const picture = { png: Buffer.from(png).toString('base64'), widthMm, heightMm };
    pictures.push(ticket.guestId === undefined ? picture : { ...picture, guestId: ticket.guestId });
  }
  return pictures;
}

/** A4 PDF of cards or vouchers of a batch; from then on they count as printed. Refused: unknown. */
export async function drawCards(open: OpenVenue, batchId: number, ids: readonly number[]) {
  const batch = findBatch(open.db, batchId);
  if (!batch) return refuse('not-found', { what: 'Batch', id: batchId }, 'batchId');
  const isCards = batch.kind === 'cards';
  const drawn = isCards ? describeTickets(open, ids, false) : describeVouchers(open, batchId, ids);
  const { pdf, pages } = await ticketSheet(drawn);
  notePrinted(open, batch.kind, ids);
  return {
    kind: 'sheet' as const,
    pdf: Buffer.from(pdf).toString('base64'),
    pages,
    fileName: `${batch.kind}-${dayOf(open)}.pdf`,
  };
}

function dayOf(open: OpenVenue): string | null {
  return DateTime.fromMillis(open.now(), { zone: getVenue(open.db).timeZone }).toISODate();
}

/** A4 PDF (base64) of cards to cut; the name of the file carries the local day. */
export async function drawSheet(open: OpenVenue, guestIds: readonly number[]) {
  const { pdf, pages } = await ticketSheet(describeTickets(open, guestIds, false));
  notePrinted(open, 'cards', guestIds);
  return { pdf: Buffer.from(pdf).toString('base64'), pages, fileName: `tickets-${dayOf(open)}.pdf` };
}
