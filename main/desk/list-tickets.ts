/** The last sold tickets, with what became of the paper and of the guest. */
import {
  listGuestsById,
  listHeld,
  listOnlineGuests,
  type GuestRow,
  type HeldEntitlement,
} from '../../db/queries/guests';
import { listLastJobs } from '../../db/queries/print-jobs';
import {
  countPerChange,
  listNewestSales,
  listRepeatedChanges,
  listReversed,
  type SaleRow,
} from '../../db/queries/sales';
import { getVenue, type VenueRow } from '../../db/queries/venue';
import type { FaultView } from '../../preload/contract/faults';
import type { OpenVenue } from '../open-venue';
import { paperOfJob } from '../printing/paper-of-job';
import type { PrintJob } from '../printing/queue';
import { sentenceOf } from './sentence-of';
import { standingOf } from './standing';

export interface TicketRow {
  readonly guestId: number;
  /** What is undone and redone; stays the same however often that happens. */
  readonly changeId: number;
  readonly code: string;
  readonly productName: string;
  readonly sentence: string;
  readonly room?: string;
  readonly displayName?: string;
  readonly priceMinor: number;
  readonly currency: string;
  readonly soldAtMs: number;
  readonly operatorName: string;
  readonly soldTogether: number;
  readonly undone: boolean;
  readonly used: boolean;
  readonly online: boolean;
  readonly locked: boolean;
  readonly print: {
    readonly state: 'none' | PrintJob['state'];
    readonly jobId?: number;
    readonly fault?: FaultView;
    /** The printer that has the paper, where it took over from another one, and why. */
    readonly printerName?: string;
    readonly takenOver?: FaultView;
    /** Letters on it that no typeface of this computer has: boxes stand for them (missing-letters.ts). */
    readonly missingLetters?: string;
  };
}

/** Newest first. Of an undone sale only what money keeps is left: the product, the price and who sold it. */
export function listTickets(open: OpenVenue, limit: number): TicketRow[] {
  const { db } = open;
  const sales = listNewestSales(db, limit, open.scope);
  const guestIds = sales.map((sale) => sale.guestId);
  const changeIds = sales.map((sale) => sale.changeId);
  const parts = {
    venue: getVenue(db),
    open,
    guests: new Map(listGuestsById(db, guestIds).map((row) => [row.id, row])),
    held: listHeld(db, guestIds),
    online: listOnlineGuests(db, guestIds),
    reversed: listReversed(
      db,
      sales.map((sale) => sale.id),
    ),
    together: countPerChange(db, changeIds),
    repeated: listRepeatedChanges(db, changeIds),
    jobs: listLastJobs(db, guestIds),
  };
  return sales.map((sale) => viewTicket(sale, parts));
}

interface Parts {
  readonly venue: VenueRow;
  readonly open: OpenVenue;
  readonly guests: ReadonlyMap<number, GuestRow>;
  readonly held: ReadonlyMap<number, readonly HeldEntitlement[]>;
  readonly online: ReadonlySet<number>;
  readonly reversed: ReadonlySet<number>;
  readonly together: ReadonlyMap<number, number>;
  readonly repeated: ReadonlyMap<number, number>;
  readonly jobs: ReadonlyMap<number, PrintJob>;
}

function viewTicket(sale: SaleRow, parts: Parts): TicketRow {
  const guest = parts.guests.get(sale.guestId);
  const held = parts.held.get(sale.guestId)?.find((one) => one.entitlement.id === sale.entitlementId);
  const { endsAtMs } = standingOf(parts.open, held ? [held] : []);
  return {
    guestId: sale.guestId,
    changeId: parts.repeated.get(sale.changeId) ?? sale.changeId,
    code: guest?.username ?? '',
    productName: sale.productName,
    sentence: held ? sentenceOf(held, parts.venue.language, parts.venue.timeZone, endsAtMs) : '',
    ...(guest?.room == null ? {} : { room: guest.room }),
    ...(guest?.displayName == null ? {} : { displayName: guest.displayName }),
    priceMinor: sale.amountMinor,
    currency: sale.currency,
    soldAtMs: sale.atMs,
    operatorName: sale.operatorName,
    soldTogether: parts.together.get(sale.changeId) ?? 1,
    undone: parts.reversed.has(sale.id),
    used: (held?.usage?.startedAtMs ?? held?.usage?.lastUsedAtMs ?? null) !== null,
    online: parts.online.has(sale.guestId),
    locked: (guest?.lockedAtMs ?? null) !== null,
    print: viewPrint(parts.jobs.get(sale.guestId)),
  };
}

function viewPrint(job: PrintJob | undefined): TicketRow['print'] {
  if (!job) return { state: 'none' };
  const { fault, takenOver, printerName } = paperOfJob(job);
  return { state: job.state, jobId: job.id, ...(fault && { fault }), ...(takenOver && { takenOver, printerName }) };
}
