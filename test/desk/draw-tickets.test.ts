/** Tickets as pictures and sheets: drawn beside the main thread, in the order they were asked for. */
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { addJob } from '../../db/queries/print-jobs';
import { drawTicketPictures, drawTicketSheet } from '../../main/office/draw-tickets';
import { openPrinting } from '../../main/open-printing';
import { paperMaker } from '../../main/printing/papers';
import type { Ticket } from '../../main/printing/ticket';
import type { PretendWay } from '../../main/printing/ways';
import { Fault } from '../../preload/contract/faults';
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

describe('a batch on the ticket printer', () => {
  const printedSerials = async (batchId: number): Promise<number[]> =>
    (await manager.cards.listOne({ batchId, show: 'printed' })).rows.map(({ serial }) => serial);

  /** The venue with a printer whose paper ends after so many tickets, and its queue. */
  async function withPrinter(ticketsLeft: number) {
    await manager.printers.add({ name: 'Reception', kind: 'network', target: '10.0.0.9', paperMm: 80 });
    let left = ticketsLeft;
    const pretend: PretendWay = {
      ask: () => Promise.resolve(),
      print(_layouts, printer) {
        if (left === 0) return Promise.reject(new Fault('PRINTER_NO_PAPER', { printer }));
        left -= 1;
        return Promise.resolve();
      },
    };
    const queue = openPrinting(venue, paperMaker, pretend);
    onTestFinished(() => queue.close());
    vi.spyOn(venue, 'printing', 'get').mockReturnValue(queue);
    return { refill: (tickets: number) => (left = tickets) };
  }

  it('comes out in the order of serials, and what has come out is noted card by card', async () => {
    const { refill } = await withPrinter(2);
    const { batchId } = await manager.cards.make({ kind: 'vouchers', name: 'Bar', productId, count: 4, length: 8 });
    const outcome = await manager.cards.print({ batchId });
    expect(outcome).toMatchObject({ state: 'failed', fault: { code: 'PRINTER_NO_PAPER' } });
    expect(await printedSerials(batchId)).toEqual([1, 2]);
    const jobs = async () => (await manager.printers.jobs({ limit: 10 })).rows;
    expect(await jobs()).toMatchObject([
      { batch: { id: batchId, name: 'Bar', total: 4, printed: 2, nextSerial: 3 }, codes: [] },
    ]);
    refill(2);
    expect(await manager.printers.retryJob({ id: outcome.jobId! })).toMatchObject({ state: 'printed' });
    expect(await printedSerials(batchId)).toEqual([1, 2, 3, 4]);
    expect(await jobs()).toHaveLength(1);
  });

  it('is what was chosen, or what the list shows', async () => {
    await withPrinter(5);
    const { batchId } = await manager.cards.make({ kind: 'cards', name: 'Roll', productId, count: 4, length: 8 });
    const { rows } = await manager.cards.listOne({ batchId });
    await manager.cards.print({ batchId, ids: [rows[3]!.id, rows[1]!.id] });
    expect(await printedSerials(batchId)).toEqual([2, 4]);
    await manager.cards.print({ batchId, show: 'unprinted' });
    expect(await printedSerials(batchId)).toEqual([1, 2, 3, 4]);
    expect(await refusalOf(manager.cards.print({ batchId, show: 'unprinted' }))).toMatchObject({
      reason: 'nothing-to-print',
    });
  });

  it('is not printed a second time while it waits to be printed', async () => {
    const { batchId } = await manager.cards.make({ kind: 'cards', name: 'Roll', productId, count: 2, length: 8 });
    await withPrinter(2);
    const printerId = (await manager.printers.list()).rows[0]!.id;
    const run = { printerId, printerName: 'Reception', guestIds: [], copy: false, operatorName: 'Anna' };
    const jobId = addJob(venue.db, { ...run, batch: { id: batchId, serials: [1, 2] } }, venue.now());
    expect(await refusalOf(manager.cards.print({ batchId }))).toMatchObject({ reason: 'batch-printing' });
    expect(await printedSerials(batchId)).toEqual([]);
    await manager.printers.cancelJob({ id: jobId });
    expect(await manager.cards.print({ batchId })).toMatchObject({ state: 'printed' });
  });

  it('of more cards than a file of sheets holds goes on behind the last one', async () => {
    const drawn: number[] = [];
    const really = venue.runJob;
    vi.spyOn(venue, 'runJob').mockImplementation((name, question, who) => {
      if (name !== 'draw-sheet') return really(name, question as never, who);
      drawn.push((question as { readonly tickets: readonly Ticket[] }).tickets.length);
      return Promise.resolve({ pdf: new Uint8Array(), pages: 1 } as never);
    });
    const { batchId } = await manager.cards.make({ kind: 'cards', name: 'Roll', productId, count: 1_001, length: 8 });
    const first = await manager.cards.sheet({ batchId });
    expect(first).toMatchObject({ cards: 1_000, till: 1_000, more: true });
    expect(await manager.cards.sheet({ batchId, after: first.till })).toMatchObject({ cards: 1, more: false });
    expect(drawn).toEqual([1_000, 1]);
    expect(await refusalOf(manager.cards.sheet({ batchId, show: 'unprinted' }))).toMatchObject({
      reason: 'nothing-to-print',
    });
  });
});
