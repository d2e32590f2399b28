import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addJob } from '../../db/queries/print-jobs';
import { createTestApi, type Client, type TestApi } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';

let venue: TestVenue;
let api: TestApi;
let owner: Client;
beforeEach(() => {
  venue = openTestVenue();
  api = createTestApi(venue);
  owner = api.as('owner');
});
afterEach(() => venue.close());

/** Private use (Unicode §23.5): no typeface of a computer has a shape for it. */
const NOBODYS = '\u{f1234}';

const addProduct = (): Promise<{ id: number }> =>
  owner.products.add({ name: '1 day', priceMinor: 500, starts: 'first-login', validForSec: 86_400 });

describe('selling', () => {
  it('sells once for a key that bounces, and answers both presses alike', async () => {
    const { id } = await addProduct();
    const press = { productId: id, print: false, requestId: 'press-0001' };
    const [one, two] = await Promise.all([owner.desk.sellTicket(press), owner.desk.sellTicket(press)]);
    expect(two).toEqual(one);
    expect((await owner.desk.tickets({ limit: 10 })).rows).toHaveLength(1);
  });

  it('answers a press of before a restart with the same sale, and prints it only if it never was', async () => {
    const { id } = await addProduct();
    const press = { productId: id, requestId: 'press-0001' };
    const first = await owner.desk.sellTicket({ ...press, print: false });
    const restarted = createTestApi(venue).as('owner');
    expect(await restarted.desk.sellTicket(press)).toEqual({ ...first, print: { state: 'no-printer' } });
    const guestIds = first.tickets.map(({ guestId }) => guestId);
    const paper = { printerId: 1, printerName: 'Reception', guestIds, copy: false, operatorName: 'Olivia' };
    const jobId = addJob(venue.db, paper, venue.now());
    const again = await createTestApi(venue).as('owner').desk.sellTicket(press);
    expect(again).toEqual({ ...first, print: { state: 'queued', jobId, printerName: 'Reception' } });
    expect((await owner.desk.tickets({ limit: 10 })).rows).toHaveLength(1);
  });

  it('leaves free tickets and other prices to the manager', async () => {
    const { id } = await addProduct();
    const reason = { productId: id, print: false, priceReason: 'regular guest' };
    await expect(api.as('desk').desk.sellTicket({ ...reason, payment: 'free' })).rejects.toMatchObject({
      data: { reason: 'not-allowed', field: 'payment' },
    });
    await expect(api.as('desk').desk.sellTicket({ ...reason, priceMinor: 100 })).rejects.toMatchObject({
      data: { reason: 'not-allowed', field: 'priceMinor' },
    });
    expect((await owner.desk.tickets({ limit: 10 })).rows).toEqual([]);
    await expect(api.as('manager').desk.sellTicket({ ...reason, payment: 'free' })).resolves.toMatchObject({
      totalMinor: 0,
    });
  });

  it('without a printer the sale stands and says so', async () => {
    const { id } = await addProduct();
    const sold = await owner.desk.sellTicket({ productId: id });
    expect(sold.print).toEqual({ state: 'no-printer' });
    expect((await owner.guests.find({ text: sold.tickets[0]!.code })).rows).toHaveLength(1);
  });

  it('says which letters of a name no typeface has, also where the ticket is printed from the screen', async () => {
    const { id } = await addProduct();
    const sold = await owner.desk.sellTicket({ productId: id, displayName: `Anna ${NOBODYS}`, quantity: 2 });
    expect(sold.print).toEqual({ state: 'no-printer', missingLetters: NOBODYS });
    const guestIds = sold.tickets.map(({ guestId }) => guestId);
    expect(await owner.desk.reprint({ guestIds })).toEqual(sold.print);
    const unprinted = await owner.desk.sellTicket({ productId: id, displayName: NOBODYS, print: false });
    expect(unprinted.print).toEqual({ state: 'not-asked' });
  });

  it('marks in the list whose paper has boxes, and of whom', async () => {
    venue.allowUndo();
    const { id } = await addProduct();
    await owner.desk.sellTicket({ productId: id, displayName: 'Anna' });
    await owner.desk.sellTicket({ productId: id, displayName: `Anna ${NOBODYS}` });
    await owner.desk.sellTicket({ productId: id, displayName: '王小明' });
    const listed = async () => {
      const { rows } = await owner.desk.tickets({ limit: 10 });
      return Object.fromEntries(rows.map(({ displayName, print }) => [displayName ?? '', print.missingLetters ?? '']));
    };
    expect(await listed()).toMatchObject({ Anna: '', [`Anna ${NOBODYS}`]: NOBODYS });
    expect((await listed())['王小明']).not.toContain(NOBODYS);
    const asked = vi.spyOn(venue, 'askReports');
    expect(await listed()).toMatchObject({ [`Anna ${NOBODYS}`]: NOBODYS });
    expect(asked, 'a name is looked at once').not.toHaveBeenCalled();
    const { rows } = await owner.history.list({ limit: 2 });
    await owner.history.undo({ id: rows[1]!.id });
    expect(Object.values(await listed()).filter((letters) => letters.includes(NOBODYS))).toEqual([]);
  });

  it('asks no other thread about names that are surely drawn', async () => {
    const { id } = await addProduct();
    const asked = vi.spyOn(venue, 'askReports');
    for (const displayName of ['Søren & Zoë O’Hara', 'Жанна Ποσειδών', 'مريم']) {
      expect((await owner.desk.sellTicket({ productId: id, displayName })).print).toEqual({ state: 'no-printer' });
    }
    expect(asked).not.toHaveBeenCalled();
  });

  it('stands and prints when nobody knows whether a letter is missing', async () => {
    const { id } = await addProduct();
    vi.spyOn(venue, 'askReports').mockRejectedValue(new Error('the thread is gone'));
    const sold = await owner.desk.sellTicket({ productId: id, displayName: NOBODYS });
    expect(sold.print).toEqual({ state: 'no-printer' });
  });

  it('shows the ticket with what became of it, and as undone after an undo', async () => {
    venue.allowUndo();
    const { id } = await addProduct();
    const sold = await owner.desk.sellTicket({ productId: id, print: false, room: '12', quantity: 2 });
    const [row] = (await owner.desk.tickets({ limit: 10 })).rows;
    expect(row).toMatchObject({
      room: '12',
      soldTogether: 2,
      used: false,
      undone: false,
      priceMinor: 500,
      print: { state: 'none' },
    });
    await owner.history.undo({ id: sold.changeId });
    const after = (await owner.desk.tickets({ limit: 10 })).rows;
    expect(after).toHaveLength(2);
    expect(after[0]).toMatchObject({ undone: true, code: '' });
    await owner.history.redo({ id: sold.changeId });
    expect((await owner.desk.tickets({ limit: 10 })).rows.map((ticket) => ticket.undone)).toEqual([false, false]);
  });

  it('a desk operator may undo only what they did themselves', async () => {
    venue.allowUndo();
    const { id } = await addProduct();
    await owner.operators.add({ name: 'Dora', password: 'correct horse', role: 'desk' });
    const sold = await owner.desk.sellTicket({ productId: id, print: false });
    await api.client.operators.signIn({ name: 'Dora', password: 'correct horse' });
    await expect(api.client.history.undo({ id: sold.changeId })).rejects.toMatchObject({
      data: { reason: 'not-allowed' },
    });
    const own = await api.client.desk.sellTicket({ productId: id, print: false });
    await expect(api.client.history.undo({ id: own.changeId })).resolves.toHaveProperty('label');
  });
});
