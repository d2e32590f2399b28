/** The ticket of a product that is not saved yet. Drawn by the work thread: a picture takes a tenth of a second. */
import { findLoginHost } from '../../db/queries/routers';
import { findLogo, getVenue, type VenueRow } from '../../db/queries/venue';
import type { Db } from '../../db/open';
import { productSentence } from '../../preload/contract/sentence';
import { formatDateTime, formatMoney } from '../../preload/contract/units';
import { sampleCode } from '../desk/codes';
import { layOutTicket } from '../printing/layout';
import { ticketPng } from '../printing/raster';
import type { PaperMm, Ticket } from '../printing/ticket';
import type { ProductInput } from './products';
import { soldJustNow } from './unsaved-product';

export interface TicketQuestion {
  readonly product: ProductInput;
  readonly paperMm: PaperMm;
  /** Of the guest. */
  readonly language: string;
}

export interface TicketPicture {
  /** Base64. */
  readonly png: string;
  readonly widthMm: number;
  readonly heightMm: number;
}

/** As the printer would print it, with a made-up code. Faults: TICKET_QR_UNREADABLE. */
export async function drawProductTicket(db: Db, question: TicketQuestion, nowMs: number): Promise<TicketPicture> {
  const layout = layOutTicket(describe(db, getVenue(db), question, nowMs), question.paperMm);
  const { png, widthMm, heightMm } = await ticketPng(layout);
  return { png: Buffer.from(png).toString('base64'), widthMm, heightMm };
}

function describe(db: Db, venue: VenueRow, { product, language }: TicketQuestion, nowMs: number): Ticket {
  const code = sampleCode(product.codeAlphabet ?? 'mixed', product.codeLength ?? 6);
  const { priceMinor, untilCheckOut = false } = product;
  const { timeZone } = venue;
  const endsAtMs = soldJustNow(venue, product, nowMs).saleEndsAtMs;
  return {
    ...{ guestId: undefined, kind: 'code', username: code, password: code, copy: false, language },
    ...{ room: undefined, displayName: undefined, venueName: venue.name, logo: findLogo(db) },
    productName: product.name,
    sentence: productSentence({ ...product, untilCheckOut }, { language, timeZone, endsAtMs }),
    price: priceMinor > 0 ? formatMoney(priceMinor, venue.currency, language) : undefined,
    wifiName: venue.wifiName ?? undefined,
    loginHost: venue.loginHost ?? findLoginHost(db),
    soldAt: formatDateTime(nowMs, language, timeZone),
  };
}
