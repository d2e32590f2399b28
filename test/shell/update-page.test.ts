import { describe, expect, test } from 'vitest';
import { languages } from '../../preload/contract/base';
import { shellText, updateLine } from '../../main/shell/text';
import { showStepScript, updatePageHtml } from '../../main/shell/update-page';

const text = shellText('en');

describe('the page about an update', () => {
  test('lets nothing run and nothing be fetched', () => {
    const html = updatePageHtml(text, 'en', 'once');
    expect(html).toContain(`content="default-src 'none'; style-src 'nonce-once'; base-uri 'none'; form-action 'none'"`);
    expect(html).not.toMatch(/<script|<img|<link|https?:|unsafe/);
  });

  test.each(languages)('is in the language and the direction of the computer: %s', (language) => {
    const html = updatePageHtml(shellText(language), language, 'once');
    expect(html).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`);
    expect(html).toContain(shellText(language).updateTitle);
  });

  test('shows words as words, whatever stands in them', () => {
    const html = updatePageHtml({ ...text, updateTitle: '<b onclick=1>' }, 'en', 'once');
    expect(html).toContain('&lt;b onclick=1&gt;');
    expect(showStepScript({ line: `'"\`\n</p>`, step: 1, of: 6 })).toContain(JSON.stringify(`'"\`\n</p>`));
  });

  test('has a bar that is not empty at the first step and not full at the last', () => {
    const line = updateLine(text, { kind: 'step', name: 'copy', step: 2, of: 6 });
    expect(line).toBe('Step 2 of 6: making a copy of the data');
    expect(showStepScript({ line, step: 6, of: 6 })).toMatch(/bar\.max = 7;\s+bar\.value = 6;/);
  });
});
