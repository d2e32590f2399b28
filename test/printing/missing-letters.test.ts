/** What the desk is told of letters that would be boxes. */
import { describe, expect, it, vi } from 'vitest';
import type * as canvas from '../../main/printing/canvas';
import { missingLetters } from '../../main/printing/fonts';
import { lettersMissingOn, mayLackLetters } from '../../main/printing/missing-letters';
import { hardNames, ticketOf } from '../fakes/tickets';

/** Private use (Unicode §23.5): no typeface of a computer has a shape for these. */
const NOBODYS = '\u{f1234}';
const OTHERS = '\u{f1235}';
const LAST_OF_PLANE_0 = 0xffff;

const look = { size: 'medium', bold: false, align: 'center' } as const;

// Only our own: what this computer happens to have must not hide what another one lacks.
vi.mock('../../main/printing/canvas', async (original) => {
  const library = (await original<typeof canvas>()).canvasLibrary();
  const { GlobalFonts } = library;
  const onlyOurs = { register: GlobalFonts.register.bind(GlobalFonts), has: () => false };
  return { canvasLibrary: () => ({ ...library, GlobalFonts: onlyOurs }) };
});

describe('letters that no typeface has', () => {
  it('are named once, in their order, whether they stand in a name or in the words of the template', () => {
    const template = {
      blocks: [{ kind: 'text', text: `${OTHERS} {guest} ${NOBODYS}`, ...look } as const],
      cardsPerPage: 10 as const,
    };
    const ticket = ticketOf({ displayName: `Anna ${NOBODYS}`, template });
    expect(mayLackLetters(ticket)).toBe(true);
    expect(lettersMissingOn([ticket, ticketOf({ room: NOBODYS })])).toBe(`${OTHERS}${NOBODYS}`);
  });

  it('are not named where the ticket does not print them', () => {
    const template = { blocks: [{ kind: 'code', ...look } as const], cardsPerPage: 10 as const };
    expect(lettersMissingOn([ticketOf({ displayName: NOBODYS, template })])).toBe('');
  });

  it('are not looked for in names that are surely drawn: our own typefaces have every letter of those', () => {
    const letters = Array.from({ length: LAST_OF_PLANE_0 + 1 }, (_, code) => String.fromCharCode(code));
    const sure = letters.filter((letter) => !mayLackLetters(ticketOf({ displayName: letter })));
    expect(sure.length).toBeGreaterThan(900);
    expect(missingLetters(sure.join(''))).toBe('');
  });

  it.each(hardNames)('are looked for without harm in %j', (name) => {
    expect(() => lettersMissingOn([ticketOf({ displayName: name })])).not.toThrow();
  });
});
