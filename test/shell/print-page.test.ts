import { describe, expect, test } from 'vitest';
import { printPageHtml } from '../../main/shell/print-page';

const html = (title = 'Gatehouse ticket'): string =>
  printPageHtml({
    title,
    language: 'en',
    paperMm: 80,
    script: '/opt/Gate house/"x"/renderer.js',
    modulePaths: ['/opt/</script><script>run()</script>'],
    typefaces: [{ family: 'Ticket Sans', weight: 700, file: '/opt/Gate house/sans.ttf' }],
    nonce: 'n0nce',
  });

describe('the page that is printed', () => {
  test('runs no script but the one with its nonce, and fetches nothing from anywhere', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html())?.[1];
    expect(policy).toBe(
      "default-src 'none'; script-src 'nonce-n0nce'; style-src 'nonce-n0nce'; img-src data:; font-src file:",
    );
    for (const [tag] of html().matchAll(/<(?:script|style)\b[^>]*>/g)) expect(tag).toContain('nonce="n0nce"');
  });

  test('leaves no margin at which a second, blank page would begin', () => {
    expect(html()).toContain('@page { margin: 0; }');
    expect(html()).toMatch(/html,\s*body \{ margin: 0; \}/);
    expect(html()).toMatch(/body \{ padding-bottom: 2px;/);
  });

  test('keeps names and paths text', () => {
    expect(html('<script>run()</script>')).toContain('<title>&lt;script&gt;run()&lt;/script&gt;</title>');
    expect(html()).not.toContain('<script>run()');
    expect(html()).toContain('src="file:///opt/Gate%20house/%22x%22/renderer.js"');
  });
});
