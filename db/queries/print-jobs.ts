/** The queue of paper. Written outside changes: paper never undoes money. */
import { and, asc, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import { faultCodes, type FaultCode } from '../../preload/contract/faults';
import type { Db } from '../open';
import { preparedPer } from '../prepared';
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
  readonly operatorName: string;
  readonly state: State;
  readonly attempts: number;
  readonly faultCode: FaultCode | null;
  readonly finishedAtMs: number | null;
}
export type NewPrintJobRow = Pick<
  PrintJobRow,
  'printerId' | 'printerName' | 'guestIds' | 'copy' | 'shiftId' | 'templateId' | 'operatorName'
>;
export type PrintProgress = Pick<PrintJobRow, 'state' | 'attempts' | 'faultCode' | 'finishedAtMs'>;

/** Finished jobs are forgotten after a year: the sale remembers itself. */
const KEEP_MS = 365 * 86_400_000;
/** A year of a busy campsite at once, without a pause that anybody notices. */
const FORGET_AT_ONCE = 50_000;
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
  newest: db.orm.select().from(printJobs).orderBy(desc(printJobs.id)).limit(sql.placeholder('limit')).prepare(),
}));

/** Returns the new job's id; it is waiting. */
export function addJob(db: Db, job: NewPrintJobRow, nowMs: number): number {
  const { printerId, printerName, copy, operatorName, shiftId, templateId } = job;
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
    state: 'waiting' as const,
  };
  return db.orm.insert(printJobs).values(values).returning({ id: printJobs.id }).get().id;
}

export function findJob(db: Db, id: number): PrintJobRow | undefined {
  const row = statements(db).byId.get({ id });
  return row && read(row);
}

export function updateJob(db: Db, id: number, progress: PrintProgress): void {
  db.orm.update(printJobs).set(progress).where(eq(printJobs.id, id)).run();
}

/** Jobs that are waiting or printing, oldest first. */
export function listOpenJobs(db: Db, limit: number): readonly PrintJobRow[] {
  return statements(db).open.all({ limit }).map(read);
}

/** All jobs, newest first. */
export function listNewestJobs(db: Db, limit: number): readonly PrintJobRow[] {
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

function read(row: Row): PrintJobRow {
  return {
    ...row,
    shiftId: row.shiftId ?? undefined,
    templateId: row.templateId ?? undefined,
    guestIds: JSON.parse(row.guestIds) as number[],
    faultCode: knownFault(row.faultCode),
  };
}

/** A fault written by another version of the program is shown as one of ours. */
function knownFault(code: string | null): FaultCode | null {
  return code === null ? null : (faultCodes.find((known) => known === code) ?? 'INTERNAL');
}
