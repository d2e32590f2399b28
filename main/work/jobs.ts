/** Everything the work thread does, by name. */
import type { Db } from '../../db/open';
import type { Scope } from '../../db/queries/scope';
import type { ProductRules } from '../../db/queries/product-rules';
import { countOldSessions, type OldSessions } from '../../db/queries/session-chain';
import { assertPartSound, listParts } from '../../db/soundness';
import { withFaults } from '../../db/faults';
import { Fault } from '../../preload/contract/faults';
import type { Refusal } from '../../preload/contract/refusals';
import type { jobNames } from '../../preload/contract/work';
import {
  exportConnectionLog,
  verifyConnectionLog,
  verifyRecords,
  type Exported,
  type ExportFilter,
  type FileVerdict,
  type RecordsVerdict,
} from '../office/connection-log-export';
import { makeBackup, type BackupQuestion } from '../office/backup';
import { stageRestore, type StageQuestion, type Staged } from '../office/stage-restore';
import type { BackupRow } from '../../db/queries/backups';
import {
  exportAddresses,
  readAddresses,
  type AddressesAsked,
  type AddressesFile,
  type AddressesQuestion,
  type AddressesView,
} from '../office/export-addresses';
import { eraseGuest, settleErasures, type Erased, type Eraser, type EraseQuestion } from '../office/erase-guest';
import { countOldPersons, type OldPersons } from '../office/old-persons';
import { exportOwnData, type OwnDataFile, type OwnDataQuestion } from '../office/export-own-data';
import { exportGuests, type GuestExport, type GuestExportQuestion } from '../office/export-guests';
import {
  importGuests,
  inspectTable,
  makeProblemFile,
  type Imported,
  type ImportQuestion,
  type InspectedTable,
  type ProblemFile,
  type ProblemFileQuestion,
  type TableQuestion,
} from '../office/import-guests';
import { settleChanges, toggleChange, type ToggleQuestion } from '../office/toggle-change';
import type { UndoOutcome } from '../../db/write';
import { makeBatch, type Made, type MakeBatch } from '../office/make-batch';
import { moveCards, type CardsChanged, type MoveCards } from '../office/change-cards';
import { forgetOldData, type Forgotten } from '../office/forget-old-data';
import { makeSupportBundle, type SupportBundle, type SupportQuestion } from '../office/support-bundle';
import { readBatches, type BatchReport } from '../office/report-batches';
import { updateSums } from '../office/report-sums';
import {
  readDashboard,
  readSales,
  readUsage,
  type Dashboard,
  type Making,
  type ReportQuestion,
  type SalesReport,
  type UsageReport,
} from '../office/reports';
import { measureImpact, type ProductImpact } from '../office/product-impact';
import {
  drawTicketPictures,
  drawTicketSheet,
  type DrawnTicket,
  type PicturesQuestion,
  type SheetQuestion,
  type TicketSheet,
} from '../office/draw-tickets';
import { drawProductTicket, type TicketPicture, type TicketQuestion } from '../office/product-ticket';
import { drawReport, type ReportFileQuestion } from '../office/report-file';
import { giveWay, type Watch } from '../office/watch';
import { lettersMissingOn } from '../printing/missing-letters';
import { paperMaker, type PapersQuestion } from '../printing/papers';
import type { Ticket, TicketLayout } from '../printing/ticket';
import { makeWorkbook, type WorkbookInput } from '../office/workbook';

const DAY_MS = 86_400_000;

export type JobName = (typeof jobNames)[number];

/**
 * What a window waits for: done at once by a thread of its own (the report thread), never behind a job. Answered within a
 * second, and so in no list of jobs.
 */
export const questionNames = [
  'read-dashboard',
  'read-usage',
  'read-sales',
  'read-batches',
  'read-addresses',
  'count-old-sessions',
  'count-old-persons',
  'make-workbook',
  'inspect-table',
  'draw-tickets',
  'find-missing-letters',
  'lay-out-papers',
  'encode-papers',
] as const;
export type QuestionName = (typeof questionNames)[number];

/** Question and answer of each; both are copied from thread to thread. */
export interface Jobs extends Record<JobName | QuestionName, { readonly question: unknown; readonly answer: unknown }> {
  readonly 'export-connection-log': { readonly question: ExportFilter; readonly answer: Exported };
  readonly 'verify-connection-log': { readonly question: { readonly file: string }; readonly answer: FileVerdict };
  readonly 'verify-connections': { readonly question: null; readonly answer: RecordsVerdict };
  readonly 'make-batch': { readonly question: MakeBatch; readonly answer: Made | Refusal };
  readonly 'change-cards': { readonly question: MoveCards; readonly answer: CardsChanged | Refusal };
  /** The question is the product as it would be. */
  readonly 'product-impact': { readonly question: ProductRules; readonly answer: ProductImpact };
  /** Fault TICKET_QR_UNREADABLE. */
  readonly 'draw-product-ticket': { readonly question: TicketQuestion; readonly answer: TicketPicture };
  /** Fault TICKET_QR_UNREADABLE. */
  readonly 'draw-tickets': { readonly question: PicturesQuestion; readonly answer: readonly DrawnTicket[] };
  /** The answer as `lettersMissingOn`. */
  readonly 'find-missing-letters': {
    readonly question: { readonly tickets: readonly Ticket[] };
    readonly answer: { readonly letters: string };
  };
  /** Faults as `PaperMaker`, like the next. */
  readonly 'lay-out-papers': { readonly question: PapersQuestion; readonly answer: readonly TicketLayout[] };
  readonly 'encode-papers': { readonly question: PapersQuestion; readonly answer: Uint8Array };
  /** Fault TICKET_QR_UNREADABLE. */
  readonly 'draw-sheet': { readonly question: SheetQuestion; readonly answer: TicketSheet };
  readonly 'draw-report': { readonly question: ReportFileQuestion; readonly answer: { readonly content: string } };
  /** Fault DATABASE_DAMAGED. */
  readonly 'check-database': { readonly question: null; readonly answer: null };
  /** Faults as `makeBackup`. */
  readonly 'make-backup': { readonly question: BackupQuestion; readonly answer: BackupRow };
  readonly 'make-support-bundle': { readonly question: SupportQuestion; readonly answer: SupportBundle };
  readonly 'update-report-sums': { readonly question: null; readonly answer: null };
  readonly 'forget-old-data': { readonly question: null; readonly answer: Forgotten };
  /** The question is whose part of the venue; null: all of it. */
  readonly 'read-dashboard': { readonly question: Scope | null; readonly answer: Dashboard | Making };
  readonly 'read-usage': { readonly question: ReportQuestion; readonly answer: UsageReport | Making };
  readonly 'read-sales': { readonly question: ReportQuestion; readonly answer: SalesReport | Making };
  readonly 'read-batches': { readonly question: Scope | null; readonly answer: BatchReport };
  readonly 'count-old-sessions': {
    readonly question: { readonly domainId: number; readonly keepDays: number };
    readonly answer: OldSessions;
  };
  readonly 'count-old-persons': { readonly question: { readonly keepDays: number }; readonly answer: OldPersons };
  /** An XLSX file. */
  readonly 'make-workbook': { readonly question: WorkbookInput; readonly answer: Uint8Array };
  /** Refusals as `inspectTable`. */
  readonly 'inspect-table': { readonly question: TableQuestion; readonly answer: InspectedTable | Refusal };
  readonly 'import-guests': { readonly question: ImportQuestion; readonly answer: Imported | Refusal };
  readonly 'make-problem-file': { readonly question: ProblemFileQuestion; readonly answer: ProblemFile | Refusal };
  readonly 'export-guests': { readonly question: GuestExportQuestion; readonly answer: GuestExport | Refusal };
  readonly 'read-addresses': { readonly question: AddressesAsked; readonly answer: AddressesView };
  readonly 'export-addresses': { readonly question: AddressesQuestion; readonly answer: AddressesFile };
  readonly 'erase-guest': { readonly question: EraseQuestion; readonly answer: Erased | Refusal };
  readonly 'export-own-data': { readonly question: OwnDataQuestion; readonly answer: OwnDataFile | Refusal };
  /** Undo or redo of a change that was written in portions. */
  readonly 'toggle-change': { readonly question: ToggleQuestion; readonly answer: UndoOutcome };
  /** Takes back what was cut off; an erasure, which is not taken back, is finished. */
  readonly 'settle-changes': { readonly question: null; readonly answer: null };
  /** Refusals and faults as `stageRestore`. */
  readonly 'stage-restore': { readonly question: StageQuestion; readonly answer: Staged | Refusal };
}

export interface JobContext extends Watch {
  readonly db: Db;
  /** Undefined while the venue is not set up or locked. */
  readonly dataKey: Uint8Array | undefined;
  /** When it was asked for, UTC milliseconds. */
  readonly nowMs: number;
}

type Job<N extends keyof Jobs> = (question: Jobs[N]['question'], context: JobContext) => Promise<Jobs[N]['answer']>;

const jobs: { readonly [N in keyof Jobs]: Job<N> } = {
  'export-connection-log': (filter, context) =>
    exportConnectionLog(context.db, keyOf(context), filter, context.nowMs, context),
  'verify-connection-log': ({ file }, context) => verifyConnectionLog(file, keyOf(context), context),
  'verify-connections': (_, context) => verifyRecords(context.db, context),
  'make-batch': (question, context) => makeBatch(context.db, keyOf(context), question, context.nowMs, context),
  'change-cards': (question, context) => moveCards(context.db, question, context.nowMs, context),
  'product-impact': (after, context) => measureImpact(context.db, keyOf(context), after, context.nowMs, context),
  'draw-product-ticket': (question, { db, nowMs }) => drawProductTicket(db, question, nowMs),
  'draw-tickets': (question, context) => drawTicketPictures(question, context),
  'find-missing-letters': ({ tickets }) => Promise.resolve({ letters: lettersMissingOn(tickets) }),
  'lay-out-papers': (question) => paperMaker.layOut(question),
  'encode-papers': (question) => paperMaker.encode(question),
  'draw-sheet': (question, context) => drawTicketSheet(question, context),
  'draw-report': (question) => drawReport(question),
  'check-database': (_, context) => checkDatabase(context),
  'make-backup': (question, context) => makeBackup(context.db, keyOf(context), question, context.nowMs, context),
  'make-support-bundle': (question, context) => makeSupportBundle(context.db, question, context.nowMs, context),
  'update-report-sums': async (_, context) => {
    await updateSums(context.db, context);
    return null;
  },
  'forget-old-data': (_, context) => forgetOldData(context.db, keyOf(context), context.nowMs, context),
  'read-dashboard': (scope, { db, nowMs }) => Promise.resolve(readDashboard(db, nowMs, scope ?? undefined)),
  'read-usage': (range, { db }) => Promise.resolve(readUsage(db, range)),
  'read-sales': (range, { db }) => Promise.resolve(readSales(db, range)),
  'read-batches': (scope, { db, nowMs }) => Promise.resolve(readBatches(db, nowMs, scope ?? undefined)),
  'count-old-sessions': ({ domainId, keepDays }, { db, nowMs }) =>
    Promise.resolve(countOldSessions(db, domainId, nowMs - keepDays * DAY_MS)),
  'count-old-persons': ({ keepDays }, { db, nowMs }) =>
    Promise.resolve(countOldPersons(db, nowMs, nowMs - keepDays * DAY_MS)),
  'make-workbook': (input) => makeWorkbook(input),
  'inspect-table': (question, context) => inspectTable(context.db, question, context),
  'import-guests': (question, context) => importGuests(context.db, keyOf(context), question, context.nowMs, context),
  'make-problem-file': (question, context) => makeProblemFile(context.db, keyOf(context), question, context),
  'export-guests': (question, context) => exportGuests(context.db, keyOf(context), question, context),
  'read-addresses': (filter, { db }) => Promise.resolve(readAddresses(db, filter)),
  'export-addresses': (question, context) => exportAddresses(context.db, question, context.nowMs, context),
  'erase-guest': (question, context) => eraseGuest(question, eraserOf(context)),
  'export-own-data': (question, context) => exportOwnData(context.db, question, context.nowMs, context),
  'toggle-change': (question, context) => toggleChange(context.db, question, context.nowMs, context),
  'settle-changes': async (_, context) => {
    await settleChanges(context.db, context.nowMs, context);
    // Locked, it waits for the night after the key is there (forget-old-data).
    if (context.dataKey !== undefined) await settleErasures(eraserOf(context));
    return null;
  },
  'stage-restore': (question, context) => stageRestore(context.db, context.dataKey, question, context),
};

/**
 * Does one job to its end. Rejects with the reason of `context.signal` when it was stopped, with a Fault when something
 * is broken; either way nothing half done is left.
 */
export function runJob<N extends keyof Jobs>(
  name: N,
  question: Jobs[N]['question'],
  context: JobContext,
): Promise<Jobs[N]['answer']> {
  return jobs[name](question, context);
}

function eraserOf(context: JobContext): Eraser {
  return { db: context.db, dataKey: keyOf(context), nowMs: context.nowMs, watch: context };
}

function keyOf({ dataKey }: JobContext): Uint8Array {
  if (dataKey === undefined) throw new Fault('KEY_MISSING');
  return dataKey;
}

/** The file was too large to be read whole before the guests were served (db/open.ts). */
async function checkDatabase(context: JobContext): Promise<null> {
  const { db } = context;
  const parts = listParts(db.sqlite);
  for (const [done, part] of parts.entries()) {
    withFaults(db.file, () => assertPartSound(db.sqlite, db.file, part));
    context.progress(done + 1, parts.length);
    await giveWay(context);
  }
  return null;
}
