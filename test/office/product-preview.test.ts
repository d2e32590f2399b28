import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { previewReply } from '../../main/office/product-preview';
import type { ProductInput } from '../../main/office/products';
import { simulate } from '../../main/office/simulate';
import { pngSize } from '../../main/printing/picture-size';
import { addRouter, insert, SECRET } from '../aaa/support';
import { createTestApi, type Client, type TestApi } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';

let venue: TestVenue;
let api: TestApi;
let manager: Client;
beforeEach(() => {
  venue = openTestVenue();
  api = createTestApi(venue);
  manager = api.as('manager');
});
afterEach(() => venue.close());

const day = {
  name: '1 day',
  priceMinor: 500,
  starts: 'first-login',
  validForSec: 86_400,
} as const satisfies ProductInput;
const rows = (): unknown =>
  ['products', 'limitations', 'changes', 'entitlements', 'guests'].map((table) =>
    venue.db.sqlite.prepare(`select count(*) from ${table}`).pluck().get(),
  );

describe('the answer for an unsaved product', () => {
  it('is the one its first login gets once it is sold, and nothing is written for it', async () => {
    const routerId = addRouter(venue, '192.168.88.1', SECRET);
    insert(venue.db, 'router_attributes', { router_id: routerId, name: 'Filter-Id', value: 'all-guests' });
    insert(venue.db, 'router_attributes', { router_id: routerId, name: 'Reply-Message', value: 'Welcome' });
    const product = {
      ...day,
      limitations: [
        { rateDownBps: 10_000_000, rateUpBps: 2_000_000, burstDownBps: 20_000_000, burstUpBps: 4_000_000 },
        { totalQuotaBytes: 5_000_000_000, simultaneousSessions: 2, idleTimeoutSec: 900, addressList: 'guests' },
      ],
      attributes: [{ name: 'Filter-Id', value: 'day-guests' }],
    };
    const before = rows();
    const preview = previewReply(venue, product);
    expect(rows()).toEqual(before);

    const { id: productId } = await api.as('installer').products.add(product);
    const { tickets } = await manager.desk.sellTicket({ productId, print: false });
    const answer = simulate(venue, { username: tickets[0]!.code, routerId, service: 'hotspot' });
    if (preview.kind !== 'reply' || !('attributes' in answer)) throw new Error('nobody is let in');
    const withoutClass = (all: readonly { readonly name: string }[]) => all.filter(({ name }) => name !== 'Class');
    expect(preview.attributes.map(({ name }) => name)).toContain('Mikrotik-Total-Limit-Gigawords');
    expect(preview.attributes).toContainEqual({ name: 'Filter-Id', value: 'day-guests', source: 'product' });
    expect(preview.attributes).toContainEqual({ name: 'Reply-Message', value: 'Welcome', source: 'router' });
    expect(withoutClass(preview.attributes)).toEqual(withoutClass(answer.attributes));
    expect(preview.attributes).toContainEqual({ name: 'Class', value: '…', source: 'gatehouse' });
  });

  it('is that of the next opening where it is closed now', () => {
    // Sunday evening at 20:00; Monday begins at 8:00 in Rome, which is 7:00 UTC.
    const limitations = [{ window: { days: ['mon' as const], fromMin: 480, tillMin: 720 } }];
    const preview = previewReply(venue, { ...day, limitations });
    expect(preview).toMatchObject({ kind: 'reply', atMs: Date.UTC(2026, 10, 23, 7) });
    expect(preview.kind === 'reply' && preview.attributes).toContainEqual(
      expect.objectContaining({ name: 'Session-Timeout', value: String(4 * 3_600) }),
    );
  });

  it('ends tomorrow at check-out where it lasts until then', () => {
    const preview = previewReply(venue, { name: 'Stay', priceMinor: 0, starts: 'now', untilCheckOut: true });
    expect(preview.kind === 'reply' && preview.attributes).toContainEqual(
      expect.objectContaining({ name: 'Session-Timeout', value: String(15 * 3_600) }),
    );
  });

  it('is none for what has ended for everybody', () => {
    expect(previewReply(venue, { ...day, validUntilMs: venue.now() - 1 })).toEqual({ kind: 'nobody', reason: 'ended' });
  });
});

describe('the ticket of an unsaved product', () => {
  it.each([58, 80] as const)('is drawn as wide as %d mm paper', async (paperMm) => {
    const ticket = await manager.products.previewTicket({ product: day, paperMm, language: 'de' });
    expect(ticket.widthMm).toBe(paperMm);
    expect(pngSize(Buffer.from(ticket.png, 'base64'))).toEqual({ width: paperMm * 8, height: ticket.heightMm * 8 });
  });

  it('is another one in another language, and shows no code that anybody has', async () => {
    const { id: productId } = await manager.products.add(day);
    const { tickets } = await manager.desk.sellTicket({ productId, print: false });
    const of = (language: 'de' | 'ar') => manager.products.previewTicket({ product: day, paperMm: 80, language });
    expect((await of('de')).png).not.toBe((await of('ar')).png);
    expect((await of('de')).png).toBe((await of('de')).png);
    const codes = venue.db.sqlite.prepare('select username from guests').pluck().all();
    expect(codes).toEqual(tickets.map(({ code }) => code));
  });
});
