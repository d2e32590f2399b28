import { describe, expect, it, onTestFinished } from 'vitest';
import {
  addJob,
  findJob,
  forgetOldJobs,
  listLastJobs,
  listNewestJobs,
  listOpenJobs,
  updateJob,
} from '../../db/queries/print-jobs';
import type { Db } from '../../db/open';
import { createPrintQueue, printWays, type PrintQueue, type PrintQueueOptions } from '../../main/printing/queue';
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
  /** After so many tickets it does not answer any more. */
  faultAfter: number | undefined;
  /** While there, printing waits for it. */
  gate: Promise<void> | undefined;
  mostAtOnce: number;
}

interface Desk {
  readonly db: Db;
  readonly clock: FakeClock;
  readonly tray: Tray;
  readonly guests: Set<number>;
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
  const tray: Tray = { printed: [], fault: undefined, faultAfter: undefined, gate: undefined, mostAtOnce: 0 };
  const guests = new Set([1, 2, 3, 4, 5]);
  const log: string[] = [];
  const printers = more.printers ?? [reception, bar];
  let running = 0;
  const system = {
    list: () => Promise.resolve([{ name: 'EPSON', displayName: 'Epson', isDefault: true }]),
    async print(layouts: readonly TicketLayout[], printer: string): Promise<void> {
      tray.mostAtOnce = Math.max(tray.mostAtOnce, ++running);
      await tray.gate;
      running--;
      if (tray.printed.length === tray.faultAfter) tray.fault = 'PRINTER_UNREACHABLE';
      if (tray.fault) throw new Fault(tray.fault, { printer });
      tray.printed.push({ printer, tickets: layouts.map(codeOf) });
    },
  };
  const start = (): PrintQueue =>
    createPrintQueue({
      store: {
        add: (job, nowMs) => addJob(db, job, nowMs),
        find: (id) => findJob(db, id),
        update: (id, progress) => updateJob(db, id, progress),
        listOpen: (limit) => listOpenJobs(db, limit),
        findPrinter: (id) => printers.find((printer) => printer.id === id),
      },
      ways: printWays(system),
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
    updateJob(db, old, { state: 'printed', attempts: 1, faultCode: null, finishedAtMs: morning });
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
