/** RADIUS attributes of guests, products and routers: given by name and text, kept as rows in the order given. */
import type { ChangeWriter } from '../../db/write';
import type { Refusal } from '../../preload/contract/refusals';
import {
  findCheckProblemInWords,
  findReplyProblem,
  listAttributeChoices,
  type AttributeProblem,
} from '../aaa/written-attributes';
import { refuse } from '../refuse';

export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

export interface CheckValue extends NamedValue {
  readonly operator: '==' | '!=' | '=~' | '>=' | '<=';
}

/** What there is to choose from; absent: for any use. */
export function listAttributes(use: 'check' | 'reply' | undefined) {
  return listAttributeChoices()
    .filter((one) => use === undefined || one.use === use || one.use === 'both')
    .map((one) => ({ ...one, values: one.values.slice() }));
}

/** The refusal of the first one that cannot be added to an answer. `field`: of the input, 'attributes' or 'reply'. */
export function checkReplies(given: readonly NamedValue[], field: string): Refusal | undefined {
  return refuseFirst(given.map(findReplyProblem), field);
}

/** The refusal of the first one that no request can be checked for. */
export function checkChecks(given: readonly CheckValue[], field: string): Refusal | undefined {
  return refuseFirst(given.map(findCheckProblemInWords), field);
}

function refuseFirst(found: readonly (AttributeProblem | undefined)[], field: string): Refusal | undefined {
  const index = found.findIndex((problem) => problem !== undefined);
  const problem = found[index];
  if (!problem) return undefined;
  const path = `${field}.${index}.${problem.field}`;
  return refuse('invalid-input', { problem: `${path}: ${problem.words}` }, path);
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
