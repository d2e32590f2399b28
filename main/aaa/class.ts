/**
 * The Class attribute (RFC 2865 §5.25): what an accounting record belongs to, sent with the Accept and given back by
 * the router. Opaque to it, and authenticated: one router may not charge what was granted through another venue's PC.
 *
 * | Offset | Bytes | Field                                                   |
 * |--------|-------|---------------------------------------------------------|
 * | 0      | 2     | 'G1': ours, first layout                                |
 * | 2      | 6     | Entitlement id; 0: none                                 |
 * | 8      | 6     | Guest id                                                |
 * | 14     | 8     | HMAC-SHA-256 over the 14 bytes before, first 8 bytes    |
 */
import { hkdfSync, timingSafeEqual } from 'node:crypto';
import { HMAC_MESSAGE_AT, hmacInput, hmacKeyFrom, hmacText, type HmacKey } from '../radius/digest';

export interface Ticketed {
  /** Null: nothing is charged. */
  readonly entitlementId: number | null;
  readonly guestId: number;
}

const MARK = Buffer.from('G1', 'latin1');
const ID_BYTES = 6;
const HEAD_BYTES = MARK.length + 2 * ID_BYTES;
const TAG_BYTES = 8;
/** No row has this number. */
const NONE = 0;

export type ClassKey = HmacKey;

/** Key of the tags, derived from the data key so that it survives a restart without being stored. */
export function classKeyFrom(dataKey: Uint8Array): ClassKey {
  return hmacKeyFrom('sha256', new Uint8Array(hkdfSync('sha256', dataKey, '', 'gatehouse class attribute', 32)));
}

export function encodeClass(key: ClassKey, { entitlementId, guestId }: Ticketed): Buffer {
  const value = Buffer.allocUnsafe(HEAD_BYTES + TAG_BYTES);
  value.set(MARK, 0);
  value.writeUIntBE(entitlementId ?? NONE, MARK.length, ID_BYTES);
  value.writeUIntBE(guestId, MARK.length + ID_BYTES, ID_BYTES);
  value.write(tagOf(key, value), HEAD_BYTES, TAG_BYTES, 'latin1');
  return value;
}

/** Classes kept by ClassMemory: the guests of a large campsite. */
export const MOST_CLASSES = 10_000;

/** The Classes made before: each follows from its ids alone, and guests log in again and again. */
export class ClassMemory {
  readonly #key: ClassKey;
  readonly #made = new Map<string, Buffer>();

  constructor(key: ClassKey) {
    this.#key = key;
  }

  /** Not to be written to. */
  of(ticketed: Ticketed): Buffer {
    const name = `${ticketed.entitlementId ?? NONE} ${ticketed.guestId}`;
    const known = this.#made.get(name);
    if (known !== undefined) return known;
    if (this.#made.size >= MOST_CLASSES) this.#made.clear();
    const made = encodeClass(this.#key, ticketed);
    this.#made.set(name, made);
    return made;
  }
}

/** What a Class of ours says; undefined for one of another server, an altered or a cut one. */
export function readClass(key: ClassKey, value: Buffer): Ticketed | undefined {
  if (value.length !== HEAD_BYTES + TAG_BYTES || !value.subarray(0, MARK.length).equals(MARK)) return undefined;
  const head = value.subarray(0, HEAD_BYTES);
  const tag = Buffer.from(tagOf(key, value).slice(0, TAG_BYTES), 'latin1');
  if (!timingSafeEqual(tag, value.subarray(HEAD_BYTES))) return undefined;
  const entitlementId = head.readUIntBE(MARK.length, ID_BYTES);
  return {
    entitlementId: entitlementId === NONE ? null : entitlementId,
    guestId: head.readUIntBE(MARK.length + ID_BYTES, ID_BYTES),
  };
}

/** The whole HMAC over the head of `value`, as Latin-1 text. */
function tagOf(key: ClassKey, value: Buffer): string {
  const input = hmacInput(key, HEAD_BYTES);
  value.copy(input, HMAC_MESSAGE_AT, 0, HEAD_BYTES);
  return hmacText(key, input);
}
