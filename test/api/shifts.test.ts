import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

/** The window of a receptionist who has just signed in. */
async function signInDora(): Promise<Client> {
  await owner.operators.add({ name: 'Dora', password: 'correct horse', role: 'desk' });
  await api.client.operators.signIn({ name: 'Dora', password: 'correct horse' });
  return api.client;
}

const countedAs = (minor: number) => ({ expectedMinor: minor, counted: { kind: 'total', minor } as const });
const notAllowed = { data: { reason: 'not-allowed' } };

describe('a receptionist', () => {
  it('opens, counts and closes their own shift, and can read it afterwards', async () => {
    const dora = await signInDora();
    const { id } = await dora.shifts.open({ floatMinor: 5_000 });
    expect(await dora.shifts.current()).toMatchObject({ shift: { id, operatorName: 'Dora' } });
    await dora.shifts.close({ id, ...countedAs(5_000) });
    expect(await dora.shifts.current()).toEqual({ lastCountedMinor: 5_000 });
    expect(await dora.shifts.get({ id })).toMatchObject({ closing: { countedMinor: 5_000, differenceMinor: 0 } });
  });

  it('can neither read nor close the shift of somebody else, nor list them', async () => {
    const { id } = await owner.shifts.open({ floatMinor: 5_000 });
    const dora = await signInDora();
    await expect(dora.shifts.get({ id })).rejects.toMatchObject(notAllowed);
    await expect(dora.shifts.close({ id, ...countedAs(5_000) })).rejects.toMatchObject(notAllowed);
    await expect(dora.shifts.list({ limit: 10 })).rejects.toMatchObject(notAllowed);
    expect((await owner.shifts.current()).shift?.closedAtMs).toBeUndefined();
  });
});

describe('a manager', () => {
  it('closes a shift that a receptionist left open, under their own name', async () => {
    const { id } = await (await signInDora()).shifts.open({ floatMinor: 5_000 });
    const closed = await api.as('manager').shifts.close({ id, ...countedAs(5_000) });
    expect(closed).toMatchObject({ operatorName: 'Dora', closing: { operatorName: 'Olivia' } });
  });
});

describe('the windows', () => {
  it('hear of every step of a shift, and of none that was refused', async () => {
    await owner.shifts.open({ floatMinor: 5_000 });
    expect(venue.announced).toEqual(['shifts']);
    await expect(owner.shifts.open({ floatMinor: 5_000 })).rejects.toMatchObject({ data: { reason: 'shift-open' } });
    expect(venue.announced).toEqual(['shifts']);
  });
});
