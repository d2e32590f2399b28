/**
 * ESC/POS into a queue of the operating system, unchanged ("raw"): CUPS by `lp -o raw`, Windows by the print spooler's
 * RAW data type (OpenPrinter, WritePrinter), which needs neither a shared printer nor rights of an administrator.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Fault, type FaultCode } from '../../preload/contract/faults';
import { listQueues, powershellArguments } from './discover';
import { runTool, type ToolResult } from './run-tool';

export interface RawQueueOptions {
  /** For the operator's sentence; the queue's name where it has none. */
  readonly printerName?: string;
  readonly platform?: NodeJS.Platform;
  /** How long the queue may take to hand the job to the printer. */
  readonly timeoutMs?: number;
  /** Called once the queue may have the job. */
  readonly onHandedOver?: () => void;
}

/** Handing a job to the spooler is local and quick. */
const SPOOL_TIMEOUT_MS = 15_000;
const ASK_TIMEOUT_MS = 5_000;
const DELIVER_TIMEOUT_MS = 30_000;
const LOOK_EVERY_MS = 250;

/**
 * Prints `bytes`; resolves once the queue has handed them to the printer (CUPS) or taken them (Windows, where the spooler
 * does not tell). A job that the queue cannot deliver is taken back, so that it does not come out on top of a reprint.
 * Faults: PRINTER_NOT_FOUND and PRINTER_UNREACHABLE (nothing was printed); PRINTER_NO_PAPER, PRINTER_COVER_OPEN,
 * PRINTER_INTERRUPTED, PRINTER_TIMEOUT.
 */
export async function printToRawQueue(bytes: Uint8Array, queue: string, options: RawQueueOptions = {}): Promise<void> {
  const printer = options.printerName ?? queue;
  const fault: MakeFault = (code, cause) => new Fault(code, { printer }, { cause });
  if ((options.platform ?? process.platform) === 'win32') {
    return printOnWindows(bytes, queue, fault, options.onHandedOver);
  }
  await askCupsQueue(queue, fault);
  options.onHandedOver?.();
  const jobName = await spoolOnCups(bytes, queue, fault);
  await waitUntilDelivered(jobName, queue, options.timeoutMs ?? DELIVER_TIMEOUT_MS, fault);
}

/**
 * What the queue says of itself. Faults: PRINTER_NOT_FOUND; on CUPS also PRINTER_NO_PAPER, PRINTER_COVER_OPEN, and
 * PRINTER_UNREACHABLE where the queue is stopped.
 */
export async function askRawQueue(queue: string, options: RawQueueOptions = {}): Promise<void> {
  const platform = options.platform ?? process.platform;
  const printer = options.printerName ?? queue;
  const fault: MakeFault = (code, cause) => new Fault(code, { printer }, { cause });
  if (platform !== 'win32') return askCupsQueue(queue, fault);
  const known = await listQueues(platform);
  if (!known.some((candidate) => candidate.name === queue)) throw fault('PRINTER_NOT_FOUND');
}

type MakeFault = (code: FaultCode, cause?: unknown) => Fault;

async function askCupsQueue(queue: string, fault: MakeFault): Promise<void> {
  // The list first: a name that looks like an option must never reach a command line.
  const known = (await listQueues('linux')).some((candidate) => candidate.name === queue);
  const state = known ? await readCupsQueue(queue) : undefined;
  if (!state) throw fault('PRINTER_NOT_FOUND');
  const problem = problemOf(state.alerts) ?? (state.stopped ? 'PRINTER_UNREACHABLE' : undefined);
  if (problem) throw fault(problem);
}

interface CupsQueue {
  /** CUPS stops a queue whose printer fails; jobs then wait in it for somebody to start it again. */
  readonly stopped: boolean;
  /** printer-state-reasons (RFC 8011 §5.4.12). */
  readonly alerts: string;
}

/** Undefined if there is no such queue, or no CUPS. */
async function readCupsQueue(queue: string): Promise<CupsQueue | undefined> {
  const said = await runTool('lpstat', ['-l', '-p', queue], { timeoutMs: ASK_TIMEOUT_MS });
  if (said.kind !== 'ended' || !/^printer \S/m.test(said.stdout)) return undefined;
  return {
    stopped: /^printer \S+ disabled since/m.test(said.stdout),
    alerts: /^\s*Alerts: (.*)$/m.exec(said.stdout)?.[1] ?? '',
  };
}

function problemOf(alerts: string): FaultCode | undefined {
  if (/\b(cover|door)-open\b/.test(alerts)) return 'PRINTER_COVER_OPEN';
  return /\bmedia-(empty|needed)\b/.test(alerts) ? 'PRINTER_NO_PAPER' : undefined;
}

/** The job's name as `lp` gives it ('TICKET-12'). */
async function spoolOnCups(bytes: Uint8Array, queue: string, fault: MakeFault): Promise<string> {
  const spooled = await runTool('lp', ['-d', queue, '-o', 'raw', '-t', 'Ticket', '-'], {
    input: bytes,
    timeoutMs: SPOOL_TIMEOUT_MS,
  });
  const jobName = spooled.kind === 'ended' ? /request id is (\S+-\d+)/.exec(spooled.stdout)?.[1] : undefined;
  if (jobName === undefined) throw fault('PRINTER_UNREACHABLE', describe(spooled));
  return jobName;
}

async function waitUntilDelivered(jobName: string, queue: string, timeoutMs: number, fault: MakeFault): Promise<void> {
  const endMs = performance.now() + timeoutMs;
  while (await isPending(jobName, queue)) {
    const problem = undeliverable(await readCupsQueue(queue), performance.now() >= endMs);
    if (problem) {
      await runTool('cancel', [jobName], { timeoutMs: ASK_TIMEOUT_MS });
      throw fault(problem);
    }
    await pause(LOOK_EVERY_MS);
  }
}

function undeliverable(queue: CupsQueue | undefined, late: boolean): FaultCode | undefined {
  if (!queue) return 'PRINTER_NOT_FOUND';
  // It ran when the job came, so the printer failed at this job.
  if (queue.stopped) return problemOf(queue.alerts) ?? 'PRINTER_INTERRUPTED';
  // A printer that is off and one that is slow look alike from here (CUPS 2.4 gives no reason for either).
  return problemOf(queue.alerts) ?? (late ? 'PRINTER_TIMEOUT' : undefined);
}

/** `lpstat -o` lists what is not yet done, one job per line, its name first. */
async function isPending(jobName: string, queue: string): Promise<boolean> {
  const jobs = await runTool('lpstat', ['-o', queue], { timeoutMs: ASK_TIMEOUT_MS });
  return jobs.kind === 'ended' && jobs.stdout.split('\n').some((line) => line.split(/\s/)[0] === jobName);
}

/** How WINDOWS_PRINT ends; 0 is printed. */
const windowsExits: Readonly<Record<number, FaultCode>> = {
  3: 'PRINTER_NOT_FOUND',
  4: 'PRINTER_UNREACHABLE',
  5: 'PRINTER_INTERRUPTED',
};

/** The queue's name comes in GATEHOUSE_QUEUE and the bytes on standard input: nothing is pasted into the script. */
const WINDOWS_PRINT = `
$ErrorActionPreference = 'Stop'
Add-Type -TypeDefinition @'
using System;
using System.IO;
using System.Runtime.InteropServices;
public static class RawTicket {
  [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
  public class DocInfo { public string Name; public string Output; public string DataType; }
  [DllImport("winspool.drv", EntryPoint = "OpenPrinterW", CharSet = CharSet.Unicode, SetLastError = true)]
  static extern bool OpenPrinter(string name, out IntPtr printer, IntPtr defaults);
  [DllImport("winspool.drv", EntryPoint = "StartDocPrinterW", CharSet = CharSet.Unicode, SetLastError = true)]
  static extern int StartDocPrinter(IntPtr printer, int level, [In] DocInfo info);
  [DllImport("winspool.drv", SetLastError = true)] static extern bool StartPagePrinter(IntPtr printer);
  [DllImport("winspool.drv", SetLastError = true)] static extern bool WritePrinter(IntPtr printer, byte[] bytes, int count, out int written);
  [DllImport("winspool.drv", SetLastError = true)] static extern bool EndPagePrinter(IntPtr printer);
  [DllImport("winspool.drv", SetLastError = true)] static extern bool EndDocPrinter(IntPtr printer);
  [DllImport("winspool.drv", SetLastError = true)] static extern bool ClosePrinter(IntPtr printer);
  public static int Print(string name, byte[] bytes) {
    IntPtr printer;
    if (!OpenPrinter(name, out printer, IntPtr.Zero)) return 3;
    try {
      if (StartDocPrinter(printer, 1, new DocInfo { Name = "Ticket", DataType = "RAW" }) == 0) return 4;
      int written;
      bool done = StartPagePrinter(printer) && WritePrinter(printer, bytes, bytes.Length, out written) && written == bytes.Length;
      EndPagePrinter(printer);
      EndDocPrinter(printer);
      return done ? 0 : 5;
    } finally { ClosePrinter(printer); }
  }
}
'@
$bytes = New-Object IO.MemoryStream
[Console]::OpenStandardInput().CopyTo($bytes)
exit [RawTicket]::Print($env:GATEHOUSE_QUEUE, $bytes.ToArray())
`;

/** How WINDOWS_PRINT ends before the spooler has taken anything. */
const tookNothing: readonly (number | undefined)[] = [3, 4];

async function printOnWindows(
  bytes: Uint8Array,
  queue: string,
  fault: MakeFault,
  onHandedOver: () => void = () => undefined,
): Promise<void> {
  const printed = await runTool('powershell.exe', powershellArguments(WINDOWS_PRINT), {
    input: bytes,
    env: { GATEHOUSE_QUEUE: queue },
    timeoutMs: SPOOL_TIMEOUT_MS,
  });
  if (printed.kind === 'late') {
    onHandedOver();
    throw fault('PRINTER_TIMEOUT');
  }
  const exitCode = printed.kind === 'ended' ? printed.exitCode : undefined;
  if (!tookNothing.includes(exitCode)) onHandedOver();
  if (exitCode !== 0) throw fault(windowsExits[exitCode ?? -1] ?? 'PRINTER_UNREACHABLE', describe(printed));
}

/** For the log. */
function describe(result: ToolResult): Error {
  if (result.kind === 'ended')
    return new Error(`the tool ended with ${result.exitCode}: ${result.stderr.slice(0, 500)}`);
  return new Error(result.kind === 'late' ? 'the tool did not end in time' : 'the tool is not there', {
    cause: result.kind === 'missing' ? result.cause : undefined,
  });
}
