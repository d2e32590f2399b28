import { GlobalFonts } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { drawnFamilies, missingLetters } from '../../main/printing/fonts';
import { layOutTicket } from '../../main/printing/layout';
import { readQr } from '../../main/printing/qr';
import { encodeEscpos } from '../../main/printing/escpos';
import { EscposReader, paperOf, sectionsOf } from '../fakes/escpos';
import { ticketOf } from '../fakes/tickets';

const inkOf = (dots: Uint8Array): number => dots.reduce((sum, dot) => sum + dot, 0);

describe('the letters of a name', () => {
  it.each([
    ['Latin', 'Žofie Ångström'],
    ['Greek', 'Ακρόπολις'],
    ['Cyrillic', 'Гостиница'],
    ['Arabic', 'مريم الرشيدي'],
    ['Devanagari', 'प्रिया शर्मा'],
    ['emoji', '☀ 😀 👩‍👩‍👧‍👦 ❤️'],
  ])('in %s are all there on every computer', (_script, name) => {
    expect(missingLetters(name)).toBe('');
  });

  it.each([
    ['Hebrew', 'מלון', ['Segoe UI', 'Arial Hebrew', 'Noto Sans Hebrew']],
    ['Thai', 'โรงแรม', ['Leelawadee UI', 'Thonburi', 'Noto Sans Thai']],
    ['Chinese', '旅馆', ['Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', 'Noto Sans SC']],
    ['Japanese', 'さくら', ['Yu Gothic', 'MS Gothic', 'Hiragino Sans', 'Noto Sans CJK JP', 'Noto Sans JP']],
    ['Korean', '호텔', ['Malgun Gothic', 'Apple SD Gothic Neo', 'Noto Sans CJK KR', 'Noto Sans KR']],
  ])('in %s are drawn by the typeface of this computer, or named as missing', (_script, name, typefaces) => {
    drawnFamilies();
    const isHere = typefaces.some((typeface) => GlobalFonts.has(typeface));
    if (isHere) expect(missingLetters(name)).toBe('');
    else expect(missingLetters(name)).not.toBe('');
  });

  it('that no typeface has are named once, and printed as boxes instead of nothing', async () => {
    // Private use (Unicode §23.5): no typeface of a computer has a shape for these.
    const nobodys = '\u{f1234}\u{f1234}\u{f1235}';
    expect(missingLetters(`Anna ${nobodys}`)).toBe('\u{f1234}\u{f1235}');
    const unnamed = await printed(ticketOf());
    const named = await printed(ticketOf({ displayName: nobodys }));
    expect(inkOf(named.dots)).toBeGreaterThan(inkOf(unnamed.dots));
  });
});

async function printed(ticket: ReturnType<typeof ticketOf>) {
  return paperOf(new EscposReader().feed(await encodeEscpos(layOutTicket(ticket, 80))))[0]!;
}

describe('a ticket in any script', () => {
  it.each(['مريم', 'מרים', 'โรงแรม', '旅馆', 'さくら', '호텔', 'शर्मा', '😀'])(
    'is a picture for the printer, whose QR code reads, with %s on it',
    async (name) => {
      const commands = new EscposReader().feed(await encodeEscpos(layOutTicket(ticketOf({ displayName: name }), 58)));
      expect(new Set(commands.map(({ kind }) => kind))).not.toContain('text');
      const [paper] = paperOf(commands);
      const codes = sectionsOf(paper!).flatMap((section) => readQr(section) ?? []);
      expect(codes).toEqual(['http://hotspot.lan/login?username=K7XP42&password=K7XP42']);
      const [without] = paperOf(new EscposReader().feed(await encodeEscpos(layOutTicket(ticketOf(), 58))));
      expect(inkOf(paper!.dots)).toBeGreaterThan(inkOf(without!.dots));
    },
  );
});
