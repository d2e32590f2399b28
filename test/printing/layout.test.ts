import { describe, expect, it } from 'vitest';
import { joinWifiText, layOutTestPage, layOutTicket, loginUrl } from '../../main/printing/layout';
import type { Ticket, TicketBlock, TicketLayout } from '../../main/printing/ticket';
import { hardNames, ticketOf } from '../fakes/tickets';

/** A layout in words, a block per line. */
function say(layout: TicketLayout): string[] {
  return layout.blocks.map(sayBlock);
}

function sayBlock(block: TicketBlock): string {
  switch (block.kind) {
    case 'text':
      return `${block.size}${block.bold ? ' bold' : ''}: ${block.text.replace(/[\u2066-\u2069]/g, '').replaceAll('\u00a0', ' ')}`;
    case 'qr':
      return `qr: ${block.value}`;
    case 'picture':
      return `picture ${block.widthMm} x ${block.heightMm} mm`;
    case 'row':
      return `${block.start} | ${block.end}`;
    case 'rule':
      return '---';
    case 'gap':
      return '';
  }
}

const lay = (more: Partial<Ticket> = {}, paperMm: 58 | 80 = 80): string[] =>
  say(layOutTicket(ticketOf(more), paperMm)).filter((line) => line !== '');

describe('a ticket', () => {
  it('of a code says what the guest needs, from the most to the least important', () => {
    expect(lay({ room: '12', displayName: 'Mario Rossi' })).toEqual([
      'title bold: Hotel Miramare',
      '---',
      'small: Code',
      'code bold: K7XP42',
      'normal: Works 24 hours from first use, 2 devices, 10 Mbit/s',
      '---',
      'normal bold: Scan to log in',
      'qr: http://hotspot.lan/login?username=K7XP42&password=K7XP42',
      '---',
      'small: 1 day · €5.00',
      'small: Room: 12 · Mario Rossi',
      'small: Sat 13 June 20:04',
    ]);
  });

  it('of a person says username and password', () => {
    const lines = lay({ kind: 'person', username: 'mario', password: 'Il1O0' });
    expect(lines.slice(2, 6)).toEqual(['small: Username', 'code bold: mario', 'small: Password', 'code bold: Il1O0']);
  });

  it('joins the Wi-Fi first and logs in second', () => {
    const lines = lay({ wifiName: 'Miramare Guest' });
    expect(lines[2]).toBe('normal bold: Wi-Fi: Miramare Guest');
    expect(lines.slice(6, 12)).toEqual([
      '---',
      'normal bold: 1. Scan to join the Wi-Fi',
      'qr: WIFI:T:nopass;S:Miramare Guest;;',
      '---',
      'normal bold: 2. Scan to log in',
      'qr: http://hotspot.lan/login?username=K7XP42&password=K7XP42',
    ]);
  });

  it('printed again says so before anything else', () => {
    expect(lay({ copy: true })[0]).toBe('title bold: *** COPY ***');
    expect(lay({ copy: true, language: 'it' })[0]).toBe('title bold: *** COPIA ***');
    expect(lay().join()).not.toContain('COPY');
  });

  it('leaves out what the venue has not', () => {
    const lines = lay({ loginHost: undefined, price: undefined, productName: '' });
    expect(lines.some((line) => line.startsWith('qr'))).toBe(false);
    expect(lines.slice(-2)).toEqual(['---', 'small: Sat 13 June 20:04']);
  });

  it('without a QR code where that would be too fine to print, but still with the words', () => {
    const long = { kind: 'person', username: 'u'.repeat(253), password: 'пароль'.repeat(150) } as const;
    for (const paperMm of [58, 80] as const) {
      const lines = lay(long, paperMm);
      expect(lines.some((line) => line.startsWith('qr'))).toBe(false);
      expect(lines).toContain(`code bold: ${long.username}`);
    }
  });

  it('runs from right to left in Arabic, its credential from left to right', () => {
    const layout = layOutTicket(ticketOf({ language: 'ar', username: '12!ab' }), 80);
    expect(layout.rightToLeft).toBe(true);
    expect(layout.blocks).toContainEqual(expect.objectContaining({ size: 'code', text: '\u206612!ab\u2069' }));
    expect(layOutTicket(ticketOf(), 80).rightToLeft).toBe(false);
  });

  it('keeps a number with its unit on one line', () => {
    const { blocks } = layOutTicket(ticketOf(), 58);
    expect(blocks).toContainEqual(
      expect.objectContaining({
        text: 'Works 24\u00a0hours from first use, 2\u00a0devices, 10\u00a0Mbit/s',
      }),
    );
  });

  it('speaks English to a guest whose language we do not', () => {
    expect(layOutTicket(ticketOf({ language: 'ja' }), 80).language).toBe('en');
  });

  it('shows a logo within its bounds, and passes over one that is none', () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000180000000a0', 'hex');
    expect(lay({ logo: png })[0]).toBe('picture 48 x 20 mm');
    expect(lay({ logo: Buffer.from('GIF89a') })[0]).toBe('title bold: Hotel Miramare');
  });

  it.each(hardNames)('takes %j as words, whatever stands in it', (name) => {
    const layout = layOutTicket(ticketOf({ venueName: name, displayName: name, room: name, productName: name }), 58);
    for (const block of layout.blocks) {
      if (block.kind !== 'text') continue;
      expect(block.text).not.toMatch(/[\p{Cc}\u202e\u2067\p{Cs}]/u);
    }
    const title = layout.blocks.find((block) => block.kind === 'text');
    expect(title).toMatchObject({ text: expect.stringContaining(name.slice(0, 4).trim()) as string });
  });

  it('never grows without end', () => {
    const layout = layOutTicket(ticketOf({ displayName: 'x'.repeat(100_000) }), 58);
    for (const block of layout.blocks) if (block.kind === 'text') expect(block.text.length).toBeLessThan(700);
  });
});

describe('the login link', () => {
  it.each([
    ['K7XP42', 'K7XP42', 'http://hotspot.lan/login?username=K7XP42&password=K7XP42'],
    ['a b&c', 'p=1#?/', 'http://hotspot.lan/login?username=a%20b%26c&password=p%3D1%23%3F%2F'],
    ['мария', '€', 'http://hotspot.lan/login?username=%D0%BC%D0%B0%D1%80%D0%B8%D1%8F&password=%E2%82%AC'],
  ])('of %j and %j is %s', (username, password, url) => {
    expect(loginUrl('hotspot.lan', username, password)).toBe(url);
    const { searchParams } = new URL(url);
    expect([searchParams.get('username'), searchParams.get('password')]).toEqual([username, password]);
  });

  it('does not fail at half a character', () => {
    expect(loginUrl('10.5.50.1:8080', '\ud800', 'x')).toBe('http://10.5.50.1:8080/login?username=%EF%BF%BD&password=x');
  });
});

describe('the text that joins the Wi-Fi', () => {
  it.each([
    ['Miramare', 'WIFI:T:nopass;S:Miramare;;'],
    ['a;b,c:d"e\\f', 'WIFI:T:nopass;S:a\\;b\\,c\\:d\\"e\\\\f;;'],
    ['Гостевая', 'WIFI:T:nopass;S:Гостевая;;'],
  ])('of %j is %s', (name, value) => {
    expect(joinWifiText(name)).toBe(value);
  });
});

describe('a test page', () => {
  it('tries every script and a QR code', () => {
    const page = { venueName: 'Hotel', logo: undefined, printerName: 'Reception', language: 'en', printedAt: 'now' };
    const lines = say(layOutTestPage(page, 58));
    expect(lines).toContain('qr: GATEHOUSE TEST now');
    expect(lines.join('\n')).toMatch(/€.*Ελληνικά.*Кириллица.*العربية/);
    expect(lines).toContain('small: now · 58 mm');
  });
});
