import i18next from 'i18next';
import { beforeEach, describe, expect, it } from 'vitest';
import { pseudonymOf } from '../../db/queries/erase';
import { languages } from '../../preload/contract/base';
import { changeText } from '../../renderer/parts/change-text';
import { isErasedName, sayName } from '../../renderer/parts/guest-words';
import { textOptions } from '../../renderer/text';

beforeEach(async () => {
  await i18next.init(textOptions('en'));
});

describe('an erased guest', () => {
  it('is called by words and a number in every language, never by the pseudonym', async () => {
    const said = new Set<string>();
    for (const language of languages) {
      await i18next.changeLanguage(language);
      expect(sayName('erased-12')).toContain('12');
      said.add(sayName('erased-12'));
      expect(sayName('erased-12-2')).toBe(sayName('erased-12'));
    }
    expect(said.size).toBe(languages.length);
    expect([...said].filter(isErasedName)).toEqual([]);
  });

  it('is known by the pseudonym the database gives', () => {
    expect(sayName(pseudonymOf(12))).toBe('Erased guest 12');
  });

  it('is called so in History', () => {
    const row = { action: 'erase-guest', params: { name: 'erased-12' }, label: 'from main' };
    expect(changeText(row)).toContain('Erased guest 12');
    expect(changeText(row)).not.toContain('erased-12');
  });

  it('is nobody whose name only begins so', () => {
    for (const name of ['erased', 'erased-', 'erased-x', 'erased-12-', 'not-erased-12', 'k7mn4px2']) {
      expect(isErasedName(name)).toBe(false);
      expect(sayName(name)).toBe(name);
    }
  });
});
