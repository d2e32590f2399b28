import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { encodeEscpos } from '../../main/printing/escpos';
import { layOutTicket } from '../../main/printing/layout';
import { askNetworkPrinter, parseNetworkTarget, printToNetwork } from '../../main/printing/network-printer';
import { readQr } from '../../main/printing/qr';
import { Fault } from '../../preload/contract/faults';
import { sectionsOf } from '../fakes/escpos';
import { startPrinter, status, type FakePrinter, type PrinterHabits } from '../fakes/printer';
import { ticketOf } from '../fakes/tickets';

const ticket = await encodeEscpos(layOutTicket(ticketOf(), 80));

async function printer(habits: PrinterHabits): Promise<FakePrinter> {
  const started = await startPrinter(habits);
  onTestFinished(() => started.close());
  return started;
}

/** The code of the fault that a promise is rejected with. */
async function faultOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Fault);
  return (error as Fault).code;
}

/** A port of this computer at which nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('a network printer', () => {
  it('that answers status prints the ticket and confirms it', async () => {
    const there = await printer({ status: status.ready, confirms: true });
    expect(await printToNetwork(ticket, there.target)).toEqual({ kind: 'confirmed' });
    const [paper] = there.papers();
    expect(sectionsOf(paper!).flatMap((section) => readQr(section) ?? [])).toEqual([
      'http://hotspot.lan/login?username=K7XP42&password=K7XP42',
    ]);
  });

  it('that answers status but confirms nothing is believed when it stays ready', async () => {
    const there = await printer({ status: status.ready });
    expect(await printToNetwork(ticket.subarray(0, 2), there.target)).toEqual({ kind: 'sent' });
  });

  it('that answers no status is printed to all the same', async () => {
    const there = await printer({});
    expect(await printToNetwork(ticket, there.target)).toEqual({ kind: 'sent' });
    await expect.poll(() => there.papers().length).toBe(1);
  });

  it('gets a long job whole', async () => {
    const there = await printer({ status: status.ready, confirms: true });
    const roll = Buffer.concat(Array.from({ length: 30 }, () => ticket));
    expect(await printToNetwork(roll, there.target)).toEqual({ kind: 'confirmed' });
    expect(there.papers()).toHaveLength(30);
  });

  it.each([
    ['PRINTER_NO_PAPER', status.noPaper],
    ['PRINTER_NO_PAPER', status.noPaperSensor],
    ['PRINTER_COVER_OPEN', status.coverOpen],
    ['PRINTER_UNREACHABLE', status.broken],
    ['PRINTER_UNREACHABLE', status.offline],
  ])('that is %s gets not one byte of a ticket', async (code, state) => {
    const there = await printer({ status: state });
    expect(await faultOf(printToNetwork(ticket, there.target, { printerName: 'Bar' }))).toBe(code);
    expect(await faultOf(askNetworkPrinter(there.target))).toBe(code);
    expect(there.commands.every(({ kind }) => kind === 'ask-status')).toBe(true);
  });

  it.each([
    ['PRINTER_NO_PAPER', status.noPaper],
    ['PRINTER_COVER_OPEN', status.coverOpen],
    ['PRINTER_INTERRUPTED', status.broken],
  ])('that stops in the middle of a ticket is %s', async (code, state) => {
    const there = await printer({
      status: status.ready,
      confirms: true,
      after: { bytes: 20_000, then: { status: state } },
    });
    expect(await faultOf(printToNetwork(ticket, there.target))).toBe(code);
  });

  it.each(['reset', 'close'] as const)('that breaks off (%s) has been interrupted', async (then) => {
    for (const answers of [status.ready, undefined]) {
      const there = await printer({ status: answers, after: { bytes: 5_000, then } });
      expect(await faultOf(printToNetwork(ticket, there.target))).toBe('PRINTER_INTERRUPTED');
    }
  });

  it('that breaks off before it is sent anything is unreachable', async () => {
    const there = await printer({ status: status.ready, after: { bytes: 1, then: 'reset' } });
    expect(await faultOf(printToNetwork(ticket, there.target))).toBe('PRINTER_UNREACHABLE');
  });

  it('that is switched off is unreachable, by name', async () => {
    const target = `127.0.0.1:${await freePort()}`;
    const error = await printToNetwork(ticket, target, { printerName: 'Bar' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'PRINTER_UNREACHABLE', params: { printer: 'Bar' } });
    expect(await faultOf(askNetworkPrinter(target))).toBe('PRINTER_UNREACHABLE');
  });

  it('that stops reading is given up at the time limit of the job', async () => {
    const there = await printer({ status: undefined, after: { bytes: 100, then: 'stop-reading' } });
    // More than the operating systems at both ends hold back.
    const endless = new Uint8Array(32_000_000);
    expect(await faultOf(printToNetwork(endless, there.target, { timeoutMs: 1_500 }))).toBe('PRINTER_TIMEOUT');
  });

  it('that connects and says nothing is known as silent, one that answers as ready', async () => {
    const silent = await printer({ hangs: true });
    const ready = await printer({ status: status.ready });
    expect(await askNetworkPrinter(silent.target)).toEqual({ kind: 'silent' });
    expect(await askNetworkPrinter(ready.target)).toEqual({ kind: 'ready' });
  });

  it('with a name that is no address is unreachable', async () => {
    expect(await faultOf(printToNetwork(ticket, 'not an address'))).toBe('PRINTER_UNREACHABLE');
  });
});

describe('the target of a network printer', () => {
  it.each([
    ['printer.lan', { host: 'printer.lan', port: 9100 }],
    ['10.0.0.9:9101', { host: '10.0.0.9', port: 9101 }],
    ['[fe80::1%eth0]:9100', { host: 'fe80::1%eth0', port: 9100 }],
    ['[::1]', { host: '::1', port: 9100 }],
  ])('reads %s', (text, target) => {
    expect(parseNetworkTarget(text)).toEqual(target);
  });

  it.each(['', 'a b', 'printer:', 'printer:0', 'printer:65536', 'http://printer', '::1', 'a/b'])(
    'does not read %j',
    (text) => {
      expect(parseNetworkTarget(text)).toBeUndefined();
    },
  );
});
