import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex, type AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import { id, timeMs } from './columns';
import { domains } from './venue';

/** How far an operator may go: built-in roles by their kind (preload/contract/rights.ts), own ones by single rights. */
export const roles = sqliteTable(
  'roles',
  {
    id: id(),
    name: text('name').notNull().unique(),
    kind: text('kind', { enum: ['owner', 'installer', 'manager', 'desk', 'own'] }).notNull(),
    /** JSON list of rights; of own roles only. */
    rights: text('rights', { mode: 'json' }).$type<readonly string[]>(),
  },
  (t) => [
    uniqueIndex('roles_built_in')
      .on(t.kind)
      .where(sql`${t.kind} <> 'own'`),
    check('role_kind', sql`${t.kind} in ('owner', 'installer', 'manager', 'desk', 'own')`),
    check('role_name', sql`length(${t.name}) between 1 and 60`),
    check(
      'role_rights',
      sql`(${t.kind} = 'own') = (${t.rights} is not null) and json_valid(coalesce(${t.rights}, '[]'))`,
    ),
  ],
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
    /** Like the password; null: no quick switch to this operator. */
    pinHash: text('pin_hash'),
    language: text('language'),
    disabledAtMs: timeMs('disabled_at_ms'),
    createdAtMs: timeMs('created_at_ms').notNull(),
    /** Who looks after this operator; null: nobody but the owners. Nobody sees more than whoever is above them. */
    parentId: integer('parent_id').references((): AnySQLiteColumn => operators.id),
    /** What the names of this operator's guests begin with; null: anything. */
    guestPrefix: text('guest_prefix'),
  },
  (t) => [
    index('operators_by_parent').on(t.parentId),
    check('operator_name', sql`length(${t.name}) between 1 and 60`),
    check('operator_parent', sql`${t.parentId} <> ${t.id}`),
    check('operator_prefix', sql`length(${t.guestPrefix}) between 1 and 20`),
  ],
);

/** The domains whose guests an operator sees; none: of all domains. */
export const operatorDomains = sqliteTable(
  'operator_domains',
  {
    id: id(),
    operatorId: integer('operator_id')
      .notNull()
      .references(() => operators.id),
    domainId: integer('domain_id')
      .notNull()
      .references(() => domains.id),
  },
  (t) => [
    uniqueIndex('operator_domains_once').on(t.operatorId, t.domainId),
    index('operator_domains_by_domain').on(t.domainId),
  ],
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
 * Money taken. Append-only (triggers in migrations 0000 and 0019): an undone sale gets a `reversal` row with the opposite
 * amount, and only the erasure of its guest takes the reason's words out of it.
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
    /** What the product cost where another price was agreed, signed as `amount_minor`; null: sold at its price. */
    listPriceMinor: integer('list_price_minor'),
    /** Why another price; there exactly with `list_price_minor`. Of an erased guest: the pseudonym. */
    priceReason: text('price_reason'),
    /** The press that sold it, as the caller numbered it: the same press is answered by the same sale. */
    requestId: text('request_id'),
  },
  (t) => [
    index('sales_by_time').on(t.atMs),
    index('sales_by_shift').on(t.shiftId),
    index('sales_by_guest').on(t.guestId),
    index('sales_by_change').on(t.changeId),
    index('sales_by_request')
      .on(t.requestId, t.operatorId)
      .where(sql`${t.requestId} is not null`),
    uniqueIndex('sales_reversed_once')
      .on(t.reversesSaleId)
      .where(sql`${t.reversesSaleId} is not null`),
    check('sale_kind', sql`${t.kind} in ('sale', 'reversal')`),
    check('sale_reversal', sql`(${t.kind} = 'reversal') = (${t.reversesSaleId} is not null)`),
    check('sale_payment', sql`${t.payment} in ('cash', 'card', 'room', 'free')`),
  ],
);

/** Cash that came into a shift's drawer or left it beside the sales. Append-only: a mistake is put right by its opposite. */
export const cashMovements = sqliteTable(
  'cash_movements',
  {
    id: id(),
    shiftId: integer('shift_id')
      .notNull()
      .references(() => shifts.id),
    atMs: timeMs('at_ms').notNull(),
    operatorId: integer('operator_id').notNull(),
    operatorName: text('operator_name').notNull(),
    /** float: what the drawer began with. */
    kind: text('kind', { enum: ['float', 'in', 'out'] }).notNull(),
    /** Minor units, never negative: the kind says which way it went. */
    amountMinor: integer('amount_minor').notNull(),
    currency: text('currency').notNull(),
    note: text('note'),
  },
  (t) => [
    index('cash_movements_by_shift').on(t.shiftId),
    uniqueIndex('cash_movements_one_float')
      .on(t.shiftId)
      .where(sql`${t.kind} = 'float'`),
    check('cash_movement_kind', sql`${t.kind} in ('float', 'in', 'out')`),
    check('cash_movement_amount', sql`${t.amountMinor} >= 0`),
  ],
);

/** How a shift was closed: what was in the drawer, what should have been. One per closed shift, append-only. */
export const shiftClosings = sqliteTable(
  'shift_closings',
  {
    id: id(),
    shiftId: integer('shift_id')
      .notNull()
      .unique()
      .references(() => shifts.id),
    atMs: timeMs('at_ms').notNull(),
    /** Who counted: the manager may close a shift that was left open. */
    operatorId: integer('operator_id').notNull(),
    operatorName: text('operator_name').notNull(),
    currency: text('currency').notNull(),
    expectedMinor: integer('expected_minor').notNull(),
    countedMinor: integer('counted_minor').notNull(),
    /** JSON: [[value in minor units, how many], …] where coins and notes were counted one by one. */
    pieces: text('pieces'),
    note: text('note'),
    /** Tickets printed again in the shift; kept, because print jobs are forgotten after a year. */
    reprints: integer('reprints').notNull(),
  },
  (t) => [check('shift_closing_counted', sql`${t.countedMinor} >= 0`)],
);
