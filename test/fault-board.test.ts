/** What is wrong now, and how often it was. */
import { describe, expect, it } from 'vitest';
import { createFaultBoard } from '../main/fault-board';
import { viewFault } from '../preload/contract/faults';

describe('the board of faults', () => {
  it('counts each beginning of a fault, not each time it is said again', () => {
    const board = createFaultBoard(() => undefined);
    board.report(viewFault('DISK_LOW', { freeMb: 4_000 }), 'backup');
    board.report(viewFault('DISK_LOW', { freeMb: 3_999 }), 'backup');
    board.clear('DISK_LOW', 'backup');
    board.report(viewFault('DISK_LOW', { freeMb: 3_000 }), 'backup');
    expect(board.counts()).toEqual({ DISK_LOW: 2 });
    expect(board.list()).toMatchObject([{ params: { freeMb: 3_000 } }]);
  });

  it('puts what is amber behind all that is red', () => {
    const board = createFaultBoard(() => undefined);
    for (const code of ['DISK_LOW', 'BACKUP_FAILED', 'PORT_IN_USE'] as const) board.report(viewFault(code));
    expect(board.list().map(({ code }) => code)).toEqual(['PORT_IN_USE', 'BACKUP_FAILED', 'DISK_LOW']);
  });
});
