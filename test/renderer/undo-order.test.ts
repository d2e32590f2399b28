import { describe, expect, it } from 'vitest';
import { nextRedo, nextUndo, type HistoryRow } from '../../renderer/parts/undo-order';

interface Done {
  readonly id: number;
  readonly by?: string;
  readonly undone?: boolean;
  readonly canUndo?: boolean;
}

function did({ id, by = 'Anna', undone = false, canUndo = !undone }: Done): HistoryRow {
  return {
    ...row(id, by),
    kind: 'do',
    state: undone ? 'undone' : 'done',
    canUndo,
    canRedo: undone,
  };
}

function moved(kind: 'undo' | 'redo', id: number, ofChangeId: number, by = 'Anna'): HistoryRow {
  return { ...row(id, by), kind, ofChangeId };
}

function row(id: number, operatorName: string): HistoryRow {
  return {
    id,
    atMs: 1_780_000_000_000 + id,
    operatorName,
    via: 'window',
    kind: 'do',
    action: 'sell-ticket',
    params: {},
    label: `change ${id}`,
    state: 'done',
    canUndo: false,
    canRedo: false,
    subChanges: 1,
  };
}

describe('Ctrl+Z', () => {
  it('takes back the newest change of the operator who presses it', () => {
    expect(nextUndo([did({ id: 3, by: 'Ben' }), did({ id: 2 }), did({ id: 1 })], 'Anna')?.id).toBe(2);
  });

  it('goes on to the change before when the newest is taken back already', () => {
    expect(nextUndo([moved('undo', 3, 2), did({ id: 2, undone: true }), did({ id: 1 })], 'Anna')?.id).toBe(1);
  });

  it('passes over what cannot be taken back', () => {
    expect(nextUndo([did({ id: 2, canUndo: false }), did({ id: 1 })], 'Anna')?.id).toBe(1);
  });

  it('has nothing to do for an operator who did nothing', () => {
    expect(nextUndo([did({ id: 1, by: 'Ben' })], 'Anna')).toBeUndefined();
  });
});

describe('Ctrl+Y', () => {
  it('repeats what was taken back last, then what was taken back before', () => {
    const undone = [
      moved('undo', 4, 1),
      moved('undo', 3, 2),
      did({ id: 2, undone: true }),
      did({ id: 1, undone: true }),
    ];
    expect(nextRedo(undone, 'Anna')?.id).toBe(1);
    const redoneOnce = [
      moved('redo', 5, 1),
      moved('undo', 4, 1),
      moved('undo', 3, 2),
      did({ id: 2, undone: true }),
      did({ id: 1 }),
    ];
    expect(nextRedo(redoneOnce, 'Anna')?.id).toBe(2);
  });

  it('repeats nothing once something new was done', () => {
    expect(nextRedo([did({ id: 3 }), moved('undo', 2, 1), did({ id: 1, undone: true })], 'Anna')).toBeUndefined();
  });

  it('leaves what another operator took back to that operator', () => {
    expect(nextRedo([moved('undo', 2, 1, 'Ben'), did({ id: 1, undone: true })], 'Anna')).toBeUndefined();
  });

  it('is not held up by what another operator did meanwhile', () => {
    expect(nextRedo([did({ id: 3, by: 'Ben' }), moved('undo', 2, 1), did({ id: 1, undone: true })], 'Anna')?.id).toBe(
      1,
    );
  });
});
