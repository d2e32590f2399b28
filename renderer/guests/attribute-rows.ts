/** Attributes of a guest as rows of texts. */
import type { Output } from '../api';

export const checkOperators = ['==', '!=', '=~', '>=', '<='] as const;
export type AttributeKind = 'check' | 'reply';

export interface AttributeTextRow {
  /** Of the row on screen only. */
  readonly key: number;
  readonly name: string;
  /** Means nothing in what is added to the answer. */
  readonly operator: (typeof checkOperators)[number];
  readonly value: string;
}
export type AttributeTexts = Readonly<Record<AttributeKind, readonly AttributeTextRow[]>>;

export function attributesOf({ check, reply }: Pick<Output<'guests.settings'>, AttributeKind>): AttributeTexts {
  return {
    check: check.map((row, key) => ({ ...row, key })),
    reply: reply.map((row, key) => ({ ...row, key, operator: '==' })),
  };
}

export function newRow(rows: readonly AttributeTextRow[]): AttributeTextRow {
  return { key: Math.max(-1, ...rows.map(({ key }) => key)) + 1, name: '', operator: '==', value: '' };
}

/** Without the rows in which nothing was typed. */
export function filledIn({ check, reply }: AttributeTexts): AttributeTexts {
  const isTyped = ({ name, value }: AttributeTextRow): boolean => name.trim() !== '' || value.trim() !== '';
  return { check: check.filter(isTyped), reply: reply.filter(isTyped) };
}
