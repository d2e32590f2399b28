/** A ticket of a made-up guest, to see what a template makes of it. */
import type { Db } from '../../db/open';
import { findLoginHost } from '../../db/queries/routers';
import { findLogo, getVenue } from '../../db/queries/venue';
import { productSentence, type ProductInWords } from '../../preload/contract/sentence';
import { formatDateTime, formatDuration, formatMoney } from '../../preload/contract/units';
import { sampleCode } from '../desk/codes';
import type { Ticket } from '../printing/ticket';

export type SampleGuest = 'usual' | 'long' | 'person';

export interface Sample {
  /** Of the guest. */
  readonly language: string;
  readonly guest: SampleGuest;
}

const DAY_SEC = 86_400;
/** Of the made-up product: what most venues charge for a day. */
const SAMPLE_PRICE_MINOR = 500;
/** As products have it unless somebody chose another. */
const SAMPLE_CODE_LENGTH = 6;

const sampleProduct: ProductInWords = {
  ...{ starts: 'first-login', validForSec: DAY_SEC, untilCheckOut: false },
  limitations: [{ devices: 2, rateDownBps: 10_000_000 }],
};

const names = {
  usual: { displayName: 'Maria Rossi', room: '214', operatorName: 'Giulia' },
  // Longer than a line of 58 mm paper, with a word that is, too.
  long: {
    displayName: 'Maria Magdalena von Hohenstein-Bartholomäus-Wolkenburg',
    room: 'Bungalow 214 B / Poolside',
    operatorName: 'Giulia Francesca Montefeltro',
  },
} as const;
const longProduct = 'Premium Business & Family Internet, whole stay, all rooms';

/** In the venue's own words, with a made-up code and the login page that is known. */
export function sampleTicket(
  db: Db,
  { language, guest }: Sample,
  nowMs: number,
): Omit<Ticket, 'template' | 'wifiName' | 'wifiPassword'> {
  const venue = getVenue(db);
  const { timeZone, currency } = venue;
  const code = sampleCode('mixed', SAMPLE_CODE_LENGTH);
  return {
    ...{ guestId: undefined, language, copy: false, venueName: venue.name, logo: findLogo(db) },
    ...(guest === 'person'
      ? { kind: 'person' as const, username: 'maria.rossi', password: code }
      : { kind: 'code' as const, username: code, password: code }),
    ...names[guest === 'long' ? 'long' : 'usual'],
    productName: guest === 'long' ? longProduct : formatDuration(DAY_SEC, language),
    sentence: productSentence(sampleProduct, { language, timeZone }),
    price: formatMoney(SAMPLE_PRICE_MINOR, currency, language),
    loginHost: venue.loginHost ?? findLoginHost(db),
    soldAt: formatDateTime(nowMs, language, timeZone),
    validUntil: formatDateTime(nowMs + DAY_SEC * 1000, language, timeZone),
    ...(guest === 'long' && { card: 'Summer season #0214', useBefore: formatDateTime(nowMs, language, timeZone) }),
  };
}
