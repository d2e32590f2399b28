/** Products most venues start with, proposed by the wizard. */
import { writeChange, type Actor } from '../../db/write';
import { getVenue, type VenueRow } from '../../db/queries/venue';
import { currencyDigits } from '../../preload/contract/units';
import type { starterKeys } from '../../preload/contract/products';
import { productSentence } from '../../preload/contract/sentence';
import type { OpenVenue } from '../open-venue';
import { insertProduct, tileColors, type ProductInput } from './products';
import { starterNames } from './starter-names';

export type StarterKey = (typeof starterKeys)[number];

const MBIT = 1_000_000;

interface Starter extends Omit<ProductInput, 'name' | 'priceMinor'> {
  /** In units of a currency where a coffee costs about 1.5; scaled for currencies of other sizes. */
  readonly price: number;
}

const starters: Readonly<Record<StarterKey, Starter>> = {
  'half-hour': {
    price: 1,
    starts: 'first-login',
    validForSec: 1_800,
    limitations: [{ devices: 1, simultaneousSessions: 1, rateDownBps: 10 * MBIT, rateUpBps: 5 * MBIT }],
  },
  day: {
    price: 5,
    starts: 'first-login',
    validForSec: 86_400,
    limitations: [{ devices: 2, simultaneousSessions: 2, rateDownBps: 10 * MBIT, rateUpBps: 5 * MBIT }],
  },
  week: {
    price: 20,
    starts: 'first-login',
    validForSec: 604_800,
    limitations: [{ devices: 3, simultaneousSessions: 3, rateDownBps: 20 * MBIT, rateUpBps: 10 * MBIT }],
  },
  'check-out': {
    price: 0,
    starts: 'now',
    untilCheckOut: true,
    limitations: [{ devices: 3, simultaneousSessions: 3, rateDownBps: 20 * MBIT, rateUpBps: 10 * MBIT }],
  },
  staff: {
    price: 0,
    starts: 'first-login',
    codeLength: 8,
    limitations: [{ devices: 2, simultaneousSessions: 2, rateDownBps: 20 * MBIT, rateUpBps: 10 * MBIT }],
  },
};

/** How many units buy what one euro buys, in round steps; currencies not listed are near enough to 1. */
const priceScale: Readonly<Record<string, number>> = {
  JPY: 150, KRW: 1500, INR: 80, IDR: 15_000, VND: 25_000, THB: 35, PHP: 60, HUF: 400, CZK: 25, PLN: 4, SEK: 10,
  NOK: 10, DKK: 7, ISK: 150, TRY: 40, RUB: 90, UAH: 40, RON: 5, RSD: 100, MXN: 20, ARS: 1000, CLP: 1000, COP: 4000,
  BRL: 5, ZAR: 20, EGP: 50, MAD: 10, KES: 140, NGN: 1500, TZS: 2500, CNY: 8, HKD: 8, TWD: 35, LKR: 330, NPR: 145,
  BDT: 120, PKR: 300, KZT: 500, GEL: 3, AED: 4, SAR: 4, QAR: 4, ILS: 4,
}; // prettier-ignore

function priceOf(starter: Starter, currency: string): number {
  return Math.round(starter.price * (priceScale[currency] ?? 1)) * 10 ** currencyDigits(currency);
}

export function listStarters(open: OpenVenue) {
  const venue = getVenue(open.db);
  return (Object.keys(starters) as StarterKey[]).map((key) => ({
    key,
    name: starterName(key, venue),
    priceMinor: priceOf(starters[key], venue.currency),
    sentence: productSentence(
      { ...starters[key], untilCheckOut: starters[key].untilCheckOut ?? false },
      { language: venue.language, timeZone: venue.timeZone },
    ),
  }));
}

function starterName(key: StarterKey, venue: VenueRow): string {
  return (starterNames[venue.language] ?? starterNames.en!)[key];
}

export function addStarters(
  open: OpenVenue,
  actor: Actor,
  choose: readonly { readonly key: StarterKey; readonly priceMinor?: number | undefined }[],
): { ids: number[]; changeId: number } {
  const venue = getVenue(open.db);
  const what = { action: 'add-starter-products', params: { count: choose.length } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    const ids = choose.map(({ key, priceMinor }, index) => {
      const { price: _price, ...starter } = starters[key];
      return insertProduct(open, write, {
        ...starter,
        name: starterName(key, venue),
        priceMinor: priceMinor ?? priceOf(starters[key], venue.currency),
        color: tileColors[index % tileColors.length],
      });
    });
    return { ids, changeId: write.changeId };
  });
}
