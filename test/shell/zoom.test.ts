import { expect, test } from 'vitest';
import { zoomAfter } from '../../main/shell/zoom';

test('plus, minus and zero zoom within bounds, and no other key does', () => {
  expect(zoomAfter(0, '+')).toBe(0.5);
  expect(zoomAfter(0, '=')).toBe(0.5);
  expect(zoomAfter(0, '-')).toBe(-0.5);
  expect(zoomAfter(2.5, '0')).toBe(0);
  expect(zoomAfter(6, '+')).toBe(6);
  expect(zoomAfter(-6, '-')).toBe(-6);
  for (const key of ['1', 'F1', 'a', 'Enter']) expect(zoomAfter(0, key)).toBeUndefined();
});
