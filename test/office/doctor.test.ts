/** Real packets in, findings out: each symptom is made the way a router makes it. */
import { describe, expect, test } from 'vitest';
import { examine, type Finding } from '../../main/office/doctor';
import { attribute } from '../../main/radius/attributes';
import { viewFault } from '../../preload/contract/faults';
import { MINUTE_MS, hotspotFrom, logIn, reportOf, sellCode, startEngine, type TestEngine } from '../aaa/support';

const CODE = 'K7MPX3';

/** The findings about the first router, after a flush. */
function findingsOf(engine: TestEngine): readonly Finding[] {
  logIn(engine);
  const { findings } = examine(engine.db, [], engine.clock.nowMs);
  return findings.filter((one) => one.routerId === undefined || one.routerId === engine.routerId);
}
const symptomsOf = (engine: TestEngine): readonly string[] => findingsOf(engine).map((one) => one.symptom);

const login = { username: CODE, password: CODE };

describe('the doctor says', () => {
  test('nothing about a router whose guests come and are accounted for', async () => {
    const engine = await startEngine();
    sellCode(engine.venue, CODE);
    await engine.nas.login({ ...login, attributes: hotspotFrom(1) });
    await engine.nas.account(reportOf('start', { username: CODE }));
    expect(symptomsOf(engine)).toEqual([]);
    const { healthy } = examine(engine.db, [], engine.clock.nowMs);
    expect(healthy).toContainEqual(expect.objectContaining({ routerId: engine.routerId }));
  });

  test('that a signature is made with another secret, until one fits', async () => {
    const engine = await startEngine();
    const wrong = engine.nasFrom('127.0.0.1', 'another-secret');
    await engine.send(wrong, 'authentication', wrong.accessRequest(login));
    await engine.send(wrong, 'accounting', wrong.accountingRequest(reportOf('start', { username: CODE })));
    expect(symptomsOf(engine)).toEqual(['wrong-secret-signature', 'wrong-secret-accounting']);
    expect(findingsOf(engine)[0]).toMatchObject({
      certainty: 'certain',
      fix: { call: 'routers.commands', input: { id: engine.routerId } },
    });
    engine.clock.nowMs += MINUTE_MS;
    await engine.nas.exchange('authentication', engine.nas.statusServer());
    expect(symptomsOf(engine)).toEqual([]);
  });

  test('that a PAP password came out unreadable', async () => {
    const engine = await startEngine();
    const wrong = engine.nasFrom('127.0.0.1', 'another-secret');
    const unsigned = wrong.accessRequest({ ...login, messageAuthenticator: 'none' });
    await engine.send(wrong, 'authentication', unsigned);
    expect(findingsOf(engine)).toMatchObject([{ symptom: 'wrong-secret-password', certainty: 'likely' }]);
  });

  test('which address asks without being known, and how to add it', async () => {
    const engine = await startEngine();
    const stranger = engine.nasFrom('127.0.0.77');
    await engine.send(stranger, 'authentication', stranger.accessRequest(login));
    expect(findingsOf(engine)).toMatchObject([
      { symptom: 'unknown-source', fix: { call: 'routers.add', input: { address: '127.0.0.77' } } },
    ]);
  });

  test('that guests are let in but never accounted for, after a minute and the third of them', async () => {
    const engine = await startEngine();
    sellCode(engine.venue, CODE);
    for (const device of [1, 2, 3]) {
      await engine.nas.login({ ...login, attributes: hotspotFrom(device) });
      expect(symptomsOf(engine)).toEqual([]);
    }
    engine.clock.nowMs += MINUTE_MS;
    expect(findingsOf(engine)).toMatchObject([{ symptom: 'no-accounting', count: 3 }]);
  });

  test('that answers seem lost when accounting was there before', async () => {
    const engine = await startEngine();
    sellCode(engine.venue, CODE);
    await engine.nas.account(reportOf('on'));
    for (const device of [1, 2, 3]) await engine.nas.login({ ...login, attributes: hotspotFrom(device) });
    engine.clock.nowMs += MINUTE_MS;
    expect(findingsOf(engine)).toMatchObject([{ symptom: 'accepted-without-start', count: 3 }]);
  });

  test('that the router asks again although it was answered', async () => {
    const engine = await startEngine();
    const port = await engine.nas.openPort('accounting');
    const datagram = engine.nas.accountingRequest(reportOf('on'));
    for (let i = 0; i < 4; i++) {
      port.send(datagram);
      await port.next();
    }
    port.close();
    expect(findingsOf(engine)).toMatchObject([{ symptom: 'answers-lost', count: 3 }]);
  });

  test('that sessions do not report any more', async () => {
    const engine = await startEngine();
    sellCode(engine.venue, CODE);
    await engine.nas.account(reportOf('start', { username: CODE }));
    engine.clock.nowMs += 14 * MINUTE_MS;
    expect(symptomsOf(engine)).toEqual([]);
    engine.clock.nowMs += 2 * MINUTE_MS;
    expect(findingsOf(engine)).toMatchObject([{ symptom: 'no-interims', params: { count: 1, open: 1 } }]);
  });

  test('that the clock of the router is wrong', async () => {
    const engine = await startEngine();
    const says = (offsetSec: number) => attribute('Event-Timestamp', Math.round(engine.clock.nowMs / 1000) + offsetSec);
    await engine.nas.account(reportOf('on', { more: [says(-30)] }));
    expect(symptomsOf(engine)).toEqual([]);
    await engine.nas.account(reportOf('on', { more: [says(-3_600)] }));
    expect(findingsOf(engine)).toMatchObject([{ symptom: 'clock-wrong', params: { seconds: 3_600 } }]);
  });

  test('that a login came to the accounting port', async () => {
    const engine = await startEngine();
    await engine.send(engine.nas, 'accounting', engine.nas.accessRequest(login));
    expect(symptomsOf(engine)).toEqual(['ports-swapped']);
  });

  test('that a router was never heard, once there was time to set it up', async () => {
    const engine = await startEngine();
    expect(symptomsOf(engine)).toEqual([]);
    engine.clock.nowMs += 11 * MINUTE_MS;
    expect(symptomsOf(engine)).toEqual(['never-heard']);
  });

  test('what happened to a Disconnect-Request', async () => {
    const engine = await startEngine();
    const learn = (state: string): void =>
      void engine.db.sqlite
        .prepare(
          `insert into router_states (router_id, last_authentic_at_ms, coa_state, coa_at_ms, coa_error_cause)
           values (?, 1, ?, ?, 503) on conflict do update set coa_state = excluded.coa_state`,
        )
        .run(engine.routerId, state, engine.clock.nowMs);
    learn('no-answer');
    expect(findingsOf(engine)).toMatchObject([{ symptom: 'disconnect-unanswered', params: { port: 3799 } }]);
    learn('refused');
    expect(findingsOf(engine)).toMatchObject([{ symptom: 'disconnect-refused', params: { cause: 503 } }]);
    learn('acknowledged');
    expect(findingsOf(engine)).toEqual([]);
  });

  test('that a port is taken, in the words of the fault', async () => {
    const engine = await startEngine();
    const fault = viewFault('PORT_IN_USE', {
      role: 'authentication',
      port: 1812,
      protocol: 'UDP',
      option: '--auth-port',
    });
    const { findings } = examine(engine.db, [fault, viewFault('DISK_FULL', { folder: '/' })], engine.clock.nowMs);
    expect(findings).toMatchObject([{ symptom: 'port-closed', sentence: fault.sentence, remedy: fault.remedy }]);
  });
});
