/** No Windows here: what is proved is what PowerShell is given, and what becomes of its answer. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { listQueues } from '../../main/printing/discover';
import { askRawQueue, printToRawQueue } from '../../main/printing/raw-queue';
import { Fault } from '../../preload/contract/faults';

interface Heard {
  readonly args: readonly string[];
  readonly queue: string | null;
  readonly input: string;
}

/** Puts a `powershell.exe` on the PATH that writes down what it is given, and says and ends as told. */
function fakePowershell(says: string, exitCode: number): () => Heard {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-powershell-'));
  const heardFile = join(folder, 'heard.json');
  writeFileSync(
    join(folder, 'powershell.exe'),
    `#!${process.execPath}
const input = require('node:fs').readFileSync(0).toString('hex');
const heard = { args: process.argv.slice(2), queue: process.env.GATEHOUSE_QUEUE ?? null, input };
require('node:fs').writeFileSync(${JSON.stringify(heardFile)}, JSON.stringify(heard));
process.stdout.write(${JSON.stringify(says)});
process.exitCode = ${exitCode};
`,
  );
  chmodSync(join(folder, 'powershell.exe'), 0o755);
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH'] ?? ''}`);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => JSON.parse(readFileSync(heardFile, 'utf8')) as Heard;
}

/** The script that PowerShell is given. */
function scriptOf({ args }: Heard): string {
  return Buffer.from(args[args.indexOf('-EncodedCommand') + 1]!, 'base64').toString('utf16le');
}

const print = (queue: string): Promise<void> =>
  printToRawQueue(Buffer.from('\u001b@ticket'), queue, { platform: 'win32' });

describe.skipIf(process.platform === 'win32')('a raw queue of Windows', () => {
  beforeEach(() => void vi.unstubAllEnvs());

  it('gets the bytes as they are, and its name never becomes part of a script', async () => {
    const heard = fakePowershell('', 0);
    const name = `EPSON "T'20"; Remove-Item $(calc) \`n`;
    await print(name);
    expect(heard().queue).toBe(name);
    expect(Buffer.from(heard().input, 'hex').toString()).toBe('\u001b@ticket');
    expect(scriptOf(heard())).toContain('DataType = "RAW"');
    expect(heard().args.join(' ') + scriptOf(heard())).not.toContain('Remove-Item');
  });

  it.each([
    [3, 'PRINTER_NOT_FOUND'],
    [4, 'PRINTER_UNREACHABLE'],
    [5, 'PRINTER_INTERRUPTED'],
    [1, 'PRINTER_UNREACHABLE'],
  ])('that ends with %i is %s', async (exitCode, code) => {
    fakePowershell('', exitCode);
    await expect(print('EPSON')).rejects.toMatchObject({ code, params: { printer: 'EPSON' } });
    await expect(print('EPSON')).rejects.toBeInstanceOf(Fault);
  });

  it('is found by its exact name', async () => {
    fakePowershell('[{"name":"EPSON","usual":true}]', 0);
    expect(await listQueues('win32')).toEqual([{ name: 'EPSON', displayName: 'EPSON', isDefault: true }]);
    await expect(askRawQueue('EPSON', { platform: 'win32' })).resolves.toBeUndefined();
    await expect(askRawQueue('EPSO', { platform: 'win32' })).rejects.toMatchObject({ code: 'PRINTER_NOT_FOUND' });
  });

  it('is not listed when PowerShell fails', async () => {
    fakePowershell('[{"name":"EPSON","usual":true}]', 1);
    expect(await listQueues('win32')).toEqual([]);
  });
});
