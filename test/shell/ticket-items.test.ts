import { describe, expect, test } from 'vitest';
import { printableMm, textMm } from '../../main/printing/layout';
import type { TicketBlock, TicketLayout } from '../../main/printing/ticket';
import { escapeHtml, ticketItems } from '../../main/shell/ticket-items';

const layout = (blocks: readonly TicketBlock[], more: Partial<TicketLayout> = {}): TicketLayout => ({
  paperMm: 80,
  rightToLeft: false,
  language: 'en',
  blocks,
  ...more,
});
const text = (value: string, size: 'code' | 'normal' = 'normal', align: 'start' | 'center' | 'end' = 'start') =>
  ({ kind: 'text', text: value, size, bold: false, align }) as const;
const qr = { kind: 'qr', value: 'http://login/', sizeMm: 31 } as const;
const picture = { kind: 'picture', png: Uint8Array.of(1, 2, 3), widthMm: 40, heightMm: 12.5 } as const;
const drawQr = (value: string): Uint8Array => Buffer.from(`QR of ${value}`);

describe('a ticket for electron-pos-printer', () => {
  test('carries every text escaped, since the library puts it into innerHTML', () => {
    const names = [`<img src=x onerror="alert('x')">`, 'Smith & Sons', '<script>run()</script>', '&lt;b&gt;'];
    for (const { value } of ticketItems(layout(names.map((name) => text(name))), drawQr))
      expect(value).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
    expect(escapeHtml(`<a href="x">'&'</a>`)).toBe('&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;');
  });

  test('consists of texts and pictures only: the library draws no QR code and meets no kind it does not know', () => {
    const blocks: TicketBlock[] = [
      text('Hotel'),
      { kind: 'rule' },
      text('ABC234', 'code'),
      { kind: 'gap', mm: 2 },
      qr,
      picture,
    ];
    expect(ticketItems(layout(blocks), drawQr).map(({ type }) => type)).toEqual([
      'text',
      'text',
      'text',
      'text',
      'image',
      'image',
    ]);
  });

  test('refuses a block of an unknown kind, for which the library would wait for ever', () => {
    const unknown = { kind: 'barCode', value: '1' } as unknown as TicketBlock;
    expect(() => ticketItems(layout([unknown]), drawQr)).toThrow(TypeError);
  });

  test('brings pictures as data in their size on paper, and the QR code as the program has drawn it', () => {
    const [code, logo] = ticketItems(layout([qr, picture]), drawQr);
    expect(code).toMatchObject({ width: '31mm', height: '31mm' });
    expect(code?.url).toBe(`data:image/png;base64,${Buffer.from('QR of http://login/').toString('base64')}`);
    expect(logo).toMatchObject({ width: '40mm', height: '12.5mm', url: 'data:image/png;base64,AQID' });
    expect([code?.path, logo?.path]).toEqual([undefined, undefined]);
  });

  test('prints a code as large as fits on one line, and never too small to read', () => {
    const sizeOf = (code: string, paperMm: 58 | 80) =>
      Number.parseFloat(ticketItems(layout([text(code, 'code')], { paperMm }), drawQr)[0]?.style?.fontSize ?? '');
    expect(sizeOf('AB12', 80)).toBe(textMm.code);
    const ten = sizeOf('ABCDEFGHJK', 58);
    expect(ten).toBeLessThan(textMm.code);
    // Ten characters of a monospaced typeface, each 0.6 of the size wide, on what a 58 mm head reaches.
    expect(ten * 0.6 * 10).toBeLessThanOrEqual(printableMm[58]);
    expect(sizeOf('a.very.long.name@a.very.long.example', 58)).toBe(textMm.leastCode);
  });

  test('keeps a code left to right on an Arabic ticket and lets the other lines follow their first letter', () => {
    const [code, words] = ticketItems(
      layout([text('ABC234', 'code'), text('فندق', 'normal', 'start')], { rightToLeft: true, language: 'ar' }),
      drawQr,
    );
    expect(code?.style).toMatchObject({ direction: 'ltr' });
    expect(words?.style).toMatchObject({ unicodeBidi: 'plaintext', textAlign: 'right' });
  });
});
