/** Which printer the operating system prints on by default. Electron told it until version 35 and no longer does. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const runFile = promisify(execFile);

/** A print spooler on the same computer answers at once, or something is wrong with it. */
const ANSWER_WITHIN_MS = 3_000;

/** Runs a program and gives what it printed; rejects when it fails or takes too long. */
export type RunProgram = (program: string, args: readonly string[]) => Promise<string>;

/** @returns the printer's name as the system knows it; undefined if there is none or the system does not say */
export async function findDefaultPrinter(
  platform: NodeJS.Platform,
  run: RunProgram = runProgram,
): Promise<string | undefined> {
  try {
    return platform === 'win32'
      ? parseWindowsDevice(await run('reg.exe', ['query', WINDOWS_KEY, '/v', 'Device']))
      : parseLpstat(await run('lpstat', ['-d']));
  } catch {
    // No CUPS, no such key: a computer without a default printer. It only decides what is proposed first.
    return undefined;
  }
}

/** Where Windows keeps "name,driver,port" of the default printer of this user. */
const WINDOWS_KEY = String.raw`HKCU\Software\Microsoft\Windows NT\CurrentVersion\Windows`;

/** `system default destination: TICKET`; without one, CUPS says so in a sentence without that colon. */
export function parseLpstat(output: string): string | undefined {
  return /^system default destination: (.+)$/m.exec(output)?.[1]?.trim();
}

/** `    Device    REG_SZ    EPSON TM-T20III,winspool,Ne00:`; a printer's name cannot contain a comma. */
export function parseWindowsDevice(output: string): string | undefined {
  return /^[ \t]*Device[ \t]+REG_SZ[ \t]+([^,\r\n]+)/m.exec(output)?.[1]?.trim() || undefined;
}

async function runProgram(program: string, args: readonly string[]): Promise<string> {
  // lpstat answers in the language of the computer unless told otherwise.
  const env = { ...process.env, LC_ALL: 'C' };
  const { stdout } = await runFile(program, [...args], { timeout: ANSWER_WITHIN_MS, windowsHide: true, env });
  return stdout;
}
