import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { id, timeMs } from './columns';

/** How far an operator may go. `level` is what the contract asks for: desk < manager < owner. */
export const roles = sqliteTable(
  'roles',
  {
    id: id(),
    name: text('name').notNull().unique(),
    level: text('level', { enum: ['desk', 'manager', 'owner'] }).notNull(),
  },
  (t) => [check('role_level', sql`${t.level} in ('desk', 'manager', 'owner')`)],
);

export const operators = sqliteTable(
  'operators',
  {
    id: id(),
    name: text('name').notNull(),
    /** Lower-case NFKC of the name: two operators may not differ in case only. */
    nameKey: text('name_key').notNull().unique(),
    roleId: integer('role_id')
      .notNull()
      .references(() => roles.id),
    /** scrypt, PHC-like text: scrypt$N$r$p$salt$hash, base64url. */
    passwordHash: text('password_hash').notNull(),
    language: text('language'),
    disabledAtMs: timeMs('disabled_at_ms'),
    createdAtMs: timeMs('created_at_ms').notNull(),
  },
  (t) => [check('operator_name', sql`length(${t.name}) between 1 and 60`)],
);

/**
 * A work period of one operator. Money book-keeping: written beside changes, never undone, never deleted;
 * a trigger allows only the closing of an open row (migration 0000).
 */
export const shifts = sqliteTable(
  'shifts',
  {
    id: id(),
    operatorId: integer('operator_id').notNull(),
    operatorName: text('operator_name').notNull(),
    openedAtMs: timeMs('opened_at_ms').notNull(),
    closedAtMs: timeMs('closed_at_ms'),
  },
  (t) => [
    uniqueIndex('shifts_one_open')
      .on(t.operatorId)
      .where(sql`${t.closedAtMs} is null`),
  ],
);

/**
 * Money taken. Append-only (triggers in migration 0000): an undone sale gets a `reversal` row with the opposite amount.
 * Plain numbers instead of foreign keys to guest and product: money outlives what it paid for.
 */
export const sales = sqliteTable(
  'sales',
  {
    id: id(),
    kind: text('kind', { enum: ['sale', 'reversal'] }).notNull(),
    /** For a reversal: the sale it takes back. */
    reversesSaleId: integer('reverses_sale_id'),
    atMs: timeMs('at_ms').notNull(),
    shiftId: integer('shift_id')
      .notNull()
      .references(() => shifts.id),
    operatorId: integer('operator_id').notNull(),
    operatorName: text('operator_name').notNull(),
    /** The change that wrote this row. */
    changeId: integer('change_id').notNull(),
    guestId: integer('guest_id').notNull(),
    entitlementId: integer('entitlement_id').notNull(),
    productId: integer('product_id').notNull(),
    productName: text('product_name').notNull(),
    /** Minor units of `currency`; negative on a reversal. */
    amountMinor: integer('amount_minor').notNull(),
    currency: text('currency').notNull(),
    payment: text('payment', { enum: ['cash', 'card', 'room', 'free'] }).notNull(),
  },
  (t) => [
    index('sales_by_time').on(t.atMs),
    index('sales_by_shift').on(t.shiftId),
    index('sales_by_guest').on(t.guestId),
    index('sales_by_change').on(t.changeId),
    uniqueIndex('sales_reversed_once')
      .on(t.reversesSaleId)
      .where(sql`${t.reversesSaleId} is not null`),
    check('sale_kind', sql`${t.kind} in ('sale', 'reversal')`),
    check('sale_reversal', sql`(${t.kind} = 'reversal') = (${t.reversesSaleId} is not null)`),
    check('sale_payment', sql`${t.payment} in ('cash', 'card', 'room', 'free')`),
  ],
);
