import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limitation as limitationSchema } from '../../preload/contract/limitations';
import { refusalOf } from '../api/refusal';
import { createTestApi, type Client, type TestApi } from '../fakes/api';
import { openTestVenue, sundayEvening, type TestVenue } from '../fakes/open-venue';

let venue: TestVenue;
let api: TestApi;
let manager: Client;
beforeEach(() => {
  venue = openTestVenue();
  api = createTestApi(venue);
  manager = api.as('manager');
});
afterEach(() => venue.close());

const day = { name: '1 day', priceMinor: 500, starts: 'first-login', validForSec: 86_400 } as const;

const everything = {
  downloadQuotaBytes: 4_000_000_000,
  uploadQuotaBytes: 1_000_000_000,
  totalQuotaBytes: 4_500_000_000,
  uptimeSec: 7_200,
  resetEvery: 'day',
  resetOffsetMin: 240,
  rateDownBps: 10_000_000,
  rateUpBps: 2_000_000,
  slowDownBps: 1_000_000,
  slowUpBps: 500_000,
  burstDownBps: 20_000_000,
  burstUpBps: 4_000_000,
  burstThresholdDownBps: 8_000_000,
  burstThresholdUpBps: 1_500_000,
  burstTimeDownSec: 8,
  burstTimeUpSec: 10,
  priority: 5,
  minRateDownBps: 512_000,
  minRateUpBps: 128_000,
  idleTimeoutSec: 900,
  sessionTimeoutSec: 43_200,
  simultaneousSessions: 2,
  devices: 3,
  addressList: 'guests',
  ipPool: 'pool-1',
  groupName: 'hotel',
  ipv6Pool: 'six',
  delegatedIpv6Pool: 'six-pd',
  vlanId: 30,
  window: { days: ['mon', 'tue', 'sun'], fromMin: 1_320, tillMin: 360 },
} as const;

const list = async () => (await manager.products.list()).rows;
const rows = (table: string): unknown[] => venue.db.sqlite.prepare(`select * from ${table} order by id`).all();

describe('what a product allows', () => {
  it('comes back as it was given, in every field', async () => {
    const given = { ...everything, window: { ...everything.window, days: [...everything.window.days] } };
    await manager.products.add({
      ...day,
      validUntilMs: sundayEvening + 86_400_000,
      limitations: [given, { devices: 1 }],
      atSessionLimit: 'end-oldest',
      atDeviceLimit: 'forget-oldest',
      bindFirstDevice: true,
    });
    const [product] = await list();
    expect(product).toMatchObject({
      validUntilMs: sundayEvening + 86_400_000,
      limitations: [
        { id: 1, ...given },
        { id: 2, devices: 1 },
      ],
      atSessionLimit: 'end-oldest',
      atDeviceLimit: 'forget-oldest',
      bindFirstDevice: true,
    });
    expect(rows('limitations')[0]).toMatchObject({ window_days: 0b1000011, window_from_min: 1_320, priority: 5 });
  });

  it('is what the defaults of the database say where nothing is given', async () => {
    await manager.products.add(day);
    expect((await list())[0]).toMatchObject({
      limitations: [],
      atSessionLimit: 'refuse',
      atDeviceLimit: 'refuse',
      bindFirstDevice: false,
    });
  });

  it('keeps what guests have used when a limitation is changed by its id, and counts a new one anew', async () => {
    const { id } = await manager.products.add({ ...day, limitations: [{ devices: 1 }, { totalQuotaBytes: 5 }] });
    await manager.products.update({
      id,
      limitations: [{ id: 2, totalQuotaBytes: 9, resetEvery: 'week' }, { uptimeSec: 60 }],
    });
    expect((await list())[0]?.limitations).toEqual([
      { id: 2, totalQuotaBytes: 9, resetEvery: 'week' },
      { id: 3, uptimeSec: 60 },
    ]);
  });

  it('stays where an update does not name it, and goes where it names none', async () => {
    const { id } = await manager.products.add({
      ...day,
      limitations: [{ devices: 1 }],
      validUntilMs: sundayEvening + 1,
    });
    await manager.products.update({ id, name: 'Day' });
    expect((await list())[0]).toMatchObject({ limitations: [{ devices: 1 }], validUntilMs: sundayEvening + 1 });
    await manager.products.update({ id, limitations: [], validUntilMs: null, validForSec: null });
    const [product] = await list();
    expect(product?.limitations).toEqual([]);
    expect(product).not.toHaveProperty('validUntilMs');
    expect(product).not.toHaveProperty('validForSec');
  });

  it('is taken back and repeated as one change', async () => {
    venue.allowUndo();
    const { id } = await manager.products.add({ ...day, limitations: [{ devices: 1 }, { devices: 2 }] });
    const before = rows('limitations');
    const { changeId } = await manager.products.update({ id, limitations: [{ id: 2, devices: 5 }, { uptimeSec: 60 }] });
    const after = rows('limitations');
    await manager.history.undo({ id: changeId });
    expect(rows('limitations')).toEqual(before);
    await manager.history.redo({ id: changeId });
    expect(rows('limitations')).toEqual(after);
  });

  it('of another product is not taken over', async () => {
    await manager.products.add({ ...day, limitations: [{ devices: 1 }] });
    const { id } = await manager.products.add({ ...day, name: 'Week', limitations: [{ devices: 1 }] });
    const before = rows('limitations');
    expect(await refusalOf(manager.products.update({ id, limitations: [{ id: 1, devices: 9 }] }))).toMatchObject({
      reason: 'not-found',
      field: 'limitations.0.id',
    });
    const twice = [
      { id: 2, devices: 3 },
      { id: 2, devices: 4 },
    ];
    expect(await refusalOf(manager.products.update({ id, limitations: twice }))).toMatchObject({
      field: 'limitations.1.id',
    });
    expect(rows('limitations')).toEqual(before);
    const stranger = manager.products.add({ ...day, name: 'Month', limitations: [{ id: 1, devices: 9 }] });
    expect(await refusalOf(stranger)).toMatchObject({ reason: 'not-found', field: 'limitations.0.id' });
    expect(rows('limitations')).toEqual(before);
  });

  it('is no business of the front desk to change', async () => {
    const { id } = await manager.products.add(day);
    expect(await refusalOf(api.as('desk').products.update({ id, limitations: [{ devices: 1 }] }))).toMatchObject({
      reason: 'not-allowed',
    });
    expect(rows('limitations')).toEqual([]);
  });
});

describe('limits that do not go together', () => {
  const rates = { rateDownBps: 10_000_000, rateUpBps: 2_000_000 };
  const bursts = { burstDownBps: 20_000_000, burstUpBps: 4_000_000 };
  it.each([
    ['a burst without a rate', bursts, 'burstDownBps', 'needs rateDownBps'],
    ['a burst one way', { ...rates, burstDownBps: 20_000_000 }, 'burstUpBps', 'together with burstDownBps'],
    ['a burst below the rate', { ...rates, ...bursts, burstUpBps: 1_000_000 }, 'burstUpBps', 'below the rate'],
    [
      'a threshold above the burst',
      { ...rates, ...bursts, burstThresholdDownBps: 30_000_000, burstThresholdUpBps: 1_000_000 },
      'burstThresholdDownBps',
      'above the burst',
    ],
    [
      'a threshold without a burst',
      { ...rates, burstThresholdDownBps: 1_000_000, burstThresholdUpBps: 1_000_000 },
      'burstThresholdDownBps',
      'needs burstDownBps',
    ],
    [
      'a burst time without a threshold',
      { ...rates, ...bursts, burstTimeDownSec: 8, burstTimeUpSec: 8 },
      'burstTimeDownSec',
      'needs burstThresholdDownBps',
    ],
    [
      'a minimum above the rate',
      { ...rates, minRateDownBps: 1_000_000, minRateUpBps: 3_000_000 },
      'minRateUpBps',
      'above the rate',
    ],
    ['a priority without a rate', { priority: 1 }, 'priority', 'needs rateDownBps'],
    ['a priority of 9', { ...rates, priority: 9 }, 'priority', ''],
    ['a soft cap without a quota', { slowDownBps: 1_000_000, slowUpBps: 1_000_000 }, 'slowDownBps', 'needs a quota'],
    ['a soft cap one way', { totalQuotaBytes: 1, slowUpBps: 1_000_000 }, 'slowDownBps', 'together with slowUpBps'],
    ['a reset of nothing', { resetEvery: 'day', devices: 1 }, 'resetEvery', 'needs a quota'],
    ['a reset time without a reset', { totalQuotaBytes: 1, resetOffsetMin: 5 }, 'resetOffsetMin', 'needs resetEvery'],
    [
      'a reset time outside its period',
      { totalQuotaBytes: 1, resetEvery: 'hour', resetOffsetMin: 60 },
      'resetOffsetMin',
      'inside the hour',
    ],
    ['nothing at all', {}, 'totalQuotaBytes', 'must limit something'],
    ['a window without days', { window: { days: [], fromMin: 0, tillMin: 60 } }, 'window.days', ''],
    ['a day named twice', { window: { days: ['mon', 'mon'], fromMin: 0, tillMin: 60 } }, 'window.days', 'twice'],
    ['a VLAN of 4095', { vlanId: 4_095 }, 'vlanId', ''],
  ] as const)('refuse %s with the field and the words, and change nothing', async (_, limits, field, words) => {
    const refusal = await refusalOf(manager.products.add({ ...day, limitations: [limits as never] }));
    expect(refusal).toMatchObject({ reason: 'invalid-input', field: `limitations.0.${field}` });
    expect(refusal.sentence).toContain(words);
    expect(rows('products')).toEqual([]);
  });

  it('refuse more than twenty on one product', async () => {
    const limitations = Array.from({ length: 21 }, () => ({ devices: 1 }));
    expect(await refusalOf(manager.products.add({ ...day, limitations }))).toMatchObject({ field: 'limitations' });
    expect(await manager.products.add({ ...day, limitations: limitations.slice(1) })).toHaveProperty('id');
  });

  it('are the only ones refused: whatever the contract takes is stored and comes back', async () => {
    const bps = fc.integer({ min: 1_000, max: 10 ** 9 });
    const some = fc.record(
      {
        totalQuotaBytes: fc.integer({ min: 1, max: 10 ** 15 }),
        uptimeSec: fc.integer({ min: 60, max: 10 ** 7 }),
        resetEvery: fc.constantFrom('hour', 'day', 'week', 'month'),
        resetOffsetMin: fc.integer({ min: 1, max: 2_000 }),
        rateDownBps: bps,
        rateUpBps: bps,
        burstDownBps: bps,
        burstUpBps: bps,
        priority: fc.integer({ min: 1, max: 8 }),
        minRateDownBps: bps,
        minRateUpBps: bps,
        slowDownBps: bps,
        slowUpBps: bps,
        devices: fc.integer({ min: 1, max: 9 }),
        window: fc.record({
          days: fc.uniqueArray(fc.constantFrom('mon', 'wed', 'sun'), { minLength: 1 }),
          fromMin: fc.integer({ min: 0, max: 1_439 }),
          tillMin: fc.integer({ min: 0, max: 1_440 }),
        }),
      },
      { requiredKeys: [] },
    );
    const { id } = await manager.products.add(day);
    await fc.assert(
      fc.asyncProperty(some, async (limits) => {
        const checked = limitationSchema.safeParse(limits);
        const call = manager.products.update({ id, limitations: [limits] });
        if (!checked.success) {
          expect(await refusalOf(call)).toMatchObject({ reason: 'invalid-input' });
          return;
        }
        await call;
        const { id: _, ...stored } = (await list())[0]!.limitations[0]!;
        const sorted = (days: readonly string[]) => ['mon', 'wed', 'sun'].filter((each) => days.includes(each));
        expect(stored).toEqual({
          ...checked.data,
          ...(checked.data.window && { window: { ...checked.data.window, days: sorted(checked.data.window.days) } }),
        });
      }),
      { numRuns: 150 },
    );
  });
});

describe('a product that ends at a date', () => {
  it('ends what is sold then, or earlier, and is not sold afterwards', async () => {
    const until = sundayEvening + 3_600_000;
    const { id } = await manager.products.add({ ...day, starts: 'now', validUntilMs: until });
    const sold = await manager.desk.sellTicket({ productId: id, print: false });
    expect(sold.tickets[0]?.endsAtMs).toBe(until);
    expect(sold.tickets[0]?.sentence).toBe(
      'Works 24 hours from the sale, until Sun, 22 November 2026 21:00 at the latest',
    );
    venue.setNow(until);
    const before = rows('guests');
    expect(await refusalOf(manager.desk.sellTicket({ productId: id, print: false }))).toMatchObject({
      reason: 'end-past',
    });
    expect(rows('guests')).toEqual(before);
  });
});
