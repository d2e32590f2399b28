/** Patterns of check attributes beside JavaScript's own regular expressions, and where those would stand still. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern, MAX_PATTERN_CHARS } from '../../main/radius/pattern';

const fits = (pattern: string, text: string): boolean => {
  const compiled = compilePattern(pattern);
  if (compiled === undefined) throw new Error(`${pattern} is no pattern`);
  return compiled.fits(text);
};

test.each([
  ['hs-.*', 'hs-lobby', true],
  ['hs-.*', 'my-hs-lobby', false],
  ['lobby', 'hs-lobby', false],
  ['^hs-(lobby|pool)$', 'hs-pool', true],
  ['^hs-(lobby|pool)$', 'hs-pools', false],
  ['02(:[0-9A-F]{2}){5}', '02:00:00:00:01:0A', true],
  ['02(:[0-9A-F]{2}){5}', '02:00:00:00:01', false],
  ['[^:]+', 'ab:cd', false],
  ['10\\.5\\.88\\.\\d{1,3}', '10.5.88.254', true],
  ['10\\.5\\.88\\.\\d{1,3}', '10a5.88.254', false],
  ['room-\\d+(-\\w*)?', 'room-12-suite', true],
  ['a|', '', true],
  ['', '', true],
  ['', 'a', false],
  ['(?:ab)+?', 'abab', true],
  ['Grüße 🌍.', 'Grüße 🌍!', true],
  ['[a\\-z]', '-', true],
  ['[]', '[]', undefined],
  ['\\$5\\$', '$5$', true],
] as const)('%s on "%s": %s', (pattern, text, expected) => {
  expect(compilePattern(pattern)?.fits(text)).toBe(expected);
});

test.each(['(', ')', 'a)', '(a', '[a', 'a]', 'a{', 'a{2', 'a{3,2}', 'a{,2}', '*', 'a**', '+a', '(?=a)', '(?<n>a)'])(
  '%s is no pattern',
  (pattern) => expect(compilePattern(pattern)).toBeUndefined(),
);

test.each(['(a)\\1', '\\bword\\b', '\\', '\\p{L}', 'a^b', 'a$b', '[z-a]', '[\\d-z]', '[a[b]'])(
  '%s is refused rather than understood in another way',
  (pattern) => expect(compilePattern(pattern)).toBeUndefined(),
);

describe('a pattern is bounded', () => {
  test('in its length, its repetitions and its depth', () => {
    expect(compilePattern('a'.repeat(MAX_PATTERN_CHARS))).toBeDefined();
    expect(compilePattern('a'.repeat(MAX_PATTERN_CHARS + 1))).toBeUndefined();
    expect(compilePattern('a{999}')).toBeDefined();
    expect(compilePattern('a{1000}')).toBeUndefined();
    expect(compilePattern('a{0,99999999}')).toBeUndefined();
    expect(compilePattern('(((a{100}){100}){100}){100}')).toBeUndefined();
    expect(compilePattern(`${'('.repeat(60)}a${')'.repeat(60)}`)).toBeUndefined();
    // Nothing, repeated without end, is still nothing.
    expect(fits('(a*)*(b*)*(()*)*', 'aabb')).toBe(true);
    expect(compilePattern('((((){99999}){99999}){99999}){99999}')).toBeDefined();
  });

  test.each(['(a+)+', '(a|a)*', '(a|aa)+', '(a*)*b', '(.*)*(.*)*(.*)*x', '(a?){100}a{100}'])(
    '%s, which takes longer than the world has existed in other machines, is decided in few steps',
    (pattern) => {
      let steps = 0;
      const text = countReads(`${'a'.repeat(252)}!`, () => steps++);
      expect(compilePattern(pattern)!.fits(text)).toBe(false);
      expect(steps).toBeLessThanOrEqual(254);
    },
  );
});

test('patterns and texts of all sorts are decided as JavaScript decides them', () => {
  const atom = fc.constantFrom('a', 'b', '1', '.', '[ab]', '[^a]', '[a-c1]', '\\d', '\\w', '\\W', '\\.', '-');
  const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      atom,
      fc.tuple(tie('pattern'), tie('pattern')).map(([one, two]) => one + two),
      fc.tuple(tie('pattern'), tie('pattern')).map(([one, two]) => `(${one}|${two})`),
      fc
        .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{0,3}', '{1,}', '*?'))
        .map(([one, count]) => `(${one})${count}`),
    ),
  }));
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '.', '-', ' '), maxLength: 10 });
  let matched = 0;
  fc.assert(
    fc.property(pattern, text, (source, subject) => {
      const ours = compilePattern(source);
      fc.pre(ours !== undefined);
      const theirs = new RegExp(`^(?:${source})$`, 'su').test(subject);
      if (theirs) matched++;
      expect(ours.fits(subject), source).toBe(theirs);
    }),
    { numRuns: 3_000 },
  );
  // Both outcomes must have been seen, or this proves nothing.
  expect(matched).toBeGreaterThan(100);
  expect(matched).toBeLessThan(2_900);
});

/** A text that says how often one of its characters is read. */
function countReads(text: string, onRead: () => void): string {
  const counted = {
    *[Symbol.iterator]() {
      for (const char of text) {
        onRead();
        yield char;
      }
    },
  };
  return counted as unknown as string;
}
