/**
 * hostapd, a RADIUS client that is strict about what it believes, as a wired 802.1X router in a network of its own:
 *
 *   this computer ── engine (198.18.x.1) ═══ (198.18.x.2) hostapd ── port ═══ guest's cable
 */
import { execFile, execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { attribute } from '../../main/radius/attributes';
import { openDynamicClient, RETRY_WAITS_MS, type DynamicResult } from '../../main/radius/client';
import type { Attribute } from '../../main/radius/packet';
import { addRouter, logIn, SECRET, sellCode, startEngine, type TestEngine } from './support';
import { findProgram, lacks } from '../tools';

const PYTHON = '/usr/bin/python3';
/** RFC 5176: where hostapd listens; any port is free in a network of its own. */
const DAS_PORT = 3799;
/** How far hostapd lets an Event-Timestamp be off. */
const TIME_WINDOW_SEC = 300;
const GUEST_MAC = '02:00:00:00:01:01';

/** The program as root: as this user is, or by sudo where that asks nothing. */
function asRoot(program: string, ...args: readonly string[]): readonly [file: string, args: readonly string[]] {
  const path = findProgram(program) ?? program;
  return process.getuid?.() === 0 ? [path, args] : ['sudo', ['-n', path, ...args]];
}

const skipped = whySkipped();
if (skipped !== undefined) console.log(`${skipped}: the tests with hostapd are skipped.`);

function whySkipped(): string | undefined {
  if (lacks('hostapd')) return 'hostapd is not installed (package hostapd)';
  if (lacks('ip')) return 'ip is not installed (package iproute2)';
  if (spawnSync(...asRoot('true')).status !== 0) return 'Only root may make a network namespace';
  return mayMakeNetworks()
    ? undefined
    : 'This machine (a container?) makes no network namespaces and no veth, even for root';
}

/** A container may forbid it, which no package can change. */
function mayMakeNetworks(): boolean {
  const name = `gatehouse-probe-${process.pid}`;
  const ip = (...words: readonly string[]): boolean => spawnSync(...asRoot('ip', ...words)).status === 0;
  if (!ip('netns', 'add', name)) return false;
  const may = ip('-n', name, 'link', 'add', 'gh0', 'type', 'veth', 'peer', 'name', 'gh1');
  ip('netns', 'delete', name);
  return may;
}

interface Hostapd {
  readonly here: TestEngine;
  /** What hostapd has said so far. */
  output(): string;
  /** Logs a guest in on the cable; what came of it. Without a name the guest stays on the cable, asked who it is. */
  guestLogsIn(name?: string): Promise<string>;
  /** Asks hostapd to end a session. */
  disconnect(attributes: readonly Attribute[], options?: AskOptions): Promise<DynamicResult>;
}

interface AskOptions {
  readonly secret?: string;
  /** How wrong our clock is. */
  readonly clockOffSec?: number;
  readonly retryWaitsMs?: readonly number[];
}

/** Starts it beside an engine whose clock is right, as hostapd compares times. Everything ends with the test. */
async function startHostapd(): Promise<Hostapd> {
  const network = openNetwork();
  const here = await startEngine({ nowMs: Date.now(), bind: ['127.0.0.1', network.ours] });
  addRouter(here.venue, network.theirs, SECRET);
  here.engine.routersChanged();
  const portOf = (role: string): number =>
    here.server.listening.find((one) => one.role === role && one.address === network.ours)!.port;
  const config = [
    'interface=port',
    'driver=wired',
    'ieee8021x=1',
    'use_pae_group_addr=1',
    `own_ip_addr=${network.theirs}`,
    'nas_identifier=hostapd-1',
    `auth_server_addr=${network.ours}`,
    `auth_server_port=${portOf('authentication')}`,
    `auth_server_shared_secret=${SECRET}`,
    `acct_server_addr=${network.ours}`,
    `acct_server_port=${portOf('accounting')}`,
    `acct_server_shared_secret=${SECRET}`,
    `radius_das_port=${DAS_PORT}`,
    `radius_das_client=${network.ours} ${SECRET}`,
    `radius_das_time_window=${TIME_WINDOW_SEC}`,
    'radius_das_require_event_timestamp=1',
    'radius_das_require_message_authenticator=1',
  ];
  const output = await runHostapd(network.name, config);
  return {
    here,
    output,
    guestLogsIn: (name) =>
      runInside(network.name, [PYTHON, pathOf('eapol-guest.py'), 'cable', ...(name === undefined ? [] : [name])]),
    disconnect: (attributes, options) => askToDisconnect(network, attributes, options),
  };
}

interface Network {
  readonly name: string;
  readonly ours: string;
  readonly theirs: string;
}

let networks = 0;

/** 198.18.0.0/15 is set aside for tests of networks (RFC 2544): no venue uses it. */
function openNetwork(): Network {
  // The system takes its time to forget the one before.
  const number = networks++;
  const tag = `${process.pid.toString(36)}${number}`;
  const third = (process.pid + number) % 256;
  const network = { name: `gatehouse-${tag}`, ours: `198.18.${third}.1`, theirs: `198.18.${third}.2` };
  const [outside, inside] = [`gh${tag}o`, `gh${tag}i`];
  const ip = (line: string): void => void execFileSync(...asRoot('ip', ...line.split(' ')));
  ip(`netns add ${network.name}`);
  onTestFinished(() => ip(`netns delete ${network.name}`));
  ip(`link add ${outside} type veth peer name ${inside} netns ${network.name}`);
  ip(`address add ${network.ours}/30 dev ${outside}`);
  ip(`link set ${outside} up`);
  ip(`-n ${network.name} address add ${network.theirs}/30 dev ${inside}`);
  ip(`-n ${network.name} link set ${inside} up`);
  ip(`-n ${network.name} link add port type veth peer name cable address ${GUEST_MAC}`);
  ip(`-n ${network.name} link set port up`);
  ip(`-n ${network.name} link set cable up`);
  return network;
}

/** Runs it until the test is over; returns what it has said so far once it is ready. */
async function runHostapd(network: string, config: readonly string[]): Promise<() => string> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-hostapd-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'hostapd.conf');
  writeFileSync(file, `${config.join('\n')}\n`);
  let said = '';
  // `ip netns exec` becomes hostapd, so that this is hostapd's own process.
  const hostapd = spawn(...asRoot('ip', 'netns', 'exec', network, findProgram('hostapd') ?? 'hostapd', '-d', file));
  for (const stream of [hostapd.stdout, hostapd.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
  onTestFinished(() => ended(hostapd));
  await vi.waitUntil(() => said.includes('AP-ENABLED') || hostapd.exitCode !== null, { timeout: 60_000, interval: 20 });
  if (hostapd.exitCode !== null) throw new Error(`hostapd ended: ${said}`);
  return () => said;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exit;
}

function runInside(network: string, command: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) =>
    execFile(...asRoot('ip', 'netns', 'exec', network, ...command), (failure, stdout, stderr) => {
      if (failure === null) resolve(stdout.trim());
      else reject(new Error(stderr, { cause: failure }));
    }),
  );
}

async function askToDisconnect(
  { ours, theirs }: Network,
  attributes: readonly Attribute[],
  { secret = SECRET, clockOffSec = 0, retryWaitsMs = RETRY_WAITS_MS }: AskOptions = {},
): Promise<DynamicResult> {
  const now = (): number => Date.now() + clockOffSec * 1_000;
  const client = openDynamicClient({ now, bind: { ipv4: ours }, retryWaitsMs });
  try {
    return await client.send({
      code: 'Disconnect-Request',
      address: theirs,
      port: DAS_PORT,
      secret: Buffer.from(secret),
      attributes,
    });
  } finally {
    await client.close();
  }
}

const pathOf = (name: string): string => fileURLToPath(new URL(`clients/${name}`, import.meta.url));
const byMac = (mac: string): readonly Attribute[] => [attribute('Calling-Station-Id', mac)];

describe.skipIf(skipped !== undefined)('hostapd', () => {
  test('as a router: its Accounting-On is stored, and a guest it asks for by EAP is refused in words it understands', async () => {
    const { here, output, guestLogsIn } = await startHostapd();
    await heard(output, 'Received RADIUS message');
    sellCode(here.venue, 'k7m2pq');
    expect(await guestLogsIn('k7m2pq')).toBe('failure');
    expect(output()).not.toMatch(/Invalid|invalid authenticator|dropping/);
    expect(here.server.counters.dropped['bad-message-authenticator']).toBe(0);
    const log = logIn(here).filter(({ source_address }) => source_address.startsWith('198.18.'));
    expect(log.map(({ outcome, reason }) => `${outcome} ${reason}`)).toEqual([
      'stored router-restarted',
      'reject method-not-supported',
    ]);
  });

  test('ends the session we ask it to end, and no other', async () => {
    const { output, guestLogsIn, disconnect } = await startHostapd();
    expect(await guestLogsIn()).toBe('asked');
    expect(await disconnect(byMac('02:00:00:00:09:09'))).toEqual({
      kind: 'nak',
      errorCause: 503,
      errorCauseName: 'Session-Context-Not-Found',
    });
    expect(await disconnect(byMac(GUEST_MAC))).toEqual({ kind: 'ack' });
    expect(output()).toContain(`Found a matching session ${GUEST_MAC}`);
  });

  test('says which attribute it does not want', async () => {
    const { disconnect } = await startHostapd();
    const attributes = [...byMac(GUEST_MAC), attribute('Framed-IP-Address', '10.5.88.2')];
    expect(await disconnect(attributes)).toEqual({
      kind: 'nak',
      errorCause: 401,
      errorCauseName: 'Unsupported-Attribute',
    });
  });

  test('does not listen to a wrong secret, nor to a request from another time', async () => {
    const { output, guestLogsIn, disconnect } = await startHostapd();
    expect(await guestLogsIn()).toBe('asked');
    const deaf = { kind: 'timeout', tries: 3 };
    const retryWaitsMs = [50, 50, 50];
    expect(await disconnect(byMac(GUEST_MAC), { secret: 'another', retryWaitsMs })).toMatchObject(deaf);
    await heard(output, 'Invalid authenticator');
    const clockOffSec = -2 * TIME_WINDOW_SEC;
    expect(await disconnect(byMac(GUEST_MAC), { clockOffSec, retryWaitsMs })).toMatchObject(deaf);
    await heard(output, 'Unacceptable Event-Timestamp');
    expect(output()).not.toContain('Found a matching session');
    expect(await disconnect(byMac(GUEST_MAC))).toEqual({ kind: 'ack' });
  });
});

/** Waits until hostapd has said it. */
function heard(output: () => string, words: string): Promise<boolean> {
  return vi.waitUntil(() => output().includes(words), { timeout: 60_000, interval: 20 });
}
