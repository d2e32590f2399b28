/**
 * Accounting as networks deliver it: a true history of sessions, of which packets are lost, doubled, late and out of
 * order. Whatever arrives, the rows say what arrived of each session, and nothing is charged that is not in them.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Packet } from '../../main/radius/packet';
import { parsePacket } from '../../main/radius/packet';
import type { RadiusRequest } from '../../main/radius/server';
import {
  hotspotFrom,
  macOf,
  MINUTE_MS,
  reportOf,
  sellCode,
  sessionsIn,
  startEngine,
  usageOf,
  type TestEngine,
} from './support';

const code = 'k7m2pq';
/** RouterOS sends up to three times within nine seconds; later than that nothing comes. */
const MOST_DELAY_MS = 9_000;
/** Hundreds of histories: seconds on an idle machine. */
const timeout = 120_000;

interface TrueSession {
  readonly device: number;
  /** After the one before of the same device. */
  readonly gapSec: number;
  readonly durationSec: number;
  readonly uploadPerSec: number;
  readonly downloadPerSec: number;
}

/** What becomes of one packet: when each of its copies arrives; none: it is lost. */
interface Fate {
  readonly delaysMs: readonly number[];
  /** The router has lost count of the bytes: they go back to zero in this packet. */
  readonly lostCount: boolean;
}

const sessions: fc.Arbitrary<TrueSession> = fc.record({
  device: fc.integer({ min: 1, max: 3 }),
  gapSec: fc.integer({ min: 20, max: 400 }),
  durationSec: fc.integer({ min: 30, max: 500 }),
  // Up to 64 GiB in a session: gigawords count on.
  uploadPerSec: fc.nat({ max: 2 ** 26 }),
  downloadPerSec: fc.nat({ max: 2 ** 27 }),
});

const fates: fc.Arbitrary<Fate> = fc.record({
  delaysMs: fc.oneof(
    { weight: 4, arbitrary: fc.constant([0]) },
    { weight: 4, arbitrary: fc.array(fc.nat({ max: MOST_DELAY_MS }), { maxLength: 3 }) },
  ),
  lostCount: fc.boolean(),
});

interface Sent {
  readonly session: number;
  readonly status: 'start' | 'interim' | 'stop';
  readonly atSec: number;
  readonly sessionTimeSec: number;
  readonly uploadBytes: number;
  readonly downloadBytes: number;
}

/** Every packet of the true history, in the order it was sent. */
function historyOf(all: readonly TrueSession[]): readonly Sent[] {
  const freeAtSec = new Map<number, number>();
  return all.flatMap((one, session) => {
    const beganSec = (freeAtSec.get(one.device) ?? 0) + one.gapSec;
    freeAtSec.set(one.device, beganSec + one.durationSec);
    const at = (status: Sent['status'], sessionTimeSec: number): Sent => ({
      ...{ session, status, atSec: beganSec + sessionTimeSec, sessionTimeSec },
      uploadBytes: one.uploadPerSec * sessionTimeSec,
      downloadBytes: one.downloadPerSec * sessionTimeSec,
    });
    const interims = Array.from({ length: Math.ceil(one.durationSec / 60) - 1 }, (_, nth) =>
      at('interim', 60 * (nth + 1)),
    );
    return [at('start', 0), ...interims, at('stop', one.durationSec)];
  });
}

interface Arrival extends Sent {
  readonly receivedMs: number;
}

function deliver(history: readonly Sent[], fateOf: (nth: number) => Fate): readonly Arrival[] {
  return history
    .flatMap((sent, nth) => {
      const { delaysMs, lostCount } = fateOf(nth);
      const said = lostCount && sent.status !== 'start' ? { ...sent, uploadBytes: 0, downloadBytes: 0 } : sent;
      return delaysMs.map((delayMs) => ({ ...said, receivedMs: sent.atSec * 1000 + delayMs }));
    })
    .toSorted((one, other) => one.receivedMs - other.receivedMs);
}

const idOf = (session: number): string => `801${session.toString(16).padStart(5, '0')}`;

function receive(here: TestEngine, arrival: Arrival, device: number): void {
  const { status, session, sessionTimeSec, uploadBytes, downloadBytes } = arrival;
  const attributes = reportOf(status, {
    ...{ username: code, acctSessionId: idOf(session), mac: macOf(device) },
    ...(status === 'start' ? {} : { sessionTimeSec, uploadBytes, downloadBytes }),
    ...(status === 'stop' ? { cause: 1 } : {}),
  });
  const packet: Packet = parsePacket(here.nas.accountingRequest(attributes));
  const nas = here.engine.findNas('127.0.0.1')!;
  const request: RadiusRequest = {
    ...{ kind: 'accounting', packet, nas, sourceAddress: '127.0.0.1', sourcePort: 1 },
    ...{ receivedAtMs: here.clock.nowMs, hadMessageAuthenticator: false },
  };
  expect(here.engine.handle([request])).toMatchObject([{ kind: 'answer' }]);
}

/** A Stop is the router's last word: an Interim that it overtook adds nothing. */
function countedOf(arrivals: readonly Arrival[]): readonly Arrival[] {
  const stopAt = arrivals.findIndex(({ status }) => status === 'stop');
  return arrivals.filter(
    ({ status }, nth) => status === 'stop' || (status === 'interim' && (stopAt < 0 || nth < stopAt)),
  );
}

const most = (values: readonly number[]): number => Math.max(0, ...values);

test('what arrived is in the rows once, and charged once', { timeout }, async () => {
  const here = await startEngine();
  const { entitlementId } = sellCode(here.venue, code);
  here.db.sqlite.exec(`update routers set direction = 'normal'`);
  here.engine.routersChanged();
  await here.nas.login({ username: code, password: code, attributes: hotspotFrom(1) });
  let ended = 0;
  let guessed = 0;
  fc.assert(
    fc.property(
      fc.array(sessions, { minLength: 1, maxLength: 6 }),
      fc.array(fates, { minLength: 1, maxLength: 30 }),
      (all, someFates) => {
        here.db.sqlite.exec(
          'delete from sessions; update entitlement_usage set upload_bytes = 0, download_bytes = 0, uptime_sec = 0',
        );
        const arrivals = deliver(historyOf(all), (nth) => someFates[nth % someFates.length]!);
        const originMs = here.clock.nowMs;
        for (const arrival of arrivals) {
          here.clock.nowMs = originMs + arrival.receivedMs;
          receive(here, arrival, all[arrival.session]!.device);
        }
        // Long enough for everything that is still open to be given up.
        here.pass(16 * MINUTE_MS);

        const rows = sessionsIn(here.db);
        const heard = [...new Set(arrivals.map(({ session }) => session))];
        expect(rows.map((row) => row.acct_session_id).sort()).toEqual(heard.map(idOf).sort());
        for (const session of heard) {
          const row = rows.find((one) => one.acct_session_id === idOf(session))!;
          const said = countedOf(arrivals.filter((one) => one.session === session));
          expect(row).toMatchObject({
            session_time_sec: most(said.map((one) => one.sessionTimeSec)),
            upload_bytes: most(said.map((one) => one.uploadBytes)),
            download_bytes: most(said.map((one) => one.downloadBytes)),
          });
          const stopped = said.some(({ status }) => status === 'stop');
          if (stopped) ended++;
          else guessed++;
          if (stopped) expect(row.terminate_cause).toBe('User-Request');
          else expect(row.terminate_cause).toMatch(/^Forced-Closure-[23]$/);
          expect(row.ended_at_ms).toBeGreaterThanOrEqual(row.started_at_ms);
        }
        expect(usageOf(here.db, entitlementId)).toMatchObject({
          uptime_sec: rows.reduce((sum, row) => sum + row.session_time_sec, 0),
          upload_bytes: rows.reduce((sum, row) => sum + row.upload_bytes, 0),
          download_bytes: rows.reduce((sum, row) => sum + row.download_bytes, 0),
        });
      },
    ),
    { numRuns: 80 },
  );
  // The histories were histories: Stops came, and were missing. How often is chance.
  expect(ended).toBeGreaterThan(10);
  expect(guessed).toBeGreaterThan(0);
});
