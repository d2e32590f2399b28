/** What has to be asked before a sale is taken back. */
import type { TicketRow } from './rows';

/** What stands between pressing Undo and undoing. */
export interface TakeBackQuestion {
  readonly changeId: number;
  /** Tickets of the sale, and how many of them have logged in or are online now. */
  readonly tickets: number;
  readonly used: number;
  readonly online: number;
}

/** The question a sale deserves before it is taken back, if any. */
export function questionAbout(
  changeId: number,
  rows: readonly TicketRow[],
  askIfSeveral: boolean,
): TakeBackQuestion | undefined {
  const tickets = rows.filter((row) => row.changeId === changeId);
  const used = tickets.filter((row) => row.used).length;
  if (used === 0 && !(askIfSeveral && tickets.length > 1)) return undefined;
  return { changeId, tickets: tickets.length, used, online: tickets.filter((row) => row.online).length };
}
