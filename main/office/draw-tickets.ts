/** Tickets as pictures and as sheets, drawn beside the windows and the logins: a picture takes a hundredth of a second. */
import { layOutTicket } from '../printing/layout';
import { ticketPng } from '../printing/raster';
import { ticketSheet } from '../printing/sheet';
import type { PaperMm, Ticket } from '../printing/ticket';
import { giveWay, type Watch } from './watch';

export interface PicturesQuestion {
  readonly tickets: readonly Ticket[];
  readonly paperMm: PaperMm;
}

export interface DrawnTicket {
  /** Base64. */
  readonly png: string;
  readonly widthMm: number;
  readonly heightMm: number;
}

/** In the order of the tickets, each as the printer would print it. Faults: TICKET_QR_UNREADABLE. */
export async function drawTicketPictures(
  { tickets, paperMm }: PicturesQuestion,
  watch: Watch,
): Promise<readonly DrawnTicket[]> {
  const pictures: DrawnTicket[] = [];
  for (const ticket of tickets) {
    pictures.push(await drawTicketPicture(ticket, paperMm));
    await giveWay(watch);
  }
  return pictures;
}

/** As the printer would print it, with the paper's margins. Faults: TICKET_QR_UNREADABLE. */
export async function drawTicketPicture(ticket: Ticket, paperMm: PaperMm): Promise<DrawnTicket> {
  const { png, widthMm, heightMm } = await ticketPng(layOutTicket(ticket, paperMm));
  return { png: Buffer.from(png).toString('base64'), widthMm, heightMm };
}

export interface SheetQuestion {
  readonly tickets: readonly Ticket[];
}

export interface TicketSheet {
  readonly pdf: Uint8Array;
  readonly pages: number;
}

/** A4 PDF of cards to cut; tells how many pages are drawn. Faults: TICKET_QR_UNREADABLE. */
export function drawTicketSheet({ tickets }: SheetQuestion, watch: Watch): Promise<TicketSheet> {
  return ticketSheet(tickets, async (done, pages) => {
    watch.progress(done, pages);
    await giveWay(watch);
  });
}
