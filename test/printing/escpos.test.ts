import { describe, expect, it } from 'vitest';
import { encodeEscpos } from '../../main/printing/escpos';
import { layOutTicket } from '../../main/printing/layout';
import { readQr } from '../../main/printing/qr';
import { drawTicket } from '../../main/printing/raster';
import { EscposReader, paperOf, sectionsOf } from '../fakes/escpos';
import { hardNames, ticketOf } from '../fakes/tickets';

describe('a ticket as ESC/POS', () => {
  it.each([58, 80] as const)('is on %i mm paper, dot for dot, the ticket that was drawn', async (paperMm) => {
    const layout = layOutTicket(ticketOf({ wifiName: 'Miramare' }), paperMm);
    const [paper] = paperOf(new EscposReader().feed(await encodeEscpos(layout)));
    const drawn = await drawTicket(layout);
    expect(paper!.width).toBe(drawn.width);
    expect(paper!.dots.subarray(0, drawn.dots.length)).toEqual(drawn.dots);
    expect(paper!.dots.subarray(drawn.dots.length).some((dot) => dot === 1)).toBe(false);
    expect(sectionsOf(paper!).flatMap((section) => readQr(section) ?? [])).toEqual([
      'WIFI:T:nopass;S:Miramare;;',
      'http://hotspot.lan/login?username=K7XP42&password=K7XP42',
    ]);
  });

  it('initializes, prints in bands that small printers can hold, feeds and cuts', async () => {
    const reader = new EscposReader();
    const commands = reader.feed(await encodeEscpos(layOutTicket(ticketOf(), 58)));
    const kinds = commands.map(({ kind }) => kind);
    expect(kinds[0]).toBe('initialize');
    expect(kinds.slice(kinds.indexOf('feed'), kinds.indexOf('cut'))).toEqual(['feed', 'feed', 'feed', 'feed']);
    expect(kinds.filter((kind) => kind === 'cut')).toHaveLength(1);
    expect(reader.pending).toBe(0);
    for (const command of commands) if (command.kind === 'image') expect(command.image.height).toBeLessThan(256);
  });

  it.each(hardNames)('holds nothing but pictures, feeds and a cut for %j', async (name) => {
    const ticket = ticketOf({ venueName: name, username: name, password: name, displayName: name, kind: 'person' });
    const commands = new EscposReader().feed(await encodeEscpos(layOutTicket(ticket, 58)));
    expect(new Set(commands.map(({ kind }) => kind))).toEqual(
      new Set(['initialize', 'setting', 'image', 'feed', 'cut']),
    );
  });
});
