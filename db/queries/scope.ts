/** Whose guests an operator sees: the conditions every read adds, and what of a list of numbers is outside. */
import { and, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../open';
import { batches, guests } from '../schema';
import { prepared, preparedValue } from '../statements';

/** A part of the venue; where a scope may be absent, that means all of it. */
export interface Scope {
  /** Undefined: guests of all domains. */
  readonly domainIds: readonly number[] | undefined;
  /** What the names of the guests begin with, in lower case; '': anything. */
  readonly prefix: string;
  /** Whose own work is seen, too: the operator's and that of everybody below. */
  readonly operatorIds: readonly number[];
}

/** A condition on guests `guest` of a statement, with the parameters of `scopeParams`; 'true': everybody. */
export function inScope(scope: Scope | undefined, guest = 'g'): string {
  return fits(scope, `${guest}.domain_id`, `${guest}.username_key`);
}

/** The same on batches: every card of one has its domain and its prefix. */
export function batchInScope(scope: Scope | undefined, batch = 'b'): string {
  return fits(scope, `${batch}.domain_id`, `lower(${batch}.code_prefix)`);
}

/** The same on any two expressions: of a domain, and of a name in lower case. */
export function fits(scope: Scope | undefined, domainId: string, name: string): string {
  const conditions = [
    ...(scope?.domainIds === undefined ? [] : [`${domainId} in (select value from json_each(@scopeDomainIds))`]),
    ...(scope === undefined || scope.prefix === '' ? [] : [`substr(${name}, 1, length(@scopePrefix)) = @scopePrefix`]),
  ];
  return conditions.length === 0 ? 'true' : `(${conditions.join(' and ')})`;
}

/** What the conditions of this scope name. */
export function scopeParams(scope: Scope | undefined): Readonly<Record<string, string>> {
  return {
    ...(scope === undefined ? {} : { scopeOperatorIds: JSON.stringify(scope.operatorIds) }),
    ...(scope?.domainIds === undefined ? {} : { scopeDomainIds: JSON.stringify(scope.domainIds) }),
    ...(scope === undefined || scope.prefix === '' ? {} : { scopePrefix: scope.prefix }),
  };
}

/** As `inScope`, for a query built on `guests`; undefined: everybody. */
export function guestsInScope(scope: Scope | undefined): SQL | undefined {
  return whereFits(scope, sql`${guests.domainId}`, sql`${guests.usernameKey}`);
}

/** As `batchInScope`, for a query built on `batches`. */
export function batchesInScope(scope: Scope | undefined): SQL | undefined {
  return whereFits(scope, sql`${batches.domainId}`, sql`lower(${batches.codePrefix})`);
}

function whereFits(scope: Scope | undefined, domainId: SQL, name: SQL): SQL | undefined {
  if (scope === undefined) return undefined;
  const { domainIds, prefix } = scope;
  return and(
    domainIds && sql`${domainId} in (select value from json_each(${JSON.stringify(domainIds)}))`,
    prefix === '' ? undefined : sql`substr(${name}, 1, ${prefix.length}) = ${prefix}`,
  );
}

/** The name as a guest of this scope has it. */
export function withPrefix(scope: Scope | undefined, name: string): string {
  const prefix = scope?.prefix ?? '';
  return name.toLowerCase().startsWith(prefix) ? name : prefix + name;
}

/** Whether guests of that domain may be in the scope. */
export function seesDomain(scope: Scope | undefined, domainId: number): boolean {
  return scope?.domainIds?.includes(domainId) ?? true;
}

/** What lists of numbers in a call may mean. */
export type Named = 'guests' | 'entitlements' | 'sessions' | 'batches' | 'domains' | 'logRows' | 'printJobs';

const holder = (table: string, scope: Scope): string =>
  `select 1 from ${table} x join guests g on g.id = x.guest_id where x.id = i.value and ${inScope(scope)}`;

/** Whether row `i.value` is there, and of a guest in the scope. */
const isThere: Readonly<Record<Named, (scope: Scope) => string>> = {
  guests: (scope) => `select 1 from guests g where g.id = i.value and ${inScope(scope)}`,
  entitlements: (scope) => holder('entitlements', scope),
  sessions: (scope) => holder('sessions', scope),
  logRows: (scope) => holder('radius_log', scope),
  batches: (scope) => `select 1 from batches b where b.id = i.value and ${batchInScope(scope)}`,
  domains: ({ domainIds }) =>
    `select 1 from domains d where d.id = i.value
      ${domainIds === undefined ? '' : 'and d.id in (select value from json_each(@scopeDomainIds))'}`,
  printJobs: (scope) => `select 1 from print_jobs j where j.id = i.value and ${jobInScope(scope)}`,
};

/** A condition on print jobs `job`: nobody outside is on the paper. */
export function jobInScope(scope: Scope | undefined, job = 'j'): string {
  if (scope === undefined) return 'true';
  return `not exists (select 1 from json_each(${job}.guest_ids) paper
    where not exists (select 1 from guests g where g.id = paper.value and ${inScope(scope)}))
    and (${job}.batch_id is null or exists (
      select 1 from batches b where b.id = ${job}.batch_id and ${batchInScope(scope)}))`;
}

/** The first of these numbers that is nobody's, or of somebody outside; undefined: none is. */
export function findOutside(db: Db, scope: Scope, named: Named, ids: readonly number[]): number | undefined {
  return preparedValue<[object], number>(
    db.sqlite,
    `select i.value from json_each(@ids) i where not exists (${isThere[named](scope)}) order by i.key limit 1`,
  ).get({ ids: JSON.stringify(ids), ...scopeParams(scope) });
}

interface Above {
  readonly isOwner: 0 | 1;
  readonly prefix: string | null;
  /** JSON. */
  readonly domainIds: string;
}

/** Nobody has more people above or below than this; it also ends a ring that undo and redo could make. */
const MOST_LEVELS = 50;

const selectAbove = `
  with recursive line(id, level) as (
    select @id, 0 union
    select o.parent_id, level + 1 from line join operators o on o.id = line.id
    where o.parent_id is not null and level < ${MOST_LEVELS})
  select r.kind = 'owner' as isOwner, o.guest_prefix as prefix,
    (select json_group_array(d.domain_id) from operator_domains d where d.operator_id = o.id) as domainIds
  from line join operators o on o.id = line.id join roles r on r.id = o.role_id order by level`;

const selectBelow = `
  with recursive line(id, level) as (
    select @id, 0 union
    select o.id, level + 1 from line join operators o on o.parent_id = line.id where level < ${MOST_LEVELS})
  select distinct id from line`;

/** An operator and everybody below, at any level. */
export function listOperatorsBelow(db: Db, operatorId: number): readonly number[] {
  return preparedValue<[object], number>(db.sqlite, selectBelow).all({ id: operatorId });
}

/**
 * What an operator sees: what they are bound to, and nothing that anybody above them is not. Undefined: the whole venue,
 * as every owner does.
 */
export function findScope(db: Db, operatorId: number): Scope | undefined {
  const [own, ...above] = prepared<[object], Above>(db.sqlite, selectAbove).all({ id: operatorId });
  if (own === undefined || own.isOwner === 1) return undefined;
  const bound = combine([own, ...above].filter(({ isOwner }) => isOwner === 0).map(boundOf));
  if (bound.domainIds === undefined && bound.prefix === '') return undefined;
  return { ...bound, operatorIds: listOperatorsBelow(db, operatorId) };
}

/** What an operator is bound to, alone. */
export type Bound = Pick<Scope, 'domainIds' | 'prefix'>;

function boundOf({ prefix, domainIds }: Above): Bound {
  const ids = JSON.parse(domainIds) as number[];
  return { domainIds: ids.length === 0 ? undefined : ids, prefix: (prefix ?? '').toLowerCase() };
}

/** What all of them leave: the domains they share and the longest prefix; where they contradict each other, nobody. */
function combine(all: readonly Bound[]): Bound {
  return all.reduce<Bound>(
    (left, right) => {
      const [short, long] = left.prefix.length < right.prefix.length ? [left, right] : [right, left];
      const domainIds = sharedOf(left.domainIds, right.domainIds);
      return long.prefix.startsWith(short.prefix) ? { domainIds, prefix: long.prefix } : { domainIds: [], prefix: '' };
    },
    {
      domainIds: undefined,
      prefix: '',
    },
  );
}

function sharedOf(left: Bound['domainIds'], right: Bound['domainIds']): Bound['domainIds'] {
  if (left === undefined || right === undefined) return left ?? right;
  return left.filter((id) => right.includes(id));
}

/** Whether whoever sees `inner` sees nothing that whoever sees `outer` does not. */
export function isWithin(inner: Bound, outer: Bound | undefined): boolean {
  if (outer === undefined) return true;
  const { domainIds } = outer;
  const domains = domainIds === undefined || (inner.domainIds?.every((id) => domainIds.includes(id)) ?? false);
  return domains && inner.prefix.startsWith(outer.prefix);
}
