/** The engine around the decisions: routers and their secrets, the log, and a database that cannot be written. */
import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { parsePacket } from '../../main/radius/packet';
import type { RadiusRequest } from '../../main/radius/server';
import type { NasTarget } from '../fakes/nas';
import { wrongSecretSigns } from '../../main/aaa/reasons';
import { seal } from '../../db/seal';
import { attribute } from '../../main/radius/attributes';
import {
  addGuest,
  addRouter,
  hotspotFrom,
  insert,
  logIn,
  macOf,
  reportOf,
  SECRET,
  sellCode,
  sessionsIn,
  startEngine,
  usageOf,
  type TestEngine,
} from './support';

const code = 'k7m2pq';
const login = { username: code, password: code, attributes: hotspotFrom(1) };
const unsigned = { ...login, messageAuthenticator: 'none' } as const;

interface RouterState {
  readonly last_authentic_at_ms: number | null;
  readonly sends_message_authenticator: number;
  readonly wrong_secret_sign: string | null;
  readonly login_host: string | null;
}

function stateOf({ db, engine, routerId }: TestEngine): RouterState | undefined {
  engine.flush();
  return db.sqlite.prepare<[number], RouterState>('select * from router_states where router_id = ?').get(routerId);
}

describe('a router', () => {
  test('is heard of with its first authentic packet, and not before', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    expect(stateOf(here)).toBeUndefined();
    // CHAP without Message-Authenticator proves nothing about the secret.
    await here.nas.login({ ...unsigned, method: 'chap' });
    expect(stateOf(here)?.last_authentic_at_ms ?? null).toBeNull();
    await here.nas.account(reportOf('start', { username: code }));
    expect(stateOf(here)?.last_authentic_at_ms).toBe(here.clock.nowMs);
  });

  test('that has signed a request must sign all that follow (BlastRADIUS)', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    expect((await here.nas.login(unsigned)).code).toBe('Access-Accept');
    expect(stateOf(here)?.sends_message_authenticator).toBe(0);
    await here.nas.login(login);
    expect(stateOf(here)?.sends_message_authenticator).toBe(1);
    await here.nas.expectSilence('authentication', here.nas.accessRequest(unsigned));
    expect(dropsIn(here)).toEqual(['missing-message-authenticator']);
  });

  test('names its login page in its requests; what is no web address is not believed', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    const from = (url: string) => ({ ...login, attributes: [...hotspotFrom(1), attribute('WISPr-Logoff-URL', url)] });
    await here.nas.login(from('http://login.hotel.lan:8080/logout'));
    expect(stateOf(here)?.login_host).toBe('login.hotel.lan:8080');
    for (const url of ['javascript:alert(1)', 'nonsense', 'ftp://elsewhere/']) await here.nas.login(from(url));
    await here.nas.login(login);
    expect(stateOf(here)?.login_host).toBe('login.hotel.lan:8080');
  });

  test('that has signed must still sign after a restart', async () => {
    const here = await startEngine();
    const routerId = addRouter(here.venue, '127.0.0.2', SECRET);
    insert(here.db, 'router_states', { router_id: routerId, sends_message_authenticator: 1 });
    here.engine.routersChanged();
    const other = here.nasFrom('127.0.0.2');
    await other.expectSilence('authentication', other.accessRequest(unsigned));
  });

  test('that signs its accounting only need not sign its logins: RouterOS does neither or only the latter', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    await here.nas.account(reportOf('start', { username: code }));
    expect((await here.nas.login(unsigned)).code).toBe('Access-Accept');
  });

  test('with a new secret begins anew', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    await here.nas.login(login);
    const sealed = seal(here.venue.dataKey, 'router-secret', 'another-secret-2');
    here.db.sqlite.prepare('update routers set secret_sealed = ?').run(sealed);
    here.engine.routersChanged();
    const renewed = here.nasFrom('127.0.0.1', 'another-secret-2');
    expect((await renewed.login(unsigned)).code).toBe('Access-Accept');
    expect(stateOf(here)?.sends_message_authenticator).toBe(0);
  });

  test('that was removed gets no answer any more', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    addRouter(here.venue, '127.0.0.2', SECRET);
    here.engine.routersChanged();
    const removed = here.nasFrom('127.0.0.2');
    await removed.login(login);
    here.db.sqlite.prepare("delete from routers where address = '127.0.0.2'").run();
    here.engine.routersChanged();
    const port = await removed.openPort('authentication');
    port.send(removed.accessRequest(login));
    // A request of the other router is decided after it.
    await here.nas.login(login);
    port.close();
    expect(port.received).toHaveLength(0);
    expect(logIn(here).map((row) => row.reason)).toContain('unknown-source');
  });

  test('whose stored secret cannot be opened does not take the others with it', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    const id = addRouter(here.venue, '127.0.0.2', SECRET);
    here.db.sqlite.prepare('update routers set secret_sealed = ? where id = ?').run(Buffer.alloc(40, 1), id);
    here.engine.routersChanged();
    expect(here.events.filter((event) => event.kind === 'mistake')).toHaveLength(1);
    expect((await here.nas.login(login)).code).toBe('Access-Accept');
  });
});

describe('a wrong secret', () => {
  test('is said in words when a login is signed with it', async () => {
    const here = await startEngine();
    const wrong = here.nasFrom('127.0.0.1', 'not-the-secret');
    expect(await here.send(wrong, 'authentication', wrong.accessRequest(login))).toEqual([]);
    expect(stateOf(here)?.wrong_secret_sign).toBe(wrongSecretSigns['bad-message-authenticator']);
    expect(dropsIn(here)).toEqual(['bad-message-authenticator']);
  });

  test('is said in words when accounting is signed with it', async () => {
    const here = await startEngine();
    const wrong = here.nasFrom('127.0.0.1', 'not-the-secret');
    const start = wrong.accountingRequest(reportOf('start', { username: code }));
    expect(await here.send(wrong, 'accounting', start)).toEqual([]);
    expect(stateOf(here)?.wrong_secret_sign).toBe(wrongSecretSigns['bad-authenticator']);
    expect(sessionsIn(here.db)).toEqual([]);
  });

  test('is said in words when a password comes out garbled', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    const wrong = here.nasFrom('127.0.0.1', 'not-the-secret');
    await here.send(wrong, 'authentication', wrong.accessRequest(unsigned));
    expect(stateOf(here)?.wrong_secret_sign).toBe(wrongSecretSigns['garbled-password']);
    expect(logIn(here).map((row) => row.reason)).toContain('garbled-password');
  });

  test('is not suspected when a signed login has an odd password', async () => {
    const here = await startEngine();
    await here.nas.login({ ...login, password: 'tab\tinside' });
    expect(stateOf(here)?.wrong_secret_sign).toBeNull();
  });

  test('is forgotten with the next authentic packet', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    const wrong = here.nasFrom('127.0.0.1', 'not-the-secret');
    await here.send(wrong, 'authentication', wrong.accessRequest(login));
    expect(stateOf(here)?.wrong_secret_sign).not.toBeNull();
    await here.nas.login(login);
    expect(stateOf(here)).toMatchObject({ wrong_secret_sign: null, last_authentic_at_ms: here.clock.nowMs });
  });
});

/** Reasons of the dropped packets in the log. */
function dropsIn(here: TestEngine): readonly string[] {
  return logIn(here)
    .filter((row) => row.kind === 'dropped')
    .map((row) => row.reason);
}

describe('an address nobody knows', () => {
  const asking = `select address, packets, nas_identifier, first_at_ms, last_at_ms from unknown_sources order by address`;

  test('gets no answer, and is offered as a router under the name it gives', async () => {
    const here = await startEngine();
    const stranger = here.nasFrom('127.0.0.9');
    expect(await here.send(stranger, 'authentication', stranger.accessRequest(login))).toEqual([]);
    const firstAtMs = here.clock.nowMs;
    here.engine.flush();
    here.clock.nowMs += 60_000;
    await here.send(stranger, 'accounting', stranger.accountingRequest(reportOf('start', { username: code })));
    here.engine.flush();
    expect(here.db.sqlite.prepare(asking).all()).toEqual([
      {
        address: '127.0.0.9',
        packets: 2,
        nas_identifier: 'hotel-gateway-1',
        first_at_ms: firstAtMs,
        last_at_ms: here.clock.nowMs,
      },
    ]);
    expect(logIn(here).at(-1)).toMatchObject({ reason: 'unknown-source', source_address: '127.0.0.9' });
  });

  test('that sends no RADIUS request is logged, but not offered', async () => {
    const here = await startEngine();
    const stranger = here.nasFrom('127.0.0.9');
    const answerCode = stranger.accessRequest(login);
    answerCode[0] = 2;
    for (const junk of [Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.alloc(0), Buffer.alloc(400, 0xff), answerCode]) {
      await here.send(stranger, 'authentication', junk);
    }
    here.engine.flush();
    expect(here.db.sqlite.prepare(asking).all()).toEqual([]);
    expect(dropsIn(here)).toEqual(['unknown-source']);
  });

  test('is no longer asking once it is a router', async () => {
    const here = await startEngine();
    const stranger = here.nasFrom('127.0.0.9');
    await here.send(stranger, 'authentication', stranger.accessRequest(login));
    here.engine.flush();
    addRouter(here.venue, '127.0.0.9', SECRET);
    here.engine.routersChanged();
    expect(here.db.sqlite.prepare(asking).all()).toEqual([]);
    expect((await stranger.login(login)).code).toBe('Access-Reject');
  });
});

describe('the log', () => {
  test('counts identical drops of a second in one row', async () => {
    const here = await startEngine();
    const stranger = here.nasFrom('127.0.0.9');
    for (let round = 0; round < 5; round++) {
      await here.send(stranger, 'authentication', stranger.accessRequest(login));
    }
    here.engine.flush();
    const before = here.db.sqlite.prepare("select count(*) as n from radius_log where kind = 'dropped'").get();
    expect(before).toEqual({ n: 0 });
    const rows = logIn(here).filter((row) => row.kind === 'dropped');
    expect(rows).toMatchObject([{ reason: 'unknown-source', count: 5 }]);
  });

  test('of a flood from many addresses stays small and still counts every packet', async () => {
    const here = await startEngine();
    const drop = { sourcePort: 1, reason: 'unknown-source', nas: undefined, packet: undefined } as const;
    for (let number = 0; number < 60_000; number++) {
      const sourceAddress = `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
      here.engine.dropped({ ...drop, sourceAddress, receivedAtMs: here.clock.nowMs });
    }
    const rows = logIn(here);
    expect(rows.length).toBeLessThanOrEqual(501);
    expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(60_000);
    expect(rows.at(-1)?.source_address).toBe('several addresses');
  });

  test('never has a password, right or wrong', async () => {
    const here = await startEngine();
    const guestId = addGuest(here.venue, 'maria', { password: 'sunflower-77' });
    expect(guestId).toBeGreaterThan(0);
    await here.nas.login({ ...login, username: 'maria', password: 'sunflower-77' });
    await here.nas.login({ ...login, username: 'maria', password: 'sunflower-78' });
    const text = JSON.stringify(logIn(here));
    expect(text).toContain('maria');
    expect(text).not.toContain('sunflower');
  });

  test('says that a status check was answered', async () => {
    const here = await startEngine();
    await here.nas.exchange('authentication', here.nas.statusServer());
    expect(logIn(here).at(-1)).toMatchObject({ kind: 'status', outcome: 'answered', reason: 'status-answered' });
  });

  test('of the last second is written when the engine closes', async () => {
    const here = await startEngine();
    await here.nas.login(login);
    const stranger = here.nasFrom('127.0.0.9');
    await here.send(stranger, 'authentication', stranger.accessRequest(login));
    here.engine.close();
    const rows = here.db.sqlite.prepare("select reason from radius_log where kind <> 'status' order by id").all();
    expect(rows).toEqual([{ reason: 'unknown-guest' }, { reason: 'unknown-source' }]);
  });
});

describe('windows', () => {
  const announced = (here: TestEngine): ReadonlySet<string> =>
    new Set(here.events.flatMap((event) => (event.kind === 'changed' ? event.topics : [])));

  test('are told what may have changed, after it can be read', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    await here.nas.login(login);
    expect(announced(here)).toEqual(new Set());
    here.engine.flush();
    expect(announced(here)).toEqual(new Set(['radius-log', 'guests', 'tickets', 'routers', 'status']));
    here.events.length = 0;
    await here.nas.account(reportOf('interim', { username: code, sessionTimeSec: 60 }));
    await here.nas.account(reportOf('interim', { username: code, sessionTimeSec: 61 }));
    here.engine.flush();
    expect(announced(here)).toContain('sessions');
    expect(here.events).toHaveLength(1);
  });

  test('are not told anything when nothing happened', async () => {
    const here = await startEngine();
    here.engine.flush();
    expect(here.events).toEqual([]);
  });
});

describe('a database that cannot be written', () => {
  /** Another program that holds the write lock until it is closed. */
  function lock(here: TestEngine): Database.Database {
    const other = new Database(here.db.file);
    other.exec('begin immediate');
    return other;
  }

  test('leaves accounting without answer, says so, and stores it when the router asks again', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    const request = here.nas.accountingRequest(reportOf('stop', { username: code, sessionTimeSec: 60 }));
    const other = lock(here);
    expect(await here.send(here.nas, 'accounting', request)).toEqual([]);
    expect(here.events).toMatchObject([{ kind: 'fault', fault: { code: 'DATABASE_LOCKED' } }]);
    other.close();
    await here.nas.exchange('accounting', request);
    expect(sessionsIn(here.db)).toHaveLength(1);
    expect(here.events.at(-1)).toEqual({ kind: 'cleared', code: 'DATABASE_LOCKED' });
  });

  test('still lets in whose login leaves nothing to remember, and nobody else', async () => {
    const here = await startEngine();
    sellCode(here.venue, code, { validForSec: 3_600, limits: { devices: 2 } });
    sellCode(here.venue, 'fresh', { validForSec: 3_600 });
    await here.nas.login(login);
    const other = lock(here);
    expect((await here.nas.login(login)).code).toBe('Access-Accept');
    expect((await here.nas.login({ ...login, password: 'x' })).code).toBe('Access-Reject');
    for (const silent of [
      { ...login, attributes: hotspotFrom(2) },
      { username: 'fresh', password: 'fresh', attributes: hotspotFrom(3) },
    ]) {
      expect(await here.send(here.nas, 'authentication', here.nas.accessRequest(silent))).toEqual([]);
    }
    other.close();
    expect((await here.nas.login({ ...login, attributes: hotspotFrom(2) })).code).toBe('Access-Accept');
  });

  test('costs a mixed batch only what had to be written', async () => {
    const here = await startEngine();
    const { entitlementId } = sellCode(here.venue, code, { validForSec: 3_600 });
    await here.nas.login(login);
    const other = lock(here);
    const ports = await Promise.all([here.nas.openPort('accounting'), here.nas.openPort('authentication')]);
    ports[0].send(here.nas.accountingRequest(reportOf('start', { username: code })));
    ports[1].send(here.nas.accessRequest(login));
    expect((await ports[1].next())[0]).toBe(2);
    for (const port of ports) port.close();
    other.close();
    expect(ports[0].received).toEqual([]);
    expect(sessionsIn(here.db)).toEqual([]);
    expect(usageOf(here.db, entitlementId)?.uptime_sec).toBe(0);
  });

  test('because the disk is full says so, and loses nothing that was answered', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    await here.nas.account(reportOf('start', { username: code }));
    const pages = here.db.sqlite.pragma('page_count', { simple: true });
    here.limitPages(Number(pages));
    let answered = 1;
    let silent: Buffer | undefined;
    for (let number = 1; number < 500 && silent === undefined; number++) {
      const report = { username: code, acctSessionId: (0x80200000 + number).toString(16), mac: macOf(number % 200) };
      const request = here.nas.accountingRequest(reportOf('stop', { ...report, sessionTimeSec: 1 }));
      const answers = await here.send(here.nas, 'accounting', request);
      if (answers.length === 0) silent = request;
      else answered++;
    }
    expect(silent).toBeDefined();
    expect(here.events.some((event) => event.kind === 'fault' && event.fault.code === 'DISK_FULL')).toBe(true);
    expect(sessionsIn(here.db)).toHaveLength(answered);
    here.limitPages(1_000_000);
    await here.nas.exchange('accounting', silent!);
    expect(sessionsIn(here.db)).toHaveLength(answered + 1);
    expect(here.events.at(-1)).toEqual({ kind: 'cleared', code: 'DISK_FULL' });
  });
});

describe('a batch', () => {
  test('that could not be stored lets nobody in whose login was to be stored with it', async () => {
    const here = await startEngine();
    const { entitlementId } = sellCode(here.venue, code, { validForSec: 3_600 });
    here.limitPages(Number(here.db.sqlite.pragma('page_count', { simple: true })));
    const [accounting, access] = [fillsTheDisk(here), requestOf(here, 'access', here.nas.accessRequest(login))];
    expect(here.engine.handle([accounting, access]).map((reply) => reply.kind)).toEqual(['silence', 'silence']);
    expect(usageOf(here.db, entitlementId)).toBeUndefined();
    // By itself the login is small enough.
    expect(here.engine.handle([access]).map((reply) => reply.kind)).toEqual(['answer']);
    expect(usageOf(here.db, entitlementId)?.started_at_ms).toBe(here.clock.nowMs);
  });

  /** An Accounting-Request for which there is no room any more; those before it were stored. */
  function fillsTheDisk(here: TestEngine): RadiusRequest {
    for (let number = 1; number < 1_000; number++) {
      const report = {
        acctSessionId: (0x80200000 + number).toString(16),
        username: 'x'.repeat(200),
        mac: macOf(number % 200),
      };
      const request = requestOf(here, 'accounting', here.nas.accountingRequest(reportOf('stop', report)));
      if (here.engine.handle([request])[0]!.kind === 'silence') return request;
    }
    throw new Error('the disk did not fill up');
  }

  function requestOf(here: TestEngine, kind: RadiusRequest['kind'], datagram: Buffer): RadiusRequest {
    return {
      kind,
      packet: parsePacket(datagram),
      nas: here.engine.findNas('127.0.0.1')!,
      sourceAddress: '127.0.0.1',
      sourcePort: 1,
      receivedAtMs: here.clock.nowMs,
      hadMessageAuthenticator: kind === 'access',
    };
  }

  test('is stored in one transaction', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    const before = commitsIn(here.db.file);
    const ports = await Promise.all(Array.from({ length: 30 }, () => here.nas.openPort('accounting')));
    ports.forEach((port, number) => {
      const report = { username: code, mac: macOf(number), acctSessionId: (0x80100000 + number).toString(16) };
      port.send(here.nas.accountingRequest(reportOf('start', report)));
    });
    await Promise.all(ports.map((port) => port.next()));
    for (const port of ports) port.close();
    expect(sessionsIn(here.db)).toHaveLength(30);
    expect(commitsIn(here.db.file) - before).toBeLessThan(10);
  });

  /**
   * Transactions in the write-ahead log: its frames (24 bytes of header, then a page) follow 32 bytes of file header,
   * and bytes 4 to 7 of a frame's header are 0 except in the last frame of a commit (SQLite file format, section 4.1).
   */
  function commitsIn(databaseFile: string): number {
    const wal = readFileSync(`${databaseFile}-wal`);
    const frameBytes = 24 + wal.readUInt32BE(8);
    let commits = 0;
    for (let at = 32; at + frameBytes <= wal.length; at += frameBytes) if (wal.readUInt32BE(at + 4) !== 0) commits++;
    return commits;
  }

  test('with one request we cannot digest answers the others', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    sellCode(here.venue, 'broken');
    here.db.sqlite.prepare("update guests set password_sealed = x'00' where username = 'broken'").run();
    const broken = here.nas.accessRequest({ ...login, username: 'broken' });
    const open = (target: NasTarget) => here.nas.openPort(target);
    const ports = await Promise.all([open('authentication'), open('authentication'), open('accounting')]);
    ports[0].send(broken);
    ports[1].send(here.nas.accessRequest(login));
    ports[2].send(here.nas.accountingRequest(reportOf('start', { username: code })));
    await Promise.all([ports[1].next(), ports[2].next()]);
    expect(await here.send(here.nas, 'authentication', broken)).toEqual([]);
    for (const port of ports) port.close();
    expect(ports[0].received).toEqual([]);
    expect(sessionsIn(here.db)).toHaveLength(1);
    expect(here.events.some((event) => event.kind === 'mistake')).toBe(true);
    expect(logIn(here).map((row) => row.reason)).toContain('own-mistake');
  });
});

describe('an engine without the key of the venue', () => {
  test('knows nobody and answers nobody', async () => {
    const here = await startEngine({ withoutKey: true });
    const port = await here.nas.openPort('authentication');
    port.send(here.nas.accessRequest(login));
    await here.decided(1);
    port.close();
    expect(port.received).toEqual([]);
    expect(dropsIn(here)).toEqual(['unknown-source']);
  });
});
