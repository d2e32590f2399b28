/** What is known about the paper of a ticket: first from the answer to the sale, then from the ticket itself. */
import type { FaultView } from '../../preload/contract/faults';
import type { PrintAnswer, TicketRow } from './rows';

export type PaperState =
  | { readonly kind: 'printing' }
  | { readonly kind: 'printed' }
  /** Another printer took over; the fault is that of the printer asked for. */
  | { readonly kind: 'taken-over'; readonly printer: string; readonly fault: FaultView }
  | { readonly kind: 'failed'; readonly fault: FaultView | undefined }
  | { readonly kind: 'no-printer' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'none' };

export function paperOfAnswer(answer: PrintAnswer): PaperState {
  switch (answer.state) {
    case 'queued':
      return { kind: 'printing' };
    case 'printed':
      return printedWhere(answer);
    case 'failed':
      return { kind: 'failed', fault: answer.fault };
    case 'no-printer':
      return { kind: 'no-printer' };
    case 'not-asked':
      return { kind: 'none' };
  }
}

export function paperOfTicket(print: TicketRow['print']): PaperState {
  switch (print.state) {
    case 'waiting':
    case 'printing':
      return { kind: 'printing' };
    case 'printed':
      return printedWhere(print);
    case 'failed':
      return { kind: 'failed', fault: print.fault };
    case 'cancelled':
      return { kind: 'cancelled' };
    case 'none':
      return { kind: 'none' };
  }
}

function printedWhere({ printerName, takenOver }: Pick<PrintAnswer, 'printerName' | 'takenOver'>): PaperState {
  return takenOver ? { kind: 'taken-over', printer: printerName ?? '', fault: takenOver } : { kind: 'printed' };
}

/** The state of several tickets printed together: the one that most needs a hand. */
export function worstPaper(states: readonly PaperState[]): PaperState {
  const order: readonly PaperState['kind'][] = [
    'failed',
    'no-printer',
    'cancelled',
    'printing',
    'taken-over',
    'none',
    'printed',
  ];
  for (const kind of order) {
    const state = states.find((candidate) => candidate.kind === kind);
    if (state) return state;
  }
  return { kind: 'none' };
}

/** The paper of a sale: what its tickets say now, or what the answer said while the list does not hold them yet. */
export function paperOfSale(answer: PrintAnswer, rows: readonly TicketRow[]): PaperState {
  const now = worstPaper(rows.map((row) => paperOfTicket(row.print)));
  return rows.length === 0 || now.kind === 'none' ? paperOfAnswer(answer) : now;
}
