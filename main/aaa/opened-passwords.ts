/**
 * Passwords in clear, as long as their sealed bytes stay the same: unsealing costs a fifth of a login, and most logins
 * are of guests who have logged in before. Nothing can be out of date, because what is asked for are the sealed bytes.
 */
import { unseal } from '../../db/seal';

interface Opened {
  readonly sealed: Uint8Array;
  readonly clear: string;
}

/** Per generation: the guests of a large campsite within an hour, about 4 MB. */
const MOST_OPENED = 16_384;

/** Two generations, so that forgetting costs nothing per login and those in use stay. */
class OpenedPasswords {
  readonly #dataKey: Uint8Array;
  #young = new Map<number, Opened>();
  #old = new Map<number, Opened>();

  constructor(dataKey: Uint8Array) {
    this.#dataKey = dataKey;
  }

  open(guestId: number, sealed: Uint8Array): string {
    const young = this.#young.get(guestId);
    const known = young ?? this.#old.get(guestId);
    if (known === undefined || !isSame(known.sealed, sealed)) {
      const clear = unseal(this.#dataKey, 'guest-password', sealed);
      this.#remember(guestId, { sealed, clear });
      return clear;
    }
    if (young === undefined) this.#remember(guestId, known);
    return known.clear;
  }

  #remember(guestId: number, opened: Opened): void {
    if (this.#young.size >= MOST_OPENED) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(guestId, opened);
  }
}

/** A guest who is recalled (recollection.ts) comes with the very same bytes. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || Buffer.compare(a, b) === 0;
}

const byKey = new WeakMap<Uint8Array, OpenedPasswords>();

/** The password of a guest in clear. Throws SealBrokenError. */
export function openPassword(dataKey: Uint8Array, guestId: number, sealed: Uint8Array): string {
  let opened = byKey.get(dataKey);
  if (opened === undefined) byKey.set(dataKey, (opened = new OpenedPasswords(dataKey)));
  return opened.open(guestId, sealed);
}
