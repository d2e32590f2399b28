import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProductInput } from '../../main/office/products';
import { refusalOf } from '../api/refusal';
import { addGuest, addRouter, DAY_MS, entitle, HOUR_MS, insert, macOf, SECRET } from '../aaa/support';
import { createTestApi, type Client } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';

let venue: TestVenue;
let manager: Client;
let id: number;
beforeEach(async () => {
  venue = openTestVenue();
  manager = createTestApi(venue).as('manager');
  addRouter(venue, '192.168.88.1', SECRET);
  ({ id } = await manager.products.add(day));
});
afterEach(() => venue.close());

const fast = { rateDownBps: 20_000_000, rateUpBps: 5_000_000 };
const day = {
  name: '1 day',
  priceMinor: 500,
  starts: 'first-login' as const,
  validForSec: 86_400,
  limitations: [fast],
};
const stored = (limits: object) => [{ id: 1, ...fast, ...limits }];

let guests = 0;
beforeEach(() => (guests = 0));

/** Sold and never used. */
function sold(productId = id): { readonly guestId: number; readonly entitlementId: number } {
  const guestId = addGuest(venue, `guest${++guests}`);
  return { guestId, entitlementId: entitle(venue.db, guestId, productId) };
}

/** Logged in with an hour ago. */
function begun(use: Readonly<Record<string, number>> = {}) {
  const { guestId, entitlementId } = sold();
  const now = venue.now();
  const times = { started_at_ms: now - HOUR_MS, ends_at_ms: now - HOUR_MS + DAY_MS };
  insert(venue.db, 'entitlement_usage', { entitlement_id: entitlementId, ...times, ...use });
  return { guestId, entitlementId };
}

function online(held: { readonly guestId: number; readonly entitlementId: number }, device = 1): void {
  const now = venue.now();
  insert(venue.db, 'sessions', {
    ...{ router_id: 1, acct_session_id: `s${held.guestId}-${device}`, guest_id: held.guestId },
    ...{ entitlement_id: held.entitlementId, username: 'guest', mac_address: macOf(device), interim_sec: 60 },
    ...{ started_at_ms: now - HOUR_MS, last_heard_at_ms: now, session_time_sec: 3_600 },
  });
}

const impact = (product: ProductInput) =>
  manager.products.impact({
    id,
    product: { ...product, limitations: product.limitations?.map((one) => ({ ...one })) } as never,
  });

describe('before a product is changed', () => {
  it('the manager reads how many drop to which speed, and how many tickets change', async () => {
    for (let count = 0; count < 3; count++) online(begun());
    begun();
    sold();
    sold();
    const { id: other } = await manager.products.add({ ...day, name: 'Other' });
    sold(other);
    expect(await impact({ ...day, limitations: stored({ rateDownBps: 10_000_000 }) })).toEqual({
      kind: 'impact',
      online: [
        {
          kind: 'speed',
          guests: 3,
          before: { downBps: 20_000_000, upBps: 5_000_000 },
          after: { downBps: 10_000_000, upBps: 5_000_000 },
        },
      ],
      onlineGuests: 3,
      unused: 2,
      begun: 4,
    });
  });

  it('one guest with two devices is one guest', async () => {
    const held = begun();
    online(held, 1);
    online(held, 2);
    expect(await impact({ ...day, limitations: [] })).toMatchObject({
      online: [{ guests: 1, after: { downBps: 0, upBps: 0 } }],
      onlineGuests: 1,
    });
  });

  it('who has used more than the new quota is said to be logged out, who has not is left', async () => {
    online(begun({ download_bytes: 3_000_000_000 }));
    online(begun({ download_bytes: 1_000_000_000 }));
    expect(await impact({ ...day, limitations: stored({ totalQuotaBytes: 2_000_000_000 }) })).toMatchObject({
      online: [{ kind: 'cut-off', guests: 1 }],
      onlineGuests: 2,
    });
  });

  it('a soft cap slows down those beyond it only', async () => {
    online(begun({ download_bytes: 3_000_000_000 }));
    online(begun());
    const slow = { totalQuotaBytes: 2_000_000_000, slowDownBps: 1_000_000, slowUpBps: 512_000 };
    expect(await impact({ ...day, limitations: stored(slow) })).toMatchObject({
      online: [{ kind: 'speed', guests: 1, after: { downBps: 1_000_000, upBps: 512_000 } }],
    });
  });

  it('tickets that are over are not counted, and a name, a price or a colour changes nothing', async () => {
    const { entitlementId } = begun();
    const end = venue.db.sqlite.prepare('update entitlement_usage set ends_at_ms = ? where entitlement_id = ?');
    end.run(venue.now(), entitlementId);
    expect(await impact({ ...day, limitations: [] })).toMatchObject({ unused: 0, begun: 0, onlineGuests: 0 });
    expect(await impact({ ...day, name: 'Day pass', priceMinor: 700, limitations: stored({}) })).toEqual({
      kind: 'nothing',
    });
  });

  it('nothing is written, and no product that is not there is asked about', async () => {
    online(begun());
    const content = (): unknown =>
      ['sessions', 'entitlement_usage', 'changes', 'limitations'].map((table) =>
        venue.db.sqlite.prepare(`select * from ${table}`).all(),
      );
    const before = content();
    await impact({ ...day, limitations: [] });
    expect(content()).toEqual(before);
    expect(await refusalOf(manager.products.impact({ id: 99, product: day }))).toMatchObject({ reason: 'not-found' });
  });

  it('what was said comes true when it is saved', async () => {
    online(begun());
    await manager.products.update({ id, limitations: [{ id: 1, ...fast, rateDownBps: 10_000_000 }] });
    expect(venue.calls).toContain('productsChanged');
    expect(await impact({ ...day, limitations: stored({ rateDownBps: 10_000_000 }) })).toEqual({ kind: 'nothing' });
  });
});
