/** The queue of paper, for people to read. */
import { findBatch } from '../../db/queries/cards';
import { listGuestsById } from '../../db/queries/guests';
import { listNewestJobs } from '../../db/queries/print-jobs';
import type { FaultView } from '../../preload/contract/faults';
import type { OpenVenue } from '../open-venue';
import { paperOfJob } from '../printing/paper-of-job';
import type { PrintJob } from '../printing/queue';

export interface PrintJobView {
  readonly id: number;
  readonly createdAtMs: number;
  readonly printerName: string;
  readonly guestIds: number[];
  readonly codes: string[];
  readonly shiftId?: number;
  readonly templateId?: number;
  readonly batch?: {
    readonly id: number;
    readonly name: string;
    readonly total: number;
    readonly printed: number;
    readonly nextSerial?: number;
  };
  readonly copy: boolean;
  readonly operatorName: string;
  readonly state: PrintJob['state'];
  readonly attempts: number;
  readonly fault?: FaultView;
  /** What was wrong with the printer asked for; `printerName` is the one that took over. */
  readonly takenOver?: FaultView;
  readonly finishedAtMs?: number;
}

/** Newest first, with the codes of guests that still exist. */
export function listJobs(open: OpenVenue, limit: number): PrintJobView[] {
  const jobs = listNewestJobs(open.db, limit, open.scope);
  const guests = listGuestsById(open.db, [...new Set(jobs.flatMap((job) => job.guestIds))]);
  const codes = new Map(guests.map((guest) => [guest.id, guest.username]));
  return jobs.map((job) => ({
    id: job.id,
    createdAtMs: job.createdAtMs,
    guestIds: job.guestIds.slice(),
    codes: job.guestIds.flatMap((id) => codes.get(id) ?? []),
    ...(job.shiftId === undefined ? {} : { shiftId: job.shiftId }),
    ...(job.templateId === undefined ? {} : { templateId: job.templateId }),
    ...viewRun(open, job),
    copy: job.copy,
    operatorName: job.operatorName,
    state: job.state,
    attempts: job.attempts,
    ...paperOfJob(job),
    ...(job.finishedAtMs === null ? {} : { finishedAtMs: job.finishedAtMs }),
  }));
}

function viewRun(open: OpenVenue, { batch, printedCount }: PrintJob): Pick<PrintJobView, 'batch'> {
  if (!batch) return {};
  const name = findBatch(open.db, batch.id)?.name ?? '';
  const nextSerial = batch.serials[printedCount];
  return {
    batch: {
      ...{ id: batch.id, name, total: batch.serials.length, printed: printedCount },
      ...(nextSerial === undefined ? {} : { nextSerial }),
    },
  };
}
