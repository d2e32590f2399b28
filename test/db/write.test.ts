import { describe, expect, expectTypeOf, test } from 'vitest';
import Database from 'better-sqlite3';
import { undoableTables } from '../../db/images';
import { findChange, undoChange, writeChange, type ChangeWriter } from '../../db/write';
import { Fault } from '../../preload/contract/faults';
import type { Refusal } from '../../preload/contract/refusals';
import {
  addGuest,
  addProduct,
  anna,
  contentOf,
  emptyVenue,
  guestRow,
  morning,
  numberOf,
  productRow,
  sellTicket,
  tablesOf,
  terminal,
  updateGuest,
  valueOf,
} from './support';

const addGuestWhat = { action: 'add-guest', params: { name: 'k7m2qp' } } as const;

describe('a change', () => {
  test('is written with its operator, door, time and sentence', () => {
    const db = emptyVenue();
    const { changeId } = addGuest(db, 'k7m2qp');
    expect(findChange(db, changeId)).toEqual({
      id: changeId,
      atMs: morning,
      operatorId: 7,
      operatorName: 'Anna',
      via: 'window',
      kind: 'do',
      ofChangeId: undefined,
      action: 'add-guest',
      params: { name: 'k7m2qp' },
      label: 'Added the guest k7m2qp',
      state: 'done',
      canUndo: true,
      canRedo: false,
      subChanges: 1,
    });
  });

  test('keeps what every row was and became, bytes and all, in the order of writing', () => {
    const db = emptyVenue();
    const changeId = writeChange(db, anna, addGuestWhat, morning, (write) => {
      const id = write.insert('guests', guestRow('k7m2qp', { password_sealed: Uint8Array.of(0, 255, 1), room: '101' }));
      write.update('guests', id, { room: '102' });
      write.remove('guests', id);
      return write.changeId;
    });
    const images = db.sqlite
      .prepare<[number], { before: string | null; after: string | null }>(
        'select before, after from change_rows where change_id = ? order by id',
      )
      .all(changeId)
      .map(({ before, after }) => [before, after].map((json) => json && (JSON.parse(json) as { room: string })));
    expect(images.map((pair) => pair.map((image) => image && image.room))).toEqual([
      [null, '101'],
      ['101', '102'],
      ['102', null],
    ]);
    expect(images[0]![1]).toMatchObject({ username: 'k7m2qp', password_sealed: { b64: 'AP8B' }, note: null });
  });

  test('answers what the work answers', () => {
    const db = emptyVenue();
    const answer = writeChange(db, anna, addGuestWhat, morning, (write) => ({
      id: write.insert('guests', guestRow('k7m2qp')),
      atMs: write.atMs,
    }));
    expectTypeOf(answer).toEqualTypeOf<{ id: number; atMs: number }>();
    expect(answer).toEqual({ id: 1, atMs: morning });
  });

  test('is not there at all when the work throws half-way', () => {
    const db = emptyVenue();
    const before = contentOf(db, tablesOf(db));
    const work = (write: ChangeWriter): void => {
      write.insert('guests', guestRow('k7m2qp'));
      write.append('shifts', { operator_id: 7, operator_name: 'Anna', opened_at_ms: morning });
      throw new RangeError('no more codes');
    };
    expect(() => writeChange(db, anna, addGuestWhat, morning, work)).toThrow(RangeError);
    expect(contentOf(db, tablesOf(db))).toEqual(before);
    expect(addGuest(db, 'next').id).toBe(1);
  });

  test('is not there at all when the work refuses after having written', () => {
    const db = emptyVenue();
    const before = contentOf(db, tablesOf(db));
    const refusal: Refusal = { kind: 'refused', reason: 'name-taken', params: { what: 'Guest', name: 'k7m2qp' } };
    const outcome = writeChange(db, anna, addGuestWhat, morning, (write) => {
      write.insert('guests', guestRow('k7m2qp'));
      return refusal;
    });
    expect(outcome).toBe(refusal);
    expect(contentOf(db, tablesOf(db))).toEqual(before);
  });

  test('cannot be written by an async callback: it would write after the commit', async () => {
    const db = emptyVenue();
    let late: Promise<unknown> = Promise.resolve();
    const work = (write: ChangeWriter): unknown => {
      write.insert('guests', guestRow('early'));
      late = Promise.resolve().then(() => write.insert('guests', guestRow('late')));
      return late;
    };
    expect(() => writeChange(db, anna, addGuestWhat, morning, work)).toThrow('synchronous');
    await expect(late).rejects.toThrow('finished');
    expect(numberOf(db, 'select count(*) from guests')).toBe(0);
    // The compiler says so too.
    // @ts-expect-error -- an async callback is not a change
    expect(() => writeChange(db, anna, addGuestWhat, morning, async () => Promise.resolve())).toThrow('synchronous');
  });

  test('cannot be written to once it is finished', () => {
    const db = emptyVenue();
    const kept = writeChange(db, anna, addGuestWhat, morning, (write) => {
      write.insert('guests', guestRow('k7m2qp'));
      return { write };
    }).write;
    expect(() => kept.insert('guests', guestRow('late'))).toThrow('finished');
    expect(() => kept.update('guests', 1, { room: '1' })).toThrow('finished');
    expect(() => kept.remove('guests', 1)).toThrow('finished');
    expect(() => kept.append('shifts', { operator_id: 1, operator_name: 'x', opened_at_ms: 1 })).toThrow('finished');
    expect(numberOf(db, 'select count(*) from guests')).toBe(1);
  });

  test('has the database to itself from its first read on', () => {
    const db = emptyVenue();
    const other = new Database(db.file, { timeout: 0 });
    const otherWrites = (): unknown => other.exec(`update domains set name = 'Other'`);
    writeChange(db, anna, addGuestWhat, morning, (write) => {
      expect(otherWrites).toThrow(expect.objectContaining({ code: 'SQLITE_BUSY' }) as Error);
      write.insert('guests', guestRow('k7m2qp'));
    });
    expect(otherWrites).not.toThrow();
    other.close();
  });

  test('cannot hold another change', () => {
    const db = emptyVenue();
    expect(() => writeChange(db, anna, addGuestWhat, morning, () => addGuest(db, 'inner'))).toThrow('inside');
    expect(numberOf(db, 'select count(*) from guests')).toBe(0);
  });

  test('that changes nothing leaves no trace, and its number is never that of somebody else', () => {
    const db = emptyVenue();
    const { id } = addGuest(db, 'k7m2qp', { room: '101' });
    const empty = updateGuest(db, id, { room: '101', note: undefined });
    expect(findChange(db, empty)).toBeUndefined();
    expect(undoChange(db, anna, empty, morning)).toMatchObject({ kind: 'refused', reason: 'not-found' });
    expect(updateGuest(db, id, { room: '102' })).toBeGreaterThan(empty);
  });

  test('that changes nothing as the very first one neither', () => {
    const db = emptyVenue();
    const first = writeChange(db, anna, addGuestWhat, morning, (write) => write.changeId);
    expect(addGuest(db, 'k7m2qp').changeId).toBeGreaterThan(first);
  });

  test('leaves out columns that stay as they are', () => {
    const db = emptyVenue();
    const { id } = addGuest(db, 'k7m2qp', { room: '101' });
    const changeId = updateGuest(db, id, { room: '101', note: 'late arrival' });
    expect(findChange(db, changeId)!.subChanges).toBe(1);
    expect(valueOf(db, 'select room from guests')).toBe('101');
    expect(valueOf(db, 'select note from guests')).toBe('late arrival');
  });

  test('takes true and false for 1 and 0, and undefined for the default', () => {
    const db = emptyVenue();
    addProduct(db, 'Stay', { until_check_out: true, code_length: undefined });
    expect(db.sqlite.prepare('select until_check_out, code_length from products').get()).toEqual({
      until_check_out: 1,
      code_length: 6,
    });
  });

  test('gives every sale its own number, whatever the caller says', () => {
    const db = emptyVenue();
    const { changeId, saleId } = sellTicket(db, addProduct(db, 'Day').id, 'k7m2qp');
    expect(valueOf(db, 'select change_id from sales where id = ?', saleId)).toBe(changeId);
  });

  test('of the terminal has no operator', () => {
    const db = emptyVenue();
    const { changeId } = addGuest(db, 'k7m2qp', {}, terminal);
    expect(findChange(db, changeId)).toMatchObject({ operatorId: null, operatorName: 'Terminal', via: 'terminal' });
  });
});

describe('a change writes only what operators may write', () => {
  const attempt = (act: (write: ChangeWriter) => unknown) => () => {
    const db = emptyVenue();
    addGuest(db, 'k7m2qp');
    const before = contentOf(db, tablesOf(db));
    try {
      writeChange(db, anna, addGuestWhat, morning, (write) => void act(write));
    } finally {
      expect(contentOf(db, tablesOf(db))).toEqual(before);
    }
  };
  /** As a caller without types would. */
  const as = (text: string) => text as never;

  test.each(['entitlement_usage', 'sessions', 'radius_log', 'print_jobs', 'sales', 'changes', 'sqlite_master'])(
    'not %s',
    (table) => {
      expect(attempt((write) => write.insert(as(table), { id: 1 }))).toThrow('may not write');
      expect(attempt((write) => write.update(as(table), 1, { id: 2 }))).toThrow('may not write');
      expect(attempt((write) => write.remove(as(table), 1))).toThrow('may not write');
    },
  );

  test.each([...undoableTables, 'change_rows', 'radius_log'])('and appends money only, not %s', (table) => {
    expect(attempt((write) => write.append(as(table), { id: 1 }))).toThrow('may not write');
  });

  test('no SQL gets in through the name of a table or a column', () => {
    expect(attempt((write) => write.insert(as('guests" (id) values (9); --'), { id: 1 }))).toThrow('may not write');
    expect(attempt((write) => write.update('guests', 1, { 'room" = "note", "note': 'x' }))).toThrow('no column');
    expect(attempt((write) => write.insert('guests', guestRow('x', { 'room) --': 1 })))).toThrow('no column');
    expect(attempt((write) => write.append('sales', { 'kind") --': 1 }))).toThrow('no column');
    expect(attempt((write) => write.update('guests', 1, { __proto__x: 1 }))).toThrow('no column');
  });

  test('rows that are not there, ids, and values SQLite cannot hold are mistakes of ours and throw', () => {
    expect(attempt((write) => write.update('guests', 99, { room: '1' }))).toThrow('no row 99');
    expect(attempt((write) => write.remove('guests', 99))).toThrow('no row 99');
    expect(attempt((write) => write.update('guests', 1, { id: 5 }))).toThrow('id of a row');
    expect(attempt((write) => write.update('guests', 1, { room: { number: 1 } }))).toThrow(TypeError);
    expect(attempt((write) => write.update('guests', 1, { created_at_ms: NaN }))).toThrow(TypeError);
  });
});

describe('a write that the disk or another program does not let through', () => {
  test('is the fault DISK_FULL, with nothing half-written', () => {
    const db = emptyVenue();
    addGuest(db, 'k7m2qp');
    const pages = numberOf(db, 'pragma page_count');
    db.sqlite.pragma(`max_page_count = ${pages}`);
    const fill = (): void => {
      for (let i = 0; i < 1_000; i++) addGuest(db, `guest${i}`, { note: 'x'.repeat(2_000) });
    };
    expect(fill).toThrow(expect.objectContaining({ code: 'DISK_FULL' }) as Error);
    // As many guests as changes: the one that did not fit is not there in part.
    expect(numberOf(db, 'select count(*) from guests')).toBe(numberOf(db, 'select count(*) from changes'));
    db.sqlite.pragma('max_page_count = 1000000');
    expect(addGuest(db, 'afterwards').id).toBeGreaterThan(1);
  });

  test('is the fault DATABASE_LOCKED when another program does not let go', () => {
    const db = emptyVenue();
    const other = new Database(db.file);
    other.exec('begin immediate');
    try {
      addGuest(db, 'k7m2qp');
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(Fault);
      expect((error as Fault).code).toBe('DATABASE_LOCKED');
    } finally {
      other.exec('rollback');
      other.close();
    }
    expect(addGuest(db, 'k7m2qp').id).toBe(1);
  });
});

test('a product and its limitation are one change', () => {
  const db = emptyVenue();
  const changeId = writeChange(db, anna, { action: 'add-product', params: { name: 'Day' } }, morning, (write) => {
    const id = write.insert('products', productRow('Day'));
    write.insert('limitations', { product_id: id, devices: 2 });
    return write.changeId;
  });
  expect(findChange(db, changeId)!.subChanges).toBe(2);
});
