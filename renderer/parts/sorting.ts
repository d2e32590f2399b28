/** The order of a list that its reader chose by a column. */

export interface Order<Key extends string> {
  readonly by: Key;
  readonly direction: 'asc' | 'desc';
}

/** What each column sorts by; undefined where a row has nothing there. */
export type SortValues<Row, Key extends string> = Readonly<Record<Key, (row: Row) => string | number | undefined>>;

/** A press on a head: upwards first, then downwards, then as the list came. */
export function nextOrder<Key extends string>(order: Order<Key> | undefined, by: Key): Order<Key> | undefined {
  if (order?.by !== by) return { by, direction: 'asc' };
  return order.direction === 'asc' ? { by, direction: 'desc' } : undefined;
}

/** Words by the rules of `language`, numbers by size; a row with nothing there is last either way; equals stay as they came. */
export function sorted<Row, Key extends string>(
  rows: readonly Row[],
  values: SortValues<Row, Key>,
  order: Order<Key> | undefined,
  language: string,
): readonly Row[] {
  if (!order) return rows;
  const words = new Intl.Collator(language, { numeric: true });
  const valueOf = values[order.by];
  const sign = order.direction === 'asc' ? 1 : -1;
  return rows.toSorted((a, b) => {
    const [one, other] = [valueOf(a), valueOf(b)];
    if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
    if (typeof one === 'number' && typeof other === 'number') return sign * (one - other);
    return sign * words.compare(String(one), String(other));
  });
}
