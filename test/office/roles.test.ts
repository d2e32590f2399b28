import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { undoChange } from '../../db/write';
import { addOperator, updateOperator } from '../../main/office/operators';
import { addRole, getRole, listRolesInUse, refuseGiving, removeRole, updateRole } from '../../main/office/roles';
import type { RoleView } from '../../preload/contract/operators';
import type { Right } from '../../preload/contract/rights';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import { builtInRole, ownerRole } from '../fakes/roles';

let venue: TestVenue;
beforeEach(() => (venue = openTestVenue()));
afterEach(() => venue.close());

/** A role that may say who works here, and little else. */
const personnel: RoleView = { id: 100, kind: 'own', name: 'Personnel', rights: ['guests', 'sell', 'operators'] };

function make(name: string, rights: readonly Right[]): { readonly id: number; readonly changeId: number } {
  const made = addRole(venue, venue.owner, ownerRole, { name, rights });
  if ('kind' in made) throw new Error(made.reason);
  return made;
}

async function addDora(role: number | 'desk' | 'owner'): Promise<number> {
  const made = await addOperator(venue, venue.owner, ownerRole, { name: 'Dora', password: 'correct horse', role });
  if ('kind' in made) throw new Error(made.reason);
  return made.id;
}

describe('an own role', () => {
  it('is made of single rights, each once, in the order of the table', () => {
    const { id } = make('Night porter', ['sell', 'guests', 'sell']);
    expect(getRole(venue, id)).toEqual({ id, kind: 'own', name: 'Night porter', rights: ['guests', 'sell'] });
  });

  it('keeps only the rights that this program knows', () => {
    const { id } = make('Night porter', ['guests']);
    venue.db.sqlite.prepare(`update roles set rights = '["guests","of-another-version"]' where id = ?`).run(id);
    expect(getRole(venue, id)).toMatchObject({ rights: ['guests'] });
  });

  it('may not be called like another, whatever the case of its letters', () => {
    const { id } = make('Night porter', ['guests']);
    const again = { name: 'night PORTER', rights: [] };
    expect(addRole(venue, venue.owner, ownerRole, again)).toMatchObject({ reason: 'name-taken', field: 'name' });
    expect(updateRole(venue, venue.owner, ownerRole, { id, name: 'NIGHT porter' })).toHaveProperty('changeId');
  });

  it('is not removed while somebody has it, and comes back by undo', async () => {
    const { id } = make('Night porter', ['guests']);
    const dora = await addDora(id);
    expect(removeRole(venue, venue.owner, ownerRole, id)).toMatchObject({
      reason: 'role-in-use',
      params: { count: 1 },
    });
    await updateOperator(venue, venue.owner, ownerRole, { id: dora, role: 'desk' });
    const removed = removeRole(venue, venue.owner, ownerRole, id);
    if ('kind' in removed) throw new Error(removed.reason);
    expect(getRole(venue, id)).toMatchObject({ reason: 'not-found' });
    expect(undoChange(venue.db, venue.owner, removed.changeId, venue.now())).toMatchObject({ kind: 'done' });
    expect(getRole(venue, id)).toMatchObject({ name: 'Night porter', rights: ['guests'] });
  });

  it('that somebody has since is not taken back by undoing its making', async () => {
    const { id, changeId } = make('Night porter', ['guests']);
    await addDora(id);
    expect(undoChange(venue.db, venue.owner, changeId, venue.now())).toMatchObject({ reason: 'changed-since' });
    expect(getRole(venue, id)).toMatchObject({ name: 'Night porter' });
  });

  it('is one of a limited number', () => {
    const own = 50 - listRolesInUse(venue).length;
    for (let count = 0; count < own; count++) make(`Role ${count}`, []);
    expect(addRole(venue, venue.owner, ownerRole, { name: 'One more', rights: [] })).toMatchObject({
      reason: 'too-many-roles',
    });
  });
});

describe('the roles that come with the program', () => {
  it('are neither changed nor removed', () => {
    for (const { id } of listRolesInUse(venue)) {
      expect(updateRole(venue, venue.owner, ownerRole, { id, rights: [] })).toMatchObject({ reason: 'built-in-role' });
      expect(removeRole(venue, venue.owner, ownerRole, id)).toMatchObject({ reason: 'built-in-role' });
    }
  });
});

describe('nobody gives more than they have', () => {
  it('not in a role they make or change', () => {
    const { id } = make('Technician', ['technical']);
    const strong = { name: 'Strong', rights: ['sell', 'technical'] as const };
    expect(addRole(venue, venue.owner, personnel, strong)).toMatchObject({
      reason: 'more-than-own',
      params: { right: 'technical' },
    });
    expect(updateRole(venue, venue.owner, personnel, { id, rights: ['sell'] })).toMatchObject({
      reason: 'more-than-own',
    });
    expect(removeRole(venue, venue.owner, personnel, id)).toMatchObject({ reason: 'more-than-own' });
    expect(getRole(venue, id)).toMatchObject({ rights: ['technical'] });
  });

  it('not to an operator, and not by taking a stronger one down', async () => {
    const dora = await addDora('desk');
    const input = { name: 'Otto', password: 'correct horse', role: 'manager' } as const;
    expect(await addOperator(venue, venue.owner, personnel, input)).toMatchObject({ reason: 'more-than-own' });
    expect(await updateOperator(venue, venue.owner, personnel, { id: dora, disabled: true })).toMatchObject({
      reason: 'more-than-own',
    });
  });

  it('and only an owner touches an owner, even where the rights are the same', async () => {
    const installer = builtInRole('installer');
    expect(installer.rights).toEqual(ownerRole.rights);
    const dora = await addDora('owner');
    expect(await updateOperator(venue, venue.owner, installer, { id: dora, role: 'desk' })).toMatchObject({
      reason: 'owners-only',
    });
    expect(await updateOperator(venue, venue.owner, installer, { id: dora, password: 'battery staple' })).toMatchObject(
      { reason: 'owners-only' },
    );
    expect(refuseGiving(installer, builtInRole('manager'))).toBeUndefined();
  });
});
