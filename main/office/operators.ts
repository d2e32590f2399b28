/** Who works here: adding, changing, signing in. */
import { writeChange, type Actor } from '../../db/write';
import {
  countOtherOwners,
  findOperator,
  findOperatorByName,
  listOperators as listOperatorRows,
  type OperatorRow,
} from '../../db/queries/operators';
import { languages, type Language } from '../../preload/contract/base';
import type { RoleOf, RoleView } from '../../preload/contract/operators';
import type { Refusal } from '../../preload/contract/refusals';
import { nameKey } from '../names';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';
import { hashPassword, verifyPassword, type GuessGuard } from './passwords';
import { getRole, refuseGiving, viewRole } from './roles';

export interface OperatorView {
  readonly id: number;
  readonly name: string;
  readonly role: RoleView;
  readonly language?: Language;
}

export function viewOperator(row: OperatorRow): OperatorView {
  const language = languages.find((known) => known === row.language);
  return { id: row.id, name: row.name, role: viewRole(row), ...(language ? { language } : {}) };
}

/** A hash of nothing anybody knows: an unknown name costs the same time as a wrong password. */
const nobody = hashPassword(crypto.randomUUID());

/** The operator whose name and password these are. Refused alike for an unknown name and a wrong password. */
export async function checkPassword(
  open: OpenVenue,
  guard: GuessGuard,
  name: string,
  password: string,
): Promise<OperatorView | Refusal> {
  const key = nameKey(name);
  const seconds = guard.tryName(key, open.now());
  if (seconds > 0) return refuse('slow-down', { seconds });
  const row = findOperatorByName(open.db, key);
  const right = await verifyPassword(password, row?.passwordHash ?? (await nobody));
  if (!row || !right || row.disabledAtMs !== null) return refuse('wrong-password', {}, 'password');
  guard.right(key);
  return viewOperator(row);
}

export function listOperators(open: OpenVenue) {
  return listOperatorRows(open.db).map((row) => ({
    ...viewOperator(row),
    disabled: row.disabledAtMs !== null,
    hasPin: row.pinHash !== null,
    createdAtMs: row.createdAtMs,
  }));
}

/** Refusals: not-found (the role), owners-only, more-than-own, name-taken. `giver` is the role of who adds. */
export async function addOperator(
  open: OpenVenue,
  actor: Actor,
  giver: RoleView,
  input: { readonly name: string; readonly password: string; readonly role: RoleOf },
): Promise<{ id: number; changeId: number } | Refusal> {
  const role = getRole(open, input.role);
  if (isRefusal(role)) return role;
  const no = refuseGiving(giver, role);
  if (no) return no;
  const key = nameKey(input.name);
  const hash = await hashPassword(input.password);
  if (findOperatorByName(open.db, key)) return refuse('name-taken', { what: 'Operator', name: input.name }, 'name');
  const what = { action: 'add-operator', params: { name: input.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => ({
    id: write.insert('operators', {
      name: input.name,
      name_key: key,
      role_id: role.id,
      password_hash: hash,
      created_at_ms: write.atMs,
    }),
    changeId: write.changeId,
  }));
}

export interface OperatorUpdate {
  readonly id: number;
  readonly role?: RoleOf | undefined;
  readonly password?: string | undefined;
  /** Null takes it away. */
  readonly pin?: string | null | undefined;
  readonly disabled?: boolean | undefined;
}

/** Refusals: not-found, owners-only and more-than-own (for the role they have and the new one), last-owner. */
export async function updateOperator(
  open: OpenVenue,
  actor: Actor,
  giver: RoleView,
  input: OperatorUpdate,
): Promise<{ changeId: number } | Refusal> {
  const hash = input.password === undefined ? undefined : await hashPassword(input.password);
  const pinHash = typeof input.pin === 'string' ? await hashPassword(input.pin) : input.pin;
  const row = findOperator(open.db, input.id);
  if (!row) return refuse('not-found', { what: 'Operator', id: input.id }, 'id');
  const role = input.role === undefined ? viewRole(row) : getRole(open, input.role);
  if (isRefusal(role)) return role;
  const no = refuseGiving(giver, viewRole(row)) ?? refuseGiving(giver, role);
  if (no) return no;
  const losesOwner = row.roleKind === 'owner' && (input.disabled === true || role.kind !== 'owner');
  if (losesOwner && countOtherOwners(open.db, row.id) === 0) return refuse('last-owner');
  const what = { action: 'update-operator', params: { name: row.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    write.update('operators', row.id, {
      role_id: role.id,
      password_hash: hash,
      pin_hash: pinHash,
      ...(input.disabled === undefined
        ? {}
        : { disabled_at_ms: input.disabled ? (row.disabledAtMs ?? write.atMs) : null }),
    });
    return { changeId: write.changeId };
  });
}

export function setOwnLanguage(open: OpenVenue, actor: Actor, operatorId: number, language: Language) {
  const row = findOperator(open.db, operatorId);
  if (!row) return refuse('not-found', { what: 'Operator', id: operatorId });
  const what = { action: 'set-language', params: { name: row.name, language } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    write.update('operators', operatorId, { language });
    return { changeId: write.changeId };
  });
}

export async function changeOwnPassword(
  open: OpenVenue,
  actor: Actor,
  guard: GuessGuard,
  input: { readonly operatorId: number; readonly oldPassword: string; readonly newPassword: string },
): Promise<{ changeId: number } | Refusal> {
  const row = findOperator(open.db, input.operatorId);
  if (!row) return refuse('not-found', { what: 'Operator', id: input.operatorId });
  const checked = await checkPassword(open, guard, row.name, input.oldPassword);
  if ('kind' in checked) return checked;
  const hash = await hashPassword(input.newPassword);
  const what = { action: 'change-password', params: { name: row.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    write.update('operators', row.id, { password_hash: hash });
    return { changeId: write.changeId };
  });
}
