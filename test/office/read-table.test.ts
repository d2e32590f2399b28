/** Files as people send them: of other programs, in other encodings, damaged, locked, empty and far too large. */
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MOST_TABLE_ROWS, readTable, type Table } from '../../main/office/read-table';
import { text, xlsx } from '../fakes/tables';
import { unwatched } from '../fakes/watch';

const read = (bytes: Uint8Array, sheet?: string) => readTable(bytes, sheet, unwatched);

async function tableOf(bytes: Uint8Array, sheet?: string): Promise<Table> {
  const table = await read(bytes, sheet);
  if (table.kind === 'refused') throw new Error(table.reason);
  return table;
}

const cellsOf = async (bytes: Uint8Array) => (await tableOf(bytes)).rows.map(({ cells }) => cells);

describe('a CSV file', () => {
  it.each([
    ['commas', ','],
    ['semicolons', ';'],
    ['tabs', '\t'],
    ['bars', '|'],
  ])('is read with %s between its fields', async (_name, separator) => {
    const table = await tableOf(text(`Name${separator}Room\r\nAnna${separator}12\r\n`));
    expect(table).toMatchObject({ titles: ['Name', 'Room'], separator, rows: [{ number: 2, cells: ['Anna', '12'] }] });
  });

  it.each([
    ['UTF-8', Buffer.from('Name,Città\nZoë,Forlì', 'utf8')],
    ['UTF-8 with a mark', Buffer.from('\uFEFFName,Città\nZoë,Forlì', 'utf8')],
    ['UTF-16 little endian', Buffer.from('\uFEFFName,Città\nZoë,Forlì', 'utf16le')],
    ['UTF-16 big endian', Buffer.from('\uFEFFName,Città\nZoë,Forlì', 'utf16le').swap16()],
    ['Windows-1252', Buffer.from('Name,Città\nZoë,Forlì', 'latin1')],
  ])('is read in %s', async (_name, bytes) => {
    expect(await tableOf(bytes)).toMatchObject({ titles: ['Name', 'Città'], rows: [{ cells: ['Zoë', 'Forlì'] }] });
  });

  it('may have line breaks, separators and quotes in its fields', async () => {
    expect(await cellsOf(text('Name,Note\n"Rossi, Anna","says ""hi""\nand goes"'))).toEqual([
      ['Rossi, Anna', 'says "hi"\nand goes'],
    ]);
  });

  it('may have empty lines, short lines and long lines, and counts them as a spreadsheet does', async () => {
    const { titles, rows } = await tableOf(text('\nName,Room\n\nAnna\nBruno,2,more\n'));
    expect(titles).toEqual(['Name', 'Room', '']);
    expect(rows).toEqual([
      { number: 4, cells: ['Anna', '', ''] },
      { number: 5, cells: ['Bruno', '2', 'more'] },
    ]);
  });

  it('keeps leading zeros and long numbers as they are', async () => {
    expect(await cellsOf(text('Code,Tax\n007,12345678901234567890'))).toEqual([['007', '12345678901234567890']]);
  });
});

describe('a spreadsheet', () => {
  it('is read by what its cells show: text, numbers, dates, results of formulas, links and formatted text', async () => {
    const bytes = await xlsx({
      Guests: [
        ['Name', 'Phone', 'Day', 'Moment', 'Formula', 'Link', 'Rich', 'Yes'],
        [
          'Anna',
          393331234567,
          new Date(Date.UTC(2026, 6, 1)),
          new Date(Date.UTC(2026, 6, 1, 11, 30)),
          { formula: '1+1', result: 2 },
          { text: 'anna@example.com', hyperlink: 'mailto:anna@example.com' },
          { richText: [{ text: 'bo' }, { text: 'ld' }] },
          true,
        ],
      ],
    });
    expect(await cellsOf(bytes)).toEqual([
      ['Anna', '393331234567', '2026-07-01', '2026-07-01 11:30:00', '2', 'anna@example.com', 'bold', 'true'],
    ]);
  });

  it('has sheets to choose from', async () => {
    const bytes = await xlsx({ First: [['A'], ['1']], Second: [['B'], ['2']] });
    expect(await tableOf(bytes)).toMatchObject({ sheets: ['First', 'Second'], sheet: 'First', titles: ['A'] });
    expect(await tableOf(bytes, 'Second')).toMatchObject({ sheet: 'Second', titles: ['B'] });
    expect(await read(bytes, 'Third')).toMatchObject({ reason: 'not-found', field: 'sheet' });
  });

  it('counts its rows as it shows them', async () => {
    const bytes = await xlsx({ Guests: [[], ['Name'], [], ['Anna']] });
    expect((await tableOf(bytes)).rows).toEqual([{ number: 4, cells: ['Anna'] }]);
  });
});

/** A ZIP file of one part that unpacks to much more than it is. */
function bomb(bytes: number): Buffer {
  const packed = deflateRawSync(Buffer.alloc(bytes), { level: 9 });
  const name = Buffer.from('xl/workbook.xml');
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(local.length + name.length + packed.length, 16);
  return Buffer.concat([local, name, packed, entry, name, end]);
}

describe('a file that is no table', () => {
  const cfb = Buffer.from('d0cf11e0a1b11ae1', 'hex');
  it.each([
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'not-a-table'],
    ['a ZIP file cut off', Buffer.from('PK\u0003\u0004 and nothing more', 'latin1'), 'not-a-table'],
    ['a ZIP file of something else', bomb(100), 'not-a-table'],
    ['a ZIP bomb', bomb(300 * 1024 * 1024), 'table-too-large'],
    [
      'a spreadsheet with a password',
      Buffer.concat([cfb, Buffer.from('EncryptedPackage', 'utf16le')]),
      'table-protected',
    ],
    ['a spreadsheet of 1997', Buffer.concat([cfb, Buffer.from('Workbook', 'utf16le')]), 'table-old'],
    ['nothing', Buffer.alloc(0), 'table-empty'],
    ['blanks', text(' \n \n'), 'table-empty'],
    ['only titles', text('Name,Room\n'), 'table-empty'],
    ['a quote that is never closed', text('Name,Room\n"Anna,12\n'), 'not-a-table'],
    ['200,000 rows', text(`Name\n${'Anna\n'.repeat(200_000)}`), 'table-too-large'],
  ])('is refused: %s', async (_what, bytes, reason) => {
    expect(await read(bytes)).toMatchObject({ kind: 'refused', reason });
  });

  it('a spreadsheet with one row too many is refused too', async () => {
    const rows = Array.from({ length: MOST_TABLE_ROWS + 1 }, (_, at) => [at + 1]);
    expect(await read(await xlsx({ Guests: [['Room'], ...rows] }))).toMatchObject({ reason: 'table-too-large' });
  });
});
