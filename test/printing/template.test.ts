import { describe, expect, it } from 'vitest';
import { builtInTemplate } from '../../main/printing/built-in-template';
import { layOutCard, layOutTicket, printableMm } from '../../main/printing/layout';
import { planQr } from '../../main/printing/qr';
import { drawTicket } from '../../main/printing/raster';
import { ticketSheet } from '../../main/printing/sheet';
import type { Ticket, TicketBlock, TicketTemplate } from '../../main/printing/ticket';
import type { TemplateBlock } from '../../preload/contract/ticket-templates';
import { ticketOf } from '../fakes/tickets';

const look = { size: 'medium', bold: false, align: 'center' } as const;
const say = (text: string): TemplateBlock => ({ kind: 'text', text, ...look });
const templateOf = (...blocks: TemplateBlock[]): TicketTemplate => ({ blocks, cardsPerPage: 10 });

function linesOf(ticket: Ticket): string[] {
  return layOutTicket(ticket, 80).blocks.map((block) =>
    block.kind === 'text' ? block.text.replace(/[\u2066-\u2069]/g, '') : block.kind,
  );
}

describe('the ticket that comes with the program', () => {
  /** As tickets were printed before there were templates, block by block. */
  function blocksBefore(paperMm: 58 | 80): readonly TicketBlock[] {
    const words = (text: string, size: 'code' | 'title' | 'normal' | 'small', bold = false): TicketBlock => ({
      ...{ kind: 'text', text, size, bold, align: 'center' },
    });
    const qr = (value: string): TicketBlock => ({
      kind: 'qr',
      value,
      sizeMm: planQr(value, 31, printableMm[paperMm])!,
    });
    return [
      words('Hotel Miramare', 'title', true),
      { kind: 'rule' },
      words('Wi-Fi: \u2068Miramare Guest\u2069', 'normal', true),
      { kind: 'gap', mm: 2 },
      words('Code', 'small'),
      words('K7XP42', 'code', true),
      { kind: 'gap', mm: 1.5 },
      words('Works 24\u00a0hours from first use, 2\u00a0devices, \u206610\u00a0Mbit/s\u2069', 'normal'),
      { kind: 'rule' },
      words('1. Scan to join the Wi-Fi', 'normal', true),
      qr('WIFI:T:nopass;S:Miramare Guest;;'),
      { kind: 'rule' },
      words('2. Scan to log in', 'normal', true),
      qr('http://hotspot.lan/login?username=K7XP42&password=K7XP42'),
      { kind: 'rule' },
      words('\u20681 day\u2069 · \u2068€5.00\u2069', 'small'),
      words('Room: \u206812\u2069 · \u2068Mario Rossi\u2069', 'small'),
      words('Sat 13 June 20:04', 'small'),
    ];
  }

  it.each([58, 80] as const)('is, dot for dot, what was printed before on %i mm', async (paperMm) => {
    const ticket = ticketOf({ wifiName: 'Miramare Guest', room: '12', displayName: 'Mario Rossi' });
    const before = await drawTicket({ ...layOutTicket(ticket, paperMm), blocks: blocksBefore(paperMm) });
    const now = await drawTicket(layOutTicket(ticket, paperMm));
    expect({ width: now.width, height: now.height }).toEqual({ width: before.width, height: before.height });
    expect(Buffer.compare(now.dots, before.dots)).toBe(0);
    const moved = await drawTicket(layOutTicket({ ...ticket, room: '13' }, paperMm));
    expect(Buffer.compare(moved.dots, before.dots)).not.toBe(0);
  });

  it('is what a ticket without a template of its own looks like', () => {
    const ticket = ticketOf({ wifiName: 'Miramare' });
    expect(layOutTicket({ ...ticket, template: builtInTemplate }, 80)).toEqual(layOutTicket(ticket, 80));
  });
});

describe('the text of a template', () => {
  it('leaves out the part whose value is not there, and the line of which nothing remains', () => {
    const template = templateOf(say('{guest} · {room:} · Welcome\n{card}\n{wifi:}'));
    expect(linesOf(ticketOf({ template, room: '12' }))).toEqual(['Room: 12 · Welcome']);
    expect(linesOf(ticketOf({ template, displayName: 'Mario', wifiName: 'Bar' }))).toEqual([
      'Mario · Welcome',
      'Wi-Fi: Bar',
    ]);
    expect(linesOf(ticketOf({ template: templateOf(say('Dear {guest}, room {room}')), room: '12' }))).toEqual([]);
  });

  it('keeps an empty line, and says words in the language of the guest', () => {
    const template = templateOf(say('a\n\nb'), say('{room:}'));
    expect(linesOf(ticketOf({ template, room: '12', language: 'it' }))).toEqual(['a', 'gap', 'b', 'Camera: 12']);
  });

  it('lets no name write a placeholder, a line or a direction of its own', () => {
    const template = templateOf(say('{guest} · {room:}'));
    const evil = '{wifiPassword}\n\u202egninrut';
    expect(linesOf(ticketOf({ template, displayName: evil, wifiPassword: 'secret', room: '12' }))).toEqual([
      '{wifiPassword} gninrut · Room: 12',
    ]);
  });
});

describe('blocks', () => {
  it('print one line where nothing is left between several', () => {
    const line = { kind: 'line' } as const;
    const template = templateOf(say('a'), line, { kind: 'price', ...look }, line, line, say('b'));
    expect(linesOf(ticketOf({ template, price: undefined }))).toEqual(['a', 'rule', 'b']);
    expect(linesOf(ticketOf({ template }))).toEqual(['a', 'rule', 'Price: €5.00', 'rule', 'b']);
  });

  it('print a copy as a copy, whatever the template says', () => {
    expect(linesOf(ticketOf({ template: templateOf(say('a')), copy: true }))).toEqual(['*** COPY ***', 'a']);
  });

  it('stand at the edge they were put to, the other one in Arabic', async () => {
    const inkAt = async (align: 'start' | 'end', language: string): Promise<'left' | 'right'> => {
      const template = templateOf({ kind: 'login-qr', size: 'small', align });
      const { width, dots } = await drawTicket(layOutTicket(ticketOf({ template, language }), 80));
      const left = dots.reduce((sum, dot, at) => sum + (at % width < width / 2 ? dot : 0), 0);
      return left > dots.reduce((sum, dot) => sum + dot, 0) / 2 ? 'left' : 'right';
    };
    expect([await inkAt('start', 'en'), await inkAt('end', 'en')]).toEqual(['left', 'right']);
    expect([await inkAt('start', 'ar'), await inkAt('end', 'ar')]).toEqual(['right', 'left']);
  });

  it('make a code as large as was chosen', async () => {
    const heightOf = async (size: 'small' | 'medium' | 'large'): Promise<number> => {
      const template = templateOf({ kind: 'code', size, bold: true, align: 'center' });
      return (await drawTicket(layOutTicket(ticketOf({ template }), 80))).height;
    };
    const heights = [await heightOf('small'), await heightOf('medium'), await heightOf('large')];
    expect(heights).toEqual([...heights].sort((one, other) => one - other));
    expect(new Set(heights).size).toBe(3);
  });
});

describe('cards of a template', () => {
  it.each([
    [4, 3],
    [6, 2],
    [8, 2],
    [10, 1],
  ] as const)('%i to a page make %i pages of ten', async (cardsPerPage, pages) => {
    const tickets = Array.from({ length: 10 }, () => ticketOf({ template: { ...builtInTemplate, cardsPerPage } }));
    expect((await ticketSheet(tickets)).pages).toBe(pages);
  });

  it('keep their words on one side and their QR codes on the other', () => {
    const template = templateOf(
      { kind: 'login-qr', size: 'large', align: 'center' },
      say('a'),
      { kind: 'line' },
      say('b'),
    );
    const { words, qrs } = layOutCard(ticketOf({ template }), 27);
    expect(words.blocks.map(({ kind }) => kind)).toEqual(['text', 'gap', 'text']);
    expect(qrs.blocks.map(({ kind }) => kind)).toEqual(['text', 'qr']);
  });
});
