import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EndOutcome } from '../../main/aaa/disconnect';
import { refusalOf } from '../api/refusal';
import { createTestApi, type Client } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';

let venue: TestVenue;
let desk: Client;
let anna: number;
/** What the RADIUS thread was asked, and what it answers for each session. */
let asked: { ids: readonly number[]; operatorName: string }[];
let outcome: Omit<EndOutcome, 'sessionId'>;
beforeEach(async () => {
  const base = openTestVenue();
  asked = [];
  outcome = { kind: 'ended' };
  venue = Object.assign(base, {
    endSessions: (ids: readonly number[], operatorName: string) => {
      asked.push({ ids, operatorName });
      return Promise.resolve(ids.map((sessionId) => ({ sessionId, ...outcome })));
    },
  });
  const api = createTestApi(venue);
  desk = api.as('desk');
  await api.as('installer').routers.add({ name: 'Pool', address: '10.0.0.1', services: ['hotspot'] });
  ({ id: anna } = await desk.guests.add({ username: 'anna', password: 'x' }));
});
afterEach(() => venue.close());

/** As the RADIUS thread writes a session; returns its number. */
function session(more: { guestId?: number; endedAtMs?: number; routerId?: number } = {}): number {
  const made = venue.db.sqlite
    .prepare(
      `insert into sessions (router_id, acct_session_id, guest_id, username, mac_address, started_at_ms,
         last_heard_at_ms, interim_sec, ended_at_ms) values (?, hex(randomblob(4)), ?, 'anna', 'AA', 1, 1, 60, ?)`,
    )
    .run(more.routerId ?? 1, more.guestId ?? anna, more.endedAtMs ?? null);
  return Number(made.lastInsertRowid);
}

describe('disconnecting', () => {
  it('ends what the guest has open, and nobody else’s, in the name of the operator', async () => {
    const { id: bruno } = await desk.guests.add({ username: 'bruno', password: 'x' });
    const [one, two] = [session(), session()];
    session({ endedAtMs: 5 });
    session({ guestId: bruno });
    const { outcomes } = await desk.desk.disconnect({ guestId: anna });
    expect(asked).toEqual([{ ids: [two, one], operatorName: 'Olivia' }]);
    expect(outcomes).toEqual(
      [two, one].map((sessionId) => ({
        ...{ sessionId, outcome: 'ended', routerName: 'Pool', locked: false },
        sentence: 'The router "Pool" has ended the connection.',
      })),
    );
  });

  it('ends one session alone', async () => {
    session();
    const sessionId = session();
    await desk.desk.disconnect({ sessionId });
    expect(asked.map(({ ids }) => ids)).toEqual([[sessionId]]);
  });

  it.each([
    [{ kind: 'refused', errorCause: 404 }, 'refused to end the connection (404 Invalid-Request). It is asked again.'],
    [{ kind: 'refused' }, 'refused to end the connection. It is asked again.'],
    [{ kind: 'not-there' }, 'had ended already.'],
    [{ kind: 'no-answer' }, 'is asked again until the connection has ended'],
    [{ kind: 'off' }, 'set up not to be asked'],
  ] as const)('says it in words: %j', async (answered, words) => {
    session();
    outcome = answered;
    const [done] = (await desk.desk.disconnect({ guestId: anna })).outcomes;
    expect(done).toMatchObject({ outcome: answered.kind });
    expect(done?.sentence).toContain(words);
  });

  it('says whether a guest whose router is silent can log in again', async () => {
    session();
    outcome = { kind: 'no-answer' };
    const say = async () => (await desk.desk.disconnect({ guestId: anna })).outcomes[0];
    expect(await say()).toMatchObject({
      locked: false,
      sentence: expect.stringContaining('can log in again') as string,
    });
    await desk.guests.setLocked({ id: anna, locked: true });
    expect(await say()).toMatchObject({
      locked: true,
      sentence: expect.stringContaining('refused at the next login') as string,
    });
  });

  it('asks no router about nobody, about who is offline, and about what is over', async () => {
    const over = session({ endedAtMs: 5 });
    expect(await refusalOf(desk.desk.disconnect({ guestId: anna }))).toMatchObject({ reason: 'not-online' });
    expect(await refusalOf(desk.desk.disconnect({ guestId: 99 }))).toMatchObject({ reason: 'not-found' });
    expect(await refusalOf(desk.desk.disconnect({ sessionId: over }))).toMatchObject({ reason: 'not-found' });
    expect(await refusalOf(desk.desk.disconnect({}))).toMatchObject({ reason: 'invalid-input' });
    expect(await refusalOf(desk.desk.disconnect({ guestId: anna, sessionId: over }))).toMatchObject({
      reason: 'invalid-input',
    });
    expect(asked).toEqual([]);
  });

  it('works for a session of a router that was removed', async () => {
    const sessionId = session({ routerId: 77 });
    outcome = { kind: 'off' };
    expect((await desk.desk.disconnect({ sessionId })).outcomes[0]?.routerName).toBe('?');
  });
});
