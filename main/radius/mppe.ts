/** Keys for encrypted PPP (MPPE) that follow an MS-CHAP login: RFC 3079, carried as RFC 2548 §2.4 says. */
import { attribute } from './attributes';
import { sha1, type MsChapKeys } from './mschap';
import type { Attribute } from './packet';
import { hidePassword } from './pap';
import { Salts, saltEncrypt } from './salt';

const KEY_BYTES = 16;
const MAGIC_MASTER = Buffer.from('This is the MPPE Master Key');
const MAGIC_CLIENT_SENDS = Buffer.from(
  'On the client side, this is the send key; on the server side, it is the receive key.',
);
const MAGIC_CLIENT_RECEIVES = Buffer.from(
  'On the client side, this is the receive key; on the server side, it is the send key.',
);
/** SHSpad1 and SHSpad2 of RFC 3079 §3.2. */
const PAD_1 = Buffer.alloc(40, 0x00);
const PAD_2 = Buffer.alloc(40, 0xf2);

/** RFC 2548 §2.4.4: 1 allows encryption, 2 demands it; what is demanded is the router's profile's business. */
const ENCRYPTION_ALLOWED = 1;
/** RFC 2548 §2.4.5: bit 1 is 40-bit RC4, bit 2 is 128-bit RC4. */
const RC4_40_OR_128_BIT = 0b110;

/** The 128-bit start keys, as seen from the router. */
export interface MppeKeys {
  readonly sendKey: Buffer;
  readonly recvKey: Buffer;
}

/** GetMasterKey (RFC 3079 §3.4): 16 bytes. */
export function mppeMasterKey(hashHash: Buffer, ntResponse: Buffer): Buffer {
  return sha1(hashHash, ntResponse, MAGIC_MASTER).subarray(0, KEY_BYTES);
}

/** GetAsymmetricStartKey (RFC 3079 §3.4) for both directions of the server's side. */
export function mppeStartKeys(masterKey: Buffer): MppeKeys {
  const startKey = (magic: Buffer): Buffer => sha1(masterKey, PAD_1, magic, PAD_2).subarray(0, KEY_BYTES);
  return { sendKey: startKey(MAGIC_CLIENT_RECEIVES), recvKey: startKey(MAGIC_CLIENT_SENDS) };
}

/**
 * What an Access-Accept to an MS-CHAP login carries for encryption: the keys, policy and types.
 * @param salts of the answer, where more than the keys is salt-encrypted in it
 */
export function mppeAttributes(
  keys: MsChapKeys,
  requestAuthenticator: Buffer,
  secret: Buffer,
  salts = new Salts(),
): readonly Attribute[] {
  return [
    ...(keys.kind === 'v1'
      ? [v1KeysAttribute(keys.lmKey, keys.hashHash, requestAuthenticator, secret)]
      : startKeyAttributes(
          mppeStartKeys(mppeMasterKey(keys.hashHash, keys.ntResponse)),
          requestAuthenticator,
          secret,
          salts,
        )),
    attribute('MS-MPPE-Encryption-Policy', ENCRYPTION_ALLOWED),
    attribute('MS-MPPE-Encryption-Types', RC4_40_OR_128_BIT),
  ];
}

/** MS-MPPE-Send-Key and MS-MPPE-Recv-Key, salt-encrypted (RFC 2548 §2.4.2, §2.4.3); of any method that yields keys, EAP too. */
export function startKeyAttributes(
  { sendKey, recvKey }: MppeKeys,
  requestAuthenticator: Buffer,
  secret: Buffer,
  salts: Salts,
): readonly Attribute[] {
  return [
    attribute('MS-MPPE-Send-Key', saltEncrypt(sendKey, salts.next(), requestAuthenticator, secret)),
    attribute('MS-MPPE-Recv-Key', saltEncrypt(recvKey, salts.next(), requestAuthenticator, secret)),
  ];
}

/** MS-CHAP-MPPE-Keys (RFC 2548 §2.4.1): LM-Key (8), NT-Key (16), zeros (8), hidden as a User-Password. */
function v1KeysAttribute(lmKey: Buffer, hashHash: Buffer, requestAuthenticator: Buffer, secret: Buffer): Attribute {
  // The RFC speaks of the NT hash, but both ends of the link use the hash of that (RFC 3079 §2.4).
  const clear = Buffer.concat([lmKey, hashHash, Buffer.alloc(8)]);
  return attribute('MS-CHAP-MPPE-Keys', hidePassword(clear, secret, requestAuthenticator));
}
