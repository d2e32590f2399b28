/** A grant or a refusal as attributes of the answer. RouterOS names directions from its own side: rx is upload. */
import { attribute } from '../radius/attributes';
import type { IntegerName } from '../radius/dictionary';
import { eapFailure } from '../radius/eap';
import { mppeAttributes } from '../radius/mppe';
import { msChapError } from '../radius/mschap';
import type { Attribute, Packet } from '../radius/packet';
import type { RadiusRequest } from '../radius/server';
import type { Allowance } from './allowance';
import type { Proof } from './credentials';
import { formatRateLimit, type RateLimit } from './rate-limit';

/** What a guest is let in with. */
export interface Grant {
  readonly guestId: number;
  /** Null: a device that needs no product; nothing is charged. */
  readonly entitlementId: number | null;
  readonly productName: string;
  readonly allowance: Allowance;
  readonly idleTimeoutSec: number | null;
  /** Sessions at a time; null: no limit. */
  readonly simultaneousSessions: number | null;
  /** Undefined: no rate is limited. */
  readonly rates: RateLimit | undefined;
}

const UINT32 = 2 ** 32;

/** The attributes of an Access-Accept. `classValue` comes back in accounting and says what the use belongs to. */
export function acceptAttributes(grant: Grant, classValue: Buffer): readonly Attribute[] {
  const { allowance } = grant;
  return [
    ...optional('Session-Timeout', allowance.sessionTimeoutSec),
    ...optional('Idle-Timeout', grant.idleTimeoutSec),
    attribute('Acct-Interim-Interval', allowance.interimSec),
    ...optional('Port-Limit', grant.simultaneousSessions),
    attribute('Class', classValue),
    ...(grant.rates === undefined ? [] : [attribute('Mikrotik-Rate-Limit', formatRateLimit(grant.rates))]),
    ...limitPair('Mikrotik-Recv-Limit', 'Mikrotik-Recv-Limit-Gigawords', allowance.uploadBytes),
    ...limitPair('Mikrotik-Xmit-Limit', 'Mikrotik-Xmit-Limit-Gigawords', allowance.downloadBytes),
    ...limitPair('Mikrotik-Total-Limit', 'Mikrotik-Total-Limit-Gigawords', allowance.totalBytes),
  ];
}

/** What an Access-Accept to an MS-CHAP login carries besides: that we know the password too, and the keys for the link. */
export function proofAttributes(
  proof: Extract<Proof, { readonly kind: 'ms-chap' }>,
  { packet, nas }: RadiusRequest,
): readonly Attribute[] {
  const keys = mppeAttributes(proof.keys, packet.authenticator, nas.secret);
  return proof.success === undefined ? keys : [attribute('MS-CHAP2-Success', proof.success), ...keys];
}

/** The attributes of an Access-Reject: the sentence the login page shows, and "no" in the words of the method asked with. */
export function rejectAttributes(message: string, request: Packet): readonly Attribute[] {
  const failure = eapFailure(request);
  // RFC 3579 §2.6.5: no Reply-Message beside an EAP-Message.
  if (failure !== undefined) return [failure];
  const error = msChapError(request);
  return [attribute('Reply-Message', message), ...(error === undefined ? [] : [error])];
}

function optional(name: IntegerName, value: number | null | undefined): readonly Attribute[] {
  return value === null || value === undefined ? [] : [attribute(name, Math.min(value, UINT32 - 1))];
}

/** A byte limit as its low 32 bits and, from 4 GiB on, how many times 2^32 come on top. */
function limitPair(low: IntegerName, gigawords: IntegerName, bytes: number | undefined): readonly Attribute[] {
  if (bytes === undefined) return [];
  // 0 in the low word would be "no limit" to a router that does not look at the other one: give one byte less.
  const sent = bytes % UINT32 === 0 ? bytes - 1 : bytes;
  const high = Math.floor(sent / UINT32);
  return [attribute(low, sent % UINT32), ...(high === 0 ? [] : [attribute(gigawords, high)])];
}
