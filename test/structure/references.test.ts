/** Every item of the reference systems has its place in test/coverage-of-references.md, and the tests named there exist. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const page = readFileSync(join(root, 'test/coverage-of-references.md'), 'utf8');

/** How many items each system has. */
const items = { H: 88, U: 76, I: 29 } as const;

interface Row {
  readonly numbers: readonly string[];
  readonly shown: string;
}

const rows: readonly Row[] = [...page.matchAll(/^\| ([HUI])(\d+)(?:–[HUI](\d+))? +\|[^|]*\| ([^|]+?) *\|$/gm)].map(
  ([, system, first, last, shown]) => ({
    numbers: numbersOf(system!, Number(first), Number(last ?? first)),
    shown: shown!,
  }),
);

function numbersOf(system: string, first: number, last: number): readonly string[] {
  return Array.from({ length: last - first + 1 }, (_, i) => `${system}${first + i}`);
}

describe('the reference systems', () => {
  test('are covered item by item, each once and in order', () => {
    const all = Object.entries(items).flatMap(([system, count]) => numbersOf(system, 1, count));
    expect(rows.flatMap(({ numbers }) => numbers)).toEqual(all);
  });

  test.each(rows.map(({ numbers, shown }) => [numbers[0]!, shown]))(
    '%s names a test or says what it waits for',
    (_, shown) => {
      const tests = [...shown.matchAll(/`(test\/[^`]+)`/g)].map(([, file]) => file!);
      if (tests.length === 0) expect(shown).toMatch(/^(Waits for |Not ours: )/);
      expect(tests.filter((file) => !existsSync(join(root, file)))).toEqual([]);
    },
  );
});
