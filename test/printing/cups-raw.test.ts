import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { listQueues, readWindowsList } from '../../main/printing/discover';
import { encodeEscpos } from '../../main/printing/escpos';
import { layOutTicket } from '../../main/printing/layout';
import { readQr } from '../../main/printing/qr';
import { askRawQueue, printToRawQueue } from '../../main/printing/raw-queue';
import { runTool } from '../../main/printing/run-tool';
import { Fault } from '../../preload/contract/faults';
import { lacks } from '../tools';
import { cupsPrograms, startCups, type Cups } from '../fakes/cups';
import { sectionsOf } from '../fakes/escpos';
import { startPrinter } from '../fakes/printer';
import { ticketOf } from '../fakes/tickets';

async function faultOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => (error instanceof Fault ? { code: error.code, printer: error.params['printer'] } : error),
  );
}

describe.skipIf(lacks(...cupsPrograms))('a raw queue of CUPS (needs cupsd, lpadmin, lp)', () => {
  let cups: Cups;
  beforeAll(async () => {
    cups = await startCups();
    vi.stubEnv('CUPS_SERVER', cups.server);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await cups.close();
  });

  it('hands a ticket to the printer, dot for dot', async () => {
    const printer = await startPrinter();
    onTestFinished(() => printer.close());
    cups.addRawQueue('TICKET', `socket://${printer.target}`);
    await printToRawQueue(await encodeEscpos(layOutTicket(ticketOf(), 80)), 'TICKET');
    await expect.poll(() => printer.papers().length).toBe(1);
    expect(sectionsOf(printer.papers()[0]!).flatMap((section) => readQr(section) ?? [])).toEqual([
      'http://hotspot.lan/login?username=K7XP42&password=K7XP42',
    ]);
    expect(cups.waitingJobs('TICKET')).toEqual([]);
  });

  it('whose printer is off gives the ticket back, so that it does not come out tomorrow', async () => {
    const printer = await startPrinter();
    const { target } = printer;
    await printer.close();
    cups.addRawQueue('OFF', `socket://${target}`);
    const printing = printToRawQueue(Buffer.from('\u001b@'), 'OFF', { printerName: 'Bar', timeoutMs: 3_000 });
    expect(await faultOf(printing)).toEqual({ code: 'PRINTER_TIMEOUT', printer: 'Bar' });
    expect(cups.waitingJobs('OFF')).toEqual([]);
  });

  it('that somebody has stopped gets no ticket', async () => {
    const printer = await startPrinter();
    onTestFinished(() => printer.close());
    cups.addRawQueue('STOPPED', `socket://${printer.target}`);
    cups.stopQueue('STOPPED');
    expect(await faultOf(printToRawQueue(Buffer.from('\u001b@'), 'STOPPED'))).toMatchObject({
      code: 'PRINTER_UNREACHABLE',
    });
    expect(await faultOf(askRawQueue('STOPPED'))).toMatchObject({ code: 'PRINTER_UNREACHABLE' });
    expect(cups.waitingJobs('STOPPED')).toEqual([]);
    expect(printer.connections()).toBe(0);
  });

  it('that is not there is said to be not found, whatever its name', async () => {
    for (const name of ['NONE', '-o', '--help', 'a b; echo', '$(id)', '']) {
      expect(await faultOf(printToRawQueue(Buffer.from('\u001b@'), name)), name).toMatchObject({
        code: 'PRINTER_NOT_FOUND',
      });
    }
  });

  it('is listed, and the default one named', async () => {
    cups.addRawQueue('FRONT_DESK', 'socket://127.0.0.1:9');
    cups.setDefault('FRONT_DESK');
    const queues = await listQueues('linux');
    expect(queues).toContainEqual({ name: 'FRONT_DESK', displayName: 'FRONT DESK', isDefault: true });
    expect(await faultOf(askRawQueue('FRONT_DESK'))).toBeUndefined();
  });
});

describe('a computer without a printing system', () => {
  it('has no queues, and a queue of it is not found', async () => {
    vi.stubEnv('PATH', '/nowhere');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await listQueues('linux')).toEqual([]);
    expect(await listQueues('win32')).toEqual([]);
    expect(await faultOf(printToRawQueue(Buffer.from('x'), 'TICKET', { platform: 'linux' }))).toMatchObject({
      code: 'PRINTER_NOT_FOUND',
    });
    expect(await faultOf(printToRawQueue(Buffer.from('x'), 'TICKET', { platform: 'win32' }))).toMatchObject({
      code: 'PRINTER_UNREACHABLE',
    });
  });
});

describe('the list of Windows queues', () => {
  it('is read as PowerShell prints it, one or many', () => {
    const list = '[{"name":"EPSON TM-T20","usual":true},{"name":"Büro","usual":false}]';
    expect(readWindowsList(list)).toEqual([
      { name: 'EPSON TM-T20', displayName: 'EPSON TM-T20', isDefault: true },
      { name: 'Büro', displayName: 'Büro', isDefault: false },
    ]);
    expect(readWindowsList('{"name":"One","usual":false}')).toHaveLength(1);
  });

  it.each(['', 'null', '[]', '[1,null,{"usual":true}]', 'Get-CimInstance: denied'])('is empty for %j', (text) => {
    expect(readWindowsList(text)).toEqual([]);
  });
});

describe('a tool of the operating system', () => {
  const node = (script: string, options = {}) =>
    runTool(process.execPath, ['-e', script], { timeoutMs: 10_000, ...options });

  it('is given its input and environment, and heard', async () => {
    const script = 'process.stdin.pipe(process.stdout); console.error(process.env.QUEUE, process.env.LC_ALL)';
    const result = await node(script, { input: Buffer.from('bytes'), env: { QUEUE: 'a b' } });
    expect(result).toEqual({ kind: 'ended', exitCode: 0, stdout: 'bytes', stderr: 'a b C\n' });
  });

  it('is ended at its time limit', async () => {
    expect(await node('setInterval(() => {}, 1000)', { timeoutMs: 300 })).toEqual({ kind: 'late' });
  });

  it('may end without reading, or say too much', async () => {
    expect(await node('process.exit(3)', { input: Buffer.alloc(5_000_000) })).toMatchObject({ exitCode: 3 });
    const flood = await node('process.stdout.write("x".repeat(5_000_000))');
    if (flood.kind !== 'ended') throw new Error(flood.kind);
    expect(flood.stdout.length).toBeLessThan(500_000);
  });

  it('that is not there is missing', async () => {
    expect(await runTool('no-such-tool', [], { timeoutMs: 1_000 })).toMatchObject({ kind: 'missing' });
    expect(await runTool('no\u0000tool', [], { timeoutMs: 1_000 })).toMatchObject({ kind: 'missing' });
  });
});
