/** Which change Ctrl+Z takes back and Ctrl+Y repeats: the operator's own, newest first, as History tells it. */
import type { Output } from '../api';

export type HistoryRow = Output<'history.list'>['rows'][number];

/** Rows newest first. The newest change of this operator that stands and may be taken back. */
export function nextUndo(rows: readonly HistoryRow[], operatorName: string): HistoryRow | undefined {
  return rows.find(
    (row) => row.operatorName === operatorName && row.kind === 'do' && row.state === 'done' && row.canUndo,
  );
}

/**
 * Rows newest first. The change this operator took back last and did not repeat since. A change made after the undo
 * ends it, as in every editor: what was undone before is no longer "the next to redo".
 */
export function nextRedo(rows: readonly HistoryRow[], operatorName: string): HistoryRow | undefined {
  for (const row of rows) {
    if (row.operatorName !== operatorName) continue;
    if (row.kind === 'do' && row.state === 'done') return undefined;
    if (row.kind !== 'undo') continue;
    const taken = rows.find(({ id }) => id === row.ofChangeId);
    if (taken?.state === 'undone' && taken.canRedo) return taken;
  }
  return undefined;
}
