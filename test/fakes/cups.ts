/**
 * A real print server of our own: cupsd on a free loopback port, with its files in a folder that goes away. The printers
 * behind it are fakes. Programs find it by CUPS_SERVER.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  /** A queue whose paper is a PDF; needs the package printer-driver-cups-pdf. */
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

const STARTS_WITHIN_MS = 20_000;
const PDF_DRIVER = '/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd';

export async function startCups(): Promise<Cups> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-cups-'));
  const server = `127.0.0.1:${await freePort()}`;
  writeConfiguration(folder, server);
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
      timeout: 20_000,
    });
  await waitUntil(() => run('lpstat', '-r').includes('scheduler is running'), log);

  return {
    server,
    addRawQueue: (name, uri) =>
      void run('lpadmin', '-p', name, '-E', '-v', uri, '-o', 'printer-error-policy=retry-job'),
    addPdfQueue: (name) => void run('lpadmin', '-p', name, '-E', '-v', 'cups-pdf:/', '-P', PDF_DRIVER),
    setDefault: (name) => void run('lpadmin', '-d', name),
    stopQueue: (name) => void run('cupsdisable', name),
    waitingJobs: (name) =>
      run('lpstat', '-o', name)
        .split('\n')
        .flatMap((line) => line.split(/\s/)[0] || []),
    pdfFiles: () =>
      readdirSync(join(folder, 'pdf'), { recursive: true, encoding: 'utf8' })
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
  for (const name of ['root', 'root/ppd', 'state', 'spool', 'spool/tmp', 'cache', 'pdf', 'pdf-spool']) {
    mkdirSync(join(folder, name));
  }
  // Filters and backends run as the printing user, not as the one who started the server.
  chmodSync(folder, 0o755);
  for (const name of ['pdf', 'pdf-spool', 'spool/tmp', 'cache']) chmodSync(join(folder, name), 0o777);
  writeFileSync(
    join(folder, 'files.conf'),
    [
      `ServerRoot ${folder}/root`,
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
  writeFileSync(
    join(folder, 'root', 'cups-pdf.conf'),
    [
      `Out ${folder}/pdf`,
      `AnonDirName ${folder}/pdf`,
      `Spool ${folder}/pdf-spool`,
      `Log ${folder}`,
      'Label 1',
      '',
    ].join('\n'),
  );
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
