/** Who works here. */
import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm';
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { operators, roles } from '../schema';

const columns = {
  id: operators.id,
  name: operators.name,
  nameKey: operators.nameKey,
  level: roles.level,
  language: operators.language,
  passwordHash: operators.passwordHash,
  disabledAtMs: operators.disabledAtMs,
  createdAtMs: operators.createdAtMs,
};

const statements = preparedPer((db) => {
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
      .where(and(eq(roles.level, 'owner'), isNull(operators.disabledAtMs)))
      .orderBy(asc(operators.id))
      .limit(1)
      .prepare(),
    otherOwners: db.orm
      .select({ n: sql<number>`count(*)` })
      .from(operators)
      .innerJoin(roles, eq(operators.roleId, roles.id))
      .where(and(eq(roles.level, 'owner'), isNull(operators.disabledAtMs), ne(operators.id, sql.placeholder('id'))))
      .prepare(),
    roleByLevel: db.orm
      .select({ id: roles.id })
      .from(roles)
      .where(eq(roles.level, sql.placeholder('level')))
      .prepare(),
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

/** The owner in whose name the terminal acts. */
export function findFirstOwner(db: Db): OperatorRow | undefined {
  return statements(db).firstOwner.get();
}

/** Owners that could still sign in if operator `id` could not. */
export function countOtherOwners(db: Db, id: number): number {
  return statements(db).otherOwners.get({ id })?.n ?? 0;
}

export function getRoleId(db: Db, level: 'desk' | 'manager' | 'owner'): number {
  const row = statements(db).roleByLevel.get({ level });
  if (!row) throw new Error(`no role of level ${level}`);
  return row.id;
}
