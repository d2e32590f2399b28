/**
 * What becomes of those who hold a product if it is changed: decided twice by the rules of the RADIUS thread, as it is
 * and as it would be. Reads only; run by the work thread, since everybody online is looked at.
 */
import { countHolders, type Holders } from '../../db/queries/products';
import { listProductRules, type ProductRules } from '../../db/queries/product-rules';
import { listSessionsOfProduct, type Cursor, type ReviewedSession } from '../../db/queries/reviews';
import type { Db } from '../../db/open';
import { readVenueRules, type VenueRules } from '../aaa/authorize';
import { ProductTable } from '../aaa/product-table';
import { parseRateLimit, type Both } from '../aaa/rate-limit';
import { decideRunning, type Due } from '../aaa/running';
import { giveWay, type Watch } from './watch';

/** Bits per second, towards the guest first; 0: no limit. */
export interface Speed {
  readonly downBps: number;
  readonly upBps: number;
}

export type OnlineImpact =
  | { readonly kind: 'speed'; readonly guests: number; readonly before: Speed; readonly after: Speed }
  /** Logged out, since the product would no longer let them be there. */
  | { readonly kind: 'cut-off'; readonly guests: number };

export type ProductImpact =
  /** What it allows stays as it is: a name, a price, a colour. */
  | { readonly kind: 'nothing' }
  | ({
      readonly kind: 'impact';
      /** Guests online whom it touches, most first. */
      readonly online: readonly OnlineImpact[];
      /** Guests online with it, touched or not. */
      readonly onlineGuests: number;
    } & Holders);

/** Sessions decided before others get their turn: a few milliseconds. */
const SESSIONS_PER_TURN = 50;
const FIRST: Cursor = { guestId: -1, id: -1 };

/**
 * @param after the product as it would be
 * @throws what the signal says when it is no longer wanted
 */
export async function measureImpact(
  db: Db,
  dataKey: Uint8Array,
  after: ProductRules,
  nowMs: number,
  watch: Watch,
): Promise<ProductImpact> {
  const before = listProductRules(db).find(({ id }) => id === after.id);
  // Its adding may have been undone while this waited: then nobody holds it either.
  if (before === undefined || allowsTheSame(before, after)) return { kind: 'nothing' };
  const rules = readVenueRules(db, dataKey);
  const changed: VenueRules = { ...rules, products: new ProductTable(db, after) };
  const tally = new Tally();
  let sessions = listSessionsOfProduct(db, after.id, FIRST, SESSIONS_PER_TURN);
  while (sessions.length > 0) {
    for (const one of sessions) {
      tally.count(one, decideRunning(db, rules, one, nowMs), decideRunning(db, changed, one, nowMs));
    }
    await giveWay(watch);
    sessions = listSessionsOfProduct(db, after.id, sessions.at(-1)!, SESSIONS_PER_TURN);
  }
  return {
    ...{ kind: 'impact', online: tally.list(), onlineGuests: tally.guests },
    ...countHolders(db, after.id, nowMs),
  };
}

/** The name is on tickets only, and the order of fields says nothing. */
function allowsTheSame(before: ProductRules, after: ProductRules): boolean {
  const told = ({ name: _name, ...rules }: ProductRules): string => JSON.stringify(sorted(rules));
  return told(before) === told(after);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}

/** Guests by what becomes of them; one with two devices is one guest. */
class Tally {
  readonly #all = new Set<number>();
  readonly #byImpact = new Map<string, { readonly impact: Uncounted; readonly guests: Set<number> }>();

  count({ guestId }: ReviewedSession, before: Due, after: Due): void {
    this.#all.add(guestId);
    const impact = impactOf(before, after);
    if (impact === undefined) return;
    const key = JSON.stringify(impact);
    const known = this.#byImpact.get(key) ?? { impact, guests: new Set() };
    known.guests.add(guestId);
    this.#byImpact.set(key, known);
  }

  get guests(): number {
    return this.#all.size;
  }

  list(): readonly OnlineImpact[] {
    return [...this.#byImpact.values()]
      .map(({ impact, guests }): OnlineImpact => ({ ...impact, guests: guests.size }))
      .sort((a, b) => b.guests - a.guests);
  }
}

type Uncounted =
  { readonly kind: 'speed'; readonly before: Speed; readonly after: Speed } | { readonly kind: 'cut-off' };

/** Undefined: nothing the guest would notice now. */
function impactOf(before: Due, after: Due): Uncounted | undefined {
  if (before.kind === 'end') return undefined;
  if (after.kind === 'end') return { kind: 'cut-off' };
  const [was, is] = [speedOf(before.rateLimit), speedOf(after.rateLimit)];
  return was.downBps === is.downBps && was.upBps === is.upBps ? undefined : { kind: 'speed', before: was, after: is };
}

const noLimit: Both = { up: 0, down: 0 };

/** What was written by hand and cannot be read is no limit to speak of. */
function speedOf(rateLimit: string | null): Speed {
  const parsed = rateLimit === null ? undefined : parseRateLimit(rateLimit);
  const { up, down } = parsed?.kind === 'rate-limit' ? parsed.limit.rate : noLimit;
  return { downBps: down, upBps: up };
}
