import { describe, expect, test } from 'vitest';
import { languages } from '../../preload/contract/base';
import { shellText, statusLine, type ShellText } from '../../main/shell/text';

const places = (sentence: string): string[] => [...sentence.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

describe('the words of the shell', () => {
  test.each(languages)('%s has every sentence, with the same places to fill', (language) => {
    const english = shellText('en');
    const words = shellText(language);
    for (const name of Object.keys(english) as (keyof ShellText)[]) {
      expect(words[name], name).not.toBe('');
      expect(places(words[name]), name).toEqual(places(english[name]));
    }
  });

  test('follow the language of the computer, and are English where that is not spoken', () => {
    expect(shellText('de-AT')).toBe(shellText('de'));
    expect(shellText('pt_BR')).toBe(shellText('pt'));
    expect(shellText('de')).not.toEqual(shellText('en'));
    for (const locale of ['fi', '', 'english']) expect(shellText(locale)).toBe(shellText('en'));
  });

  test('say in the tray whether RADIUS runs and how many are online', () => {
    const status = { onlineSessions: 12, waitingPrintJobs: 0 };
    expect(statusLine(shellText('en'), { ...status, ready: true })).toBe('RADIUS is running · 12 online');
    expect(statusLine(shellText('en'), { ...status, ready: false })).toBe('RADIUS is not running: open Gatehouse');
  });
});
