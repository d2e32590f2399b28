/** Electron entry: one application per data folder; opens the venue and serves it to its window and to the terminal. */
import { app, dialog, ipcMain, nativeTheme, powerMonitor, protocol, safeStorage, session, shell } from 'electron';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Fault, viewFault } from '../preload/contract/faults';
import { windowCaller, type Caller } from './api/caller';
import { prepareDataFolder } from './doors/data-folder';
import { findRunning, takeInstance, type Instance } from './doors/instance';
import { readPageFiles } from './doors/page-files';
import { openSocket, type Socket } from './doors/socket';
import type { Log } from './log';
import { logFileOf, logFilesOf, openLog } from './log-file';
import { argumentsAfterApp, optionsHelp, parseOptions, resolveDataFolder, type Options } from './options';
import { appPage, isAppPage, registerAppScheme, serveApp } from './shell/app-protocol';
import { watchCrashes } from './shell/crash';
import { openDoor } from './shell/door';
import { guardPages, guardSession } from './shell/guard';
import { trayIcon, windowIcon } from './shell/icons';
import { claimFolder } from './shell/instance';
import { desktopKeyStore, keyringOf } from './shell/key-store';
import { loginItem, startCommand } from './shell/login-item';
import { setMenu } from './shell/menu';
import { tellStillRunning } from './shell/notice';
import { drawQrPng } from './shell/qr-picture';
import { createLeaving, watchWaysOut, type Leaving } from './shell/quit';
import { createSystemPrinter } from './shell/system-printer';
import { shellLanguage, shellText, type ShellText } from './shell/text';
import { openTray } from './shell/tray';
import { createUpdateWindow } from './shell/update-window';
import { createMainWindow, type MainWindow } from './shell/window';
import { createRehearsalStarter, type OwnCommand } from './start-rehearsal';
import { openVenue, type UpdateNews, type Venue } from './venue';

// What lies beside the built main.
const here = import.meta.dirname;
const migrationsFolder = join(here, 'migrations');
const radiusThreadFile = join(here, 'radius-thread.js');
const workThreadFile = join(here, 'work-thread.js');
const updateThreadFile = join(here, 'update-thread.js');
const rendererFolder = join(here, '../renderer');
const preloadFile = join(here, '../preload/index.cjs');

/** The same as in electron-builder.yml: Windows shows notices only for an application it can name. */
const APPLICATION_ID = 'invalid.gatehouse.desktop';

/** As in service mode: 0 also for a second start, 1 for a fault, 2 for a wrong command line. */
const EXIT = { fine: 0, fault: 1, wrongCommandLine: 2 } as const;

const argv = argumentsAfterApp(process.argv, app.isPackaged);

start();

function start(): void {
  // Whoever has started it in a terminal may be gone; then a line that nobody reads is no reason to end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  if (argv.includes('--help')) {
    leave(EXIT.fine, optionsHelp);
    return;
  }
  const options = parseOptions(argv, process.env, process.platform, homedir());
  if (options.kind === 'problem') leave(EXIT.wrongCommandLine, options.sentence);
  else if (options.service) serveWithoutWindow().catch(tellAndLeave);
  else startDesktop(options);
}

/**
 * The installed application as a service: the same as `npm start -- --service`, on a computer without Node. On Linux
 * without a display, Electron itself needs `--ozone-platform=headless` beside it.
 */
async function serveWithoutWindow(): Promise<void> {
  app.dock?.hide();
  const { serve } = await import('./serve');
  app.exit(await serve(argv, ownCommand()));
}

/** The program with Electron's own switches and, before it is packed, the application's path. */
function ownCommand(): OwnCommand {
  const own = process.argv.slice(1, process.argv.length - argv.length);
  return { program: process.env['APPIMAGE'] ?? process.execPath, args: own };
}

function startDesktop(options: Options): void {
  registerAppScheme(protocol);
  app.setAppUserModelId(APPLICATION_ID);
  if (claimFolder(app, options.dataFolder) === 'taken') {
    // Electron has told the running application, which shows its window.
    leave(EXIT.fine, `Gatehouse runs already for ${options.dataFolder}; its window is shown.`);
    return;
  }
  // Not `await`: Electron becomes ready only after an ES module main has run to its end.
  app
    .whenReady()
    .then(() => openOrShowRunning(options))
    .catch(tellAndLeave);
}

async function openOrShowRunning(options: Options): Promise<void> {
  const instance = takeFolder(options.dataFolder);
  if (instance === undefined) await showRunning(options.dataFolder);
  else await openDesktop(options, instance);
}

/**
 * Undefined: a service runs this venue. A folder that cannot be written is opened all the same: the venue finds the
 * fault again, and its window shows it with the remedy.
 */
function takeFolder(dataFolder: string): Instance | undefined {
  try {
    prepareDataFolder(dataFolder);
    return takeInstance(dataFolder);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { release: () => undefined };
  }
}

async function showRunning(dataFolder: string): Promise<void> {
  const running = await findRunning(dataFolder);
  if (running === undefined) throw new Fault('DATABASE_LOCKED');
  await running.show();
  if (running.url !== undefined) await shell.openExternal(running.url);
  leave(EXIT.fine, `Gatehouse runs already for ${dataFolder}, as process ${running.pid}.`);
}

async function openDesktop(options: Options, instance: Instance): Promise<void> {
  const { dataFolder } = options;
  const log = openLog(dataFolder);
  const text = shellText(app.getLocale());
  const page = preparePages(log);
  const update = createUpdateWindow({
    ...{ text, language: shellLanguage(app.getLocale()), icon: windowIcon(), log },
    dark: nativeTheme.shouldUseDarkColors,
  });
  const venue = openDesktopVenue(options, log, (news) => update.tell(news));
  const caller = windowCaller();
  openDoor(ipcMain, { api: venue.api, opened: venue.opened, caller, isOurPage: page.isOurs, log });

  const leaving = createLeaving({
    app,
    dialog,
    text,
    log,
    describe: () => venue.describe(),
    window: () => window.visible(),
    close: async () => {
      window.hide();
      update.close();
      tray.close();
      // Not awaited first: it opens when the venue has started, which an update that is to be cut off would delay.
      const door = terminal.then((socket) => socket?.close());
      await venue.close();
      await door;
      instance.release();
    },
  });
  const window = openWindow({ address: page.address, log, text, caller, leaving });
  // While the data is brought up to date, the small window that says so is all there is to see.
  const show = (): void => {
    update.show();
    void venue.opened.then(() => window.show());
  };
  const tray = openTray(trayIcon(process.platform), text, () => venue.describe(), {
    open: show,
    quit: () => leaving.ask(),
  });
  watchWaysOut(app, powerMonitor, process, leaving);
  watchCrashes({ app, dialog, process, text, logFile: logFileOf(dataFolder), log, restart: () => restart(leaving) });
  app.on('second-instance', show);
  // A click on the icon in the dock of macOS.
  app.on('activate', show);
  // Without a listener Electron quits with the last window, and with it a print job whose window was the last one.
  app.on('window-all-closed', () => undefined);
  if (!options.hidden && !isOpenedAtLogin()) show();

  const terminal = openTerminal(dataFolder, venue, window, log);
  await terminal;
  sayDemo(venue);
}

/** macOS starts login items without arguments and says so here; the others are given --hidden. */
function isOpenedAtLogin(): boolean {
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}

interface OwnPage {
  readonly address: string;
  /** True for the address of a page of ours. */
  readonly isOurs: (address: string) => boolean;
}

/** Guards all pages, then serves ours: from the build, or from the server of `npm run dev`. */
function preparePages(log: Log): OwnPage {
  const page = ownPage();
  guardPages(app, page.isOurs, log);
  guardSession(session.defaultSession, page.isOurs);
  setMenu(process.platform);
  if (page.address === appPage) serveApp(protocol, readPageFiles(rendererFolder));
  return page;
}

function ownPage(): OwnPage {
  const devServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'];
  if (devServer === undefined) return { address: appPage, isOurs: isAppPage };
  const { origin } = new URL(devServer);
  return { address: devServer, isOurs: (address) => URL.canParse(address) && new URL(address).origin === origin };
}

function openDesktopVenue(options: Options, log: Log, onUpdate: (news: UpdateNews) => void): Venue {
  const { dataFolder, demo, authPort, acctPort, bind } = options;
  const command = startCommand(
    dataFolder,
    argv,
    process.execPath,
    app.isPackaged ? undefined : app.getAppPath(),
    process.env,
  );
  return openVenue({
    dataFolder,
    mode: 'desktop',
    demo,
    version: app.getVersion(),
    authPort,
    acctPort,
    bind,
    migrationsFolder,
    radiusThreadFile,
    workThreadFile,
    updateThreadFile,
    keyStore: desktopKeyStore(dataFolder, keyringOf(safeStorage), log),
    systemPrinter: createSystemPrinter(drawQrPng),
    loginItem: loginItem(app, process.platform, process.env, dataFolder, command),
    rehearsalStarter: createRehearsalStarter({
      command: ownCommand(),
      mode: 'desktop',
      folder: resolveDataFolder(undefined, true, process.env, process.platform, homedir()),
    }),
    onUpdate,
    log,
    logFiles: logFilesOf(options.dataFolder),
  });
}

interface WindowNeeds {
  readonly address: string;
  readonly log: Log;
  readonly text: ShellText;
  readonly caller: Caller;
  readonly leaving: Leaving;
}

function openWindow({ address, log, text, caller, leaving }: WindowNeeds): MainWindow {
  const folder = app.getPath('userData');
  return createMainWindow({
    page: address,
    preloadFile,
    icon: windowIcon(),
    stateFile: join(folder, 'window.json'),
    devTools: !app.isPackaged,
    dark: nativeTheme.shouldUseDarkColors,
    log,
    isLeaving: () => leaving.decided,
    onClosed: () => {
      // Who closes the window leaves the desk: the next one signs in.
      caller.signOut();
      tellStillRunning(folder, text, log);
    },
    onSessionEnd: () => leaving.now(),
  });
}

/** Opens once the venue has started. Without a terminal the venue still works, so what hinders it is only written down. */
async function openTerminal(
  dataFolder: string,
  venue: Venue,
  window: MainWindow,
  log: Log,
): Promise<Socket | undefined> {
  try {
    await venue.started;
    return await openSocket({
      dataFolder,
      api: venue.api,
      firstOwner: () => venue.firstOwner(),
      mode: 'desktop',
      show: () => window.show(),
      log,
    });
  } catch (cause) {
    log.error('The terminal cannot be served.', cause);
    return undefined;
  }
}

function restart(leaving: Leaving): void {
  app.relaunch();
  leaving.now();
}

/** For whoever has started the demo in a terminal; the password is of the demo and stays out of the log. */
function sayDemo(venue: Venue): void {
  const { demo } = venue;
  if (demo === undefined) return;
  const { authPort, acctPort } = venue.ports();
  process.stdout.write(
    `Demo: sign in as "${demo.ownerName}" with the password "${demo.ownerPassword}".\n` +
      `Demo: RADIUS knows a router at 127.0.0.1; its secret is "${demo.routerSecret}" (authentication ${authPort}, accounting ${acctPort}).\n`,
  );
}

/** Nothing is open yet, so there is no window to say it in. */
function tellAndLeave(error: unknown): void {
  const fault = error instanceof Fault ? viewFault(error.code, error.params) : viewFault('INTERNAL');
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  dialog.showErrorBox(fault.sentence, fault.remedy);
  leave(EXIT.fault, fault.remedy);
}

function leave(code: number, sentence: string): void {
  (code === EXIT.fine ? process.stdout : process.stderr).write(`${sentence}\n`);
  app.exit(code);
}
