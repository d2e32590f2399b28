/** What is recalled must be what the database says, whoever has written meanwhile. */
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openBeside, type Db } from '../../db/open';
import { findAccessGuest, findDeviceSeen, listOpenSessions, noteDevice } from '../../db/queries/access';
import { closeSession, findNamesake, type SessionName } from '../../db/queries/accounting';
import { insertLog } from '../../db/queries/radius-log';
import { account, type AccountingMemory } from '../../main/aaa/account';
import { Boots } from '../../main/aaa/boots';
import { classKeyFrom } from '../../main/aaa/class';
import { Directions } from '../../main/aaa/direction';
import { dropEntry } from '../../main/aaa/log-entries';
import { PeriodCharges } from '../../main/aaa/period-charges';
import { ProductTable } from '../../main/aaa/product-table';
import { Recollection } from '../../main/aaa/recollection';
import { nameKey } from '../../main/names';
import { parsePacket } from '../../main/radius/packet';
import type { RadiusRequest } from '../../main/radius/server';
import { FakeNas } from '../fakes/nas';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import { addRouter, macOf, MINUTE_MS, reportOf, SECRET, sellCode, type SoldTicket } from './support';

const codes = ['k7m2pq', 'w3x9rt', 'h5n8vc'] as const;

interface Here {
  readonly venue: TestVenue;
  /** The connection of the recollection. */
  readonly own: Db;
  readonly recollection: Recollection;
  readonly memory: AccountingMemory;
  readonly routerId: number;
  readonly sold: readonly SoldTicket[];
  readonly clock: { nowMs: number };
}

function remember(): Here {
  const venue = openTestVenue();
  const routerId = addRouter(venue, '127.0.0.1', SECRET);
  const sold = codes.map((code) => sellCode(venue, code, { limits: { total_quota_bytes: 1e12, devices: 2 } }));
  const own = openBeside(venue.db.file);
  onTestFinished(() => {
    own.close();
    venue.close();
  });
  const products = new ProductTable(own);
  const recollection = new Recollection(own);
  const memory: AccountingMemory = {
    classKey: classKeyFrom(venue.dataKey),
    ...{ products, recollection, timeZone: 'Europe/Rome', startMissing: new Set(), boots: new Boots() },
    directions: new Directions(() => undefined),
    periods: new PeriodCharges(products),
    touched: () => undefined,
  };
  return { venue, own, recollection, memory, routerId, sold, clock: { nowMs: venue.now() } };
}

interface Report {
  readonly status: 'start' | 'interim' | 'stop';
  readonly guest: number;
  readonly device: number;
  readonly session: number;
  readonly bytes: number;
}

const idOf = (session: number): string => `8010000${session}`;

function report(here: Here, { status, guest, device, session, bytes }: Report): void {
  const nas = { id: here.routerId, secret: Buffer.from(SECRET), requireMessageAuthenticator: false };
  const attributes = reportOf(status, {
    ...{ username: codes[guest]!, mac: macOf(device), acctSessionId: idOf(session) },
    ...(status === 'start' ? {} : { uploadBytes: bytes, downloadBytes: bytes, sessionTimeSec: bytes % 600 }),
  });
  const fake = new FakeNas({ secret: SECRET, from: '127.0.0.1', authPort: 1, acctPort: 1 });
  const request: RadiusRequest = {
    ...{ kind: 'accounting', packet: parsePacket(fake.accountingRequest(attributes)), nas },
    ...{ sourceAddress: '127.0.0.1', sourcePort: 1, receivedAtMs: here.clock.nowMs, hadMessageAuthenticator: false },
  };
  here.own.sqlite.transaction(() => account(here.own, here.memory, request)).immediate();
}

/** Everything that can be recalled is asked for, and read beside it. */
function expectTruth({ own, recollection, memory, routerId, sold }: Here): void {
  recollection.refresh();
  codes.forEach((code, i) => {
    const guestId = sold[i]!.guestId;
    const key = nameKey(code);
    expect(recollection.findGuest(memory.products, key)).toEqual(findAccessGuest(own, memory.products, key));
    expect(recollection.listOpenSessions(guestId)).toEqual(listOpenSessions(own, guestId));
    for (const device of [1, 2]) {
      const mac = macOf(device);
      const known = findDeviceSeen(own, guestId, mac);
      const recalled = recollection.findDeviceSeen(guestId, mac);
      expect(recalled === undefined).toBe(known === undefined);
      expect(recalled ?? 0).toBeLessThanOrEqual(known ?? 0);
      for (const session of [1, 2, 3]) {
        const name: SessionName = { routerId, acctSessionId: idOf(session), username: code, macAddress: mac };
        expect(recollection.findNamesake(name)).toEqual(pick(findNamesake(own, name), recollection.findNamesake(name)));
      }
    }
  });
}

/** A row that was told of carries a few columns more than one that was read. */
function pick(read: object | undefined, recalled: object | undefined): object | undefined {
  return read === undefined || recalled === undefined ? read : { ...recalled, ...read };
}

type Step =
  | ({ readonly kind: 'report' } & Report)
  | { readonly kind: 'operator'; readonly what: 'lock' | 'recharge' | 'block-end'; readonly guest: number }
  | { readonly kind: 'sweep' | 'device' | 'rolled-back'; readonly guest: number };

const guest = fc.integer({ min: 0, max: 2 });
const reports = fc.record({
  kind: fc.constant('report' as const),
  status: fc.constantFrom(
    'start' as const,
    'interim' as const,
    'interim' as const,
    'interim' as const,
    'stop' as const,
  ),
  guest,
  device: fc.integer({ min: 1, max: 2 }),
  session: fc.integer({ min: 1, max: 3 }),
  bytes: fc.integer({ min: 0, max: 5_000 }),
});
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: reports },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('operator' as const),
      what: fc.constantFrom('lock' as const, 'recharge' as const, 'block-end' as const),
      guest,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('sweep' as const, 'device' as const, 'rolled-back' as const), guest }),
  },
);

function take(here: Here, step: Step): void {
  here.clock.nowMs += MINUTE_MS;
  const { own, venue, sold, clock } = here;
  const guestId = step.kind === 'report' ? 0 : sold[step.guest]!.guestId;
  switch (step.kind) {
    case 'report':
      return report(here, step);
    case 'operator':
      return operate(venue.db, step.what, guestId, clock.nowMs);
    case 'sweep':
      for (const { id } of listOpenSessions(own, guestId)) closeSession(own, id, 'Forced-Closure-2');
      return;
    case 'device':
      return here.recollection.unaffectedBy(() =>
        noteDevice(own, { guestId, macAddress: macOf(1), atMs: clock.nowMs }),
      );
    case 'rolled-back':
      own.sqlite.exec('begin immediate');
      own.sqlite.prepare('update entitlement_usage set upload_bytes = upload_bytes + 1').run();
      here.recollection.refresh();
      here.recollection.findGuest(here.memory.products, nameKey(codes[step.guest]!));
      own.sqlite.exec('rollback');
      here.recollection.forget();
  }
}

function operate({ sqlite }: Db, what: 'lock' | 'recharge' | 'block-end', guestId: number, nowMs: number): void {
  const sql = {
    lock: 'update guests set locked_at_ms = iif(locked_at_ms is null, @nowMs, null) where id = @guestId',
    recharge: 'update entitlements set ends_at_ms = @nowMs where guest_id = @guestId',
    'block-end': 'update sessions set end_try_at_ms = @nowMs where guest_id = @guestId and ended_at_ms is null',
  }[what];
  sqlite.prepare(sql).run({ guestId, nowMs });
}

describe('what is recalled', () => {
  test('is what the database says, after whatever was written by whomever', () => {
    fc.assert(
      fc.property(fc.array(steps, { minLength: 1, maxLength: 25 }), (all) => {
        const here = remember();
        for (const step of all) {
          take(here, step);
          expectTruth(here);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('is not read again for a report of the same session, nor for a log row', () => {
    const here = remember();
    const name: SessionName = {
      routerId: here.routerId,
      ...{ acctSessionId: idOf(1), username: codes[0], macAddress: macOf(1) },
    };
    report(here, { status: 'start', guest: 0, device: 1, session: 1, bytes: 0 });
    here.recollection.refresh();
    const other = here.recollection.findGuest(here.memory.products, nameKey(codes[1]));
    report(here, { status: 'interim', guest: 0, device: 1, session: 1, bytes: 100 });
    const told = here.recollection.findNamesake(name);
    expect(told?.uploadBytes).toBe(100);
    here.recollection.unaffectedBy(() =>
      insertLog(here.own, [
        dropEntry({
          ...{ sourceAddress: '127.0.0.1', sourcePort: 1, reason: 'bad-length', nas: undefined, packet: undefined },
          receivedAtMs: here.clock.nowMs,
        }),
      ]),
    );
    here.recollection.refresh();
    expect(here.recollection.findNamesake(name)).toBe(told);
    expect(here.recollection.findGuest(here.memory.products, nameKey(codes[1]))).toBe(other);
  });

  test('of a guest is forgotten with a report of the guest’s own session', () => {
    const here = remember();
    report(here, { status: 'start', guest: 0, device: 1, session: 1, bytes: 0 });
    here.recollection.refresh();
    const before = here.recollection.findGuest(here.memory.products, nameKey(codes[0]));
    report(here, { status: 'interim', guest: 0, device: 1, session: 1, bytes: 100 });
    const after = here.recollection.findGuest(here.memory.products, nameKey(codes[0]));
    expect(before?.held[0]?.use.uploadBytes).toBe(0);
    expect(after?.held[0]?.use.uploadBytes).toBe(100);
  });
});
