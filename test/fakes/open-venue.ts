/** A real database in a folder of its own, with a venue set up; only the printer and the clock are fakes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVenue } from '../../db/queries/venue';
import { newDataKey, newRecoveryKey, sealDataKey } from '../../db/seal';
import type { Actor } from '../../db/write';
import type { Topic } from '../../preload/contract/application';
import type { OpenVenue } from '../../main/open-venue';
import { runJob } from '../../main/work/jobs';
import { openEmptyDatabase } from './empty-database';
import { unwatched } from './watch';

export interface TestVenue extends OpenVenue {
  /** Owner made at set-up. */
  readonly owner: Actor;
  readonly announced: Topic[];
  readonly calls: string[];
  setNow(timeMs: number): void;
  /** From here on undo may tell the (absent) print queue that guests changed. */
  allowUndo(): void;
  close(): void;
}

/** Sunday 22 November 2026, 20:00 in Rome. */
export const sundayEvening = Date.UTC(2026, 10, 22, 19, 0, 0);

export function openTestVenue(nowMs: number = sundayEvening, language = 'en'): TestVenue {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
  const db = openEmptyDatabase(join(folder, 'gatehouse.sqlite'), join(folder, 'copies'), nowMs);
  const dataKey = newDataKey();
  const ownerId = createVenue(
    db,
    {
      id: 1,
      name: 'Hotel Test',
      country: 'IT',
      currency: 'EUR',
      timeZone: 'Europe/Rome',
      language,
      recoverySealed: sealDataKey(dataKey, newRecoveryKey()),
      createdAtMs: nowMs,
    },
    { name: 'Olivia', nameKey: 'olivia', passwordHash: 'unused' },
  );
  let clock = nowMs;
  let undoAllowed = false;
  const announced: Topic[] = [];
  const calls: string[] = [];
  return {
    db,
    dataKey,
    now: () => clock,
    setNow: (timeMs) => (clock = timeMs),
    announce: (topics) => announced.push(...topics),
    announced,
    calls,
    askRadius: () => Promise.resolve(undefined),
    routersChanged: () => calls.push('routersChanged'),
    venueChanged: () => calls.push('venueChanged'),
    guestsChanged: (guestIds) => calls.push(`guestsChanged ${guestIds.join(',')}`),
    productsChanged: () => calls.push('productsChanged'),
    backupsChanged: () => calls.push('backupsChanged'),
    endSessions: (ids) => Promise.resolve(ids.map((sessionId) => ({ sessionId, kind: 'no-answer' }))),
    runJob: (name, question) => runJob(name, question, { db, dataKey, nowMs: clock, ...unwatched }),
    askReports: (name, question) => runJob(name, question, { db, dataKey, nowMs: clock, ...unwatched }),
    listJobs: () => [],
    stopJob: () => false,
    get printing(): OpenVenue['printing'] {
      if (undoAllowed) return { guestsChanged: () => calls.push('guestsChanged') } as unknown as OpenVenue['printing'];
      throw new Error('this test does not print');
    },
    allowUndo: () => (undoAllowed = true),
    systemPrinter: undefined,
    ports: { authPort: 1812, acctPort: 1813 },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    owner: { operatorId: ownerId, operatorName: 'Olivia', via: 'window' },
    close() {
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
