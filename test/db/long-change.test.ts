/** A change written in portions: taken back as a whole, undone and redone all or nothing, and settled after a power cut. */
import { describe, expect, test, vi } from 'vitest';
import { startLongChange, takeBackUnfinished, toggleLongChange } from '../../db/long-change';
import type { Db } from '../../db/open';
import { findChange, listChanges } from '../../db/queries/history';
import { listUnfinished } from '../../db/queries/unfinished';
import { writeChange } from '../../db/write';
import { anna, bruno, emptyVenue, guestRow, morning } from './support';

const what = { action: 'import-guests', params: { added: 60, changed: 0, file: 'guests.xlsx' } } as const;
const turn = (): Promise<void> => Promise.resolve();
const names = (db: Db): unknown[] => db.sqlite.prepare('select username from guests order by id').pluck().all();
const search = (db: Db, word: string): unknown[] =>
  db.sqlite.prepare('select rowid from guest_search where guest_search match ?').pluck().all(word);

/** Guests with a person, in portions of twenty. */
function write(db: Db, count: number, prefix = 'guest', finish = true): number {
  const change = startLongChange(db, anna, what, morning);
  for (let at = 0; at < count; at += 20) {
    change.write((writer) => {
      for (let n = at; n < Math.min(count, at + 20); n++) {
        const id = writer.insert('guests', guestRow(`${prefix}${n}`));
        writer.insert('guest_persons', { guest_id: id, last_name: `Rossi${n}` });
      }
      return {};
    });
  }
  if (finish) change.finish();
  return change.changeId;
}

/** Whether each commit waits for the disk: PRAGMA synchronous FULL is 2, NORMAL 1. */
function watchCommits(db: Db): string[] {
  const commits: string[] = [];
  const exec = db.sqlite.exec.bind(db.sqlite);
  vi.spyOn(db.sqlite, 'exec').mockImplementation((sql) => {
    if (sql === 'commit') commits.push(db.sqlite.pragma('synchronous', { simple: true }) === 2 ? 'flushed' : 'later');
    return exec(sql);
  });
  return commits;
}

const toggle = (db: Db, id: number, kind: 'undo' | 'redo') => toggleLongChange(db, bruno, id, morning, kind, turn);

describe('a change in portions', () => {
  test('is one entry of history with every row in it', () => {
    const db = emptyVenue();
    const id = write(db, 60);
    expect(listChanges(db, { limit: 10 }).rows.map(({ id: each, subChanges }) => [each, subChanges])).toEqual([
      [id, 120],
    ]);
    expect(listUnfinished(db)).toEqual([]);
    expect(names(db)).toHaveLength(60);
  });

  test('waits for the disk with its last portion only, and so does its undo', async () => {
    const db = emptyVenue();
    const commits = watchCommits(db);
    const id = write(db, 60);
    expect(commits.splice(0)).toEqual(['later', 'later', 'later', 'later', 'flushed']);
    await toggle(db, id, 'undo');
    expect(commits.at(-1)).toBe('flushed');
    expect(commits.slice(0, -1)).toContain('later');
    expect(commits.slice(0, -1)).not.toContain('flushed');
  });

  test('is undone and redone as a whole, search words included', async () => {
    const db = emptyVenue();
    const id = write(db, 60);
    expect(await toggle(db, id, 'undo')).toMatchObject({ kind: 'done' });
    expect(names(db)).toEqual([]);
    expect(search(db, 'Rossi7')).toEqual([]);
    expect(await toggle(db, id, 'undo')).toMatchObject({ reason: 'already-undone' });
    expect(await toggle(db, id, 'redo')).toMatchObject({ kind: 'done' });
    expect(names(db)).toHaveLength(60);
    expect(search(db, 'Rossi7')).toHaveLength(1);
    expect(await toggle(db, id, 'redo')).toMatchObject({ reason: 'not-undone' });
  });

  test('is not undone at all when one of its guests was changed since', async () => {
    const db = emptyVenue();
    const id = write(db, 60);
    const guest = db.sqlite.prepare(`select id from guests where username = 'guest3'`).pluck().get() as number;
    writeChange(db, bruno, { action: 'update-guest', params: { name: 'guest3' } }, morning, (writer) => {
      writer.update('guests', guest, { room: '12' });
      return {};
    });
    expect(await toggle(db, id, 'undo')).toMatchObject({ reason: 'changed-since', params: { operator: 'Bruno' } });
    expect(names(db)).toHaveLength(60);
    expect(listChanges(db, { limit: 10 }).rows).toHaveLength(2);
  });

  test('is not undone at all when somebody has given one of its guests a device block', async () => {
    const db = emptyVenue();
    const id = write(db, 60);
    const guest = db.sqlite.prepare(`select id from guests where username = 'guest50'`).pluck().get() as number;
    writeChange(db, bruno, { action: 'dissociate-device', params: { mac: 'x' } }, morning, (writer) => {
      writer.insert('device_blocks', {
        ...{ mac_address: 'AA:BB:CC:00:11:22', scope: 'guest', guest_id: guest, created_at_ms: morning },
      });
      return {};
    });
    expect(await toggle(db, id, 'undo')).toMatchObject({ reason: 'changed-since' });
    expect(names(db)).toHaveLength(60);
  });

  test('is not redone at all when one of its names was taken meanwhile', async () => {
    const db = emptyVenue();
    const id = write(db, 60);
    await toggle(db, id, 'undo');
    writeChange(db, bruno, { action: 'add-guest', params: { name: 'guest41' } }, morning, (writer) => {
      writer.insert('guests', guestRow('guest41'));
      return {};
    });
    expect(await toggle(db, id, 'redo')).toMatchObject({ reason: 'changed-since' });
    expect(names(db)).toEqual(['guest41']);
  });

  test('whose undo is stopped half-way is as if nobody had tried', async () => {
    const db = emptyVenue();
    const id = write(db, 60);
    const stopped = toggleLongChange(db, bruno, id, morning, 'undo', (done, total) =>
      done > total - 2 ? Promise.reject(new Error('stopped')) : Promise.resolve(),
    );
    await expect(stopped).rejects.toThrow('stopped');
    expect(names(db)).toHaveLength(60);
    expect(listUnfinished(db)).toEqual([]);
    expect(findChange(db, id)).toMatchObject({ state: 'done', canUndo: true });
    expect(await toggle(db, id, 'undo')).toMatchObject({ kind: 'done' });
    expect(names(db)).toEqual([]);
  });
});

describe('what was cut off', () => {
  test('cannot be undone while it is written', async () => {
    const db = emptyVenue();
    const id = write(db, 60, 'guest', false);
    expect(await toggle(db, id, 'undo')).toMatchObject({ reason: 'change-unfinished' });
    expect(names(db)).toHaveLength(60);
  });

  test('is taken back, stands in history as undone, and is nothing to redo', async () => {
    const db = emptyVenue();
    write(db, 20, 'before');
    const id = write(db, 60, 'guest', false);
    await takeBackUnfinished(db, morning);
    expect(names(db)).toHaveLength(20);
    expect(findChange(db, id)).toMatchObject({ state: 'undone', canUndo: false, canRedo: false });
    expect(await toggle(db, id, 'redo')).toMatchObject({ reason: 'cut-off' });
    expect(names(db)).toHaveLength(20);
    expect(listUnfinished(db)).toEqual([]);
  });

  test('is taken back to the end when taking it back was cut off too', async () => {
    const db = emptyVenue();
    const id = write(db, 60, 'guest', false);
    const again = takeBackUnfinished(db, morning, () => Promise.reject(new Error('power cut')));
    await expect(again).rejects.toThrow('power cut');
    const left = names(db).length;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(60);
    await takeBackUnfinished(db, morning);
    expect(names(db)).toEqual([]);
    expect(listChanges(db, { limit: 10 }).rows.map(({ kind, ofChangeId }) => [kind, ofChangeId])).toEqual([
      ['undo', id],
      ['do', undefined],
    ]);
  });

  test('leaves a guest alone, whole, whom somebody has worked on meanwhile', async () => {
    const db = emptyVenue();
    write(db, 60, 'guest', false);
    const guest = db.sqlite.prepare(`select id from guests where username = 'guest30'`).pluck().get() as number;
    writeChange(db, bruno, { action: 'update-guest', params: { name: 'guest30' } }, morning, (writer) => {
      writer.update('guests', guest, { room: '12' });
      return {};
    });
    await takeBackUnfinished(db, morning);
    expect(names(db)).toEqual(['guest30']);
    expect(db.sqlite.prepare('select last_name from guest_persons').pluck().all()).toEqual(['Rossi30']);
  });
});
