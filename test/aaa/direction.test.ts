/** Which counter is the download: learned from what guests do, never for what is charged already. */
import { describe, expect, test } from 'vitest';
import { CLEAR_SESSIONS, Directions } from '../../main/aaa/direction';
import type { RouterDirection } from '../../db/queries/router-states';
import { reportOf, sellCode, sessionsIn, startEngine, usageOf, type TestEngine } from './support';

const MB = 1_000_000;

function learning(row: Partial<RouterDirection> = {}) {
  const stored: RouterDirection = {
    ...{ routerId: 1, setting: 'learned', mostlyOutput: 0, mostlyInput: 0, inputIsDownload: 0 },
    ...row,
  };
  const directions = new Directions((routerId) => (routerId === 1 ? stored : undefined));
  const times = (count: number, input: number, output: number): void => {
    for (let i = 0; i < count; i++) directions.compare(1, input, output);
  };
  return { directions, times };
}

describe('the reading of the counters', () => {
  test('is the one of the RFC until there is evidence', () => {
    const { directions, times } = learning();
    times(CLEAR_SESSIONS - 1, 100 * MB, 1 * MB);
    expect(directions.inputIsDownload(1)).toBe(0);
    times(1, 100 * MB, 1 * MB);
    expect(directions.inputIsDownload(1)).toBe(1);
  });

  test('is not changed by small or even sessions', () => {
    const { directions, times } = learning();
    times(100, 5 * MB, 0);
    times(100, 60 * MB, 40 * MB);
    expect(directions.inputIsDownload(1)).toBe(0);
    expect(directions.unstored()).toEqual([]);
  });

  test('needs three times as many for it as against it, and stays where it is in between', () => {
    const { directions, times } = learning();
    times(4, 1 * MB, 100 * MB);
    times(11, 100 * MB, 1 * MB);
    expect(directions.inputIsDownload(1)).toBe(0);
    times(1, 100 * MB, 1 * MB);
    expect(directions.inputIsDownload(1)).toBe(1);
    times(20, 1 * MB, 100 * MB);
    expect(directions.inputIsDownload(1)).toBe(1);
  });

  test('turns back when the router has changed its mind for long enough', () => {
    const { directions, times } = learning({ inputIsDownload: 1, mostlyInput: 40 });
    times(150, 1 * MB, 100 * MB);
    expect(directions.inputIsDownload(1)).toBe(0);
  });

  test('is what the operator has set, whatever is learned', () => {
    const swapped = learning({ setting: 'swapped' });
    swapped.times(50, 1 * MB, 100 * MB);
    expect(swapped.directions.inputIsDownload(1)).toBe(1);
    const normal = learning({ setting: 'normal' });
    normal.times(50, 100 * MB, 1 * MB);
    expect(normal.directions.inputIsDownload(1)).toBe(0);
  });
});

describe('a router that counts the other way round', () => {
  const session = async (here: TestEngine, id: number, status: 'start' | 'interim' | 'stop', inputBytes = 0) => {
    const acctSessionId = `801000${id.toString(16).padStart(2, '0')}`;
    const counters = { sessionTimeSec: 10, uploadBytes: inputBytes, downloadBytes: inputBytes / 100 };
    await here.nas.account(
      reportOf(status, { username: 'k7m2pq', acctSessionId, ...(status === 'start' ? {} : counters) }),
    );
  };

  test('is found out, from the next session on; a running one goes on as it began', async () => {
    const here = await startEngine();
    const { entitlementId } = sellCode(here.venue, 'k7m2pq');
    await session(here, 200, 'interim', 50 * MB);
    for (let id = 0; id < CLEAR_SESSIONS; id++) await session(here, id, 'stop', 100 * MB);
    const before = usageOf(here.db, entitlementId)!;
    await session(here, 200, 'stop', 60 * MB);
    // Charged as it began: ten more as upload, not sixty anew as download.
    expect(usageOf(here.db, entitlementId)).toMatchObject({
      upload_bytes: before.upload_bytes + 10 * MB,
      download_bytes: before.download_bytes + 0.1 * MB,
    });
    await session(here, 201, 'stop', 100 * MB);
    expect(sessionsIn(here.db).at(-1)).toMatchObject({ upload_bytes: MB, download_bytes: 100 * MB });
    here.engine.flush();
    const state = here.db.sqlite.prepare(
      'select mostly_input, input_is_download from router_states where router_id = ?',
    );
    expect(state.get(here.routerId)).toMatchObject({ input_is_download: 1 });
  });

  test('is read as the operator sets it, at once', async () => {
    const here = await startEngine();
    sellCode(here.venue, 'k7m2pq');
    await session(here, 1, 'stop', 10 * MB);
    here.db.sqlite.prepare(`update routers set direction = 'swapped' where id = ?`).run(here.routerId);
    here.engine.routersChanged();
    await session(here, 2, 'stop', 10 * MB);
    expect(sessionsIn(here.db)).toMatchObject([{ upload_bytes: 10 * MB }, { download_bytes: 10 * MB }]);
  });
});
