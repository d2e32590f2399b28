/** Composition root: opens the database, starts RADIUS and printing, and closes them in reverse. */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Router } from '@orpc/server';
import { isErasureUnfinished } from '../db/queries/erase';
import { listUnfinished } from '../db/queries/unfinished';
import { openDatabase, type OpenedDb, type Db } from '../db/open';
import { needsUpdate, type UpdateStep } from '../db/update';
import { joinWriteTurns, newWriteTurns } from '../db/write-turn';
import { isRehearsalFile, markAsRehearsal } from '../db/rehearsal-mark';
import { readMigrations } from '../db/migrate';
import { putInPlace } from '../db/restore';
import { findFirstOwner } from '../db/queries/operators';
import { findDefaultPrinter } from '../db/queries/printers';
import { countOpen } from '../db/queries/sessions';
import { findVenue } from '../db/queries/venue';
import { newDataKey, unsealDataKey } from '../db/seal';
import type { Contract } from '../preload/contract';
import { topics } from '../preload/contract/application';
import { Fault, radiusFaultCodes, viewFault, type FaultCode, type FaultView } from '../preload/contract/faults';
import type { Refusal } from '../preload/contract/refusals';
import { startRadiusThread, type RadiusThread, type RadiusThreadMessage } from './aaa/start';
import { createApi } from './api';
import type { ApiContext, SignedIn } from './api/caller';
import type { LoginItem, Phase, Services } from './api/services';
import { assertKindOfFolder, fillDemoVenue, prepareDemoFolder, readDemoAccess, type DemoAccess } from './demo';
import { createFaultBoard } from './fault-board';
import { createFeed } from './feed';
import type { Log } from './log';
import { openPrinting } from './open-printing';
import type { OpenVenue } from './open-venue';
import { keepBackups, type BackupKeeper } from './office/keep-backups';
import { keepRetention, type RetentionKeeper } from './office/keep-retention';
import { viewRole } from './office/roles';
import { createGuessGuard } from './office/passwords';
import { createPinGuard } from './office/pins';
import { previewOf, type RestoreInput, type RestorePreview } from './office/restore';
import { dropStaged, type Staged } from './office/stage-restore';
import { freeBytesOf } from './office/disk-space';
import { setUpVenue, type SetUpInput } from './office/set-up';
import type { SupportQuestion } from './office/support-bundle';
import type { SystemPrinter } from './printing/ticket';
import { isRefusal, refuse } from './refuse';
import { watchThread } from './thread-load';
import type { RehearsalStarter } from './start-rehearsal';
import { keepPaperThread } from './work/paper-thread';
import { startWorkThread, type JobName, type Jobs, type QuestionName, type WorkThread } from './work/start';
import { startUpdate, type Update } from './work/update';
import { createPretendPrinter } from './rehearsal/printer';
import { openRehearsal, type Rehearsal } from './rehearsal/rehearsal';

export type { LoginItem } from './api/services';
export type { DemoAccess } from './demo';

/** Where the data key is kept: wrapped by the operating system (desktop) or in a 0600 file (service). */
export interface KeyStore {
  /** The data key; 'missing' if there is none, 'locked' if it is there but this user or computer cannot read it. */
  load(): Uint8Array | 'missing' | 'locked';
  save(key: Uint8Array): void;
}

/** How far the data of an earlier Gatehouse is on its way to this one. */
export type UpdateNews =
  | ({ readonly kind: 'step' } & UpdateStep)
  | { readonly kind: 'done'; readonly tookMs: number; readonly copiesFolder: string }
  /** The venue has the fault on its board. */
  | { readonly kind: 'failed' };

export interface VenueOptions {
  readonly dataFolder: string;
  readonly mode: 'desktop' | 'service';
  readonly demo: boolean;
  readonly version: string;
  readonly authPort: number;
  readonly acctPort: number;
  /** Addresses RADIUS listens on; ['0.0.0.0', '::'] for all. */
  readonly bind: readonly string[];
  /** Folder of the SQL migrations beside the built main. */
  readonly migrationsFolder: string;
  /** Built radius-thread.js. */
  readonly radiusThreadFile: string;
  /** Built work-thread.js. */
  readonly workThreadFile: string;
  /** Built update-thread.js. */
  readonly updateThreadFile: string;
  readonly keyStore: KeyStore;
  readonly systemPrinter: SystemPrinter | undefined;
  readonly loginItem: LoginItem | undefined;
  /** Starts a rehearsal beside this venue; nothing in a rehearsal. */
  readonly rehearsalStarter?: RehearsalStarter | undefined;
  /** Hears of an update of the database, at the start or after a restore; of nothing where there is none. */
  readonly onUpdate?: (news: UpdateNews) => void;
  readonly log: Log;
  /** What the log is written to, the older file first; absent: to no file. */
  readonly logFiles?: readonly string[];
  /** UTC milliseconds; the computer's clock unless a test moves one by hand. */
  readonly now?: () => number;
  /** As in db/open.ts; less in a test, which has no file of gigabytes. */
  readonly checkedAtOnceBytes?: number;
}

export interface Venue {
  /** The contract, implemented; the same object behind every door. */
  readonly api: Router<Contract, ApiContext>;
  /** Resolves when the database is open, or its fault is known: before, there is nothing that a window could show. */
  readonly opened: Promise<void>;
  /** Resolves when the database is open (or its fault known) and RADIUS listens (or its fault is known). */
  readonly started: Promise<void>;
  /** What would stop: shown when the operator quits. */
  describe(): { readonly onlineSessions: number; readonly waitingPrintJobs: number; readonly ready: boolean };
  /** Once started: what the demo prints, so that anyone can try it with radclient; undefined outside the demo. */
  readonly demo: DemoAccess | undefined;
  /** Where RADIUS listens; once started. */
  ports(): { readonly authPort: number; readonly acctPort: number };
  /** Who the terminal acts as: the first owner that is not disabled; undefined before set-up or while locked. */
  firstOwner(): SignedIn | undefined;
  /** What is wrong now, most severe first: what the windows show, for those who start without one. */
  faults(): readonly FaultView[];
  /** Shows a fault of a door or of the shell in the windows (PORT_IN_USE of the http port) until it is cleared. */
  reportFault(fault: FaultView): void;
  clearFault(code: FaultCode): void;
  close(): Promise<void>;
}

const databaseName = 'gatehouse.sqlite';
const copiesName = 'copies';
/** Where there is no database that can be opened, the work thread has one without content: it can still open backups. */
const NO_DATABASE = ':memory:';
/** What was wrong with the database, and is not wrong with the one that takes its place. */
const DATABASE_FAULTS: readonly FaultCode[] = [
  'DATABASE_DAMAGED',
  'DATABASE_NEWER',
  'DATABASE_LOCKED',
  'UPDATE_DISK_FULL',
  'UPDATE_FAILED',
];
/** Longest wait for the RADIUS thread's first word; it goes on starting, the windows just do not wait for it. */
const RADIUS_FIRST_WORD_MS = 10_000;
/** A busy venue ends some hundred sessions in that time; a report adds up what has come since. */
const UPDATE_SUMS_EVERY_MS = 5 * 60_000;
/** Until the next report a thread of some 40 MB is not there; whoever asks then waits a quarter of a second longer. */
const REPORTS_REST_AFTER_MS = 10 * 60_000;
/** A check of gigabytes, which only reads, cannot be broken off; longer than `KeptWorker` gives a thread. */
const WAIT_FOR_THREADS_MS = 6_000;

/** Opens the venue of a data folder. Never throws: what is wrong is shown in the windows as a fault. */
export function openVenue(options: VenueOptions): Venue {
  const now = options.now ?? Date.now;
  const databaseFile = join(options.dataFolder, databaseName);
  const writeTurns = newWriteTurns();
  const copiesFolder = join(options.dataFolder, copiesName);
  const feed = createFeed();
  const faults = createFaultBoard(() => feed.announce(['status']));
  const radius = watchRadius();
  const readLoad = watchThread();
  const papers = keepPaperThread(options.workThreadFile, options.log, now);
  let db: OpenedDb | undefined;
  let dataKey: Uint8Array | undefined;
  let open: OpenVenue | undefined;
  let printing: ReturnType<typeof openPrinting> | undefined;
  let thread: RadiusThread | undefined;
  let work: WorkThread | undefined;
  let backups: BackupKeeper | undefined;
  let retention: RetentionKeeper | undefined;
  let reports: WorkThread | undefined;
  let sumsTimer: NodeJS.Timeout | undefined;
  let rehearsal: Rehearsal | undefined;
  let update: Update | undefined;
  const pretendPrinter = options.demo
    ? createPretendPrinter({ now, onChange: onPretendPrinter, isTroubled: isDefaultPrinter })
    : undefined;
  let settingUp = false;
  let closing = false;
  let restoring: 'no' | 'looking' | 'replacing' = 'no';

  function phase(): Phase {
    if (restoring === 'replacing') return 'restoring';
    if (!db) return 'broken';
    if (open) return 'ready';
    return findVenue(db) ? 'locked' : 'first-run';
  }

  /** Where RADIUS listens, or will. */
  function ports(): { readonly authPort: number; readonly acctPort: number } {
    return { authPort: radius.authPort ?? options.authPort, acctPort: radius.acctPort ?? options.acctPort };
  }

  async function openFile(): Promise<void> {
    await dropStaged(options.dataFolder).catch((error: unknown) => options.log.warn('A staged backup stays', error));
    db = await openOrReport();
  }

  async function goOn(): Promise<void> {
    if (closing) return;
    if (!db) {
      startWork(undefined);
      return;
    }
    const key = options.keyStore.load();
    if (findVenue(db)) admit(key);
    else if (options.demo) await startDemo(db);
    await startRadius();
    if (options.demo) await startRehearsal();
    // Guests first: it has time until somebody asks for something.
    startWork(db);
  }

  async function openOrReport(): Promise<OpenedDb | undefined> {
    const { migrationsFolder, checkedAtOnceBytes } = options;
    try {
      assertKindOfFolder(options.dataFolder, databaseFile, options.demo);
      if (options.demo) prepareDemoFolder(options.dataFolder);
      const isUpdated = needsUpdate(databaseFile, migrationsFolder);
      if (isUpdated) await bringUpToDate();
      if (closing) return undefined;
      const opened = openDatabase(databaseFile, {
        ...{ migrationsFolder, copiesFolder, nowMs: now() },
        ...(checkedAtOnceBytes === undefined ? {} : { checkedAtOnceBytes }),
      });
      joinWriteTurns(opened.sqlite, writeTurns, 'windows');
      if (options.demo) markAsRehearsal(opened);
      // An update reads the whole file, however large it is.
      return { ...opened, isChecked: opened.isChecked || isUpdated };
    } catch (error) {
      if (closing) return undefined;
      const fault = error instanceof Fault ? error : new Fault('INTERNAL', {}, { cause: error });
      options.log.error(`the database cannot be opened: ${fault.code}`, fault.cause);
      faults.report(viewFault(fault.code, fault.params));
      return undefined;
    }
  }

  /** In a thread of its own, for this takes minutes in a venue of years. Rejects with the Fault. */
  async function bringUpToDate(): Promise<void> {
    const startedAtMs = performance.now();
    const { updateThreadFile, migrationsFolder, onUpdate, log } = options;
    const data = { databaseFile, migrationsFolder, copiesFolder, nowMs: now() };
    try {
      update = startUpdate(updateThreadFile, data, (step) => {
        log.info(`Bringing the data up to date: step ${step.step} of ${step.of}, ${step.name}`);
        onUpdate?.({ kind: 'step', ...step });
      });
      await update.done;
      const tookMs = performance.now() - startedAtMs;
      log.info(`The data is up to date after ${Math.round(tookMs)} ms`);
      onUpdate?.({ kind: 'done', tookMs, copiesFolder });
    } catch (error) {
      onUpdate?.({ kind: 'failed' });
      throw error;
    } finally {
      update = undefined;
    }
  }

  /** With the key the venue is open; without it, it is locked and says which remedy there is. */
  function admit(key: Uint8Array | 'missing' | 'locked'): void {
    if (typeof key === 'string') {
      faults.report(viewFault(key === 'missing' ? 'KEY_MISSING' : 'KEY_LOCKED'));
      return;
    }
    faults.clear('KEY_MISSING');
    faults.clear('KEY_LOCKED');
    dataKey = key;
    open = makeOpen(db!, key);
  }

  function makeOpen(database: Db, key: Uint8Array): OpenVenue {
    const venue: OpenVenue = {
      db: database,
      dataKey: key,
      now,
      announce: (topics) => feed.announce(topics),
      routersChanged: () => thread?.routersChanged(),
      venueChanged: () => thread?.venueChanged(),
      guestsChanged: (guestIds) => thread?.guestsChanged(guestIds),
      productsChanged: () => thread?.productsChanged(),
      backupsChanged: () => backups?.look(),
      endSessions: (ids, operatorName) =>
        thread?.endSessions(ids, operatorName) ??
        Promise.resolve(ids.map((sessionId) => ({ sessionId, kind: 'no-answer' }))),
      askRadius: (name, question) => thread?.ask(name, question) ?? Promise.resolve(undefined),
      runJob,
      askReports,
      listJobs: () => work?.list() ?? [],
      stopJob: (id) => work?.stopJob(id) ?? false,
      get printing() {
        return printing!;
      },
      systemPrinter: pretendPrinter?.asSystemPrinter ?? options.systemPrinter,
      get ports() {
        return ports();
      },
      log: options.log,
    };
    printing = openPrinting(venue, papers, pretendPrinter);
    backups = keepBackups(venue, faults);
    retention = keepRetention(venue);
    return venue;
  }

  /** Once the venue is open and RADIUS listens; until then nobody can rehearse. */
  async function startRehearsal(): Promise<void> {
    const access = readDemoAccess(options.dataFolder);
    if (rehearsal || !open || !pretendPrinter || !access || closing) return;
    rehearsal = await openRehearsal({
      db: open.db,
      dataKey: open.dataKey,
      routerSecret: access.routerSecret,
      printer: pretendPrinter,
      now,
      random: Math.random,
      onChange: () => feed.announce(['rehearsal']),
      onError: (error) => options.log.error('the pretend router failed', error),
    });
    thread?.routersChanged();
    rehearsal.connect(ports());
    feed.announce(['rehearsal', 'status']);
  }

  /** The trainer plays with the printer that prints every sale; another one takes over from it. */
  function isDefaultPrinter(printerName: string): boolean {
    const usual = db && findDefaultPrinter(db);
    return usual === undefined || usual.name === printerName;
  }

  function onPretendPrinter(): void {
    printing?.forgetHealth();
    feed.announce(['rehearsal', 'printers']);
  }

  async function startDemo(database: Db): Promise<void> {
    const key = newDataKey();
    options.keyStore.save(key);
    await fillDemoVenue(database, key, options.dataFolder, now());
    admit(key);
  }

  /** Resolves when it listens or says why not. */
  async function startRadius(): Promise<void> {
    const word = radius.nextWord(RADIUS_FIRST_WORD_MS);
    const { authPort, acctPort, bind } = options;
    thread = startRadiusThread(
      options.radiusThreadFile,
      { databaseFile, writeTurns, dataKey, authPort, acctPort, bind },
      { onMessage: hear, log: options.log },
    );
    await word;
  }

  function startWork(database: OpenedDb | undefined): void {
    if (closing) return;
    const { workThreadFile, log } = options;
    const onChange = (): void => feed.announce(['work']);
    const file = database === undefined ? NO_DATABASE : databaseFile;
    work = startWorkThread(
      workThreadFile,
      { databaseFile: file, writeTurns, makesCheckpoints: true },
      { onChange, log },
    );
    if (database === undefined) return;
    reports = startWorkThread(
      workThreadFile,
      { databaseFile, makesCheckpoints: false },
      { onChange: () => undefined, log, restsAfterMs: REPORTS_REST_AFTER_MS },
    );
    if (!database.isChecked) void checkDatabase(work);
    if (listUnfinished(database).length > 0 || isErasureUnfinished(database)) void settleChanges(work);
    if (findDefaultPrinter(database) !== undefined) papers.warmUp();
    void updateReportSums();
    sumsTimer = setInterval(() => void updateReportSums(), UPDATE_SUMS_EVERY_MS);
  }

  /** Reports are right without it; the longer it is away, the longer they take. */
  async function updateReportSums(): Promise<void> {
    if (open === undefined) return;
    try {
      await runJob('update-report-sums', null, undefined);
    } catch (error) {
      options.log.warn('The sums of the reports could not be brought up to date; it is tried again', error);
    }
  }

  /** An import that the power cut off: until it is taken back, its guests are there. Or an erasure, which is finished. */
  async function settleChanges(worker: WorkThread): Promise<void> {
    try {
      await worker.run('settle-changes', null, { dataKey, nowMs: now() });
      feed.announce(['guests', 'history']);
    } catch (error) {
      options.log.warn('What was cut off could not be taken back; it is tried again at the next start', error);
    }
  }

  /** What is found stands until the operator has put a copy in place, which takes a restart. */
  async function checkDatabase(worker: WorkThread): Promise<void> {
    try {
      await worker.run('check-database', null, { dataKey: undefined, nowMs: now() });
    } catch (error) {
      if (error instanceof Fault && error.code === 'DATABASE_DAMAGED') {
        faults.report(viewFault(error.code, error.params), 'check');
      } else {
        options.log.warn('The database could not be checked; it is checked at the next start', error);
      }
    }
  }

  function runJob<N extends JobName>(
    name: N,
    question: Jobs[N]['question'],
    operatorName: string | undefined,
  ): Promise<Jobs[N]['answer'] | Refusal> {
    if (work === undefined) return Promise.reject(new Fault('INTERNAL', {}, { cause: 'no work thread yet' }));
    return work.run(name, question, { dataKey, nowMs: now(), operatorName });
  }

  function askReports<N extends QuestionName>(
    name: N,
    question: Jobs[N]['question'],
  ): Promise<Jobs[N]['answer'] | Refusal> {
    if (reports === undefined) return Promise.reject(new Fault('INTERNAL', {}, { cause: 'no report thread yet' }));
    return reports.run(name, question, { dataKey: undefined, nowMs: now() });
  }

  async function restartRadius(): Promise<void> {
    await thread?.stop();
    await startRadius();
  }

  function hear(message: RadiusThreadMessage): void {
    radius.hear(message);
    switch (message.kind) {
      case 'fault':
        faults.report(viewFault(message.code, message.params), 'radius');
        break;
      case 'cleared':
        faults.clear(message.code, 'radius');
        break;
      case 'changed':
        feed.announceTraffic(message.topics);
        break;
      case 'listening':
        // A thread that was started anew does not know what its predecessor had reported.
        for (const code of radiusFaultCodes) faults.clear(code, 'radius');
        rehearsal?.connect(ports());
        feed.announce(['status']);
        break;
      case 'packet':
        feed.announce(['packets']);
        break;
      case 'stopped':
        break;
    }
  }

  async function setUp(input: SetUpInput): Promise<{ recoveryKey: string; ownerId: number } | Refusal> {
    if (!db) throw new Fault(faults.list()[0]?.code ?? 'INTERNAL', faults.list()[0]?.params);
    // Two windows that press "create" at once make one venue.
    if (settingUp || phase() !== 'first-run') return refuse('already-set-up');
    settingUp = true;
    try {
      const key = newDataKey();
      // The key first: a venue whose key was never stored could not be opened again.
      options.keyStore.save(key);
      const made = await setUpVenue(db, key, input, now());
      admit(key);
      await restartRadius();
      feed.announce(['status', 'venue', 'operators']);
      return made;
    } finally {
      settingUp = false;
    }
  }

  function unlock(recoveryKey: string): Refusal | undefined {
    if (phase() !== 'locked') return refuse('not-found', { what: 'Locked venue', id: '' });
    const key = unsealDataKey(findVenue(db!)!.recoverySealed, recoveryKey);
    if (!key) return refuse('wrong-recovery-key', {}, 'recoveryKey');
    options.keyStore.save(key);
    admit(key);
    void restartRadius();
    feed.announce(['status']);
    return undefined;
  }

  function stage({ file, recoveryKey }: RestoreInput): Promise<Staged | Refusal> {
    const migrations = readMigrations(options.migrationsFolder).map(({ atMs }) => atMs);
    const { dataFolder } = options;
    return runJob('stage-restore', { file, recoveryKey: recoveryKey ?? null, dataFolder, migrations }, undefined);
  }

  async function describeForSupport(): Promise<SupportQuestion> {
    const { version, mode, demo, dataFolder } = options;
    const away = (db && findVenue(db))?.backupFolder;
    const backups = away == null ? undefined : await freeBytesOf(away);
    return {
      ...{ version, mode, demo, standing: faults.list().map(({ code }) => code), faultCounts: faults.counts() },
      mainThread: readLoad(),
      radius: await thread?.ask('measure', null),
      freeBytes: { data: await freeBytesOf(dataFolder), backups },
      logFiles: options.logFiles ?? [],
    };
  }

  /** One after the other: they share the place where a backup is opened. */
  async function whileRestoring<T>(act: () => Promise<T | Refusal>): Promise<T | Refusal> {
    if (restoring !== 'no') return refuse('work-busy', { count: 1 });
    restoring = 'looking';
    try {
      return await act();
    } finally {
      restoring = 'no';
    }
  }

  function inspectBackup(input: RestoreInput): Promise<RestorePreview | Refusal> {
    return whileRestoring(async () => {
      const staged = await stage(input);
      if (isRefusal(staged)) return staged;
      return refuseOtherVenue(staged) ?? previewOf(staged);
    });
  }

  async function restoreBackup(input: RestoreInput): Promise<Refusal | undefined> {
    return whileRestoring(async () => {
      const staged = await stage(input);
      if (isRefusal(staged)) return staged;
      const refusal = refuseOtherVenue(staged);
      if (refusal !== undefined) return refusal;
      await replaceBy(staged);
      return undefined;
    });
  }

  /** The key of this folder would be lost with everything that it seals. */
  function refuseOtherVenue({ dataKey: stagedKey, contents, stagedFile }: Staged): Refusal | undefined {
    // A rehearsal restored into a venue, or the other way round, would not be opened again.
    if (isRehearsalFile(stagedFile) !== options.demo) return refuse('other-venue', { name: contents.venueName ?? '' });
    if (phase() === 'first-run') return undefined;
    const present = dataKey ?? options.keyStore.load();
    const isSame = typeof present === 'string' || Buffer.compare(present, stagedKey) === 0;
    return isSame ? undefined : refuse('other-venue', { name: contents.venueName ?? '' });
  }

  /** Routers are without an answer for a second or two, as at a restart. */
  async function replaceBy(staged: Staged): Promise<void> {
    restoring = 'replacing';
    feed.announce(['status']);
    try {
      backups?.stop();
      retention?.stop();
      await shut();
      // The key first: a venue whose key was never stored could not be opened again.
      if (dataKey === undefined) options.keyStore.save(staged.dataKey);
      putInPlace(databaseFile, staged.stagedFile, copiesFolder, now());
      for (const code of DATABASE_FAULTS) for (const source of ['', 'check']) faults.clear(code, source);
    } finally {
      await openFile();
      await goOn();
      feed.announce(topics);
    }
  }

  /** @param mostMs for threads to end; what they do is then cut as by a power failure. Absent: as long as it takes */
  async function shut(mostMs?: number): Promise<void> {
    clearInterval(sumsTimer);
    await rehearsal?.close();
    rehearsal = undefined;
    const ended = Promise.all([thread?.stop(), work?.stop(), reports?.stop(), update?.stop()]);
    await (mostMs === undefined ? ended : Promise.race([ended, wait(mostMs, undefined, { ref: false })]));
    await printing?.close();
    await papers.stop();
    open = undefined;
    db?.close();
    db = undefined;
  }

  const services: Services = {
    mode: options.mode,
    demo: options.demo,
    version: options.version,
    dataFolder: options.dataFolder,
    databaseFile,
    phase,
    open: () => open,
    faults: () => faults.list(),
    rehearsalStarter: options.demo ? undefined : options.rehearsalStarter,
    rehearsal: () => rehearsal,
    radius: () => ({
      listening: radius.authPort !== undefined,
      ...ports(),
      bind: options.bind,
      lastPacketAtMs: radius.lastPacketAtMs,
    }),
    feed,
    guard: createGuessGuard(),
    pinGuard: createPinGuard(),
    loginItem: options.loginItem,
    setUp,
    unlock,
    inspectBackup,
    restoreBackup,
    describeForSupport,
    logError: (message, cause) => options.log.error(message, cause),
  };

  const opened = openFile();
  return {
    api: createApi(services),
    opened,
    started: opened.then(goOn),
    describe: () => ({
      onlineSessions: db && open ? countOpen(db) : 0,
      waitingPrintJobs: printing?.countWaiting() ?? 0,
      ready: open !== undefined,
    }),
    get demo() {
      return options.demo ? readDemoAccess(options.dataFolder) : undefined;
    },
    ports,
    firstOwner() {
      const row = db && open && findFirstOwner(db);
      return row ? { operatorId: row.id, name: row.name, role: viewRole(row) } : undefined;
    },
    faults: () => faults.list(),
    reportFault: (fault) => faults.report(fault, 'door'),
    clearFault: (code) => faults.clear(code, 'door'),
    async close() {
      closing = true;
      feed.close();
      retention?.stop();
      await backups?.close();
      pretendPrinter?.close();
      await Promise.all([shut(WAIT_FOR_THREADS_MS), options.rehearsalStarter?.stop()]);
    },
  };
}

/** What the RADIUS thread last said of itself. */
function watchRadius() {
  let spoke = (): void => undefined;
  const state = {
    authPort: undefined as number | undefined,
    acctPort: undefined as number | undefined,
    lastPacketAtMs: undefined as number | undefined,
    hear(message: RadiusThreadMessage): void {
      if (message.kind === 'listening') {
        state.authPort = message.authPort;
        state.acctPort = message.acctPort;
      } else if (message.kind === 'packet') {
        state.lastPacketAtMs = message.atMs;
      } else if (message.kind === 'stopped' || (message.kind === 'fault' && message.code === 'RADIUS_STOPPED')) {
        state.authPort = state.acctPort = undefined;
      }
      if (message.kind === 'listening' || message.kind === 'fault') spoke();
    },
    /** Resolves at the next "listening" or fault, or after `mostMs`. */
    nextWord(mostMs: number): Promise<void> {
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, mostMs);
        spoke = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
  };
  return state;
}
