/** Pieces of paper, and how each is made ready for its way to a printer. */
import { setImmediate as breathe } from 'node:timers/promises';
import { encodeEscpos } from './escpos';
import { layOutTestPage, layOutTicket } from './layout';
import { layOutReport, type Report } from './report';
import type { PaperMm, TestPage, Ticket, TicketLayout } from './ticket';

/** What comes out in one piece. */
export type Paper =
  | { readonly kind: 'ticket'; readonly ticket: Ticket }
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'test-page'; readonly page: TestPage };

export interface PapersQuestion {
  readonly papers: readonly Paper[];
  readonly paperMm: PaperMm;
}

/**
 * Who does the drawing: a ticket takes a tenth of a second of a small computer, which the venue has another thread for.
 * Faults: TICKET_QR_UNREADABLE.
 */
export interface PaperMaker {
  layOut(question: PapersQuestion): Promise<readonly TicketLayout[]>;
  /** ESC/POS of all papers, each cut off. */
  encode(question: PapersQuestion): Promise<Uint8Array>;
}

/** Makes them where it is called. */
export const paperMaker: PaperMaker = {
  layOut: ({ papers, paperMm }) => Promise.resolve(papers.map((paper) => layOutPaper(paper, paperMm))),
  async encode({ papers, paperMm }) {
    const parts: Uint8Array[] = [];
    for (const paper of papers) {
      parts.push(await encodeEscpos(layOutPaper(paper, paperMm)));
      await breathe();
    }
    return Buffer.concat(parts);
  },
};

function layOutPaper(paper: Paper, paperMm: PaperMm): TicketLayout {
  switch (paper.kind) {
    case 'ticket':
      return layOutTicket(paper.ticket, paperMm);
    case 'report':
      return layOutReport(paper.report, paperMm);
    case 'test-page':
      return layOutTestPage(paper.page, paperMm);
  }
}
