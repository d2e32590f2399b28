/** Limitations that start anew, or hold inside a window only, count what was used in their time and nothing else. */
import { describe, expect, test } from 'vitest';
import { reportOf, sellCode, startEngine, usageOf, type ProductSettings } from './support';

const code = 'k7m2pq';
const MB = 1_000_000;
/** A Monday, noon in Rome (summer time is over). */
const mondayNoon = Date.UTC(2026, 10, 23, 11);
const HOUR_MS = 3_600_000;

async function online(limits: NonNullable<ProductSettings['limits']>) {
  const here = await startEngine({ nowMs: mondayNoon });
  const { entitlementId } = sellCode(here.venue, code, { limits });
  await here.nas.account(reportOf('start', { username: code }));
  const report = async (sessionTimeSec: number, downloadBytes: number): Promise<void> => {
    await here.nas.account(reportOf('interim', { username: code, sessionTimeSec, downloadBytes, uploadBytes: 0 }));
  };
  const used = () =>
    here.db.sqlite
      .prepare(
        `select period_start_ms as since, download_bytes as bytes, uptime_sec as seconds from limitation_usage
        where entitlement_id = ? order by limitation_id`,
      )
      .all(entitlementId);
  return { ...here, entitlementId, report, used };
}

describe('a quota of every day', () => {
  test('counts the day of the venue, and starts anew at its midnight', async () => {
    const here = await online({ download_quota_bytes: 500 * MB, reset_every: 'day' });
    await here.report(60, 100 * MB);
    await here.report(120, 150 * MB);
    const midnight = Date.UTC(2026, 10, 22, 23);
    expect(here.used()).toEqual([{ since: midnight, bytes: 150 * MB, seconds: 120 }]);
    here.clock.nowMs += 12 * HOUR_MS + 1_000;
    await here.report(180, 170 * MB);
    expect(here.used()).toEqual([{ since: midnight + 24 * HOUR_MS, bytes: 20 * MB, seconds: 60 }]);
    expect(usageOf(here.db, here.entitlementId)).toMatchObject({ download_bytes: 170 * MB, uptime_sec: 180 });
  });

  test('is not charged for yesterday by a report that comes late', async () => {
    const here = await online({ download_quota_bytes: 500 * MB, reset_every: 'day' });
    here.clock.nowMs += 13 * HOUR_MS;
    await here.report(60, 100 * MB);
    const today = here.used();
    await here.nas.account(
      reportOf('stop', { username: code, acctSessionId: '80100099', downloadBytes: MB, delaySec: 4 * 3_600 }),
    );
    expect(here.used()).toEqual(today);
  });
});

describe('a quota of certain hours', () => {
  test('counts what was used in them', async () => {
    // Monday to Sunday, 9 to 13; it is noon.
    const here = await online({
      ...{ download_quota_bytes: 500 * MB, window_days: 127, window_from_min: 540, window_till_min: 780 },
    });
    await here.report(60, 100 * MB);
    here.clock.nowMs += 2 * HOUR_MS;
    await here.report(120, 300 * MB);
    expect(here.used()).toEqual([{ since: 0, bytes: 100 * MB, seconds: 60 }]);
  });
});

describe('a quota for good', () => {
  test('is the one of the entitlement and counted there alone', async () => {
    const here = await online({ download_quota_bytes: 500 * MB });
    await here.report(60, 100 * MB);
    expect(here.used()).toEqual([]);
  });
});
