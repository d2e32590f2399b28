/** The queue of paper. Written outside changes: paper never undoes money. */
import { and, asc, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import { faultCodes, type FaultCode } from '../../preload/contract/faults';
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { preparedValue } from '../statements';
import { jobInScope, scopeParams, type Scope } from './scope';
import { printJobs } from '../schema';

type Row = typeof printJobs.$inferSelect;
type State = Row['state'];

/** A job as it is kept; `guestIds` empty: a test page, the report of a shift, or a sample. */
export interface PrintJobRow {
  readonly id: number;
  readonly createdAtMs: number;
  readonly printerId: number;
  readonly printerName: string;
  readonly guestIds: readonly number[];
  readonly copy: boolean;
  /** The shift whose report is printed instead of tickets. */
  readonly shiftId?: number | undefined;
  /** The template of which a ticket for a made-up guest is printed. */
  readonly templateId?: number | undefined;
  /** Cards or vouchers that are printed one after the other, by serial. */
  readonly batch?: { readonly id: number; readonly serials: readonly number[] } | undefined;
  /** Of a batch: so many of its serials have come out. */
  readonly printedCount: number;
  readonly operatorName: string;
  readonly state: State;
  readonly attempts: number;
  readonly faultCode: FaultCode | null;
  readonly finishedAtMs: number | null;
  /** The printer that took over, and what was wrong with the one asked for. */
  readonly fallback: {
    readonly printerId: number;
    readonly printerName: string;
    readonly reason: FaultCode;
  } | null;
}
export type NewPrintJobRow = Pick<
  PrintJobRow,
  'printerId' | 'printerName' | 'guestIds' | 'copy' | 'shiftId' | 'templateId' | 'batch' | 'operatorName'
>;
export type PrintProgress = Pick<PrintJobRow, 'state' | 'attempts' | 'faultCode' | 'finishedAtMs' | 'fallback'>;

/** Finished jobs are forgotten after a year: the sale remembers itself. */
const KEEP_MS = 365 * 86_400_000;
/** A year of a busy campsite at once, without a pause that anybody notices. */
const FORGET_AT_ONCE = 50_000;
/** As many as the printing queue takes up. */
const MOST_OPEN = 1_000;
/** More than twice the longest list of tickets the desk asks for. */
const LOOK_BACK_JOBS = 500;

const statements = preparedPer((db) => ({
  byId: db.orm
    .select()
    .from(printJobs)
    .where(eq(printJobs.id, sql.placeholder('id')))
    .prepare(),
  open: db.orm
    .select()
    .from(printJobs)
    .where(inArray(printJobs.state, ['waiting', 'printing']))
    .orderBy(asc(printJobs.id))
    .limit(sql.placeholder('limit'))
    .prepare(),
  advance: db.sqlite.prepare('update print_jobs set printed_count = @printedCount where id = @id'),
  newest: db.orm.select().from(printJobs).orderBy(desc(printJobs.id)).limit(sql.placeholder('limit')).prepare(),
}));

/** Returns the new job's id; it is waiting. */
export function addJob(db: Db, job: NewPrintJobRow, nowMs: number): number {
  const { printerId, printerName, copy, operatorName, shiftId, templateId, batch } = job;
  const guestIds = JSON.stringify(job.guestIds);
  const values = {
    createdAtMs: nowMs,
    printerId,
    printerName,
    guestIds,
    copy,
    operatorName,
    shiftId: shiftId ?? null,
    templateId: templateId ?? null,
    batchId: batch?.id ?? null,
    batchSerials: batch ? JSON.stringify(batch.serials) : null,
    state: 'waiting' as const,
  };
  return db.orm.insert(printJobs).values(values).returning({ id: printJobs.id }).get().id;
}

export function findJob(db: Db, id: number): PrintJobRow | undefined {
  const row = statements(db).byId.get({ id });
  return row && read(row);
}

export function updateJob(db: Db, id: number, { fallback, ...progress }: PrintProgress): void {
  const tookOver = {
    fallbackPrinterId: fallback?.printerId ?? null,
    fallbackPrinterName: fallback?.printerName ?? null,
    fallbackReason: fallback?.reason ?? null,
  };
  db.orm
    .update(printJobs)
    .set({ ...progress, ...tookOver })
    .where(eq(printJobs.id, id))
    .run();
}

/** Another card of a run has come out. */
export function advanceJob(db: Db, id: number, printedCount: number): void {
  statements(db).advance.run({ id, printedCount });
}

/** Jobs that are waiting or printing, oldest first. */
export function listOpenJobs(db: Db, limit: number): readonly PrintJobRow[] {
  return statements(db).open.all({ limit }).map(read);
}

/** The run of this batch that waits or is being printed. */
export function findOpenRun(db: Db, batchId: number): PrintJobRow | undefined {
  return listOpenJobs(db, MOST_OPEN).find(({ batch }) => batch?.id === batchId);
}

/**
 * All jobs, newest first.
 * @param scope only those with nobody outside on the paper
 */
export function listNewestJobs(db: Db, limit: number, scope?: Scope): readonly PrintJobRow[] {
  if (scope !== undefined) {
    const text = `select j.id from print_jobs j where ${jobInScope(scope)} order by j.id desc limit @limit`;
    const ids = preparedValue<[object], number>(db.sqlite, text).all({ limit, ...scopeParams(scope) });
    return ids.map((id) => findJob(db, id)!);
  }
  return statements(db).newest.all({ limit }).map(read);
}

/** The newest job of each of these guests; of guests whose paper is longer ago than the last 500 jobs, none. */
export function listLastJobs(db: Db, guestIds: readonly number[]): ReadonlyMap<number, PrintJobRow> {
  const wanted = new Set(guestIds);
  const found = new Map<number, PrintJobRow>();
  if (wanted.size === 0) return found;
  for (const job of listNewestJobs(db, LOOK_BACK_JOBS))
    for (const guestId of job.guestIds) if (wanted.has(guestId) && !found.has(guestId)) found.set(guestId, job);
  return found;
}

/** Forgets finished jobs of more than a year ago; called at every start. */
export function forgetOldJobs(db: Db, nowMs: number): void {
  const finished = inArray(printJobs.state, ['printed', 'failed', 'cancelled']);
  const old = db.orm
    .select({ id: printJobs.id })
    .from(printJobs)
    .where(and(lt(printJobs.createdAtMs, nowMs - KEEP_MS), finished))
    .orderBy(asc(printJobs.createdAtMs))
    .limit(FORGET_AT_ONCE);
  db.orm.delete(printJobs).where(inArray(printJobs.id, old)).run();
}

function read({
  fallbackPrinterId,
  fallbackPrinterName,
  fallbackReason,
  batchId,
  batchSerials,
  ...row
}: Row): PrintJobRow {
  const reason = knownFault(fallbackReason);
  return {
    ...row,
    fallback:
      fallbackPrinterId === null || fallbackPrinterName === null || reason === null
        ? null
        : { printerId: fallbackPrinterId, printerName: fallbackPrinterName, reason },
    shiftId: row.shiftId ?? undefined,
    templateId: row.templateId ?? undefined,
    batch:
      batchId === null || batchSerials === null
        ? undefined
        : { id: batchId, serials: JSON.parse(batchSerials) as number[] },
    guestIds: JSON.parse(row.guestIds) as number[],
    faultCode: knownFault(row.faultCode),
  };
}

/** A fault written by another version of the program is shown as one of ours. */
function knownFault(code: string | null): FaultCode | null {
  return code === null ? null : (faultCodes.find((known) => known === code) ?? 'INTERNAL');
}
