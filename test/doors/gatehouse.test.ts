import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeCard } from '../../main/doors/data-folder';
import { openSocket, type Socket } from '../../main/doors/socket';
import { runGatehouse } from '../../main/gatehouse';
import { quietLog, rosa, smallContract, type Behind } from './support';

let folder: string;
let behind: Behind;
let socket: Socket | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-terminal-'));
  behind = smallContract();
});

afterEach(async () => {
  behind.endFeeds();
  await socket?.close();
  socket = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function openVenueSocket(): Promise<void> {
  socket = await openSocket({
    dataFolder: folder,
    api: behind.api,
    firstOwner: () => rosa,
    mode: 'service',
    show: () => undefined,
    log: quietLog,
  });
}

interface Said {
  readonly code: number;
  readonly out: readonly string[];
  readonly complaint: string;
}

async function gatehouse(argv: readonly string[], input = ''): Promise<Said> {
  const out: string[] = [];
  const complaints: string[] = [];
  const code = await runGatehouse(argv, {
    out: (line) => out.push(line),
    complain: (line) => complaints.push(line),
    input: () => input,
    forPerson: false,
  });
  return { code, out, complaint: complaints.join('\n') };
}

describe('gatehouse list', () => {
  it('names every call and who may make it, without a running venue', async () => {
    const { code, out } = await gatehouse(['list']);
    expect(code).toBe(0);
    expect(out).toContain('desk.sellTicket\tsell');
    expect(out).toContain('venue.setUp\tanyone');
    expect(out.length).toBeGreaterThan(40);
  });
});

describe('gatehouse describe', () => {
  it('shows what goes in, what comes out and how it can be refused, as JSON schema', async () => {
    const { out } = await gatehouse(['describe', 'desk.sellTicket']);
    expect(out).toHaveLength(1);
    expect(JSON.parse(out[0]!)).toMatchObject({
      name: 'desk.sellTicket',
      needed: 'sell',
      input: { type: 'object', properties: { productId: { type: 'integer' } }, required: ['productId'] },
      output: { type: 'object', properties: { tickets: { type: 'array' } } },
      errors: { REFUSED: { properties: { reason: {}, sentence: {} } }, FAULT: { properties: { remedy: {} } } },
    });
  });

  it('shows the events of a live feed', async () => {
    const { out } = await gatehouse(['describe', 'application.changed']);
    expect(JSON.parse(out[0]!)).toMatchObject({ input: null, events: { properties: { topics: { type: 'array' } } } });
  });

  it('can describe every call there is', async () => {
    const { out: names } = await gatehouse(['list']);
    for (const line of names) {
      const name = line.split('\t')[0]!;
      expect(await gatehouse(['describe', name]), name).toMatchObject({ code: 0, complaint: '' });
    }
  });

  it('offers the nearest names for a wrong one', async () => {
    const { code, complaint } = await gatehouse(['describe', 'desk.selTiket']);
    expect(code).toBe(1);
    expect(complaint).toContain('There is no call "desk.selTiket". Did you mean desk.sellTicket,');
  });
});

describe('gatehouse call', () => {
  it('prints the outcome as one line of JSON, as the owner', async () => {
    await openVenueSocket();
    expect(await gatehouse(['call', 'operators.me', '--data', folder])).toEqual({
      code: 0,
      out: [JSON.stringify({ operator: { id: 7, name: 'Rosa', role: rosa.role }, locked: false })],
      complaint: '',
    });
    expect(behind.via).toEqual(['terminal']);
  });

  it('takes --data anywhere and the input from standard input', async () => {
    await openVenueSocket();
    const input = JSON.stringify({ name: 'Rosa', password: 'correct horse' });
    const said = await gatehouse([`--data=${folder}`, 'call', 'operators.signIn', '-'], input);
    expect(said).toMatchObject({ code: 0, out: [JSON.stringify({ id: 7, name: 'Rosa', role: rosa.role })] });
  });

  it('says a refusal in a sentence, with its reason', async () => {
    await openVenueSocket();
    expect(await gatehouse(['call', 'desk.sellTicket', '{"productId":1}', '--data', folder])).toEqual({
      code: 1,
      out: [],
      complaint: 'No printer is set up. [no-printer]',
    });
  });

  it('does not say more than the venue does when something goes wrong inside', async () => {
    await openVenueSocket();
    const { code, complaint } = await gatehouse(['call', 'history.list', '--data', folder]);
    expect(code).toBe(1);
    expect(complaint).not.toContain('secret');
  });

  it('prints a line per event of a live feed until the venue closes', async () => {
    await openVenueSocket();
    const feed = gatehouse(['call', 'application.changed', '--data', folder]);
    await vi.waitFor(() => expect(behind.openFeeds()).toBe(1), { timeout: 60_000 });
    behind.endFeeds();
    expect(await feed).toEqual({ code: 0, out: ['{"topics":["status"]}'], complaint: '' });
  });

  it('without a running venue is the fault VENUE_NOT_RUNNING, with what to do', async () => {
    const { code, complaint } = await gatehouse(['call', 'operators.me', '--data', folder]);
    expect(code).toBe(1);
    expect(complaint).toMatch(/^No Gatehouse is running for .*npm start.* \[VENUE_NOT_RUNNING\]$/);
  });

  it('is the same fault when a crash has left the card behind', async () => {
    writeCard(folder, { pid: 1, mode: 'service', socket: join(folder, 'gone.sock'), token: 'x' });
    expect((await gatehouse(['call', 'operators.me', '--data', folder])).complaint).toContain('[VENUE_NOT_RUNNING]');
  });

  it('refuses an input that is not JSON before it bothers the venue', async () => {
    const { code, complaint } = await gatehouse(['call', 'operators.me', '{name:1}', '--data', folder]);
    expect({ code, complaint }).toEqual({ code: 1, complaint: 'The input is not JSON: {name:1}' });
  });
});

it.each([
  [[]],
  [['sell']],
  [['list', 'more']],
  [['call']],
  [['call', 'a', 'b', 'c']],
  [['list', '--verbose']],
  [['list', '--data']],
])('explains itself when it does not understand %j', async (argv) => {
  const { code, complaint } = await gatehouse(argv);
  expect(code).toBe(1);
  expect(complaint).toMatch(/gatehouse list|--data needs a folder/);
});

it('explains itself when asked', async () => {
  expect((await gatehouse(['--help'])).out[0]).toContain('gatehouse call NAME');
});
