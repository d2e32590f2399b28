/** Tickets as pictures for the screen, and as a sheet of cards. */
import { DateTime } from 'luxon';
import { getVenue } from '../../db/queries/venue';
import type { OpenVenue } from '../open-venue';
import { layOutTicket } from '../printing/layout';
import { ticketPng } from '../printing/raster';
import { ticketSheet } from '../printing/sheet';
import { describeTickets } from './describe-tickets';

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

/** A4 PDF (base64) of cards to cut; the name of the file carries the local day. */
export async function drawSheet(open: OpenVenue, guestIds: readonly number[]) {
  const { pdf, pages } = await ticketSheet(describeTickets(open, guestIds, false));
  const day = DateTime.fromMillis(open.now(), { zone: getVenue(open.db).timeZone }).toISODate();
  return { pdf: Buffer.from(pdf).toString('base64'), pages, fileName: `tickets-${day}.pdf` };
}
