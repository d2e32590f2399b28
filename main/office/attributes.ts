/** RADIUS attributes of guests, products and routers: given by name and text, kept as rows in the order given. */
import type { ChangeWriter } from '../../db/write';

export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

type AttributeTable = 'product_attributes' | 'router_attributes' | 'guest_attributes';

/**
 * Makes `after` the attributes of their owner. Writes nothing where they are so already, so that saving a form that was
 * only looked at leaves no change.
 * @param owner the columns every row shares: { product_id: 7 }
 */
export function replaceAttributes(
  write: ChangeWriter,
  table: AttributeTable,
  owner: Readonly<Record<string, unknown>>,
  before: readonly (NamedValue & { readonly id: number; readonly operator?: string })[],
  after: readonly (NamedValue & { readonly operator?: string })[],
): void {
  const text = (rows: typeof after): string =>
    JSON.stringify(rows.map(({ name, operator, value }) => [name, operator, value]));
  if (text(before) === text(after)) return;
  for (const row of before) write.remove(table, row.id);
  for (const { name, operator, value } of after) write.insert(table, { ...owner, name, operator, value });
}
