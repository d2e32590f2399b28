/** Lists whose heads are pressed. */
import { describe, expect, it } from 'vitest';
import { nextOrder, sorted } from '../../renderer/parts/sorting';

const rows = [
  { name: 'Zelt 10', sold: 3, endsAtMs: undefined },
  { name: 'Äpfel', sold: 12, endsAtMs: 2_000 },
  { name: 'Zelt 9', sold: 3, endsAtMs: 1_000 },
];
type Row = (typeof rows)[number];
const values = {
  name: ({ name }: Row) => name,
  sold: ({ sold }: Row) => sold,
  endsAtMs: ({ endsAtMs }: Row) => endsAtMs,
};
const names = (by: keyof typeof values, direction: 'asc' | 'desc'): string[] =>
  sorted(rows, values, { by, direction }, 'de').map(({ name }) => name);

describe('a list sorted by a head', () => {
  it('sorts upwards at the first press, downwards at the second, and as it came at the third', () => {
    const first = nextOrder(undefined, 'name');
    expect(first).toEqual({ by: 'name', direction: 'asc' });
    const second = nextOrder(first, 'name');
    expect(second).toEqual({ by: 'name', direction: 'desc' });
    expect(nextOrder(second, 'name')).toBeUndefined();
    expect(sorted(rows, values, undefined, 'de')).toBe(rows);
  });

  it('begins upwards again when another head is pressed', () => {
    expect(nextOrder({ by: 'name', direction: 'desc' }, 'sold')).toEqual({ by: 'sold', direction: 'asc' });
  });

  it('sorts words as the language does, with numbers in them by their size', () => {
    expect(names('name', 'asc')).toEqual(['Äpfel', 'Zelt 9', 'Zelt 10']);
    expect(names('name', 'desc')).toEqual(['Zelt 10', 'Zelt 9', 'Äpfel']);
  });

  it('sorts numbers by their size and leaves equals as they came', () => {
    expect(names('sold', 'asc')).toEqual(['Zelt 10', 'Zelt 9', 'Äpfel']);
    expect(names('sold', 'desc')).toEqual(['Äpfel', 'Zelt 10', 'Zelt 9']);
  });

  it('puts what has nothing there last, whichever way it sorts', () => {
    expect(names('endsAtMs', 'asc').at(-1)).toBe('Zelt 10');
    expect(names('endsAtMs', 'desc').at(-1)).toBe('Zelt 10');
  });

  it('does not change the list it was given', () => {
    const before = rows.map(({ name }) => name);
    names('name', 'desc');
    expect(rows.map(({ name }) => name)).toEqual(before);
  });
});
