/** Who works here. */
import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm';
import type { BuiltInRole } from '../../preload/contract/rights';
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { operatorDomains, operators, roles } from '../schema';

const columns = {
  id: operators.id,
  name: operators.name,
  nameKey: operators.nameKey,
  roleId: operators.roleId,
  roleKind: roles.kind,
  roleName: roles.name,
  roleRights: roles.rights,
  language: operators.language,
  passwordHash: operators.passwordHash,
  pinHash: operators.pinHash,
  disabledAtMs: operators.disabledAtMs,
  createdAtMs: operators.createdAtMs,
  parentId: operators.parentId,
  guestPrefix: operators.guestPrefix,
};

const roleColumns = {
  id: roles.id,
  name: roles.name,
  kind: roles.kind,
  rights: roles.rights,
  operators: sql<number>`(select count(*) from operators o where o.role_id = roles.id)`,
};

/** More than a venue thinks up; main/office refuses the next one. */
export const MOST_ROLES = 50;

const statements = preparedPer((db) => {
  const role = () => db.orm.select(roleColumns).from(roles);
  const all = () => db.orm.select(columns).from(operators).innerJoin(roles, eq(operators.roleId, roles.id));
  return {
    list: all().orderBy(asc(operators.id)).limit(500).prepare(),
    byId: all()
      .where(eq(operators.id, sql.placeholder('id')))
      .prepare(),
    byName: all()
      .where(eq(operators.nameKey, sql.placeholder('nameKey')))
      .prepare(),
    firstOwner: all()
      .where(and(eq(roles.kind, 'owner'), isNull(operators.disabledAtMs)))
      .orderBy(asc(operators.id))
      .limit(1)
      .prepare(),
    otherOwners: db.orm
      .select({ n: sql<number>`count(*)` })
      .from(operators)
      .innerJoin(roles, eq(operators.roleId, roles.id))
      .where(and(eq(roles.kind, 'owner'), isNull(operators.disabledAtMs), ne(operators.id, sql.placeholder('id'))))
      .prepare(),
    below: all()
      .where(eq(operators.parentId, sql.placeholder('id')))
      .orderBy(asc(operators.id))
      .prepare(),
    domainsOf: db.orm
      .select()
      .from(operatorDomains)
      .where(eq(operatorDomains.operatorId, sql.placeholder('id')))
      .orderBy(asc(operatorDomains.domainId))
      .prepare(),
    ofDomain: db.orm
      .select({ id: operatorDomains.id })
      .from(operatorDomains)
      .where(eq(operatorDomains.domainId, sql.placeholder('id')))
      .limit(1)
      .prepare(),
    roleByKind: role()
      .where(eq(roles.kind, sql.placeholder('kind')))
      .prepare(),
    roleById: role()
      .where(eq(roles.id, sql.placeholder('id')))
      .prepare(),
    roleByName: role()
      .where(sql`lower(${roles.name}) = lower(${sql.placeholder('name')})`)
      .prepare(),
    roles: role().orderBy(asc(roles.id)).limit(MOST_ROLES).prepare(),
  };
});

export type OperatorRow = NonNullable<ReturnType<typeof findOperator>>;

export function findOperator(db: Db, id: number) {
  return statements(db).byId.get({ id });
}

export function findOperatorByName(db: Db, nameKey: string): OperatorRow | undefined {
  return statements(db).byName.get({ nameKey });
}

/** All operators, oldest first; at most 500. */
export function listOperators(db: Db): readonly OperatorRow[] {
  return statements(db).list.all();
}

/** Those directly below. */
export function listChildren(db: Db, id: number): readonly OperatorRow[] {
  return statements(db).below.all({ id });
}

/** The rows that bind an operator to domains; none: all domains. */
export function listDomainsOf(db: Db, operatorId: number): readonly (typeof operatorDomains.$inferSelect)[] {
  return statements(db).domainsOf.all({ id: operatorId });
}

/** Whether anybody is bound to that domain. */
export function hasOperators(db: Db, domainId: number): boolean {
  return statements(db).ofDomain.get({ id: domainId }) !== undefined;
}

/** The owner in whose name the terminal acts. */
export function findFirstOwner(db: Db): OperatorRow | undefined {
  return statements(db).firstOwner.get();
}

/** Owners that could still sign in if operator `id` could not. */
export function countOtherOwners(db: Db, id: number): number {
  return statements(db).otherOwners.get({ id })?.n ?? 0;
}

export type RoleRow = NonNullable<ReturnType<typeof findRole>>;

export function findRole(db: Db, id: number) {
  return statements(db).roleById.get({ id });
}

/** Without regard to the case of its Latin letters. */
export function findRoleByName(db: Db, name: string): RoleRow | undefined {
  return statements(db).roleByName.get({ name });
}

/** The role of a kind that comes with the program; there is always one. */
export function getBuiltInRole(db: Db, kind: BuiltInRole): RoleRow {
  const row = statements(db).roleByKind.get({ kind });
  if (!row) throw new Error(`the built-in role ${kind} is missing`);
  return row;
}

/** All roles, those that come with the program first as they came. */
export function listRoles(db: Db): readonly RoleRow[] {
  return statements(db).roles.all();
}
