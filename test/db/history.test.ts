import { describe, expect, test } from 'vitest';
import { listChanges, selectPage } from '../../db/queries/history';
import { changeLabels, labelChange } from '../../db/labels';
import { redoChange, undoChange } from '../../db/write';
import { history } from '../../preload/contract/history';
import { addGuest, addProduct, anna, bruno, emptyVenue, morning, sellTicket, updateGuest } from './support';

describe('the history list', () => {
  test('shows every entry, newest first, with what can be done about it', () => {
    const db = emptyVenue();
    const sold = sellTicket(db, addProduct(db, 'Day').id, 'k7m2qp');
    const guest = addGuest(db, 'maria', {}, bruno);
    undoChange(db, anna, guest.changeId, morning);
    undoChange(db, anna, sold.changeId, morning);
    redoChange(db, anna, sold.changeId, morning);
    const { rows } = listChanges(db, { limit: 100 });
    expect(
      rows.map(({ id, kind, label, state, canUndo, canRedo, ofChangeId, subChanges }) => [
        ...[id, kind, label, state, canUndo ? 'U' : '', canRedo ? 'R' : '', ofChangeId, subChanges],
      ]),
    ).toEqual([
      [6, 'redo', 'Sold 1 × Day', 'done', '', '', 2, 3],
      [5, 'undo', 'Sold 1 × Day', 'done', '', '', 2, 3],
      [4, 'undo', 'Added the guest maria', 'done', '', '', 3, 1],
      [3, 'do', 'Added the guest maria', 'undone', '', 'R', undefined, 1],
      [2, 'do', 'Sold 1 × Day', 'done', 'U', '', undefined, 3],
      [1, 'do', 'Added the product Day', 'done', 'U', '', undefined, 1],
    ]);
    expect(rows[3]).toMatchObject({ operatorName: 'Bruno', via: 'page' });
  });

  test('is what the contract promises', () => {
    const db = emptyVenue();
    const guest = addGuest(db, 'maria');
    undoChange(db, anna, guest.changeId, morning);
    const output = history.list['~orpc'].outputSchema!;
    const checked = output['~standard'].validate({ ...listChanges(db, { limit: 10 }), blocked: [] });
    expect(checked).not.toHaveProperty('issues');
  });

  test('comes in pages without gaps and without repeats', () => {
    const db = emptyVenue();
    const { id } = addGuest(db, 'maria');
    for (let room = 1; room <= 24; room++) updateGuest(db, id, { room: `${room}` });
    const seen: number[] = [];
    let beforeId: number | undefined;
    for (;;) {
      const page = listChanges(db, { limit: 10, beforeId }).rows;
      if (page.length === 0) break;
      seen.push(...page.map((row) => row.id));
      beforeId = page.at(-1)!.id;
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => 25 - index));
  });

  test('never reads a whole table, however long the venue has been running', () => {
    const { sqlite } = emptyVenue();
    const plan = sqlite
      .prepare<[Record<string, number | null>], { detail: string }>(`explain query plan ${selectPage()}`)
      .all({ below: 2, lowestId: 1, operatorName: null, actions: null, limit: 1 })
      .map(({ detail }) => detail);
    // The actions that are asked for are a list of their own.
    const scans = plan.filter((line) => line.startsWith('SCAN') && !line.includes('json_each'));
    expect(scans).toEqual([]);
    expect(plan.filter((line) => line.includes('TEMP B-TREE'))).toEqual([]);
    for (const index of ['PRIMARY KEY', 'changes_of', 'change_rows_by_change', 'sales_by_change'])
      expect(plan.join('\n')).toContain(index);
  });
});

describe('the sentence of a change', () => {
  test('has every place filled, when the change says what it is about', () => {
    const params = {
      name: 'Lobby',
      product: '24 hours',
      quantity: 3,
      count: 5,
      nights: 2,
      room: '101',
      mac: 'AA:BB:CC:DD:EE:FF',
      from: 1,
      till: 9,
      serial: 4,
      number: 2,
      language: 'Italiano',
      added: 3,
      changed: 1,
      file: 'guests.xlsx',
      lines: 7,
      months: 2,
      consents: 1,
      days: 12,
      id: 7,
    };
    for (const action of Object.keys(changeLabels)) expect(labelChange(action, params), action).not.toMatch(/[{}[\]]/);
  });

  test('leaves out the room when there was none', () => {
    const params = { product: '24 hours', quantity: 3 };
    expect(labelChange('sell-ticket', params)).toBe('Sold 3 × 24 hours');
    expect(labelChange('sell-ticket', { ...params, room: '101' })).toBe('Sold 3 × 24 hours for room 101');
  });

  test('is the bare action where another version of Gatehouse did something this one does not know', () => {
    expect(labelChange('merge-guests', { name: 'x' })).toBe('merge-guests');
    expect(labelChange('toString', {})).toBe('toString');
  });

  test('takes names as they are, brackets, braces, dollars and all', () => {
    expect(labelChange('sell-ticket', { product: '[{room}] $&', quantity: 1 })).toBe('Sold 1 × [{room}] $&');
  });
});
