/**
 * A cold process is two to four times slower, and the first guest after a restart would pay for it: so the whole way
 * of a login and of its accounting is gone a few hundred times before the ports are opened, in a transaction that is
 * rolled back.
 */
import { randomBytes } from 'node:crypto';
import type { Db } from '../../db/open';
import { seal } from '../../db/seal';
import { attribute } from '../radius/attributes';
import { encodeAnswer, verifyRequest } from '../radius/authenticator';
import { chapResponse } from '../radius/chap';
import { encodePacket, parsePacket, type Attribute, type KnownPacketCode, type Packet } from '../radius/packet';
import { hidePassword } from '../radius/pap';
import type { Nas, RadiusReply, RadiusRequest } from '../radius/server';
import type { AccessEngine } from './engine';

/** Enough for the compiler to take the hot functions; a tenth of a second. */
const ROUNDS = 150;
/** The rehearsal holds the write lock: on a slow computer a sale must not wait for all of it. */
const MOST_MS = 200;
/** No row has it, so nothing is learned of a router. */
const NO_ROUTER = 0;
const CODE = 'warm-up';

/** Rehearses; throws what the database reports, after rolling back. */
export function warmUp(engine: AccessEngine, db: Db, dataKey: Uint8Array, nowMs: number): void {
  const nas: Nas = { id: NO_ROUTER, secret: randomBytes(16), requireMessageAuthenticator: false };
  engine.rehearse((decide) => {
    insertGuest(db, dataKey, nowMs);
    const endMs = performance.now() + MOST_MS;
    for (let round = 0; round < ROUNDS && performance.now() < endMs; round++) {
      for (const packet of packetsOf(nas, `${round}`)) rehearse(decide, nas, packet, nowMs);
    }
  });
}

function insertGuest({ sqlite }: Db, dataKey: Uint8Array, nowMs: number): void {
  const sealed = seal(dataKey, 'guest-password', CODE);
  const domainId = sqlite.prepare<[], { id: number }>('select min(id) as id from domains').get()?.id;
  const guestId = sqlite
    .prepare(
      `insert into guests (domain_id, kind, username, username_key, password_sealed, created_at_ms)
       values (?, 'code', ?, ?, ?, ?)`,
    )
    .run(domainId, CODE_NAME, CODE_NAME, sealed, nowMs).lastInsertRowid;
  const productId = sqlite
    .prepare(
      `insert into products (name, price_minor, starts, valid_for_sec, color, created_at_ms)
       values ('warm-up', 0, 'first-login', 3600, '#000000', ?)`,
    )
    .run(nowMs).lastInsertRowid;
  sqlite
    .prepare(
      'insert into limitations (product_id, total_quota_bytes, simultaneous_sessions, devices) values (?, 1000000000, 2, 2)',
    )
    .run(productId);
  sqlite
    .prepare('insert into entitlements (guest_id, product_id, created_at_ms) values (?, ?, ?)')
    .run(guestId, productId, nowMs);
}

/** Contains a control character, which no contract input lets in, so it never collides with a guest's. */
const CODE_NAME = `${CODE}\u0001`;

function packetsOf(nas: Nas, acctSessionId: string): readonly Buffer[] {
  const authenticator = randomBytes(16);
  const name = attribute('User-Name', CODE_NAME);
  const device = attribute('Calling-Station-Id', '02:00:00:00:00:01');
  const session = attribute('Acct-Session-Id', acctSessionId);
  const password = attribute('User-Password', hidePassword(Buffer.from(CODE), nas.secret, authenticator));
  const chap = attribute('CHAP-Password', Buffer.concat([Buffer.of(1), chapResponse(1, CODE, authenticator)]));
  const counters = [
    attribute('Acct-Input-Octets', 1),
    attribute('Acct-Output-Octets', 1),
    attribute('Acct-Session-Time', 1),
  ];
  const report = (status: number): Buffer =>
    encode('Accounting-Request', authenticator, [
      attribute('Acct-Status-Type', status),
      name,
      device,
      session,
      ...counters,
    ]);
  return [
    encode('Access-Request', authenticator, [name, device, session, password]),
    encode('Access-Request', authenticator, [name, device, session, chap]),
    encode('Access-Request', authenticator, [attribute('User-Name', 'nobody'), password]),
    report(1),
    report(3),
    report(2),
  ];
}

function encode(code: KnownPacketCode, authenticator: Buffer, attributes: readonly Attribute[]): Buffer {
  return encodePacket({ code, identifier: 1, authenticator, attributes });
}

function rehearse(decide: (request: RadiusRequest) => RadiusReply, nas: Nas, datagram: Buffer, nowMs: number): void {
  const packet: Packet = parsePacket(datagram);
  verifyRequest(packet, nas.secret, nas);
  const request: RadiusRequest = {
    kind: packet.code === 'Access-Request' ? 'access' : 'accounting',
    packet,
    nas,
    sourceAddress: '127.0.0.1',
    sourcePort: 1,
    receivedAtMs: nowMs,
    hadMessageAuthenticator: false,
  };
  const reply = decide(request);
  if (reply.kind === 'answer') encodeAnswer(packet, nas.secret, reply.code, reply.attributes);
}
