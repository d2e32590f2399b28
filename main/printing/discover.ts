/** The queues the operating system knows, asked without Electron (service mode, raw queues). */
import { runTool } from './run-tool';

export interface SystemQueue {
  /** What the queue is addressed by. */
  readonly name: string;
  readonly displayName: string;
  readonly isDefault: boolean;
}

/** A print server on the network may be slow to say which queues it shares. */
const LIST_TIMEOUT_MS = 10_000;
const MOST_QUEUES = 200;

/** All queues, at most 200; none where the computer has no printing system or it does not answer. Never rejects. */
export async function listQueues(platform: NodeJS.Platform = process.platform): Promise<readonly SystemQueue[]> {
  const queues = platform === 'win32' ? await listWindowsQueues() : await listCupsQueues();
  return queues.slice(0, MOST_QUEUES);
}

async function listCupsQueues(): Promise<readonly SystemQueue[]> {
  const [names, usual] = await Promise.all([
    runTool('lpstat', ['-e'], { timeoutMs: LIST_TIMEOUT_MS }),
    runTool('lpstat', ['-d'], { timeoutMs: LIST_TIMEOUT_MS }),
  ]);
  if (names.kind !== 'ended') return [];
  const defaultName =
    usual.kind === 'ended' ? /^system default destination: (\S+)/m.exec(usual.stdout)?.[1] : undefined;
  // One name per line; CUPS allows no spaces in names (lpadmin(8)).
  return names.stdout
    .split('\n')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => ({ name, displayName: name.replaceAll('_', ' '), isDefault: name === defaultName }));
}

const WINDOWS_LIST = `
[Console]::OutputEncoding = [Text.Encoding]::UTF8
ConvertTo-Json -Compress @(Get-CimInstance Win32_Printer | ForEach-Object { @{ name = $_.Name; usual = [bool]$_.Default } })
`;

async function listWindowsQueues(): Promise<readonly SystemQueue[]> {
  const listed = await runTool('powershell.exe', powershellArguments(WINDOWS_LIST), { timeoutMs: LIST_TIMEOUT_MS });
  return listed.kind === 'ended' && listed.exitCode === 0 ? readWindowsList(listed.stdout) : [];
}

/** Reads what WINDOWS_LIST prints; anything else is an empty list. */
export function readWindowsList(json: string): readonly SystemQueue[] {
  let rows: unknown;
  try {
    rows = JSON.parse(json);
  } catch {
    return [];
  }
  return (Array.isArray(rows) ? rows : [rows]).flatMap((row: unknown) => {
    if (typeof row !== 'object' || row === null || !('name' in row) || typeof row.name !== 'string') return [];
    return [{ name: row.name, displayName: row.name, isDefault: 'usual' in row && row.usual === true }];
  });
}

/** A constant script, encoded so that no quoting can go wrong; values reach it through the environment only. */
export function powershellArguments(script: string): readonly string[] {
  return [
    '-NoProfile',
    '-NonInteractive',
    '-ExecutionPolicy',
    'Bypass',
    '-EncodedCommand',
    Buffer.from(script, 'utf16le').toString('base64'),
  ];
}
