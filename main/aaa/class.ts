/**
 * The Class attribute (RFC 2865 §5.25): what an accounting record belongs to, sent with the Accept and given back by
 * the router. Opaque to it, and authenticated: one router may not charge what was granted through another venue's PC.
 *
 * | Offset | Bytes | Field                                                   |
 * |--------|-------|---------------------------------------------------------|
 * | 0      | 2     | 'G1': ours, first layout                                |
 * | 2      | 6     | Entitlement id                                          |
 * | 8      | 6     | Guest id                                                |
 * | 14     | 8     | HMAC-SHA-256 over the 14 bytes before, first 8 bytes    |
 */
import { createHmac, createSecretKey, hkdfSync, timingSafeEqual, type KeyObject } from 'node:crypto';

export interface Ticketed {
  readonly entitlementId: number;
  readonly guestId: number;
}

const MARK = Buffer.from('G1', 'latin1');
const ID_BYTES = 6;
const HEAD_BYTES = MARK.length + 2 * ID_BYTES;
const TAG_BYTES = 8;

/**
 * Key of the tags, derived from the data key so that it survives a restart without being stored. A KeyObject, because
 * Node makes one of every plain key at each use, which costs six times the tag.
 */
export function classKeyFrom(dataKey: Uint8Array): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', dataKey, '', 'gatehouse class attribute', 32)));
}

export function encodeClass(key: KeyObject, { entitlementId, guestId }: Ticketed): Buffer {
  const head = Buffer.allocUnsafe(HEAD_BYTES);
  head.set(MARK, 0);
  head.writeUIntBE(entitlementId, MARK.length, ID_BYTES);
  head.writeUIntBE(guestId, MARK.length + ID_BYTES, ID_BYTES);
  return Buffer.concat([head, tagOf(key, head)]);
}

/** What a Class of ours says; undefined for one of another server, an altered or a cut one. */
export function readClass(key: KeyObject, value: Buffer): Ticketed | undefined {
  if (value.length !== HEAD_BYTES + TAG_BYTES || !value.subarray(0, MARK.length).equals(MARK)) return undefined;
  const head = value.subarray(0, HEAD_BYTES);
  if (!timingSafeEqual(tagOf(key, head), value.subarray(HEAD_BYTES))) return undefined;
  return {
    entitlementId: head.readUIntBE(MARK.length, ID_BYTES),
    guestId: head.readUIntBE(MARK.length + ID_BYTES, ID_BYTES),
  };
}

function tagOf(key: KeyObject, head: Buffer): Buffer {
  return createHmac('sha256', key).update(head).digest().subarray(0, TAG_BYTES);
}
