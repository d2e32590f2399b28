/** No right without effect: each is asked for by a procedure or by a second check, and makes the difference there. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addGuest } from '../../main/desk/add-guest';
import { setLocked } from '../../main/desk/lock-guest';
import { contract } from '../../preload/contract';
import { rights, type Right } from '../../preload/contract/rights';
import { createTestApi, knockAt, type Client, type TestApi } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import { refusalOf } from './refusal';

interface Proof {
  readonly what: string;
  /** What the procedure itself asks for, where that is another right. */
  readonly base: readonly Right[];
  readonly call: (client: Client) => Promise<unknown>;
}

let venue: TestVenue;
let api: TestApi;
let productId: number;
let guestId: number;
let othersChangeId: number;
beforeEach(async () => {
  venue = openTestVenue();
  api = createTestApi(venue);
  const owner = api.as('owner');
  productId = (await owner.products.add({ name: '1 day', priceMinor: 500, starts: 'now', validForSec: 86_400 })).id;
  const guest = addGuest(venue, venue.owner, { username: 'anna', password: 'correct horse' });
  if ('kind' in guest) throw new Error(guest.reason);
  guestId = guest.id;
  const somebody = { operatorId: null, operatorName: 'Somebody', via: 'system' } as const;
  const locked = setLocked(venue, somebody, { id: guestId, locked: true });
  if ('kind' in locked) throw new Error(locked.reason);
  othersChangeId = locked.changeId;
});
afterEach(() => venue.close());

const procedureProofs = Object.entries(contract).flatMap(([section, all]) =>
  Object.entries(all).map(([name, procedure]) => ({
    needed: procedure['~orpc'].meta.needed,
    proof: {
      what: `${section}.${name}`,
      base: [],
      call: (client: Client) => knockAt(client, `${section}.${name}`),
    } satisfies Proof,
  })),
);

const attributes = [{ name: 'Filter-Id', value: 'guests' }];
const price = { priceMinor: 100, priceReason: 'apology' };

const secondProofs: readonly (Proof & { readonly needed: Right })[] = [
  {
    ...{ needed: 'print', what: 'a sale with paper', base: ['sell'] },
    call: (client) => client.desk.sellTicket({ productId }),
  },
  {
    ...{ needed: 'print', what: 'cards on the ticket printer', base: ['cards'] },
    call: (client) => client.cards.print({ batchId: 1, ids: [guestId] }),
  },
  {
    ...{ needed: 'print', what: 'a sheet of cards', base: ['cards'] },
    call: (client) => client.cards.sheet({ batchId: 1, ids: [guestId] }),
  },
  {
    ...{ needed: 'print', what: 'the report of a shift on paper', base: ['sell'] },
    call: (client) => client.shifts.print({ id: 1 }),
  },
  {
    ...{ needed: 'set-end', what: 'a sale with an end of its own', base: ['sell'] },
    call: (client) => client.desk.sellTicket({ productId, print: false, endsAtMs: venue.now() + 1_000 }),
  },
  {
    ...{ needed: 'price-override', what: 'a sale at another price', base: ['sell'] },
    call: (client) => client.desk.sellTicket({ productId, print: false, ...price }),
  },
  {
    ...{ needed: 'price-override', what: 'a recharge at another price', base: ['recharge'] },
    call: (client) => client.desk.recharge({ guestId, productId, ...price }),
  },
  {
    ...{ needed: 'free-ticket', what: 'a free ticket', base: ['sell'] },
    call: (client) => client.desk.sellTicket({ productId, print: false, payment: 'free', priceReason: 'apology' }),
  },
  {
    ...{ needed: 'block-devices', what: 'a device kept out of the venue', base: ['devices'] },
    call: (client) => client.devices.dissociate({ scope: 'venue', macAddress: '02:00:00:00:00:01' }),
  },
  {
    ...{ needed: 'undo-others', what: 'the undo of another’s work', base: ['undo-own'] },
    call: (client) => client.history.undo({ id: othersChangeId }),
  },
  {
    ...{ needed: 'sessions', what: 'sessions that are over', base: ['guests'] },
    call: (client) => client.sessions.list({ online: false }),
  },
  {
    ...{ needed: 'sessions', what: 'all sessions of a guest', base: ['guests'] },
    call: (client) => client.sessions.list({ guestId }),
  },
  {
    ...{ needed: 'see-passwords', what: 'the picture of a ticket with a password', base: ['print'] },
    call: (client) => client.tickets.pictures({ guestIds: [guestId] }),
  },
  {
    ...{ needed: 'see-passwords', what: 'a sheet of tickets with passwords', base: ['print'] },
    call: (client) => client.tickets.sheet({ guestIds: [guestId] }),
  },
  {
    ...{ needed: 'technical', what: 'a new product with attributes', base: ['products'] },
    call: (client) => client.products.add({ name: 'VIP', priceMinor: 0, starts: 'now', attributes }),
  },
  {
    ...{ needed: 'technical', what: 'the attributes of a product', base: ['products'] },
    call: (client) => client.products.update({ id: productId, attributes }),
  },
];

const proofsOf = (right: Right): readonly Proof[] => [
  ...procedureProofs.filter(({ needed }) => needed === right).map(({ proof }) => proof),
  ...secondProofs.filter(({ needed }) => needed === right),
];

describe('a right', () => {
  it.each(rights)('%s is asked for somewhere', (right) => {
    expect(proofsOf(right).length).toBeGreaterThan(0);
  });

  it.each(rights.flatMap((right) => proofsOf(right).map((proof) => [right, proof.what, proof] as const)))(
    '%s makes the difference at %s',
    async (right, _what, { base, call }) => {
      const without = await refusalOf(call(api.as(rights.filter((other) => other !== right))));
      expect(without).toMatchObject({ reason: 'not-allowed', params: { needed: right } });
      const withIt = await refusalOf(call(api.as([...base, right])));
      expect(withIt.reason).not.toBe('not-allowed');
    },
  );
});

describe('what is seen without a right', () => {
  it('is who is online, but not who was', async () => {
    await expect(api.as(['guests']).sessions.list({ online: true, guestId })).resolves.toEqual({ rows: [], total: 0 });
  });

  it('is a product without what the router is told of it', async () => {
    await api.as('owner').products.update({ id: productId, attributes });
    const seen = async (client: Client) => (await client.products.list()).rows.find(({ id }) => id === productId);
    expect(await seen(api.as('manager'))).not.toHaveProperty('attributes');
    expect(await seen(api.as('installer'))).toHaveProperty('attributes', attributes);
  });

  it('and a product that is saved without seeing its attributes keeps them', async () => {
    await api.as('owner').products.update({ id: productId, attributes });
    await api.as('manager').products.update({ id: productId, priceMinor: 700 });
    const [product] = (await api.as('owner').products.list()).rows;
    expect(product).toMatchObject({ priceMinor: 700, attributes });
  });

  it('is a guest’s place in the network without its wireless keys', async () => {
    await api.as('owner').guests.setNetwork({ id: guestId, ipAddress: '10.0.0.9', wirelessPsk: 'correct horse' });
    expect((await api.as(['technical']).guests.settings({ id: guestId })).network).toEqual({ ipAddress: '10.0.0.9' });
    const { network } = await api.as(['technical', 'see-passwords']).guests.settings({ id: guestId });
    expect(network).toEqual({ ipAddress: '10.0.0.9', wirelessPsk: 'correct horse' });
  });

  it('is the ticket of a code, which is what the guest is called at the desk', async () => {
    const { tickets } = await api.as('owner').desk.sellTicket({ productId, print: false });
    const guestIds = tickets.map((ticket) => ticket.guestId);
    expect((await api.as(['print']).tickets.pictures({ guestIds })).tickets).toHaveLength(1);
  });

  it('is never a sale that was refused for its paper', async () => {
    expect(await refusalOf(api.as(['sell']).desk.sellTicket({ productId }))).toMatchObject({ field: 'print' });
    expect((await api.as('owner').desk.tickets()).rows).toEqual([]);
    expect((await api.as(['sell']).desk.sellTicket({ productId, print: false })).print).toEqual({ state: 'not-asked' });
  });
});

describe('the password of a guest', () => {
  it('is shown as it is now', async () => {
    const manager = api.as('manager');
    expect(await manager.guests.password({ id: guestId })).toEqual({ password: 'correct horse' });
    await manager.guests.setPassword({ id: guestId, password: 'battery' });
    expect(await manager.guests.password({ id: guestId })).toEqual({ password: 'battery' });
  });

  it('is refused for a code, which has none, and for a guest who is none', async () => {
    const { tickets } = await api.as('owner').desk.sellTicket({ productId, print: false });
    const manager = api.as('manager');
    expect(await refusalOf(manager.guests.password({ id: tickets[0]!.guestId }))).toMatchObject({
      reason: 'no-own-password',
    });
    expect(await refusalOf(manager.guests.password({ id: 99 }))).toMatchObject({ reason: 'not-found' });
  });
});

describe('what runs beside the windows', () => {
  const jobs: ReturnType<TestVenue['listJobs']> = ['Olivia', 'Dora', undefined].map((operatorName, index) => ({
    ...{ id: index + 1, name: 'make-batch', operatorName, askedAtMs: 0, progress: undefined },
  }));

  it('is seen and stopped by whoever has asked for it, and by whoever runs the venue', async () => {
    const stopped: number[] = [];
    Object.assign(venue, { listJobs: () => jobs, stopJob: (id: number) => stopped.push(id) > 0 });
    const idsOf = async (client: Client) => (await client.work.list()).rows.map(({ id }) => id);
    // The clients of this test act as Olivia.
    expect(await idsOf(api.as(['cards']))).toEqual([1]);
    expect(await idsOf(api.as(['venue']))).toEqual([1, 2, 3]);
    expect(await refusalOf(api.as(['cards']).work.stop({ id: 2 }))).toMatchObject({ reason: 'not-found' });
    await api.as(['cards']).work.stop({ id: 1 });
    await api.as(['venue']).work.stop({ id: 2 });
    expect(stopped).toEqual([1, 2]);
  });
});
