/** The ticket of a product, or of a template, that is not saved yet. Drawn by the work thread: a picture takes a tenth of a second. */
import { findLoginHost } from '../../db/queries/routers';
import type { Db } from '../../db/open';
import { findLogo, getVenue, type VenueRow } from '../../db/queries/venue';
import { productSentence } from '../../preload/contract/sentence';
import { formatDateTime, formatMoney } from '../../preload/contract/units';
import { sampleCode } from '../desk/codes';
import { termsFor, type TemplateParts } from '../desk/ticket-template';
import type { PaperMm, Ticket } from '../printing/ticket';
import { drawTicketPicture } from './draw-tickets';
import type { ProductInput } from './products';
import { drawTemplate, type TemplatePicture, type TemplateQuestion } from './template-preview';
import { soldJustNow } from './unsaved-product';

export type TicketQuestion =
  | {
      readonly kind: 'product';
      readonly product: ProductInput;
      readonly paperMm: PaperMm;
      /** Of the guest. */
      readonly language: string;
      readonly parts: TemplateParts;
    }
  | ({ readonly kind: 'template' } & TemplateQuestion);

/** A product's ticket has no warnings: those are its template's. */
export type TicketPicture = TemplatePicture;

/** As the printer would print it, with a made-up code. Faults: TICKET_QR_UNREADABLE. */
export async function drawProductTicket(db: Db, question: TicketQuestion, nowMs: number): Promise<TicketPicture> {
  if (question.kind === 'template') return drawTemplate(db, question, nowMs);
  const picture = await drawTicketPicture(describe(db, getVenue(db), question, nowMs), question.paperMm);
  return { ...picture, warnings: [] };
}

type ProductQuestion = Extract<TicketQuestion, { kind: 'product' }>;

function describe(db: Db, venue: VenueRow, { product, language, parts }: ProductQuestion, nowMs: number): Ticket {
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
    ...parts,
    ...termsFor(db, parts, null, language),
    ...(endsAtMs !== null && { validUntil: formatDateTime(endsAtMs, language, timeZone) }),
    loginHost: venue.loginHost ?? findLoginHost(db),
    soldAt: formatDateTime(nowMs, language, timeZone),
  };
}
