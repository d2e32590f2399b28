/** Tickets as pictures and sheets: drawn beside the main thread, in the order they were asked for. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { drawTicketPictures, drawTicketSheet } from '../../main/office/draw-tickets';
import type { Ticket } from '../../main/printing/ticket';
import { refusalOf } from '../api/refusal';
import { createTestApi, type Client } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import { unwatched } from '../fakes/watch';

let venue: TestVenue;
let desk: Client;
let manager: Client;
let productId: number;
let guestIds: number[];
beforeEach(async () => {
  venue = openTestVenue();
  const api = createTestApi(venue);
  desk = api.as('desk');
  manager = api.as('manager');
  productId = (await manager.products.add({ name: 'Day', priceMinor: 500, starts: 'now' })).id;
  const sold = await desk.desk.sellTicket({ productId, quantity: 3, print: false });
  guestIds = sold.tickets.map((ticket) => ticket.guestId);
});
afterEach(() => venue.close());

const ticket = (username: string): Ticket => ({
  ...{ guestId: undefined, venueName: 'Hotel Bellavista', logo: undefined, kind: 'code', username, password: username },
  ...{ productName: 'Day', sentence: '', price: undefined, wifiName: undefined, loginHost: undefined },
  ...{ room: undefined, displayName: undefined, language: 'en', soldAt: '', copy: false },
});

describe('pictures', () => {
  it('are drawn by the thread that windows wait for, in the order of the guests', async () => {
    const asked = vi.spyOn(venue, 'askReports');
    const wanted = guestIds.toReversed();
    const { tickets } = await desk.tickets.pictures({ guestIds: wanted, paperMm: 58 });
    expect(asked.mock.calls.map(([name]) => name)).toEqual(['draw-tickets']);
    expect(tickets.map(({ guestId }) => guestId)).toEqual(wanted);
    expect(tickets.map(({ widthMm }) => widthMm)).toEqual([58, 58, 58]);
    expect(Buffer.from(tickets[0]!.png, 'base64').subarray(1, 4).toString()).toBe('PNG');
  });

  it('are refused while that thread has too much to do', async () => {
    vi.spyOn(venue, 'askReports').mockResolvedValue({ kind: 'refused', reason: 'work-busy', params: {} });
    expect(await refusalOf(desk.tickets.pictures({ guestIds }))).toMatchObject({ reason: 'work-busy' });
  });

  it('are no longer drawn once nobody wants them', async () => {
    const stop = new AbortController();
    stop.abort(new Error('stopped'));
    const drawing = drawTicketPictures(
      { tickets: [ticket('abc')], paperMm: 80 },
      { ...unwatched, signal: stop.signal },
    );
    await expect(drawing).rejects.toThrow('stopped');
  });
});

describe('a sheet', () => {
  it('is drawn by the work thread in the name of whoever asked', async () => {
    const asked = vi.spyOn(venue, 'runJob');
    const { pages, fileName } = await desk.tickets.sheet({ guestIds });
    expect(asked.mock.calls.map(([name, , who]) => [name, who])).toEqual([['draw-sheet', expect.any(String)]]);
    expect(pages).toBe(1);
    expect(fileName).toMatch(/^tickets-\d{4}-\d{2}-\d{2}\.pdf$/);
  });

  it('tells page by page how far it is, and can be stopped between two', async () => {
    const tickets = Array.from({ length: 21 }, (_, at) => ticket(`code${at}`));
    const told: string[] = [];
    const stop = new AbortController();
    const progress = (done: number, pages: number): void => {
      told.push(`${done}/${pages}`);
      if (done === 2) stop.abort(new Error('stopped'));
    };
    await expect(drawTicketSheet({ tickets }, { progress, signal: stop.signal })).rejects.toThrow('stopped');
    expect(told).toEqual(['1/3', '2/3']);
  });

  it('of a batch makes its cards printed, and one that was stopped does not', async () => {
    const { batchId } = await manager.cards.make({ kind: 'cards', name: 'Roll 1', productId, count: 2, length: 8 });
    const ids = (await manager.cards.listOne({ batchId })).rows.map(({ id }) => id);
    const printed = async (): Promise<number> =>
      (await manager.cards.listOne({ batchId, show: 'printed' })).rows.length;
    const stopped = { kind: 'refused', reason: 'work-stopped', params: {} } as const;
    vi.spyOn(venue, 'runJob').mockResolvedValueOnce(stopped);
    expect(await refusalOf(manager.cards.sheet({ batchId, ids }))).toMatchObject({ reason: 'work-stopped' });
    expect(await printed()).toBe(0);
    expect(await manager.cards.sheet({ batchId, ids })).toMatchObject({ pages: 1 });
    expect(await printed()).toBe(2);
  });
});
