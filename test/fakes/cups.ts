/**
 * A real print server of our own: cupsd on a free loopback port, with its files in a folder that goes away. The printers
 * behind it are fakes. Programs find it by CUPS_SERVER.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findProgram } from '../tools';

/** For `describe.skipIf(lacks(...cupsPrograms))`. */
export const cupsPrograms = ['cupsd', 'lpadmin', 'lp', 'lpstat', 'cancel'] as const;

export interface Cups {
  /** host:port, the value of CUPS_SERVER. */
  readonly server: string;
  /** A queue that hands bytes on unchanged, to 'socket://127.0.0.1:9100'. */
  addRawQueue(name: string, uri: string): void;
  /** A queue for paper of any size whose paper is a PDF; needs the package printer-driver-cups-pdf for its paper sizes. */
  addPdfQueue(name: string): void;
  setDefault(name: string): void;
  stopQueue(name: string): void;
  /** Names of the jobs of a queue that are not done. */
  waitingJobs(name: string): string[];
  /** The PDF files that came out so far, oldest first. */
  pdfFiles(): string[];
  log(): string;
  close(): Promise<void>;
}

const STARTS_WITHIN_MS = 60_000;
const PDF_DRIVER = '/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd';
const SERVER_PROGRAMS = '/usr/lib/cups';

export async function startCups(): Promise<Cups> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-cups-'));
  const server = `127.0.0.1:${await freePort()}`;
  writeConfiguration(folder, server);
  writePaper(folder);
  const daemon = spawn(findProgram('cupsd')!, [
    '-f',
    '-c',
    join(folder, 'cupsd.conf'),
    '-s',
    join(folder, 'files.conf'),
  ]);
  const ended = once(daemon, 'exit');
  const log = (): string => readFileSync(join(folder, 'error.log'), 'utf8');
  const run = (program: string, ...args: string[]): string =>
    execFileSync(findProgram(program)!, args, {
      encoding: 'utf8',
      env: { ...process.env, CUPS_SERVER: server, LC_ALL: 'C' },
      stdio: 'pipe',
      timeout: 60_000,
    });
  await waitUntil(() => run('lpstat', '-r').includes('scheduler is running'), log);

  return {
    server,
    addRawQueue: (name, uri) =>
      void run('lpadmin', '-p', name, '-E', '-v', uri, '-o', 'printer-error-policy=retry-job'),
    addPdfQueue: (name) => void run('lpadmin', '-p', name, '-E', '-v', 'paper:/', '-P', join(folder, 'paper.ppd')),
    setDefault: (name) => void run('lpadmin', '-d', name),
    stopQueue: (name) => void run('cupsdisable', name),
    waitingJobs: (name) =>
      run('lpstat', '-o', name)
        .split('\n')
        .flatMap((line) => line.split(/\s/)[0] || []),
    pdfFiles: () =>
      readdirSync(join(folder, 'pdf'))
        .filter((name) => name.endsWith('.pdf'))
        .sort()
        .map((name) => join(folder, 'pdf', name)),
    log,
    async close() {
      daemon.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Everything inside one folder, everything allowed to whoever reaches the loopback port. */
function writeConfiguration(folder: string, server: string): void {
  for (const name of ['root', 'root/ppd', 'state', 'spool', 'spool/tmp', 'cache', 'pdf']) {
    mkdirSync(join(folder, name));
  }
  // Filters and backends run as the printing user, not as the one who started the server.
  chmodSync(folder, 0o755);
  for (const name of ['pdf', 'spool/tmp', 'cache']) chmodSync(join(folder, name), 0o777);
  writeFileSync(
    join(folder, 'files.conf'),
    [
      `ServerRoot ${folder}/root`,
      `ServerBin ${folder}/bin`,
      `StateDir ${folder}/state`,
      `RequestRoot ${folder}/spool`,
      `TempDir ${folder}/spool/tmp`,
      `CacheDir ${folder}/cache`,
      `ErrorLog ${folder}/error.log`,
      `AccessLog ${folder}/access.log`,
      `PageLog ${folder}/page.log`,
      'FileDevice Yes',
      '',
    ].join('\n'),
  );
  writeFileSync(
    join(folder, 'cupsd.conf'),
    [
      `Listen ${server}`,
      'LogLevel info',
      'Browsing Off',
      'WebInterface No',
      'DefaultAuthType None',
      'DefaultEncryption Never',
      'JobRetryInterval 5',
      ...['/', '/admin', '/admin/conf', '/jobs', '/printers'].map(
        (path) => `<Location ${path}>\nOrder allow,deny\nAllow all\n</Location>`,
      ),
      '<Policy default>',
      'JobPrivateAccess all',
      'JobPrivateValues none',
      '<Limit All>\nOrder deny,allow\nAllow all\n</Limit>',
      '</Policy>',
      '',
    ].join('\n'),
  );
}

/**
 * The backend whose paper is a file, job by job. The one of cups-pdf writes into the home folder of whoever prints, where
 * tests would find each other's paper; and it goes through PostScript, where a QR code loses its edges.
 */
function writePaper(folder: string): void {
  const programs = join(folder, 'bin');
  mkdirSync(join(programs, 'backend'), { recursive: true });
  for (const name of readdirSync(SERVER_PROGRAMS)) {
    if (name !== 'backend') symlinkSync(join(SERVER_PROGRAMS, name), join(programs, name));
  }
  symlinkSync(join(SERVER_PROGRAMS, 'backend/socket'), join(programs, 'backend/socket'));
  const backend = join(programs, 'backend/paper');
  const script = [
    '#!/bin/sh',
    `paper="${folder}/pdf/$(printf 'job-%05d' "$1").pdf"`,
    'if [ $# -ge 6 ]; then cat "$6"; else cat; fi > "$paper.part" && mv "$paper.part" "$paper"',
    '',
  ].join('\n');
  writeFileSync(backend, script);
  chmodSync(backend, 0o755);
  if (!existsSync(PDF_DRIVER)) return;
  const driver = readFileSync(PDF_DRIVER, 'utf8').replace(
    /^\*LanguageLevel:.*$/m,
    (line) => `${line}\n*cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"`,
  );
  writeFileSync(join(folder, 'paper.ppd'), driver);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function waitUntil(ready: () => boolean, log: () => string): Promise<void> {
  const endMs = performance.now() + STARTS_WITHIN_MS;
  for (;;) {
    try {
      if (ready()) return;
    } catch {
      // not yet there
    }
    if (performance.now() > endMs) throw new Error(`cupsd did not start:\n${log()}`);
    await pause(50);
  }
}
