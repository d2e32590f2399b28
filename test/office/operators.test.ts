import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addOperator, changeOwnPassword, checkPassword, updateOperator } from '../../main/office/operators';
import { createGuessGuard, hashPassword, verifyPassword } from '../../main/office/passwords';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import { ownerRole } from '../fakes/roles';

let venue: TestVenue;
beforeEach(() => (venue = openTestVenue()));
afterEach(() => venue.close());

const addDora = () =>
  addOperator(venue, venue.owner, ownerRole, { name: 'Dora', password: 'correct horse', role: 'desk' });

describe('a password', () => {
  it('is kept as a salted scrypt hash, never alike twice', async () => {
    const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    expect(one).toMatch(/^scrypt\$32768\$8\$1\$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword('correct horse', one)).toBe(true);
    expect(await verifyPassword('correct horsf', one)).toBe(false);
    expect(await verifyPassword('correct horse', 'garbage')).toBe(false);
  });

  it('typed on a keyboard that composes letters differently is the same', async () => {
    const hash = await hashPassword('caf\u00e9 noir');
    expect(await verifyPassword('cafe\u0301 noir', hash)).toBe(true);
  });
});

describe('signing in', () => {
  it('works without regard to the case of the name and is refused alike for unknown names and wrong passwords', async () => {
    await addDora();
    const guard = createGuessGuard();
    expect(await checkPassword(venue, guard, 'DORA', 'correct horse')).toMatchObject({
      name: 'Dora',
      role: { kind: 'desk' },
    });
    expect(await checkPassword(venue, guard, 'Dora', 'wrong')).toMatchObject({ reason: 'wrong-password' });
    expect(await checkPassword(venue, guard, 'Nobody', 'wrong')).toMatchObject({ reason: 'wrong-password' });
  });

  it('is refused for a disabled operator', async () => {
    const made = await addDora();
    if ('kind' in made) throw new Error(made.reason);
    await updateOperator(venue, venue.owner, ownerRole, { id: made.id, disabled: true });
    expect(await checkPassword(venue, createGuessGuard(), 'Dora', 'correct horse')).toMatchObject({
      reason: 'wrong-password',
    });
  });

  it('slows down after five wrong passwords, longer each time, also for those sent side by side', () => {
    const guard = createGuessGuard();
    for (let tries = 0; tries < 5; tries++) expect(guard.tryName('dora', 0)).toBe(0);
    expect(guard.tryName('dora', 0)).toBe(2);
    expect(guard.tryName('dora', 2_000)).toBe(0);
    expect(guard.tryName('dora', 2_000)).toBe(4);
    for (let tries = 0, now = 10_000; tries < 10; tries++, now += 70_000) guard.tryName('dora', now);
    expect(guard.tryName('dora', 10_000 + 9 * 70_000 + 1)).toBe(60);
    expect(guard.tryName('anna', 0)).toBe(0);
  });

  it('forgets the wrong ones after a right one', () => {
    const guard = createGuessGuard();
    for (let tries = 0; tries < 4; tries++) guard.tryName('dora', 0);
    guard.right('dora');
    for (let tries = 0; tries < 5; tries++) expect(guard.tryName('dora', 0)).toBe(0);
  });
});

describe('operators', () => {
  it('may not differ in case only', async () => {
    await addDora();
    expect(
      await addOperator(venue, venue.owner, ownerRole, { name: 'dOrA', password: 'x'.repeat(8), role: 'desk' }),
    ).toMatchObject({
      reason: 'name-taken',
    });
  });

  it('keep at least one owner who can sign in', async () => {
    const id = venue.owner.operatorId!;
    expect(await updateOperator(venue, venue.owner, ownerRole, { id, disabled: true })).toMatchObject({
      reason: 'last-owner',
    });
    expect(await updateOperator(venue, venue.owner, ownerRole, { id, role: 'desk' })).toMatchObject({
      reason: 'last-owner',
    });
    await addOperator(venue, venue.owner, ownerRole, { name: 'Otto', password: 'x'.repeat(8), role: 'owner' });
    expect(await updateOperator(venue, venue.owner, ownerRole, { id, role: 'desk' })).toHaveProperty('changeId');
  });

  it('change their own password only with the old one', async () => {
    const made = await addDora();
    if ('kind' in made) throw new Error(made.reason);
    const own = { operatorId: made.id, newPassword: 'battery staple' };
    const guard = createGuessGuard();
    expect(await changeOwnPassword(venue, venue.owner, guard, { ...own, oldPassword: 'wrong' })).toMatchObject({
      reason: 'wrong-password',
    });
    await changeOwnPassword(venue, venue.owner, guard, { ...own, oldPassword: 'correct horse' });
    expect(await checkPassword(venue, guard, 'Dora', 'battery staple')).toMatchObject({ id: made.id });
  });
});
