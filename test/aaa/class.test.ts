/** The Class attribute: opaque to the router, and worth nothing when it was not made here. */
import { describe, expect, test } from 'vitest';
import { classKeyFrom, encodeClass, readClass, ClassMemory, MOST_CLASSES } from '../../main/aaa/class';
import { newDataKey } from '../../db/seal';

const dataKey = newDataKey();
const key = classKeyFrom(dataKey);
const ticketed = { entitlementId: 2 ** 40 + 7, guestId: 12 };

describe('a Class', () => {
  test('comes back as what it was made from, also after a restart', () => {
    expect(readClass(classKeyFrom(dataKey), encodeClass(key, ticketed))).toEqual(ticketed);
  });

  test('of a device that needs no product names none', () => {
    const none = { entitlementId: null, guestId: 12 };
    expect(readClass(key, encodeClass(key, none))).toEqual(none);
  });

  test('of another venue is not believed', () => {
    expect(readClass(classKeyFrom(newDataKey()), encodeClass(key, ticketed))).toBeUndefined();
  });

  test('is not believed with any bit changed', () => {
    const value = encodeClass(key, ticketed);
    for (let bit = 0; bit < value.length * 8; bit++) {
      const altered = Buffer.from(value);
      altered[bit >> 3]! ^= 1 << (bit & 7);
      expect(readClass(key, altered)).toBeUndefined();
    }
  });

  test.each([0, 1, 21, 23, 253])('of %i bytes is not believed', (length) => {
    expect(readClass(key, Buffer.alloc(length, 'G1'))).toBeUndefined();
  });
});

describe('the Classes made before', () => {
  test('are what they would be if made anew, also for a device without product, and after more than are kept', () => {
    const memory = new ClassMemory(key);
    const some = [
      ticketed,
      { entitlementId: 12, guestId: 3 },
      { entitlementId: 1, guestId: 23 },
      { entitlementId: null, guestId: 5 },
    ];
    const expectRight = (): void => {
      for (const one of some) expect(memory.of(one)).toEqual(encodeClass(key, one));
    };
    expectRight();
    for (let guestId = 1; guestId <= MOST_CLASSES; guestId++) memory.of({ entitlementId: guestId, guestId });
    expectRight();
  });
});
