/** What people are told of a job: which printer has the paper, what is wrong with it, and why it is not the one asked for. */
import { viewFault, type FaultView } from '../../preload/contract/faults';
import type { PrintJob } from './queue';

export interface PaperOfJob {
  /** That printed, or was tried last. */
  readonly printerName: string;
  /** What is wrong with that printer; never of a job that is printed. */
  readonly fault?: FaultView;
  /** What was wrong with the printer asked for, where another one took over. */
  readonly takenOver?: FaultView;
}

export function paperOfJob(job: Pick<PrintJob, 'printerName' | 'state' | 'faultCode' | 'fallback'>): PaperOfJob {
  const { fallback, faultCode } = job;
  const printerName = fallback?.printerName ?? job.printerName;
  return {
    printerName,
    ...(faultCode !== null && job.state !== 'printed' && { fault: viewFault(faultCode, { printer: printerName }) }),
    ...(fallback && { takenOver: viewFault(fallback.reason, { printer: job.printerName }) }),
  };
}
