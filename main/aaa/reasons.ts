/**
 * The reason of every row of the RADIUS log, as the machine word the screen translates and as the English sentence an
 * operator can act on. One table, so that no outcome is without words.
 */
import { fillText, type TextParams } from '../../preload/contract/faults';
import type { DropReason } from '../radius/server';
import type { GuestMessageKey } from './messages';

interface RejectText {
  /** English; `{name}` is filled from params. Never a password. */
  readonly detail: string;
  /** What the guest is told. */
  readonly guest: GuestMessageKey;
  /** Both again for where it is only a pause, that is with a param `at`, when it is over. */
  readonly paused?: { readonly detail: string; readonly guest: GuestMessageKey };
}

/** Why a guest was refused. */
export const rejectReasons = {
  'unknown-guest': {
    detail: 'Nobody has this name or code. Look for a typing error, or sell a ticket.',
    guest: 'not-recognised',
  },
  'unknown-device': {
    detail: 'The router asked whether this device may go online without a login page; no guest has its MAC as name.',
    guest: 'not-recognised',
  },
  'wrong-password': { detail: 'The name is known, but the password is wrong.', guest: 'not-recognised' },
  'too-many-guesses': {
    detail:
      'This device has sent too many wrong names or passwords within minutes, and has to wait some seconds, longer each time. Other devices are let in as ever.',
    guest: 'wait-a-minute',
  },
  'garbled-password': {
    detail:
      'The password came out as unreadable bytes. Most likely the secret on the router is not the one in Gatehouse: set it again on both sides.',
    guest: 'not-recognised',
  },
  'no-credentials': {
    detail: 'The request has no name or no password. With a MAC login the router sends none: that is not let in.',
    guest: 'not-recognised',
  },
  'method-not-supported': {
    detail: '{method} is not spoken here. Allow PAP, CHAP or MS-CHAP on the router (HotSpot: http-chap, http-pap).',
    guest: 'not-this-way',
  },
  'guest-locked': { detail: 'The guest is locked. Unlock the guest to allow the login.', guest: 'locked' },
  'card-not-sold': {
    detail: 'This card has not been sold yet. Type its code at the desk and sell it.',
    guest: 'not-sold',
  },
  'card-suspended': {
    detail: 'This card belongs to a part of a batch that is suspended. Release it to let the guest in.',
    guest: 'locked',
  },
  'card-expired': {
    detail: 'This card was not sold or used before the last day of its batch. Sell a ticket instead.',
    guest: 'ended',
  },
  'card-withdrawn': {
    detail: 'The unused cards of this batch were deleted, or making it was undone. Sell a ticket instead.',
    guest: 'nothing-valid',
  },
  'wrong-service': {
    detail: 'This is a {asked} login, which {refuser} is not for.',
    guest: 'not-here',
  },
  'no-entitlement': {
    detail: 'The guest holds no product (the sale may have been undone). Sell or assign one.',
    guest: 'nothing-valid',
  },
  'not-begun': { detail: 'What the guest holds begins at a later time.', guest: 'not-begun' },
  ended: { detail: 'The time of what the guest holds is over. Sell a new product.', guest: 'ended' },
  'time-used-up': {
    detail: 'The online time of the product is used up. Sell a new product.',
    guest: 'time-used-up',
    paused: { detail: 'The online time is used up for now; it starts anew at {at}.', guest: 'used-up-for-now' },
  },
  'quota-used-up': {
    detail: 'The data allowance of the product is used up. Sell a new product.',
    guest: 'quota-used-up',
    paused: { detail: 'The data allowance is used up for now; it starts anew at {at}.', guest: 'used-up-for-now' },
  },
  'outside-opening-hours': {
    detail: 'The product allows nothing at this time of the week, and never will again.',
    guest: 'nothing-valid',
    paused: { detail: 'The product allows nothing at this hour; it does again at {at}.', guest: 'outside-hours' },
  },
  'too-many-sessions': {
    detail: '{online} other devices are online with this login; the product allows {limit} at a time.',
    guest: 'too-many-sessions',
  },
  'too-many-devices': {
    detail: 'This is a new device, and the product allows {limit}, which have logged in already.',
    guest: 'too-many-devices',
  },
  'bound-to-device': {
    detail: 'The product is bound to the device of its first login ({device}), and this is another one.',
    guest: 'too-many-devices',
  },
  'device-blocked': {
    detail: 'This device is blocked for {scope}. Allow it again to let it in.',
    guest: 'device-not-allowed',
  },
  'not-this-device': {
    detail: 'This name is the MAC of a device that is let in by itself; somebody else used it.',
    guest: 'not-recognised',
  },
  'check-failed': {
    detail: 'The request does not pass the check of {attribute} that is set for the guest.',
    guest: 'not-here',
  },
  'no-router-group': {
    detail: 'This is a login to the router itself, and the guest has no group of its users.',
    guest: 'not-here',
  },
} as const satisfies Record<string, RejectText>;

export type RejectReason = keyof typeof rejectReasons;

/** Why a session is ended, besides what a guest is refused for. */
export const ownEndReasons = ['by-operator', 'too-long', 'newer-session', 'device-replaced'] as const;

/** Why a session is ended (sessions.end_reason) or changed (router_requests.purpose). */
export type EndReason = RejectReason | (typeof ownEndReasons)[number];

/** What became of an Accounting-Request, and of an Access-Request that was let in. */
export const storedReasons = {
  ok: 'Let in with "{product}".',
  'session-started': 'A session began.',
  'session-updated': 'A session reported in.',
  'session-ended': 'A session ended: {cause}.',
  'session-ended-unseen': 'A session ended whose beginning was never heard: {cause}.',
  'session-found-running': 'A session reported in whose beginning was never heard.',
  'session-reopened': 'A session taken for lost reported in again and goes on.',
  'unknown-username': 'A session of a name nobody has: it is stored, but belongs to no guest.',
  'repeated-start': 'A beginning that was known already; nothing was counted.',
  'repeated-stop': 'An end that was known already; nothing was counted twice.',
  'after-stop': 'A report of a session that has ended already; nothing was counted.',
  'router-restarted': 'The router said that it starts or stops accounting; {closed} open sessions of it were closed.',
  'router-rebooted':
    'New session numbers show that the router was restarted; {closed} sessions from before were closed at their last report.',
  'time-given-back': 'Time that had been charged twice was given back: {seconds} seconds.',
  'status-answered': 'The router asked whether the server is alive, and was told so.',
  'kind-not-kept': 'An accounting record of a kind that is not kept ({status}); it was answered.',
} as const satisfies Record<string, string>;

export type StoredReason = keyof typeof storedReasons;

/** Why a request of a known router got no answer although it was authentic. */
export const silentReasons = {
  'not-recordable': 'An accounting record without session id or status; it cannot be stored and was not answered.',
  'write-failed': 'The database could not be written, so the router got no answer and will ask again.',
  'own-mistake': 'Gatehouse made a mistake with this request and gave no answer. Send the log file to support.',
} as const satisfies Record<string, string>;

export type SilentReason = keyof typeof silentReasons;

/** Why a datagram was dropped before anybody looked at what it asks. */
export const dropDetails: Readonly<Record<DropReason, string>> = {
  'unknown-source': 'This address is not a router of this venue. If it is yours, add it as a router.',
  'too-short': 'Not a RADIUS packet: under 20 bytes.',
  'bad-length': 'Not a RADIUS packet: its length is wrong.',
  'too-long': 'A RADIUS packet over 4096 bytes.',
  'bad-attribute': 'A RADIUS packet with a damaged attribute.',
  'unexpected-code': 'A packet that does not belong to this port (authentication and accounting ports may be swapped).',
  'bad-authenticator': 'The secret on the router is not the one in Gatehouse: the accounting authenticator is wrong.',
  'bad-message-authenticator':
    'The secret on the router is not the one in Gatehouse: the Message-Authenticator is wrong.',
  'message-authenticator-length': 'A Message-Authenticator that has not 16 bytes.',
  'repeated-message-authenticator': 'A packet with more than one Message-Authenticator.',
  'missing-message-authenticator':
    'This router used to sign its requests and this one is not signed (no Message-Authenticator): it may be forged. If the router was changed, give it a new secret here and there.',
  'status-without-message-authenticator': 'A status check without Message-Authenticator (RFC 5997).',
  'proxy-state-without-message-authenticator':
    'A proxied request without Message-Authenticator: it may be forged (BlastRADIUS).',
  'eap-without-message-authenticator': 'A login with EAP without Message-Authenticator: it may be forged (RFC 3579).',
  'answer-too-long': 'The answer did not fit into a packet.',
  overloaded: 'Too many requests at once; the router will ask again.',
};

/** In words an operator can act on, kept with the router until the next authentic packet. */
export const wrongSecretSigns = {
  'bad-authenticator': 'Its accounting packets are signed with another secret.',
  'bad-message-authenticator': 'Its login requests are signed with another secret (wrong Message-Authenticator).',
  'garbled-password': 'Passwords from it come out as unreadable bytes, as they do with another secret.',
} as const satisfies Partial<Record<DropReason | RejectReason, string>>;

export type WrongSecretSign = keyof typeof wrongSecretSigns;

export function isWrongSecretSign(reason: string): reason is WrongSecretSign {
  return Object.hasOwn(wrongSecretSigns, reason);
}

export function rejectDetail(reason: RejectReason, params: TextParams): string {
  return fillText(textOf(reason, params).detail, params);
}

/** What the guest is told, with the same params. */
export function guestKeyOf(reason: RejectReason, params: TextParams): GuestMessageKey {
  return textOf(reason, params).guest;
}

function textOf(reason: RejectReason, params: TextParams): Pick<RejectText, 'detail' | 'guest'> {
  const text: RejectText = rejectReasons[reason];
  return 'at' in params ? (text.paused ?? text) : text;
}

export function storedDetail(reason: StoredReason, params: TextParams = {}): string {
  return fillText(storedReasons[reason], params);
}
