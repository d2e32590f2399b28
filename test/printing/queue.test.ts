import { describe, expect, it, onTestFinished } from 'vitest';
import {
  addJob,
  advanceJob,
  findJob,
  forgetOldJobs,
  listLastJobs,
  listNewestJobs,
  listOpenJobs,
  updateJob,
} from '../../db/queries/print-jobs';
import type { Db } from '../../db/open';
import { paperMaker } from '../../main/printing/papers';
import { createPrintQueue, printWays, type PrintQueue, type PrintQueueOptions } from '../../main/printing/queue';
import { paperOfJob } from '../../main/printing/paper-of-job';
import type { Printer } from '../../main/printing/printer';
import type { TicketLayout } from '../../main/printing/ticket';
import type { PrintWays } from '../../main/printing/ways';
import { Fault, type FaultCode } from '../../preload/contract/faults';
import { emptyVenue, morning } from '../db/support';
import { createClock, settle, type FakeClock } from '../fakes/clock';
import { startPrinter, status } from '../fakes/printer';
import { ticketOf } from '../fakes/tickets';

const reception: Printer = { id: 1, name: 'Reception', kind: 'system', target: 'EPSON', paperMm: 80 };
const bar: Printer = { id: 2, name: 'Bar', kind: 'system', target: 'STAR', paperMm: 58 };

/** Paper that came out of a system printer, and how the printer behaves. */
interface Tray {
  readonly printed: { readonly printer: string; readonly tickets: string[] }[];
  fault: FaultCode | undefined;
  /** Of one printer, by its target; before the fault of all. */
  readonly faults: Map<string, FaultCode>;
  /** Printers, by target, whose fault comes once they have been given the ticket. */
  readonly tooLate: Set<string>;
  /** After so many tickets comes a fault: it does not answer any more, or what `thenFault` says. */
  faultAfter: number | undefined;
  thenFault: FaultCode;
  /** While there, printing waits for it. */
  gate: Promise<void> | undefined;
  mostAtOnce: number;
}

interface Desk {
  readonly db: Db;
  readonly clock: FakeClock;
  readonly tray: Tray;
  readonly guests: Set<number>;
  /** Serials of cards that are no more. */
  readonly gone: Set<number>;
  readonly log: string[];
  changes: number;
  queue: PrintQueue;
  /** The program ends (how: closed in order, or died) and starts again on the same database. */
  restart(how: 'closed' | 'died'): Promise<void>;
  states(): string[];
}

function openDesk(more: Partial<PrintQueueOptions> & { printers?: readonly Printer[] } = {}): Desk {
  const db = emptyVenue();
  const clock = createClock(morning);
  const tray: Tray = {
    printed: [],
    fault: undefined,
    faults: new Map(),
    tooLate: new Set(),
    faultAfter: undefined,
    thenFault: 'PRINTER_UNREACHABLE',
    gate: undefined,
    mostAtOnce: 0,
  };
  const guests = new Set([1, 2, 3, 4, 5]);
  const gone = new Set<number>();
  const log: string[] = [];
  const printers = more.printers ?? [reception, bar];
  let running = 0;
  const system = {
    list: () => Promise.resolve([{ name: 'EPSON', displayName: 'Epson', isDefault: true }]),
    async print(
      layouts: readonly TicketLayout[],
      printer: string,
      _title: string,
      onHandedOver: () => void = () => undefined,
    ): Promise<void> {
      tray.mostAtOnce = Math.max(tray.mostAtOnce, ++running);
      await tray.gate;
      running--;
      if (tray.printed.length === tray.faultAfter) tray.fault = tray.thenFault;
      if (tray.tooLate.has(printer)) onHandedOver();
      const fault = tray.faults.get(printer) ?? tray.fault;
      if (fault) throw new Fault(fault, { printer });
      onHandedOver();
      tray.printed.push({ printer, tickets: layouts.map(codeOf) });
    },
  };
  const start = (): PrintQueue =>
    createPrintQueue({
      store: {
        add: (job, nowMs) => addJob(db, job, nowMs),
        find: (id) => findJob(db, id),
        update: (id, progress) => updateJob(db, id, progress),
        advance: (id, printedCount) => advanceJob(db, id, printedCount),
        listOpen: (limit) => listOpenJobs(db, limit),
        findPrinter: (id) => printers.find((printer) => printer.id === id),
      },
      ways: printWays(system),
      maker: paperMaker,
      drawTickets: (ids, copy) =>
        ids.filter((id) => guests.has(id)).map((id) => ticketOf({ guestId: id, username: `GUEST${id}`, copy })),
      drawTestPage: (printer) => ({
        venueName: 'Hotel',
        logo: undefined,
        printerName: printer.name,
        language: 'en',
        printedAt: 'now',
      }),
      drawSample: (templateId) => (templateId === 1 ? ticketOf({ username: 'SAMPLE' }) : undefined),
      drawCard: (batchId, serial) =>
        batchId === 1 && !gone.has(serial) ? ticketOf({ username: `CARD${serial}` }) : undefined,
      drawShift: (shiftId) =>
        shiftId === 1
          ? { venueName: 'Hotel', title: 'Shift report', language: 'en', sections: [], signature: 'Anna' }
          : undefined,
      now: clock.now,
      after: clock.after,
      onChange: () => desk.changes++,
      log: { warn: (line) => log.push(line), error: (line) => log.push(line) },
      ...more,
    });
  const desk: Desk = {
    db,
    clock,
    tray,
    guests,
    gone,
    log,
    changes: 0,
    queue: undefined as unknown as PrintQueue,
    async restart(how) {
      const closing = how === 'closed' ? this.queue.close() : Promise.resolve();
      await clock.move(5_000);
      await closing;
      this.queue = start();
      await settle();
    },
    states: () =>
      listNewestJobs(db, 100)
        .map(({ state, faultCode }) => (faultCode ? `${state} ${faultCode}` : state))
        .reverse(),
  };
  desk.queue = start();
  onTestFinished(() => desk.queue.close());
  return desk;
}

/** The credential on a ticket, with what marks a copy; of a report, which has none, the title. */
function codeOf(layout: TicketLayout): string {
  const texts = layout.blocks.flatMap((block) => (block.kind === 'text' ? [block] : []));
  const code = (texts.find((block) => block.size === 'code') ?? texts[1]!).text;
  return texts.some((block) => block.text.includes('COPY')) ? `${code} copy` : code;
}

const jobFor = (guestIds: readonly number[], printer = reception, copy = false) => ({
  printerId: printer.id,
  printerName: printer.name,
  guestIds,
  copy,
  operatorName: 'Anna',
});

/** A promise that is kept by hand. */
function gate(): { readonly closed: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const closed = new Promise<void>((resolve) => (open = resolve));
  return { closed, open: () => open() };
}

describe('a ticket that is sold', () => {
  it('is printed, and the desk is told so', async () => {
    const desk = openDesk();
    expect(await desk.queue.submit(jobFor([1]))).toEqual({ state: 'printed', jobId: 1, printerName: 'Reception' });
    expect(desk.tray.printed).toEqual([{ printer: 'EPSON', tickets: ['GUEST1'] }]);
    expect(findJob(desk.db, 1)).toMatchObject({ state: 'printed', attempts: 1, finishedAtMs: morning, guestIds: [1] });
    expect(desk.changes).toBeGreaterThan(2);
    expect(desk.clock.pending()).toBe(0);
  });

  it('is one job however many tickets it has', async () => {
    const desk = openDesk();
    await desk.queue.submit(jobFor([1, 2, 3]));
    expect(desk.tray.printed.flatMap(({ tickets }) => tickets)).toEqual(['GUEST1', 'GUEST2', 'GUEST3']);
    expect(desk.states()).toEqual(['printed']);
  });

  it('with others is not printed twice when the printer goes away between them', async () => {
    const desk = openDesk();
    desk.tray.faultAfter = 2;
    expect(await desk.queue.submit(jobFor([1, 2, 3]))).toMatchObject({
      state: 'failed',
      fault: { code: 'PRINTER_INTERRUPTED' },
    });
    await desk.clock.move(3_600_000);
    expect(desk.tray.printed.flatMap(({ tickets }) => tickets)).toEqual(['GUEST1', 'GUEST2']);
  });

  it('printed again is marked as copy', async () => {
    const desk = openDesk();
    await desk.queue.submit(jobFor([1], reception, true));
    expect(desk.tray.printed[0]!.tickets).toEqual(['GUEST1 copy']);
  });

  it('is said to be queued when the printer takes its time, and is printed later', async () => {
    const desk = openDesk();
    const slow = gate();
    desk.tray.gate = slow.closed;
    const answer = desk.queue.submit(jobFor([1]));
    await desk.clock.move(1_500);
    expect(await answer).toEqual({ state: 'queued', jobId: 1, printerName: 'Reception' });
    expect(desk.states()).toEqual(['printing']);
    expect(desk.queue.countWaiting()).toBe(1);
    slow.open();
    await settle();
    expect(desk.states()).toEqual(['printed']);
    expect(desk.queue.countWaiting()).toBe(0);
  });

  it('is queued with a reason when the printer does not answer, and comes out once it does', async () => {
    const desk = openDesk();
    desk.tray.fault = 'PRINTER_UNREACHABLE';
    expect(await desk.queue.submit(jobFor([1]))).toMatchObject({
      state: 'queued',
      fault: { code: 'PRINTER_UNREACHABLE', params: { printer: 'Reception' } },
    });
    desk.tray.fault = undefined;
    await desk.clock.move(1_999);
    expect(desk.tray.printed).toHaveLength(0);
    await desk.clock.move(1);
    expect(desk.tray.printed).toHaveLength(1);
    expect(desk.states()).toEqual(['printed']);
  });

  it('is given up after two minutes without a printer, visibly', async () => {
    const desk = openDesk();
    desk.tray.fault = 'PRINTER_UNREACHABLE';
    await desk.queue.submit(jobFor([1]));
    await desk.clock.move(111_000);
    expect(desk.states()).toEqual(['waiting PRINTER_UNREACHABLE']);
    await desk.clock.move(1_000);
    expect(desk.states()).toEqual(['failed PRINTER_UNREACHABLE']);
    expect(findJob(desk.db, 1)!.attempts).toBe(6);
    expect(desk.clock.pending()).toBe(0);
  });

  it.each(['PRINTER_NO_PAPER', 'PRINTER_COVER_OPEN', 'PRINTER_INTERRUPTED', 'PRINTER_TIMEOUT'] as const)(
    'is not tried again by itself after %s',
    async (fault) => {
      const desk = openDesk();
      desk.tray.fault = fault;
      expect(await desk.queue.submit(jobFor([1]))).toMatchObject({ state: 'failed', fault: { code: fault } });
      desk.tray.fault = undefined;
      await desk.clock.move(3_600_000);
      expect(desk.tray.printed).toHaveLength(0);
      expect(desk.states()).toEqual([`failed ${fault}`]);
    },
  );

  it('on a printer that hangs for ever is given up, and the next one printed', async () => {
    const desk = openDesk();
    desk.tray.gate = new Promise(() => undefined);
    const answer = desk.queue.submit(jobFor([1]));
    await desk.clock.move(60_000);
    expect(await answer).toMatchObject({ state: 'queued' });
    expect(desk.states()).toEqual(['failed PRINTER_TIMEOUT']);
    desk.tray.gate = undefined;
    expect(await desk.queue.submit(jobFor([2]))).toMatchObject({ state: 'printed' });
  });

  it('on a printer that was taken away says so', async () => {
    const desk = openDesk({ printers: [] });
    expect(await desk.queue.submit(jobFor([1]))).toMatchObject({
      state: 'failed',
      fault: { code: 'PRINTER_NOT_FOUND' },
    });
  });

  it('on a system printer without the desktop application says so', async () => {
    const desk = openDesk({ ways: printWays(undefined) });
    expect(await desk.queue.submit(jobFor([1]))).toMatchObject({
      state: 'failed',
      fault: { code: 'PRINTER_NOT_HERE' },
    });
  });

  it('whose drawing has a mistake fails alone, with the cause in the log and no code in it', async () => {
    let broken = true;
    const desk = openDesk({
      drawTickets() {
        if (broken) throw new Error('a mistake');
        return [ticketOf()];
      },
    });
    expect(await desk.queue.submit(jobFor([1]))).toMatchObject({ state: 'failed', fault: { code: 'INTERNAL' } });
    expect(await desk.queue.health(reception)).toEqual({ state: 'unknown' });
    expect(desk.log.join()).toContain('print job 1');
    expect(desk.log.join()).not.toContain('GUEST1');
    broken = false;
    expect(await desk.queue.submit(jobFor([2]))).toMatchObject({ state: 'printed' });
  });

  it('that cannot even be written down is answered, not thrown', async () => {
    const desk = openDesk();
    desk.db.sqlite.exec('drop table print_jobs');
    expect(await desk.queue.submit(jobFor([1]))).toMatchObject({ state: 'failed', printerName: 'Reception' });
    desk.db.sqlite.exec('create table print_jobs (id integer primary key)');
  });
});

describe('several jobs', () => {
  it('come out of a printer one at a time, in the order of sale', async () => {
    const desk = openDesk();
    const slow = gate();
    desk.tray.gate = slow.closed;
    const answers = [1, 2, 3].map((guest) => desk.queue.submit(jobFor([guest])));
    await settle();
    expect(desk.states()).toEqual(['printing', 'waiting', 'waiting']);
    slow.open();
    await Promise.all(answers);
    expect(desk.tray.printed.map(({ tickets }) => tickets[0])).toEqual(['GUEST1', 'GUEST2', 'GUEST3']);
    expect(desk.tray.mostAtOnce).toBe(1);
  });

  it('on two printers do not wait for each other', async () => {
    const desk = openDesk();
    const slow = gate();
    desk.tray.gate = slow.closed;
    const first = desk.queue.submit(jobFor([1], reception));
    await settle();
    desk.tray.gate = undefined;
    expect(await desk.queue.submit(jobFor([2], bar))).toMatchObject({ state: 'printed', printerName: 'Bar' });
    slow.open();
    expect(await first).toMatchObject({ state: 'printed' });
  });

  it('behind one whose printer does not answer are said to be queued, and why', async () => {
    const desk = openDesk();
    desk.tray.fault = 'PRINTER_UNREACHABLE';
    await desk.queue.submit(jobFor([1]));
    const queued = { state: 'queued', jobId: 2, fault: { code: 'PRINTER_UNREACHABLE' } };
    expect(await desk.queue.submit(jobFor([2]))).toMatchObject(queued);
    expect(findJob(desk.db, 2)!.attempts).toBe(0);
  });

  it('wake a printer that did not answer, and come out in order', async () => {
    const desk = openDesk();
    desk.tray.fault = 'PRINTER_UNREACHABLE';
    await desk.queue.submit(jobFor([1]));
    desk.tray.fault = undefined;
    expect(await desk.queue.submit(jobFor([2]))).toMatchObject({ state: 'printed' });
    expect(desk.tray.printed.map(({ tickets }) => tickets[0])).toEqual(['GUEST1', 'GUEST2']);
  });
});

describe('the operator', () => {
  it('retries a failed job', async () => {
    const desk = openDesk();
    desk.tray.fault = 'PRINTER_NO_PAPER';
    await desk.queue.submit(jobFor([1]));
    desk.tray.fault = undefined;
    expect(await desk.queue.retry(1)).toEqual({ state: 'printed', jobId: 1, printerName: 'Reception' });
    expect(desk.tray.printed).toHaveLength(1);
  });

  it('retries a waiting job without sitting out the pause', async () => {
    const desk = openDesk();
    desk.tray.fault = 'PRINTER_UNREACHABLE';
    await desk.queue.submit(jobFor([1]));
    desk.tray.fault = undefined;
    expect(await desk.queue.retry(1)).toMatchObject({ state: 'printed' });
    await desk.clock.move(600_000);
    expect(desk.tray.printed).toHaveLength(1);
  });

  it('gets no second ticket by retrying a job that is printed or printing', async () => {
    const desk = openDesk();
    await desk.queue.submit(jobFor([1]));
    expect(await desk.queue.retry(1)).toMatchObject({ kind: 'refused', reason: 'job-not-waiting' });
    const slow = gate();
    desk.tray.gate = slow.closed;
    const selling = desk.queue.submit(jobFor([2]));
    await settle();
    const retrying = desk.queue.retry(2);
    slow.open();
    expect(await selling).toMatchObject({ state: 'printed' });
    expect(await retrying).toMatchObject({ state: 'printed' });
    expect(desk.tray.printed).toHaveLength(2);
    expect(await desk.queue.retry(99)).toMatchObject({ reason: 'not-found' });
  });

  it('cancels a waiting job, for good', async () => {
    const desk = openDesk();
    desk.tray.fault = 'PRINTER_UNREACHABLE';
    await desk.queue.submit(jobFor([1]));
    expect(desk.queue.cancel(1)).toBeUndefined();
    desk.tray.fault = undefined;
    await desk.clock.move(600_000);
    expect(desk.tray.printed).toHaveLength(0);
    expect(desk.states()).toEqual(['cancelled PRINTER_UNREACHABLE']);
    expect(desk.queue.countWaiting()).toBe(0);
    expect(desk.queue.cancel(1)).toMatchObject({ reason: 'job-not-waiting', params: { state: 'cancelled' } });
    expect(desk.queue.cancel(99)).toMatchObject({ reason: 'not-found' });
  });

  it('cannot cancel what is being printed', async () => {
    const desk = openDesk();
    const slow = gate();
    desk.tray.gate = slow.closed;
    const answer = desk.queue.submit(jobFor([1]));
    await settle();
    expect(desk.queue.cancel(1)).toMatchObject({ reason: 'job-not-waiting', params: { state: 'printing' } });
    slow.open();
    expect(await answer).toMatchObject({ state: 'printed' });
  });

  it('can still print a cancelled job', async () => {
    const desk = openDesk();
    desk.tray.fault = 'PRINTER_UNREACHABLE';
    await desk.queue.submit(jobFor([1]));
    desk.queue.cancel(1);
    desk.tray.fault = undefined;
    expect(await desk.queue.retry(1)).toMatchObject({ state: 'printed' });
  });

  it('who undoes a sale gets no ticket of it', async () => {
    const desk = openDesk();
    desk.tray.fault = 'PRINTER_UNREACHABLE';
    await desk.queue.submit(jobFor([1, 2]));
    await desk.queue.submit(jobFor([3]));
    desk.guests.delete(3);
    desk.guests.delete(1);
    desk.queue.guestsChanged();
    expect(desk.states()).toEqual(['waiting PRINTER_UNREACHABLE', 'cancelled']);
    desk.tray.fault = undefined;
    await desk.clock.move(60_000);
    expect(desk.tray.printed).toEqual([{ printer: 'EPSON', tickets: ['GUEST2'] }]);
  });

  it('who undoes a sale while its job is on its way sees it cancelled', async () => {
    const desk = openDesk();
    desk.guests.clear();
    expect(await desk.queue.submit(jobFor([1]))).toMatchObject({ state: 'failed' });
    expect(desk.states()).toEqual(['cancelled']);
  });

  it('prints the report of a shift in its turn, and nothing of a shift that is not there', async () => {
    const desk = openDesk();
    await desk.queue.submit({ ...jobFor([]), shiftId: 1 });
    await desk.queue.submit({ ...jobFor([]), shiftId: 2 });
    expect(desk.states()).toEqual(['printed', 'cancelled']);
    expect(desk.tray.printed).toHaveLength(1);
  });

  it('tries a printer with a test page', async () => {
    const desk = openDesk();
    expect(await desk.queue.submit(jobFor([]))).toMatchObject({ state: 'printed' });
    expect(desk.tray.printed).toEqual([{ printer: 'EPSON', tickets: ['ABC234'] }]);
  });
});

describe('a printer with a fallback', () => {
  const withFallback = (afterSec: number): Printer => ({ ...reception, fallback: { printerId: bar.id, afterSec } });
  const openBoth = (afterSec = 0): Desk => openDesk({ printers: [withFallback(afterSec), bar] });
  const tookOver = {
    state: 'printed',
    printerName: 'Bar',
    takenOver: { code: 'PRINTER_NO_PAPER', params: { printer: 'Reception' } },
  };
  const targets = (desk: Desk): string[] => desk.tray.printed.map(({ printer }) => printer);

  it('prints by itself while it is well', async () => {
    const desk = openBoth();
    const outcome = await desk.queue.submit(jobFor([1]));
    expect(outcome).toEqual({ state: 'printed', jobId: 1, printerName: 'Reception' });
    expect(targets(desk)).toEqual(['EPSON']);
    expect(findJob(desk.db, 1)!.fallback).toBeNull();
  });

  it.each(['PRINTER_NO_PAPER', 'PRINTER_COVER_OPEN', 'PRINTER_UNREACHABLE', 'PRINTER_NOT_FOUND'] as const)(
    'lets it take over after %s, on its own paper, and says why',
    async (fault) => {
      const desk = openBoth();
      desk.tray.faults.set('EPSON', fault);
      expect(await desk.queue.submit(jobFor([1, 2]))).toMatchObject({
        ...tookOver,
        takenOver: { code: fault, params: { printer: 'Reception' } },
      });
      expect(targets(desk)).toEqual(['STAR', 'STAR']);
      expect(findJob(desk.db, 1)).toMatchObject({
        state: 'printed',
        printerName: 'Reception',
        fallback: { printerId: 2, printerName: 'Bar', reason: fault },
      });
      await desk.clock.move(3_600_000);
      expect(desk.tray.printed).toHaveLength(2);
    },
  );

  it.each(['PRINTER_NO_PAPER', 'PRINTER_COVER_OPEN', 'PRINTER_INTERRUPTED', 'PRINTER_TIMEOUT'] as const)(
    'does not let it take over after %s in the middle of a ticket',
    async (fault) => {
      const desk = openBoth();
      desk.tray.faults.set('EPSON', fault);
      desk.tray.tooLate.add('EPSON');
      expect(await desk.queue.submit(jobFor([1]))).toMatchObject({ state: 'failed', printerName: 'Reception' });
      await desk.clock.move(3_600_000);
      expect(desk.tray.printed).toHaveLength(0);
      expect(desk.states()).toEqual([`failed ${fault}`]);
    },
  );

  it('does not let it take over when the paper ends between two tickets of one job', async () => {
    const desk = openBoth();
    desk.tray.faultAfter = 1;
    desk.tray.thenFault = 'PRINTER_NO_PAPER';
    expect(await desk.queue.submit(jobFor([1, 2]))).toMatchObject({
      state: 'failed',
      fault: { code: 'PRINTER_NO_PAPER' },
    });
    expect(targets(desk)).toEqual(['EPSON']);
  });

  it('does not let it take over what cannot be drawn on any printer', async () => {
    const desk = openDesk({
      printers: [withFallback(0), bar],
      drawTickets() {
        throw new Fault('TICKET_QR_UNREADABLE');
      },
    });
    expect(await desk.queue.submit(jobFor([1]))).toMatchObject({ fault: { code: 'TICKET_QR_UNREADABLE' } });
    expect(findJob(desk.db, 1)!.fallback).toBeNull();
  });

  it('prints by itself if it is well again before the time is over', async () => {
    const desk = openBoth(15);
    desk.tray.faults.set('EPSON', 'PRINTER_NO_PAPER');
    expect(await desk.queue.submit(jobFor([1]))).toMatchObject({
      state: 'queued',
      printerName: 'Reception',
      fault: { code: 'PRINTER_NO_PAPER' },
    });
    desk.tray.faults.clear();
    await desk.clock.move(15_000);
    expect(targets(desk)).toEqual(['EPSON']);
    expect(findJob(desk.db, 1)).toMatchObject({ state: 'printed', fallback: null });
  });

  it('gives the job away once the time is over, and the next ones at once', async () => {
    const desk = openBoth(15);
    desk.tray.faults.set('EPSON', 'PRINTER_NO_PAPER');
    await desk.queue.submit(jobFor([1]));
    await desk.clock.move(14_999);
    expect(desk.tray.printed).toHaveLength(0);
    await desk.clock.move(1);
    expect(targets(desk)).toEqual(['STAR']);
    expect(await desk.queue.submit(jobFor([2]))).toMatchObject(tookOver);
  });

  it('waits the whole time of a printer that does not answer, however long that is', async () => {
    const desk = openBoth(300);
    desk.tray.faults.set('EPSON', 'PRINTER_UNREACHABLE');
    await desk.queue.submit(jobFor([1]));
    await desk.clock.move(299_999);
    expect(desk.states()).toEqual(['waiting PRINTER_UNREACHABLE']);
    await desk.clock.move(1);
    expect(targets(desk)).toEqual(['STAR']);
  });

  it('prints by itself again as soon as it is well, and is tried every ten seconds', async () => {
    const desk = openBoth();
    desk.tray.faults.set('EPSON', 'PRINTER_NO_PAPER');
    await desk.queue.submit(jobFor([1]));
    desk.tray.faults.clear();
    expect(await desk.queue.submit(jobFor([2]))).toMatchObject(tookOver);
    await desk.clock.move(10_000);
    expect(await desk.queue.submit(jobFor([3]))).toEqual({ state: 'printed', jobId: 3, printerName: 'Reception' });
    expect(targets(desk)).toEqual(['STAR', 'STAR', 'EPSON']);
  });

  it('is tried first when the operator asks for the paper again', async () => {
    const desk = openBoth();
    desk.tray.fault = 'PRINTER_NO_PAPER';
    await desk.queue.submit(jobFor([1]));
    desk.tray.fault = undefined;
    expect(await desk.queue.retry(1)).toEqual({ state: 'printed', jobId: 1, printerName: 'Reception' });
  });

  it('says its own trouble when neither can print, and goes on trying one that may come back', async () => {
    const desk = openBoth();
    desk.tray.faults.set('EPSON', 'PRINTER_UNREACHABLE').set('STAR', 'PRINTER_NO_PAPER');
    expect(await desk.queue.submit(jobFor([1]))).toMatchObject({
      state: 'queued',
      printerName: 'Reception',
      fault: { code: 'PRINTER_UNREACHABLE' },
    });
    desk.tray.faults.delete('STAR');
    await desk.clock.move(20_000);
    expect(targets(desk)).toEqual(['STAR']);
  });

  it('fails for good when neither has paper, and nothing comes out later', async () => {
    const desk = openBoth();
    desk.tray.fault = 'PRINTER_NO_PAPER';
    expect(await desk.queue.submit(jobFor([1]))).toMatchObject({ state: 'failed', printerName: 'Reception' });
    desk.tray.fault = undefined;
    await desk.clock.move(3_600_000);
    expect(desk.tray.printed).toHaveLength(0);
    expect(findJob(desk.db, 1)).toMatchObject({ state: 'failed', fallback: null });
  });

  it('whose fallback breaks off is not tried again by itself, and the fallback is named', async () => {
    const desk = openBoth();
    desk.tray.faults.set('EPSON', 'PRINTER_NO_PAPER').set('STAR', 'PRINTER_INTERRUPTED');
    desk.tray.tooLate.add('STAR');
    expect(await desk.queue.submit(jobFor([1]))).toMatchObject({
      state: 'failed',
      printerName: 'Bar',
      fault: { code: 'PRINTER_INTERRUPTED', params: { printer: 'Bar' } },
      takenOver: { code: 'PRINTER_NO_PAPER' },
    });
    desk.tray.faults.clear();
    await desk.clock.move(3_600_000);
    expect(desk.tray.printed).toHaveLength(0);
  });

  it('shares the fallback with its own tickets, one at a time', async () => {
    const desk = openBoth();
    desk.tray.faults.set('EPSON', 'PRINTER_NO_PAPER');
    const slow = gate();
    desk.tray.gate = slow.closed;
    const own = desk.queue.submit(jobFor([2], bar));
    await settle();
    const given = desk.queue.submit(jobFor([1]));
    await settle();
    slow.open();
    await Promise.all([own, given]);
    expect(desk.tray.printed.map(({ tickets }) => tickets[0])).toEqual(['GUEST2', 'GUEST1']);
  });

  it('that lost power while the fallback printed is not printed again, and it says where to look', async () => {
    const desk = openBoth();
    desk.tray.faults.set('EPSON', 'PRINTER_NO_PAPER');
    const first = desk.queue.submit(jobFor([1]));
    await first;
    const stuck = new Promise<void>(() => undefined);
    desk.tray.gate = stuck;
    void desk.queue.submit(jobFor([2]));
    await settle();
    // Written down before the fallback was given anything.
    expect(findJob(desk.db, 2)).toMatchObject({ state: 'printing', fallback: { printerName: 'Bar' } });
    desk.tray.gate = undefined;
    await desk.restart('died');
    expect(findJob(desk.db, 2)).toMatchObject({
      state: 'failed',
      faultCode: 'PRINTER_INTERRUPTED',
      fallback: { printerName: 'Bar' },
    });
    expect(desk.tray.printed).toHaveLength(1);
    expect(paperOfJob(findJob(desk.db, 2)!)).toMatchObject({
      printerName: 'Bar',
      fault: { code: 'PRINTER_INTERRUPTED', params: { printer: 'Bar' } },
    });
  });

  it('prints nothing where the fallback has been removed', async () => {
    const desk = openDesk({ printers: [withFallback(0)] });
    desk.tray.faults.set('EPSON', 'PRINTER_NO_PAPER');
    expect(await desk.queue.submit(jobFor([1]))).toMatchObject({
      state: 'failed',
      fault: { code: 'PRINTER_NO_PAPER', params: { printer: 'Reception' } },
    });
  });

  it('is a real one on the network: out of paper before the job it gives it away, in the middle it does not', async () => {
    const first = await startPrinter({ status: status.noPaper });
    const second = await startPrinter({ status: status.ready, confirms: true });
    onTestFinished(async () => {
      await first.close();
      await second.close();
    });
    const kitchen: Printer = { id: 4, name: 'Kitchen', kind: 'network', target: second.target, paperMm: 58 };
    const office: Printer = {
      ...{ id: 3, name: 'Office', kind: 'network', target: first.target, paperMm: 80 },
      fallback: { printerId: 4, afterSec: 0 },
    };
    const desk = openDesk({ printers: [office, kitchen], ways: printWays(undefined) });
    const job = { ...jobFor([1]), printerId: 3, printerName: 'Office' };
    expect(await desk.queue.submit(job)).toMatchObject({ state: 'printed', printerName: 'Kitchen' });
    expect(second.papers()).toHaveLength(1);
    first.become({ status: status.ready, after: { bytes: 2_000, then: { status: status.noPaper } } });
    await desk.clock.move(10_000);
    const outcome = await desk.queue.submit(job);
    expect(outcome).toMatchObject({ printerName: 'Office', fault: { code: 'PRINTER_NO_PAPER' } });
    expect(second.papers()).toHaveLength(1);
  });
});

describe('a run of cards', () => {
  const runOf = (count: number, printer = reception) => ({
    ...jobFor([], printer),
    batch: { id: 1, serials: Array.from({ length: count }, (_, at) => at + 1) },
  });
  const cardsOut = (desk: Desk): string[] => desk.tray.printed.flatMap(({ tickets }) => tickets);
  const cards = (from: number, till: number): string[] =>
    Array.from({ length: till - from + 1 }, (_, at) => `CARD${from + at}`);

  it('comes out card by card, in the order of serials', async () => {
    const desk = openDesk();
    expect(await desk.queue.submit(runOf(300))).toMatchObject({ state: 'printed', printerName: 'Reception' });
    expect(cardsOut(desk)).toEqual(cards(1, 300));
    expect(findJob(desk.db, 1)).toMatchObject({ state: 'printed', printedCount: 300, attempts: 1 });
  });

  it('that runs out of paper after card 137 goes on at 138', async () => {
    const desk = openDesk();
    desk.tray.faultAfter = 137;
    desk.tray.thenFault = 'PRINTER_NO_PAPER';
    expect(await desk.queue.submit(runOf(200))).toMatchObject({ state: 'failed', fault: { code: 'PRINTER_NO_PAPER' } });
    expect(findJob(desk.db, 1)).toMatchObject({ printedCount: 137 });
    await desk.clock.move(3_600_000);
    expect(cardsOut(desk)).toHaveLength(137);
    desk.tray.fault = undefined;
    desk.tray.faultAfter = undefined;
    expect(await desk.queue.retry(1)).toMatchObject({ state: 'printed' });
    expect(cardsOut(desk)).toEqual(cards(1, 200));
  });

  it('that the power cut off goes on behind the last card that is known to have come out', async () => {
    const desk = openDesk();
    desk.tray.faultAfter = 3;
    desk.tray.thenFault = 'PRINTER_UNREACHABLE';
    await desk.queue.submit(runOf(5));
    desk.tray.faultAfter = undefined;
    desk.tray.fault = undefined;
    desk.tray.gate = new Promise(() => undefined);
    await desk.clock.move(2_000);
    expect(findJob(desk.db, 1)).toMatchObject({ state: 'printing', printedCount: 3 });
    desk.tray.gate = undefined;
    await desk.restart('died');
    expect(desk.states()).toEqual(['failed PRINTER_INTERRUPTED']);
    expect(cardsOut(desk)).toEqual(cards(1, 3));
    expect(await desk.queue.retry(1)).toMatchObject({ state: 'printed' });
    expect(cardsOut(desk)).toEqual(cards(1, 5));
  });

  it('goes on by itself after the program was closed in order', async () => {
    const desk = openDesk();
    const slow = gate();
    desk.tray.gate = slow.closed;
    void desk.queue.submit(runOf(5));
    await settle();
    const closing = desk.queue.close();
    slow.open();
    await closing;
    expect(findJob(desk.db, 1)).toMatchObject({ state: 'waiting', printedCount: 1 });
    desk.tray.gate = undefined;
    await desk.restart('closed');
    expect(cardsOut(desk)).toEqual(cards(1, 5));
    expect(desk.states()).toEqual(['printed']);
  });

  it('is stopped behind the card that is being printed, and goes on when asked', async () => {
    const desk = openDesk();
    const slow = gate();
    desk.tray.gate = slow.closed;
    const printing = desk.queue.submit(runOf(5));
    await settle();
    expect(desk.queue.cancel(1)).toBeUndefined();
    slow.open();
    await printing;
    expect(desk.states()).toEqual(['cancelled']);
    expect(cardsOut(desk)).toEqual(cards(1, 1));
    expect(await desk.queue.retry(1)).toMatchObject({ state: 'printed' });
    expect(cardsOut(desk)).toEqual(cards(1, 5));
  });

  it('lets the ticket of a sale out in between', async () => {
    const desk = openDesk();
    const slow = gate();
    desk.tray.gate = slow.closed;
    const printing = desk.queue.submit(runOf(3));
    await settle();
    const sale = desk.queue.submit(jobFor([1]));
    await settle();
    slow.open();
    await Promise.all([printing, sale]);
    expect(cardsOut(desk)).toEqual(['CARD1', 'GUEST1', 'CARD2', 'CARD3']);
    expect(desk.states()).toEqual(['printed', 'printed']);
  });

  it('stays on its printer, whose fallback would have half a roll', async () => {
    const desk = openDesk({ printers: [{ ...reception, fallback: { printerId: bar.id, afterSec: 0 } }, bar] });
    desk.tray.faults.set('EPSON', 'PRINTER_NO_PAPER');
    expect(await desk.queue.submit(runOf(3))).toMatchObject({ state: 'failed', printerName: 'Reception' });
    expect(cardsOut(desk)).toEqual([]);
  });

  it('leaves out cards that are no more', async () => {
    const desk = openDesk();
    desk.gone.add(2);
    await desk.queue.submit(runOf(3));
    expect(cardsOut(desk)).toEqual(['CARD1', 'CARD3']);
    expect(desk.states()).toEqual(['printed']);
  });
});

describe('a restart', () => {
  it('prints what was waiting', async () => {
    const desk = openDesk();
    desk.tray.fault = 'PRINTER_UNREACHABLE';
    await desk.queue.submit(jobFor([1]));
    await desk.queue.submit(jobFor([2]));
    desk.tray.fault = undefined;
    await desk.restart('closed');
    expect(desk.tray.printed.map(({ tickets }) => tickets[0])).toEqual(['GUEST1', 'GUEST2']);
    expect(desk.states()).toEqual(['printed', 'printed']);
  });

  it('does not print again what it died in, and says so', async () => {
    const desk = openDesk();
    desk.tray.gate = new Promise(() => undefined);
    void desk.queue.submit(jobFor([1]));
    await settle();
    desk.tray.gate = undefined;
    await desk.restart('died');
    expect(desk.states()).toEqual(['failed PRINTER_INTERRUPTED']);
    expect(desk.tray.printed).toHaveLength(0);
    expect(await desk.queue.retry(1)).toMatchObject({ state: 'printed' });
  });

  it('lets a job in the middle of printing finish', async () => {
    const desk = openDesk();
    const slow = gate();
    desk.tray.gate = slow.closed;
    void desk.queue.submit(jobFor([1]));
    void desk.queue.submit(jobFor([2]));
    await settle();
    const closing = desk.queue.close();
    slow.open();
    await closing;
    expect(desk.states()).toEqual(['printed', 'waiting']);
  });

  it('does not bring out the tickets of yesterday', async () => {
    const desk = openDesk();
    desk.tray.fault = 'PRINTER_UNREACHABLE';
    await desk.queue.submit(jobFor([1]));
    await desk.queue.close();
    await desk.clock.move(13 * 3_600_000);
    desk.tray.fault = undefined;
    await desk.restart('died');
    expect(desk.states()).toEqual(['failed PRINTER_TIMEOUT']);
    expect(desk.tray.printed).toHaveLength(0);
  });
});

describe('the health of a printer', () => {
  const network: Printer = { id: 3, name: 'Kitchen', kind: 'network', target: '', paperMm: 80 };

  async function kitchen(habits: Parameters<typeof startPrinter>[0]) {
    const there = await startPrinter(habits);
    onTestFinished(() => there.close());
    const printer = { ...network, target: there.target };
    return { there, printer, desk: openDesk({ printers: [printer] }) };
  }

  it('is what the printer says of itself, asked again after ten seconds', async () => {
    const { there, printer, desk } = await kitchen({ status: status.ready });
    expect(await desk.queue.health(printer)).toEqual({ state: 'ready' });
    there.become({ status: status.noPaper });
    expect(await desk.queue.health(printer)).toEqual({ state: 'ready' });
    expect(there.connections()).toBe(1);
    await desk.clock.move(10_000);
    expect(await desk.queue.health(printer)).toMatchObject({ state: 'problem', fault: { code: 'PRINTER_NO_PAPER' } });
  });

  it('is told to the windows when it has become another, and not while it stays', async () => {
    const { there, printer, desk } = await kitchen({ status: status.ready });
    for (let look = 0; look < 3; look++) {
      await desk.queue.health(printer);
      await desk.clock.move(10_000);
    }
    expect(there.connections()).toBe(3);
    expect(desk.changes).toBe(0);
    there.become({ status: status.noPaper });
    await desk.queue.health(printer);
    expect(desk.changes).toBe(1);
    await desk.clock.move(10_000);
    await desk.queue.health(printer);
    expect(desk.changes).toBe(1);
    there.become({ status: status.ready });
    await desk.clock.move(10_000);
    await desk.queue.health(printer);
    expect(desk.changes).toBe(2);
  });

  it('is asked for once, however many windows want to know', async () => {
    const { there, printer, desk } = await kitchen({ status: status.ready });
    const asked = await Promise.all([1, 2, 3].map(() => desk.queue.health(printer)));
    expect(asked).toEqual([{ state: 'ready' }, { state: 'ready' }, { state: 'ready' }]);
    expect(there.connections()).toBe(1);
  });

  it('is unknown where it says nothing', async () => {
    const { printer, desk } = await kitchen({});
    expect(await desk.queue.health(printer)).toEqual({ state: 'unknown' });
  });

  it('is learned from the last job', async () => {
    const { there, printer, desk } = await kitchen({ status: status.noPaper });
    await desk.queue.submit({ ...jobFor([1]), printerId: printer.id, printerName: printer.name });
    expect(await desk.queue.health(printer)).toMatchObject({ state: 'problem', fault: { code: 'PRINTER_NO_PAPER' } });
    expect(there.connections()).toBe(1);
  });

  it('is not asked for while it prints', async () => {
    const desk = openDesk();
    const slow = gate();
    desk.tray.gate = slow.closed;
    const answer = desk.queue.submit(jobFor([1]));
    await settle();
    expect(await desk.queue.health(reception)).toEqual({ state: 'unknown' });
    slow.open();
    await answer;
    expect(await desk.queue.health(reception)).toEqual({ state: 'ready' });
  });

  it('of a system printer is whether the system still has it', async () => {
    const desk = openDesk();
    expect(await desk.queue.health(reception)).toEqual({ state: 'unknown' });
    expect(await desk.queue.health(bar)).toMatchObject({ state: 'problem', fault: { code: 'PRINTER_NOT_FOUND' } });
  });
});

describe('a job on a real network printer', () => {
  it('is printed as ESC/POS', async () => {
    const there = await startPrinter({ status: status.ready, confirms: true });
    onTestFinished(() => there.close());
    const printer: Printer = { id: 3, name: 'Kitchen', kind: 'network', target: there.target, paperMm: 58 };
    const ways: PrintWays = printWays(undefined);
    const desk = openDesk({ printers: [printer], ways });
    const answer = desk.queue.submit({ ...jobFor([1, 2]), printerId: 3, printerName: 'Kitchen' });
    expect(await answer).toMatchObject({ state: 'printed' });
    expect(there.papers()).toHaveLength(2);
    expect(there.papers()[0]!.width).toBe(384);
  });
});

describe('the jobs in the database', () => {
  it('tell the last paper of each guest', () => {
    const db = emptyVenue();
    addJob(db, jobFor([1, 2]), morning);
    addJob(db, jobFor([2]), morning);
    const last = listLastJobs(db, [1, 2, 3]);
    expect([...last].map(([guest, job]) => [guest, job.id])).toEqual([
      [2, 2],
      [1, 1],
    ]);
  });

  it('hold no code', () => {
    const db = emptyVenue();
    addJob(db, jobFor([1]), morning);
    expect(JSON.stringify(db.sqlite.prepare('select * from print_jobs').all())).not.toContain('GUEST');
  });

  it('are forgotten after a year, unless they are still to be printed', () => {
    const db = emptyVenue();
    const [old, waiting] = [addJob(db, jobFor([1]), morning), addJob(db, jobFor([2]), morning)];
    updateJob(db, old, { state: 'printed', attempts: 1, faultCode: null, finishedAtMs: morning, fallback: null });
    forgetOldJobs(db, morning + 364 * 86_400_000);
    expect(findJob(db, old)).toBeDefined();
    forgetOldJobs(db, morning + 366 * 86_400_000);
    expect(findJob(db, old)).toBeUndefined();
    expect(findJob(db, waiting)).toBeDefined();
  });

  it('with a fault of another version are still shown', () => {
    const db = emptyVenue();
    const id = addJob(db, jobFor([1]), morning);
    db.sqlite.prepare(`update print_jobs set fault_code = 'PRINTER_ON_FIRE' where id = ?`).run(id);
    expect(findJob(db, id)!.faultCode).toBe('INTERNAL');
  });
});
