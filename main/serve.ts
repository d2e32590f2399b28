/** Service mode from the command line to the last door closed. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { version } from '../package.json';
import { Fault, viewFault } from '../preload/contract/faults';
import { prepareDataFolder } from './doors/data-folder';
import { findRunning, takeInstance, type Instance } from './doors/instance';
import { openPage, type Page } from './doors/page';
import { openSocket, type Socket } from './doors/socket';
import { fileKeyStore } from './key-file';
import type { Log } from './log';
import { logFilesOf, openLog } from './log-file';
import { optionsHelp, parseOptions, resolveDataFolder, type Options } from './options';
import { createRehearsalStarter, type OwnCommand } from './start-rehearsal';
import { updateLines } from './say-update';
import { openVenue, type Venue } from './venue';

/** A print job or a report under way may take its time; longer than this, the rest is cut. */
const LONGEST_CLOSING_MS = 15_000;
/** Terminal closed, Ctrl+C, a service manager. Windows has no SIGTERM, but SIGBREAK is Ctrl+Break there. */
const END_SIGNALS = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  ...(process.platform === 'win32' ? (['SIGBREAK'] as const) : []),
] as const;

interface Serving {
  readonly instance: Instance;
  readonly venue: Venue;
  /** Undefined: a signal came while the data was still being brought up to date. */
  readonly page: Page | undefined;
  /** Undefined: its folder may not be written. */
  readonly socket: Socket | undefined;
  readonly log: Log;
}

type Doors = Pick<Serving, 'page' | 'socket'>;

/**
 * Serves until a signal ends it.
 * @param argv the arguments after the program
 * @param command what starts this program again
 * @returns the exit code: 0 after an orderly end and for a second start, 1 for a fault, 2 for a wrong command line
 */
export async function serve(argv: readonly string[], command: OwnCommand): Promise<number> {
  if (argv.includes('--help')) {
    console.log(`npm start -- [options]\n\n${optionsHelp}`);
    return 0;
  }
  const options = parseOptions(argv, process.env, process.platform, homedir());
  if (options.kind === 'problem') {
    console.error(options.sentence);
    return 2;
  }
  try {
    prepareDataFolder(options.dataFolder);
    const instance = takeInstance(options.dataFolder);
    return instance === undefined
      ? await sayWhereItRuns(options.dataFolder)
      : await runUntilSignal(instance, options, command);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { sentence, remedy } = viewFault(error.code, error.params);
    console.error(`${sentence} ${remedy} [${error.code}]`);
    return 1;
  }
}

async function runUntilSignal(instance: Instance, options: Options, command: OwnCommand): Promise<number> {
  const signal = nextEndSignal();
  const { dataFolder } = options;
  const log = openLog(dataFolder);
  process.on('uncaughtExceptionMonitor', (error) => log.error('Gatehouse stopped unexpectedly.', error));
  const venue = open(options, command, log);
  // Who comes in before would find a venue that is broken; and in a demo, the wizard of an empty folder.
  const opened = (options.demo ? venue.started : venue.opened).then(() => 'opened' as const);
  const doors =
    (await Promise.race([opened, signal])) === 'opened'
      ? await openDoors(options, venue, log)
      : { page: undefined, socket: undefined };
  if (doors.page !== undefined) {
    await venue.started;
    for (const { sentence, remedy } of venue.faults()) log.warn(`${sentence} ${remedy}`);
    announce(doors.page.url, venue);
  }
  log.info(`Closing: ${await signal}`);
  await close({ instance, venue, ...doors, log });
  return 0;
}

function open(options: Options, command: OwnCommand, log: Log): Venue {
  const { dataFolder } = options;
  return openVenue({
    dataFolder,
    mode: 'service',
    demo: options.demo,
    version,
    authPort: options.authPort,
    acctPort: options.acctPort,
    bind: options.bind,
    migrationsFolder: join(import.meta.dirname, 'migrations'),
    radiusThreadFile: join(import.meta.dirname, 'radius-thread.js'),
    workThreadFile: join(import.meta.dirname, 'work-thread.js'),
    updateThreadFile: join(import.meta.dirname, 'update-thread.js'),
    keyStore: fileKeyStore(dataFolder, log),
    systemPrinter: undefined,
    loginItem: undefined,
    rehearsalStarter: createRehearsalStarter({
      command,
      mode: 'service',
      folder: resolveDataFolder(undefined, true, process.env, process.platform, homedir()),
    }),
    onUpdate: (news) => updateLines(news).forEach((line) => console.log(line)),
    log,
    logFiles: logFilesOf(dataFolder),
  });
}

async function openDoors({ dataFolder, httpPort }: Options, venue: Venue, log: Log): Promise<Doors> {
  const page = await openPage({
    api: venue.api,
    rendererFolder: join(import.meta.dirname, '../renderer'),
    port: httpPort,
    now: Date.now,
    log,
    reportFault: (fault) => venue.reportFault(fault),
  });
  return { page, socket: await openTerminal(dataFolder, venue, page.url, log) };
}

/** Without a terminal the venue still works, or says on its page what it lacks; so what hinders it is only written down. */
async function openTerminal(dataFolder: string, venue: Venue, url: string, log: Log): Promise<Socket | undefined> {
  try {
    return await openSocket({
      dataFolder,
      api: venue.api,
      firstOwner: () => venue.firstOwner(),
      mode: 'service',
      url,
      show: () => undefined,
      log,
    });
  } catch (cause) {
    log.error('The terminal cannot be served.', cause);
    return undefined;
  }
}

/** The doors take no new calls, the venue finishes what it does and ends the live feeds, then the folder is free. */
async function close({ instance, venue, page, socket, log }: Serving): Promise<void> {
  const deadline = setTimeout(() => {
    log.error('Closing took too long; the rest was cut.');
    process.exit(1);
  }, LONGEST_CLOSING_MS);
  const doors = [page, socket].map(async (door) => door?.close());
  await venue.close();
  await Promise.all(doors);
  instance.release();
  clearTimeout(deadline);
  console.log('Gatehouse is closed.');
}

/** Heard from now on, also twice: Ctrl+C reaches us directly and once more through npm. */
function nextEndSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of END_SIGNALS) process.on(signal, resolve);
  });
}

function announce(url: string, venue: Venue): void {
  const { demo } = venue;
  console.log(`Gatehouse is ready: ${url}`);
  if (demo === undefined) return;
  const { authPort, acctPort } = venue.ports();
  console.log(`Demo: sign in as "${demo.ownerName}" with the password "${demo.ownerPassword}".`);
  console.log(
    `Demo: RADIUS knows a router at 127.0.0.1; its secret is "${demo.routerSecret}" (authentication ${authPort}, accounting ${acctPort}).`,
  );
}

async function sayWhereItRuns(dataFolder: string): Promise<number> {
  const running = await findRunning(dataFolder);
  if (running === undefined) {
    console.error(`Another Gatehouse holds ${dataFolder}, but it does not answer. End that process and start again.`);
    return 1;
  }
  await running.show();
  const where = running.url ?? 'in the window of the desktop application';
  console.log(`Gatehouse runs already for ${dataFolder}, as process ${running.pid}: ${where}`);
  return 0;
}
