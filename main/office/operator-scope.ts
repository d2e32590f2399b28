/** Whom an operator is below and whose guests they see: said, checked and written. */
import { findDomain, listDomains } from '../../db/queries/domains';
import { findOperator, listChildren, listDomainsOf, type OperatorRow } from '../../db/queries/operators';
import { findScope, isWithin, listOperatorsBelow, seesDomain, type Scope } from '../../db/queries/scope';
import type { Actor, ChangeWriter } from '../../db/write';
import type { Db } from '../../db/open';
import type { ScopeView } from '../../preload/contract/operators';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';

export interface BindingInput {
  /** Null: nobody; absent: as it is, or whoever adds the operator. */
  readonly parentId?: number | null | undefined;
  /** Empty: all domains that whoever is above sees. */
  readonly domainIds?: readonly number[] | undefined;
  /** Null: none but that of whoever is above. */
  readonly guestPrefix?: string | null | undefined;
}

export interface Binding {
  readonly parentId: number | null;
  readonly domainIds: readonly number[];
  readonly guestPrefix: string | null;
}

const bindsNothing: Binding = { parentId: null, domainIds: [], guestPrefix: null };

/** What of the venue somebody sees, with the names of the domains; undefined: all of it. */
export function viewScope(db: Db, operatorId: number): ScopeView | undefined {
  const scope = findScope(db, operatorId);
  if (scope === undefined) return undefined;
  const { domainIds, prefix } = scope;
  const domains = listDomains(db).filter(({ domain }) => domainIds?.includes(domain.id));
  return {
    ...(domainIds === undefined ? {} : { domains: domains.map(({ domain: { id, name } }) => ({ id, name })) }),
    ...(prefix === '' ? {} : { prefix }),
  };
}

/** As it is written now. */
export function readBinding(db: Db, { id, parentId, guestPrefix }: OperatorRow): Binding {
  return { parentId, guestPrefix, domainIds: listDomainsOf(db, id).map(({ domainId }) => domainId) };
}

/** Refused: whoever acts sees a part of the venue, and this operator is not below them; or is above them. */
export function refuseReaching(open: OpenVenue, actor: Actor, { id, name }: OperatorRow): Refusal | undefined {
  const { db, scope } = open;
  if (scope !== undefined && !scope.operatorIds.includes(id)) {
    return refuse('not-found', { what: 'Operator', id }, 'id');
  }
  const me = actor.operatorId === null ? undefined : findOperator(db, actor.operatorId);
  if (!me || me.roleKind === 'owner' || me.id === id) return undefined;
  return listOperatorsBelow(db, id).includes(me.id) ? refuse('above-you', { name }, 'id') : undefined;
}

/**
 * What a new operator is to be bound to. Refused: an owner who would be bound, a parent or domain that whoever acts does
 * not see, more than they or the parent see.
 */
export function bindNew(open: OpenVenue, actor: Actor, isOwner: boolean, input: BindingInput): Binding | Refusal {
  if (isOwner) return asks(input) ? refuse('owner-sees-all') : bindsNothing;
  const { parentId = actor.operatorId, domainIds = [], guestPrefix = null } = input;
  const binding = { parentId, domainIds, guestPrefix };
  return refuseBinding(open, binding) ?? binding;
}

/** The same for one there is. Refused also: one's own, a parent who is below. */
export function bindAnew(
  open: OpenVenue,
  actor: Actor,
  row: OperatorRow,
  isOwner: boolean,
  input: BindingInput,
): Binding | Refusal {
  if (isOwner) return asks(input) ? refuse('owner-sees-all') : bindsNothing;
  const now = readBinding(open.db, row);
  const { parentId, domainIds, guestPrefix } = input;
  const binding = {
    parentId: parentId === undefined ? now.parentId : parentId,
    domainIds: domainIds ?? now.domainIds,
    guestPrefix: guestPrefix === undefined ? now.guestPrefix : guestPrefix,
  };
  if (isSame(now, binding)) return now;
  if (row.id === actor.operatorId) return refuse('own-scope', {}, 'id');
  const below = binding.parentId !== null && listOperatorsBelow(open.db, row.id).includes(binding.parentId);
  if (below) return refuse('parent-below', { name: findOperator(open.db, binding.parentId!)?.name ?? '' }, 'parentId');
  return refuseBinding(open, binding) ?? binding;
}

function asks({ parentId, domainIds, guestPrefix }: BindingInput): boolean {
  return (parentId ?? null) !== null || (domainIds ?? []).length > 0 || (guestPrefix ?? null) !== null;
}

function isSame(one: Binding, other: Binding): boolean {
  const told = ({ parentId, domainIds, guestPrefix }: Binding): string =>
    JSON.stringify([parentId, domainIds.toSorted(), guestPrefix]);
  return told(one) === told(other);
}

function refuseBinding({ db, scope }: OpenVenue, { parentId, domainIds, guestPrefix }: Binding): Refusal | undefined {
  // Whoever sees a part of the venue lets nobody out of it.
  if (parentId === null && scope !== undefined) return refuse('wider-than-own', {}, 'parentId');
  const isParent = parentId === null || (findOperator(db, parentId) && (scope?.operatorIds.includes(parentId) ?? true));
  if (!isParent) return refuse('not-found', { what: 'Operator', id: parentId }, 'parentId');
  const unknown = domainIds.find((id) => !seesDomain(scope, id) || findDomain(db, id) === undefined);
  if (unknown !== undefined) return refuse('not-found', { what: 'Domain', id: unknown }, 'domainIds');
  return refuseWider(parentId === null ? undefined : findScope(db, parentId), domainIds, guestPrefix);
}

/** What is not said is as above. */
function refuseWider(
  above: Scope | undefined,
  domainIds: readonly number[],
  guestPrefix: string | null,
): Refusal | undefined {
  if (above === undefined) return undefined;
  const wanted = {
    domainIds: domainIds.length === 0 ? above.domainIds : domainIds,
    prefix: guestPrefix === null ? above.prefix : guestPrefix.toLowerCase(),
  };
  if (isWithin(wanted, above)) return undefined;
  return refuse(
    'wider-than-own',
    {},
    isWithin({ ...wanted, prefix: above.prefix }, above) ? 'guestPrefix' : 'domainIds',
  );
}

/** Rows of operator_domains as the binding has them; parent and prefix are columns of the operator. */
export function writeDomains(db: Db, write: ChangeWriter, operatorId: number, domainIds: readonly number[]): void {
  const now = listDomainsOf(db, operatorId);
  for (const { id, domainId } of now) if (!domainIds.includes(domainId)) write.remove('operator_domains', id);
  const missing = [...new Set(domainIds)].filter((id) => !now.some(({ domainId }) => domainId === id));
  for (const id of missing) write.insert('operator_domains', { operator_id: operatorId, domain_id: id });
}

/** Whoever was below somebody who leaves is below the next one above, and sees no more than before. */
export function moveChildrenUp(db: Db, write: ChangeWriter, id: number, parentId: number | null): void {
  for (const child of listChildren(db, id)) {
    const scope = findScope(db, child.id);
    if (scope !== undefined) {
      writeDomains(db, write, child.id, scope.domainIds ?? []);
      write.update('operators', child.id, { guest_prefix: scope.prefix === '' ? null : scope.prefix });
    }
    write.update('operators', child.id, { parent_id: parentId });
  }
}
