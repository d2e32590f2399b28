/** The requests of a HotSpot router, made before the clock starts. */
import { randomBytes } from 'node:crypto';
import { attribute } from '../../main/radius/attributes';
import type { Attribute } from '../../main/radius/packet';
import { hidePassword } from '../../main/radius/pap';
import { frame, signAccounting, signAt } from '../fakes/nas';
import type { Credentials, Job } from './job';

export interface Prepared {
  readonly datagram: Buffer;
  readonly target: 'authentication' | 'accounting';
  /** Of accounting: what the database must hold once this is answered. */
  readonly session: { readonly id: string; readonly octets: number } | undefined;
}

/** Guests who log in and are online, on every server alike: a large campsite. */
export const ACTIVE_GUESTS = 1_000;

const OCTETS_PER_INTERIM = 1_000;
/** Rounds must not reuse counters of earlier rounds. */
const INTERIMS_PER_ROUND = 50_000;

/** `count` distinct requests; Identifier 0, to be set by the sender. */
export function prepare(job: Job, count: number): readonly Prepared[] {
  return Array.from({ length: count }, (_, i) => {
    const guest = i % job.guests.length;
    const turn = Math.floor(i / job.guests.length);
    const login = job.what === 'logins' || (job.what === 'mixed' && i % 2 === 0);
    return login ? prepareLogin(job, guest) : prepareInterim(job, guest, turn);
  });
}

function prepareLogin({ guests, secret }: Job, index: number): Prepared {
  const { username, password } = guests[index]!;
  const authenticator = randomBytes(16);
  const datagram = frame(1, 0, authenticator, [
    ...stationAttributes(index, username),
    attribute('User-Password', hidePassword(Buffer.from(password), Buffer.from(secret), authenticator)),
    attribute('Service-Type', 1),
    attribute('NAS-Identifier', 'bench'),
    attribute('NAS-IP-Address', '127.0.0.1'),
    attribute('Message-Authenticator', Buffer.alloc(16)),
  ]);
  return { datagram, target: 'authentication', session: undefined };
}

function prepareInterim(job: Job, index: number, turn: number): Prepared {
  const guest: Credentials = job.guests[index]!;
  const beat = job.round * INTERIMS_PER_ROUND + turn + 1;
  const octets = beat * OCTETS_PER_INTERIM;
  const datagram = frame(4, 0, Buffer.alloc(16), [
    attribute('Acct-Status-Type', 3),
    ...stationAttributes(index, guest.username),
    attribute('Event-Timestamp', Math.floor(Date.now() / 1000)),
    attribute('Acct-Input-Octets', octets),
    attribute('Acct-Output-Octets', octets),
    attribute('Acct-Input-Gigawords', 0),
    attribute('Acct-Output-Gigawords', 0),
    attribute('Acct-Session-Time', job.round + 1),
    attribute('NAS-Identifier', 'bench'),
    attribute('Acct-Delay-Time', 0),
    attribute('NAS-IP-Address', '127.0.0.1'),
  ]);
  return { datagram, target: 'accounting', session: { id: sessionId(index), octets } };
}

function stationAttributes(index: number, username: string): readonly Attribute[] {
  const address = `10.5.${(index >> 8) & 0xff}.${index & 0xff}`;
  return [
    attribute('NAS-Port-Type', 19),
    attribute('Calling-Station-Id', deviceOf(index)),
    attribute('Called-Station-Id', 'hs-bench'),
    attribute('NAS-Port-Id', 'bridge-guests'),
    attribute('User-Name', username),
    attribute('NAS-Port', 0x80100000 + index),
    attribute('Acct-Session-Id', sessionId(index)),
    attribute('Framed-IP-Address', address),
    attribute('Mikrotik-Host-IP', address),
  ];
}

/** The MAC address of the device of the guest with that number, up to 65,535. */
export function deviceOf(index: number): string {
  return `02:00:00:00:${hex(index >> 8)}:${hex(index & 0xff)}`;
}

/** The session that the guest with that number has all the time. */
export function sessionId(index: number): string {
  return (0x80100000 + index).toString(16);
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** Puts the Identifier in, and the proofs that cover it. */
export function finish({ datagram, target }: Prepared, identifier: number, secret: string): void {
  datagram[1] = identifier;
  if (target === 'accounting') signAccounting(datagram, secret);
  else signAt(datagram, datagram.length - 16, secret);
}
