import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex, type AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import { flag, id, timeMs } from './columns';

/** Where tickets come out. */
export const printers = sqliteTable(
  'printers',
  {
    id: id(),
    name: text('name').notNull(),
    /** system: by the operating system's name; network: ESC/POS at host:port; queue: ESC/POS into a raw system queue. */
    kind: text('kind', { enum: ['system', 'network', 'queue'] }).notNull(),
    target: text('target').notNull(),
    paperMm: integer('paper_mm').notNull(),
    isDefault: flag('is_default').notNull().default(false),
    createdAtMs: timeMs('created_at_ms').notNull(),
    /** Prints what this one cannot; null: nothing does. */
    fallbackId: integer('fallback_id').references((): AnySQLiteColumn => printers.id),
    /** For so long this one may be in trouble before the fallback takes over. */
    fallbackAfterSec: integer('fallback_after_sec').notNull().default(0),
  },
  (t) => [
    uniqueIndex('printers_one_default')
      .on(t.isDefault)
      .where(sql`${t.isDefault} = 1`),
    check('printer_kind', sql`${t.kind} in ('system', 'network', 'queue')`),
    check('printer_paper', sql`${t.paperMm} in (58, 80)`),
    check('printer_fallback', sql`${t.fallbackAfterSec} between 0 and 300`),
  ],
);

/** The queue of paper. Written by the printing queue, outside changes: paper never undoes money. */
export const printJobs = sqliteTable(
  'print_jobs',
  {
    id: id(),
    createdAtMs: timeMs('created_at_ms').notNull(),
    printerId: integer('printer_id').notNull(),
    printerName: text('printer_name').notNull(),
    /** JSON array of guest ids; the ticket is drawn when the job runs, so no code is stored here. Empty: test page. */
    guestIds: text('guest_ids').notNull(),
    copy: flag('copy').notNull(),
    /** The report of this shift is printed, and no ticket. */
    shiftId: integer('shift_id'),
    /** A ticket of this template for a made-up guest is printed. */
    templateId: integer('template_id'),
    /** Cards or vouchers of this batch are printed one after the other; a plain number, as all of a job's. */
    batchId: integer('batch_id'),
    /** JSON array of their serials, in order; null: no run of a batch. */
    batchSerials: text('batch_serials'),
    /** Of a run: so many of them have come out. */
    printedCount: integer('printed_count').notNull().default(0),
    operatorName: text('operator_name').notNull(),
    state: text('state', { enum: ['waiting', 'printing', 'printed', 'failed', 'cancelled'] }).notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** Fault code of the last attempt. */
    faultCode: text('fault_code'),
    finishedAtMs: timeMs('finished_at_ms'),
    /** The printer that took over, written down before it is given anything; null: none did. */
    fallbackPrinterId: integer('fallback_printer_id'),
    fallbackPrinterName: text('fallback_printer_name'),
    /** Fault code of the printer it took over from. */
    fallbackReason: text('fallback_reason'),
  },
  (t) => [
    index('print_jobs_by_time').on(t.createdAtMs),
    check('print_job_state', sql`${t.state} in ('waiting', 'printing', 'printed', 'failed', 'cancelled')`),
  ],
);
