/**
 * Who has been gone for longer than persons are kept: nobody who is online, was here since, or holds anything that can
 * still be used. Counted for the screen and erased by night (forget-old-data.ts) by the same rule.
 */
import type { Db } from '../../db/open';
import { findAccessGuestById } from '../../db/queries/access';
import { awaitsPaper, isOldPerson, listPersons } from '../../db/queries/old-persons';
import { getVenue } from '../../db/queries/venue';
import { circumstancesOf, standingOf, type Choice } from '../aaa/entitlement';
import type { Moment } from '../aaa/limits';
import { ProductTable } from '../aaa/product-table';

/** Guests looked at in one go: some milliseconds. */
const GUESTS_AT_ONCE = 500;
/** The screen says "more than" from here on. */
export const MOST_COUNTED = 10_000;

export interface OldPersons {
  readonly guests: number;
  /** There are more than were counted. */
  readonly more: boolean;
}

/** One judgement of who is gone, at one moment. */
export class Departed {
  readonly #db: Db;
  readonly #beforeMs: number;
  readonly #moment: Moment;
  readonly #products: ProductTable;

  /** @param beforeMs whoever has left a trace since then is not gone */
  constructor(db: Db, nowMs: number, beforeMs: number) {
    this.#db = db;
    this.#beforeMs = beforeMs;
    this.#moment = { nowMs, timeZone: getVenue(db).timeZone };
    this.#products = new ProductTable(db);
  }

  /** Among the next guests by number; `last` undefined: there are no more. */
  next(after: number): { readonly last: number | undefined; readonly gone: readonly number[] } {
    const rows = listPersons(this.#db, { after, limit: GUESTS_AT_ONCE }, this.#beforeMs);
    const gone = rows.filter(({ id, isOld }) => isOld === 1 && this.#holdsNothing(id)).map(({ id }) => id);
    return { last: rows.at(-1)?.id, gone };
  }

  /** Still so, of one of them. */
  isGone(guestId: number): boolean {
    return isOldPerson(this.#db, guestId, this.#beforeMs) && this.#holdsNothing(guestId);
  }

  #holdsNothing(guestId: number): boolean {
    const held = findAccessGuestById(this.#db, this.#products, guestId)?.held ?? [];
    // Nobody who is judged here has an open session.
    const by = circumstancesOf(this.#db, [], this.#moment);
    return held.every((one) => isOver(standingOf(one, by))) && !awaitsPaper(this.#db, guestId);
  }
}

/** Nothing brings it back: neither its hours, nor a new day, nor its turn. */
function isOver(choice: Choice): boolean {
  if (choice.kind !== 'none' || choice.resumesAtMs !== undefined) return false;
  return choice.reason === 'ended' || choice.reason === 'time-used-up' || choice.reason === 'quota-used-up';
}

/** How many the next night would erase, were persons kept for so many days. */
export function countOldPersons(db: Db, nowMs: number, beforeMs: number): OldPersons {
  const departed = new Departed(db, nowMs, beforeMs);
  let guests = 0;
  for (let after = 0; guests <= MOST_COUNTED;) {
    const { last, gone } = departed.next(after);
    guests += gone.length;
    if (last === undefined) break;
    after = last;
  }
  return { guests: Math.min(guests, MOST_COUNTED), more: guests > MOST_COUNTED };
}
