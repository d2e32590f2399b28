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

/** What a guest is let in with. */
export interface Grant {
  readonly guestId: number;
  readonly entitlementId: number;
  readonly productName: string;
  readonly allowance: Allowance;
  readonly idleTimeoutSec: number | null;
  /** Sessions at a time; null: no limit. */
  readonly simultaneousSessions: number | null;
  /** Bits per second to the guest; null: no limit. */
  readonly rateDownBps: number | null;
  /** Bits per second from the guest; null: no limit. */
  readonly rateUpBps: number | null;
}

const UINT32 = 2 ** 32;

/** The attributes of an Access-Accept. `classValue` comes back in accounting and says what the use belongs to. */
export function acceptAttributes(grant: Grant, classValue: Buffer): readonly Attribute[] {
  const { allowance } = grant;
  const rateLimit = formatRateLimit(grant.rateUpBps, grant.rateDownBps);
  return [
    ...optional('Session-Timeout', allowance.sessionTimeoutSec),
    ...optional('Idle-Timeout', grant.idleTimeoutSec),
    attribute('Acct-Interim-Interval', allowance.interimSec),
    ...optional('Port-Limit', grant.simultaneousSessions),
    attribute('Class', classValue),
    ...(rateLimit === undefined ? [] : [attribute('Mikrotik-Rate-Limit', rateLimit)]),
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

/**
 * 'rx[/tx]' of Mikrotik-Rate-Limit: upload before download, k and M are powers of 1000, 0 is no limit. The upload alone
 * would limit both ways, so both are always written. Undefined when neither is limited.
 */
export function formatRateLimit(rateUpBps: number | null, rateDownBps: number | null): string | undefined {
  if (rateUpBps === null && rateDownBps === null) return undefined;
  return `${formatRate(rateUpBps)}/${formatRate(rateDownBps)}`;
}

function formatRate(bitsPerSec: number | null): string {
  if (bitsPerSec === null) return '0';
  if (bitsPerSec % 1_000_000 === 0) return `${bitsPerSec / 1_000_000}M`;
  return bitsPerSec % 1_000 === 0 ? `${bitsPerSec / 1_000}k` : String(bitsPerSec);
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
