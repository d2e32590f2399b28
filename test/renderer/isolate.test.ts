import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { textOptions } from '../../renderer/text';
import { isolate } from '../../renderer/text/isolate';

const isolated = (name: string): string => `\u2068${name}\u2069`;

describe('a name in a sentence', () => {
  it('that is read the other way keeps to itself, and the sentence its order', () => {
    expect(isolate('نور الدين', 'ltr')).toBe(isolated('نور الدين'));
    expect(isolate('Łukasz', 'rtl')).toBe(isolated('Łukasz'));
    expect(isolate('Мария 12', 'rtl')).toBe(isolated('Мария 12'));
  });

  it('of the same direction, or of none, is left as it is', () => {
    expect(isolate('Anna Rossi', 'ltr')).toBe('Anna Rossi');
    expect(isolate('نور', 'rtl')).toBe('نور');
    expect(isolate('12-B', 'ltr')).toBe('12-B');
    expect(isolate('212', 'rtl')).toBe('212');
  });

  it('is isolated wherever the windows put it into their words', async () => {
    await i18next.init(textOptions('en'));
    expect(i18next.t('products.changed', { name: 'نور' })).toBe(`${isolated('نور')} is changed.`);
    expect(i18next.t('products.changed', { name: '<b>&"' })).toBe('<b>&" is changed.');
    await i18next.changeLanguage('ar');
    expect(i18next.t('products.changed', { name: 'Day' })).toContain(isolated('Day'));
  });
});
