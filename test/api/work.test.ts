/** What runs beside the windows, seen and stopped through the contract. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobInHand } from '../../main/work/start';
import { createTestApi } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import { refusalOf } from './refusal';

let venue: TestVenue;
beforeEach(() => (venue = openTestVenue()));
afterEach(() => venue.close());

describe('what runs beside the windows', () => {
  const askedAtMs = Date.UTC(2026, 10, 22);
  const jobs: readonly JobInHand[] = [
    {
      ...{ id: 7, name: 'export-connection-log', operatorName: 'Olivia', askedAtMs },
      progress: { done: 12_000, total: 80_000 },
    },
    { id: 8, name: 'check-database', operatorName: undefined, askedAtMs, progress: undefined },
  ];

  it('is shown to a manager with how far it is, and stopped by its number', async () => {
    const stopped: number[] = [];
    const stopJob = (id: number): boolean => (stopped.push(id), jobs.some((job) => job.id === id));
    const { work } = createTestApi(Object.assign(venue, { listJobs: () => jobs, stopJob })).as('manager');
    expect((await work.list()).rows).toEqual([
      { id: 7, name: 'export-connection-log', operatorName: 'Olivia', askedAtMs, done: 12_000, total: 80_000 },
      { id: 8, name: 'check-database', askedAtMs },
    ]);
    expect(await work.stop({ id: 7 })).toEqual({});
    expect(await refusalOf(work.stop({ id: 9 }))).toMatchObject({ reason: 'not-found' });
    expect(stopped).toEqual([7]);
  });

  it('is refused in words when somebody has stopped it', async () => {
    const refusal = { kind: 'refused', reason: 'work-stopped', params: {} } as const;
    const runJob = (): Promise<typeof refusal> => Promise.resolve(refusal);
    const { sessions } = createTestApi(Object.assign(venue, { runJob })).as('manager');
    expect(await refusalOf(sessions.exportLog({}))).toMatchObject({ reason: 'work-stopped' });
    expect(await refusalOf(sessions.verifyLog({}))).toMatchObject({ reason: 'work-stopped' });
  });
});
