/** The queue of paper, for people to read. */
import { listGuestsById } from '../../db/queries/guests';
import { listNewestJobs } from '../../db/queries/print-jobs';
import { viewFault, type FaultView } from '../../preload/contract/faults';
import type { OpenVenue } from '../open-venue';
import type { PrintJob } from '../printing/queue';

export interface PrintJobView {
  readonly id: number;
  readonly createdAtMs: number;
  readonly printerName: string;
  readonly guestIds: number[];
  readonly codes: string[];
  readonly shiftId?: number;
  readonly templateId?: number;
  readonly copy: boolean;
  readonly operatorName: string;
  readonly state: PrintJob['state'];
  readonly attempts: number;
  readonly fault?: FaultView;
  readonly finishedAtMs?: number;
}

/** Newest first, with the codes of guests that still exist. */
export function listJobs(open: OpenVenue, limit: number): PrintJobView[] {
  const jobs = listNewestJobs(open.db, limit);
  const guests = listGuestsById(open.db, [...new Set(jobs.flatMap((job) => job.guestIds))]);
  const codes = new Map(guests.map((guest) => [guest.id, guest.username]));
  return jobs.map((job) => ({
    id: job.id,
    createdAtMs: job.createdAtMs,
    printerName: job.printerName,
    guestIds: job.guestIds.slice(),
    codes: job.guestIds.flatMap((id) => codes.get(id) ?? []),
    ...(job.shiftId === undefined ? {} : { shiftId: job.shiftId }),
    ...(job.templateId === undefined ? {} : { templateId: job.templateId }),
    copy: job.copy,
    operatorName: job.operatorName,
    state: job.state,
    attempts: job.attempts,
    ...(job.faultCode ? { fault: viewFault(job.faultCode, { printer: job.printerName }) } : {}),
    ...(job.finishedAtMs === null ? {} : { finishedAtMs: job.finishedAtMs }),
  }));
}
