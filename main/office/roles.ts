/** Roles of the venue's own, made of single rights; and who may hand out which. */
import { writeChange, type Actor } from '../../db/write';
import {
  findRole,
  findRoleByName,
  getBuiltInRole,
  listRoles,
  MOST_ROLES,
  type RoleRow,
} from '../../db/queries/operators';
import type { RoleOf, RoleView } from '../../preload/contract/operators';
import type { Refusal } from '../../preload/contract/refusals';
import { rights, rightsOf, type Right, type RoleKind } from '../../preload/contract/rights';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';

/** As rows of roles and of operators have it. */
interface RoleColumns {
  readonly roleId: number;
  readonly roleKind: RoleKind;
  readonly roleName: string;
  readonly roleRights: readonly string[] | null;
}

export function viewRole({ roleId, roleKind, roleName, roleRights }: RoleColumns): RoleView {
  return { id: roleId, kind: roleKind, name: roleName, rights: rightsOf(roleKind, roleRights ?? []).slice() };
}

function viewRow(row: RoleRow): RoleView {
  return viewRole({ roleId: row.id, roleKind: row.kind, roleName: row.name, roleRights: row.rights });
}

/** Built-in and own roles, with how many operators have each. */
export function listRolesInUse(open: OpenVenue) {
  return listRoles(open.db).map((row) => ({ ...viewRow(row), operators: row.operators }));
}

/** The role meant by its number, or by its kind for a built-in one. Refused: not-found. */
export function getRole(open: OpenVenue, role: RoleOf): RoleView | Refusal {
  const row = typeof role === 'number' ? findRole(open.db, role) : getBuiltInRole(open.db, role);
  return row ? viewRow(row) : refuse('not-found', { what: 'Role', id: String(role) }, 'role');
}

/**
 * Why somebody of the role `giver` may not make, change or shut out somebody of the role `taken`: nobody gives rights they
 * do not have, and only an owner touches an owner. Undefined: they may.
 */
export function refuseGiving(giver: RoleView, taken: Pick<RoleView, 'kind' | 'rights'>): Refusal | undefined {
  if (giver.kind === 'owner') return undefined;
  if (taken.kind === 'owner') return refuse('owners-only', {}, 'role');
  const more = taken.rights.find((right) => !giver.rights.includes(right));
  return more && refuse('more-than-own', { right: more }, 'rights');
}

/** Refusals: name-taken, more-than-own, too-many-roles. */
export function addRole(
  open: OpenVenue,
  actor: Actor,
  giver: RoleView,
  input: { readonly name: string; readonly rights: readonly Right[] },
): { id: number; changeId: number } | Refusal {
  const no = refuseGiving(giver, { kind: 'own', rights: [...input.rights] }) ?? refuseName(open, input.name);
  if (no) return no;
  if (listRoles(open.db).length >= MOST_ROLES) return refuse('too-many-roles', { most: MOST_ROLES });
  const what = { action: 'add-role', params: { name: input.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => ({
    id: write.insert('roles', { name: input.name, kind: 'own', rights: encodeRights(input.rights) }),
    changeId: write.changeId,
  }));
}

export interface RoleUpdate {
  readonly id: number;
  readonly name?: string | undefined;
  readonly rights?: readonly Right[] | undefined;
}

/** Refusals: not-found, built-in-role, name-taken, more-than-own (for what it allowed and what it is to allow). */
export function updateRole(
  open: OpenVenue,
  actor: Actor,
  giver: RoleView,
  input: RoleUpdate,
): { changeId: number } | Refusal {
  const role = getOwnRole(open, giver, input.id);
  if (isRefusal(role)) return role;
  const no =
    (input.rights && refuseGiving(giver, { kind: 'own', rights: [...input.rights] })) ??
    (input.name === undefined ? undefined : refuseName(open, input.name, role.id));
  if (no) return no;
  const what = { action: 'update-role', params: { name: input.name ?? role.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    write.update('roles', role.id, { name: input.name, rights: input.rights && encodeRights(input.rights) });
    return { changeId: write.changeId };
  });
}

/** Refusals: not-found, built-in-role, more-than-own, role-in-use. */
export function removeRole(open: OpenVenue, actor: Actor, giver: RoleView, id: number): { changeId: number } | Refusal {
  const role = getOwnRole(open, giver, id);
  if (isRefusal(role)) return role;
  const count = findRole(open.db, id)!.operators;
  if (count > 0) return refuse('role-in-use', { name: role.name, count });
  const what = { action: 'remove-role', params: { name: role.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    write.remove('roles', role.id);
    return { changeId: write.changeId };
  });
}

function getOwnRole(open: OpenVenue, giver: RoleView, id: number): RoleView | Refusal {
  const row = findRole(open.db, id);
  if (!row) return refuse('not-found', { what: 'Role', id }, 'id');
  if (row.kind !== 'own') return refuse('built-in-role');
  const role = viewRow(row);
  return refuseGiving(giver, role) ?? role;
}

function refuseName(open: OpenVenue, name: string, ownId?: number): Refusal | undefined {
  const taken = findRoleByName(open.db, name);
  return taken && taken.id !== ownId ? refuse('name-taken', { what: 'Role', name }, 'name') : undefined;
}

/** In the order of the table of rights, each once: the same choice is the same row. */
function encodeRights(chosen: readonly Right[]): string {
  return JSON.stringify(rights.filter((right) => chosen.includes(right)));
}
