/** Which control the arrow keys lead to in a table. */

export type RowStep = 'up' | 'down' | 'first' | 'last';

const controls = 'a[href], button:not([disabled]), input[type="checkbox"]';

/** The control as far along its row as `from` is in its own; undefined: `from` is none, or there is no such row. */
export function besideInColumn(body: HTMLElement, from: EventTarget, step: RowStep): HTMLElement | undefined {
  if (!(from instanceof HTMLElement) || !from.matches(controls)) return undefined;
  const rows = [...body.querySelectorAll('tr')].map(controlsOf).filter((row) => row.length > 0);
  const at = rows.findIndex((row) => row.includes(from));
  const target = rows[{ up: at - 1, down: at + 1, first: 0, last: rows.length - 1 }[step]];
  if (at === -1 || !target) return undefined;
  return target[Math.min(rows[at]!.indexOf(from), target.length - 1)];
}

function controlsOf(row: HTMLElement): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>(controls)];
}
