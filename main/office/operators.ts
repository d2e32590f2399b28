/** Who works here: adding, changing, signing in. */
import type { Db } from '../../db/open';
import { writeChange, type Actor } from '../../db/write';
import {
  countOtherOwners,
  findOperator,
  findOperatorByName,
  listOperators as listOperatorRows,
  type OperatorRow,
} from '../../db/queries/operators';
import { languages, type Language } from '../../preload/contract/base';
import type { RoleOf, RoleView, ScopeView } from '../../preload/contract/operators';
import type { Refusal } from '../../preload/contract/refusals';
import { rightsInPart } from '../../preload/contract/rights';
import { nameKey } from '../names';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';
import { hashPassword, verifyPassword, type GuessGuard } from './passwords';
import {
  bindAnew,
  bindNew,
  moveChildrenUp,
  readBinding,
  refuseReaching,
  viewScope,
  writeDomains,
} from './operator-scope';
import type { BindingInput } from './operator-scope';
import { getRole, refuseGiving, viewRole } from './roles';

export interface OperatorView {
  readonly id: number;
  readonly name: string;
  readonly role: RoleView;
  readonly language?: Language;
  /** Absent: the whole venue. */
  readonly sees?: ScopeView;
}

/** With the rights that mean something for the part of the venue that is seen. */
export function viewOperator(db: Db, row: OperatorRow): OperatorView {
  const view = viewWithRole(db, row);
  return view.sees === undefined
    ? view
    : { ...view, role: { ...view.role, rights: rightsInPart(view.role.rights).slice() } };
}

function viewWithRole(db: Db, row: OperatorRow): OperatorView {
  const language = languages.find((known) => known === row.language);
  const sees = viewScope(db, row.id);
  return {
    ...{ id: row.id, name: row.name, role: viewRole(row) },
    ...(language ? { language } : {}),
    ...(sees === undefined ? {} : { sees }),
  };
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
  return viewOperator(open.db, row);
}

/** Everybody; for whoever sees a part of the venue, those below and themselves. */
export function listOperators({ db, scope }: OpenVenue) {
  const rows = listOperatorRows(db).filter(({ id }) => scope?.operatorIds.includes(id) ?? true);
  return rows.map((row) => ({
    ...viewWithRole(db, row),
    ...bindingView(db, row),
    disabled: row.disabledAtMs !== null,
    hasPin: row.pinHash !== null,
    createdAtMs: row.createdAtMs,
  }));
}

function bindingView(db: Db, row: OperatorRow) {
  const { parentId, domainIds, guestPrefix } = readBinding(db, row);
  return {
    ...(parentId === null ? {} : { parentId }),
    domainIds: domainIds.slice(),
    ...(guestPrefix === null ? {} : { guestPrefix }),
  };
}

/** Refusals: those of `bindNew`, not-found (the role), owners-only, more-than-own, name-taken. `giver` is the role of who adds. */
export async function addOperator(
  open: OpenVenue,
  actor: Actor,
  giver: RoleView,
  input: { readonly name: string; readonly password: string; readonly role: RoleOf } & BindingInput,
): Promise<{ id: number; changeId: number } | Refusal> {
  const role = getRole(open, input.role);
  if (isRefusal(role)) return role;
  const no = refuseGiving(giver, role);
  if (no) return no;
  const binding = bindNew(open, actor, role.kind === 'owner', input);
  if (isRefusal(binding)) return binding;
  const key = nameKey(input.name);
  const hash = await hashPassword(input.password);
  if (findOperatorByName(open.db, key)) return refuse('name-taken', { what: 'Operator', name: input.name }, 'name');
  const what = { action: 'add-operator', params: { name: input.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    const id = write.insert('operators', {
      ...{ name: input.name, name_key: key, role_id: role.id, password_hash: hash, created_at_ms: write.atMs },
      ...{ parent_id: binding.parentId, guest_prefix: binding.guestPrefix },
    });
    writeDomains(open.db, write, id, binding.domainIds);
    return { id, changeId: write.changeId };
  });
}

export interface OperatorUpdate extends BindingInput {
  readonly id: number;
  readonly role?: RoleOf | undefined;
  readonly password?: string | undefined;
  /** Null takes it away. */
  readonly pin?: string | null | undefined;
  readonly disabled?: boolean | undefined;
}

/** Refusals: those of `bindAnew`, not-found, above-you, owners-only and more-than-own (for the role they have and the new one), last-owner. */
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
  const outside = refuseReaching(open, actor, row);
  if (outside) return outside;
  const role = input.role === undefined ? viewRole(row) : getRole(open, input.role);
  if (isRefusal(role)) return role;
  const no = refuseGiving(giver, viewRole(row)) ?? refuseGiving(giver, role);
  if (no) return no;
  const binding = bindAnew(open, actor, row, role.kind === 'owner', input);
  if (isRefusal(binding)) return binding;
  const losesOwner = row.roleKind === 'owner' && (input.disabled === true || role.kind !== 'owner');
  if (losesOwner && countOtherOwners(open.db, row.id) === 0) return refuse('last-owner');
  const what = { action: 'update-operator', params: { name: row.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    write.update('operators', row.id, {
      role_id: role.id,
      password_hash: hash,
      pin_hash: pinHash,
      ...{ parent_id: binding.parentId, guest_prefix: binding.guestPrefix },
      ...(input.disabled === undefined
        ? {}
        : { disabled_at_ms: input.disabled ? (row.disabledAtMs ?? write.atMs) : null }),
    });
    writeDomains(open.db, write, row.id, binding.domainIds);
    if (input.disabled === true) moveChildrenUp(open.db, write, row.id, binding.parentId);
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
