/** A guest's day, asked by FreeRADIUS's client with the packets of a real HotSpot: sold at the desk, online, used up. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listSessions } from '../../db/queries/sessions';
import { redoChange, undoChange } from '../../db/write';
import { guestMessage } from '../../main/aaa/messages';
import { sellTicket } from '../../main/desk/sell-ticket';
import { setLocked } from '../../main/desk/lock-guest';
import { addProduct, type ProductInput } from '../../main/office/products';
import { logIn, SECRET, startEngine, type TestEngine } from '../aaa/support';
import { lacks } from '../tools';

const skipped = lacks('radclient');
if (skipped) console.log('radclient is not installed (package freeradius-utils): a guest’s day over it is skipped.');

type PacketFile = 'auth-pap' | 'auth-chap' | 'acct-start' | 'acct-interim' | 'acct-stop';

interface Day extends TestEngine {
  readonly code: string;
  readonly guestId: number;
  readonly changeId: number;
  /** Sends one of the HotSpot's packets with this guest's code, or with what is given instead. */
  ask(file: PacketFile, instead?: Readonly<Record<string, string>>): Promise<string>;
}

const oneDay: ProductInput = {
  name: '1 day',
  priceMinor: 500,
  starts: 'first-login',
  validForSec: 86_400,
  limitations: [
    {
      totalQuotaBytes: 5_000_000_000,
      downloadQuotaBytes: 4_294_967_296,
      rateDownBps: 10_000_000,
      rateUpBps: 2_000_000,
      idleTimeoutSec: 900,
      simultaneousSessions: 2,
      devices: 2,
    },
  ],
};

async function sellDay(input: ProductInput = oneDay): Promise<Day> {
  const here = await startEngine();
  const product = addProduct(here.venue, here.venue.owner, input);
  if ('kind' in product) throw new Error(product.reason);
  const sold = sellTicket(here.venue, here.venue.owner, { productId: product.id, quantity: 1, nights: 1 });
  if (sold.kind === 'refused') throw new Error(sold.reason);
  const { code, guestId } = sold.tickets[0]!;
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-radclient-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const portOf = (role: string): number => here.server.listening.find((one) => one.role === role)!.port;
  return {
    ...here,
    code,
    guestId,
    changeId: sold.changeId,
    ask(file, instead = {}) {
      const path = join(folder, file);
      writeFileSync(path, packetWith(file, { 'guest-101': code, 'room-101-pw': code, ...instead }));
      const auth = file.startsWith('auth');
      const port = portOf(auth ? 'authentication' : 'accounting');
      return radclient(['-x', '-r', '1', '-t', '5', '-f', path, `127.0.0.1:${port}`, auth ? 'auth' : 'acct', SECRET]);
    },
  };
}

function packetWith(file: PacketFile, values: Readonly<Record<string, string>>): string {
  const url = new URL(`../radius/data/mikrotik/hotspot-${file}.txt`, import.meta.url);
  const text = readFileSync(fileURLToPath(url), 'utf8');
  return Object.entries(values).reduce((all, [from, to]) => all.replaceAll(from, to), text);
}

/** What it printed: what was sent, what came back, and whether it believed it. */
function radclient(args: readonly string[]): Promise<string> {
  return new Promise((resolve) =>
    execFile('radclient', [...args], (_failure, stdout, stderr) => resolve(stdout + stderr)),
  );
}

/** The lines of the answer. */
function answerIn(output: string): readonly string[] {
  const lines = output.split('\n');
  const at = lines.findIndex((line) => line.startsWith('Received '));
  if (at === -1) throw new Error(`no answer:\n${output}`);
  return lines.slice(at + 1).flatMap((line) => (line.startsWith('\t') ? [line.trim()] : []));
}

describe.skipIf(skipped)('a day with a ticket', () => {
  test.each(['auth-chap', 'auth-pap'] as const)('the code is let in with what was sold (%s)', async (file) => {
    const here = await sellDay();
    const output = await here.ask(file);
    expect(output).toContain('Received Access-Accept');
    const lines = answerIn(output).filter((line) => !/^(Class|Message-Authenticator) /.test(line));
    expect(lines).toEqual([
      'Session-Timeout = 86400',
      'Idle-Timeout = 900',
      'Acct-Interim-Interval = 60',
      'Port-Limit = 2',
      'Mikrotik-Rate-Limit = "2M/10M"',
      'Mikrotik-Xmit-Limit = 4294967295',
      'Mikrotik-Total-Limit = 705032704',
      'Mikrotik-Total-Limit-Gigawords = 1',
    ]);
    expect(output).toMatch(/\n\tClass = 0x[0-9a-f]{44}\n/);
  });

  test.each(['auth-chap', 'auth-pap'] as const)('typed in capitals it is the same code (%s)', async (file) => {
    const here = await sellDay();
    const capitals = here.code.toUpperCase();
    const output = await here.ask(file, { 'guest-101': capitals, 'room-101-pw': capitals });
    expect(output).toContain('Received Access-Accept');
  });

  test.each(['auth-chap', 'auth-pap'] as const)(
    'a wrong password is refused in the guest’s language (%s)',
    async (file) => {
      const here = await sellDay();
      const output = await here.ask(file, { 'room-101-pw': 'guessed' });
      expect(output).toContain('Received Access-Reject');
      expect(answerIn(output)).toContain(`Reply-Message = "${guestMessage('not-recognised', ['en'])}"`);
      expect(logIn(here).at(-1)).toMatchObject({ outcome: 'reject', reason: 'wrong-password', guest_id: here.guestId });
    },
  );

  test.each(['auth-chap', 'auth-pap'] as const)('an unknown code is refused (%s)', async (file) => {
    const here = await sellDay();
    const output = await here.ask(file, { 'guest-101': 'nobody', 'room-101-pw': 'nobody' });
    expect(output).toContain('Received Access-Reject');
    expect(logIn(here).at(-1)).toMatchObject({ outcome: 'reject', reason: 'unknown-guest', guest_id: null });
  });

  test('Start, Interim and Stop are one session on screen, and the quota shrinks by what was used', async () => {
    const here = await sellDay();
    await here.ask('auth-chap');
    expect(await here.ask('acct-start')).toContain('Received Accounting-Response');
    const online = (): ReturnType<typeof listSessions> =>
      listSessions(here.db, { online: true, limit: 10 }, here.clock.nowMs);
    expect(online()).toMatchObject([
      { guestId: here.guestId, username: here.code, macAddress: '02:00:00:00:01:01', acctSessionId: '80100014' },
    ]);
    here.clock.nowMs += 60_000;
    await here.ask('acct-interim');
    expect(online()).toMatchObject([
      { sessionTimeSec: 60, uploadBytes: 56, downloadBytes: 56, bytesLeft: 4_294_967_240 },
    ]);
    here.clock.nowMs += 5_000;
    await here.ask('acct-stop');
    expect(online()).toEqual([]);
    const [session] = listSessions(here.db, { limit: 10 }, here.clock.nowMs);
    expect(session).toMatchObject({ sessionTimeSec: 65, terminateCause: 'User-Request' });
    const answer = answerIn(await here.ask('auth-chap'));
    expect(answer).toContain(`Mikrotik-Total-Limit = ${5_000_000_000 - 112 - 2 ** 32}`);
    expect(answer).toContain('Session-Timeout = 86335');
  });

  test('after the quota is used nobody gets in, and everybody is told why', async () => {
    const here = await sellDay({ ...oneDay, limitations: [{ totalQuotaBytes: 112 }] });
    expect(await here.ask('auth-pap')).toContain('Received Access-Accept');
    await here.ask('acct-start');
    await here.ask('acct-stop');
    for (const file of ['auth-pap', 'auth-chap'] as const) {
      const output = await here.ask(file);
      expect(output).toContain('Received Access-Reject');
      expect(answerIn(output)).toContain(`Reply-Message = "${guestMessage('quota-used-up', ['en'])}"`);
    }
    expect(logIn(here).at(-1)?.reason).toBe('quota-used-up');
  });

  test('after a day it is over', async () => {
    const here = await sellDay();
    await here.ask('auth-chap');
    here.clock.nowMs += 86_400_000;
    expect(await here.ask('auth-chap')).toContain('Received Access-Reject');
    expect(logIn(here).at(-1)?.reason).toBe('ended');
  });

  test('a locked guest stays out until unlocked', async () => {
    const here = await sellDay();
    setLocked(here.venue, here.venue.owner, { id: here.guestId, locked: true });
    expect(await here.ask('auth-chap')).toContain('Received Access-Reject');
    setLocked(here.venue, here.venue.owner, { id: here.guestId, locked: false });
    expect(await here.ask('auth-chap')).toContain('Received Access-Accept');
  });

  test('an undone sale stops working at once; redone, it goes on with what it had used', async () => {
    const here = await sellDay();
    await here.ask('auth-chap');
    await here.ask('acct-start');
    here.clock.nowMs += 3_600_000;
    const undone = undoChange(here.db, here.venue.owner, here.changeId, here.clock.nowMs);
    expect(undone.kind).toBe('done');
    expect(await here.ask('auth-chap')).toContain('Received Access-Reject');
    // The router goes on reporting the session that is still open there.
    expect(await here.ask('acct-interim')).toContain('Received Accounting-Response');
    expect(redoChange(here.db, here.venue.owner, here.changeId, here.clock.nowMs).kind).toBe('done');
    const answer = answerIn(await here.ask('auth-chap'));
    expect(answer).toContain('Session-Timeout = 82800');
    expect(answer).toContain(`Mikrotik-Total-Limit = ${5_000_000_000 - 112 - 2 ** 32}`);
  });
});
