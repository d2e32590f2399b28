/** FreeRADIUS's client as the router, with the packets of a real HotSpot. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attribute, getInteger, getString } from '../../main/radius/attributes';
import { checkChap } from '../../main/radius/chap';
import { revealPassword, samePassword } from '../../main/radius/pap';
import type { RadiusReply, RadiusRequest } from '../../main/radius/server';
import { lacks } from '../tools';
import { SECRET, startHarness, stored, type Harness } from './harness';

const skipped = lacks('radclient');
if (skipped) console.log('radclient is not installed (package freeradius-utils): its tests are skipped.');

const PASSWORDS: Readonly<Record<string, string>> = { 'guest-101': 'room-101-pw', '02:00:00:00:01:01': '' };

function decide(request: RadiusRequest): RadiusReply {
  if (request.kind === 'accounting') return stored;
  const password = PASSWORDS[getString(request.packet, 'User-Name') ?? ''];
  if (password !== undefined && knows(request, password)) {
    const attributes = [attribute('Session-Timeout', 3_600), attribute('Mikrotik-Rate-Limit', '2M/10M')];
    return { kind: 'answer', code: 'Access-Accept', attributes };
  }
  return { kind: 'answer', code: 'Access-Reject', attributes: [attribute('Reply-Message', 'Wrong code')] };
}

function knows({ packet, nas }: RadiusRequest, password: string): boolean {
  const given = revealPassword(packet, nas.secret);
  if (given.kind === 'password') return samePassword(given.password, password);
  const chap = checkChap(packet, password);
  // radclient leaves an empty User-Password out.
  return chap === 'absent' ? password === '' : chap === 'match';
}

describe.skipIf(skipped)('radclient', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness({ reply: decide });
  });
  afterAll(() => harness.server.close());

  /** Runs radclient with one try; its output says what came back and whether it believed it. */
  function radclient(file: string, type: 'auth' | 'acct' | 'status', secret = SECRET): Promise<string> {
    const path = fileURLToPath(new URL(`data/mikrotik/${file}`, import.meta.url));
    const port = harness.server.listening[type === 'acct' ? 1 : 0]!.port;
    const args = ['-x', '-r', '1', '-t', '1', '-f', path, `127.0.0.1:${port}`, type, secret];
    return new Promise((resolve) =>
      execFile('radclient', args, (_failure, stdout, stderr) => resolve(stdout + stderr)),
    );
  }

  test.each(['hotspot-auth-pap.txt', 'hotspot-auth-chap.txt', 'hotspot-auth-mac-empty-password.txt'])(
    'believes the Access-Accept for %s and reads its attributes',
    async (file) => {
      const output = await radclient(file, 'auth');
      expect(output).toContain('Received Access-Accept');
      expect(output).toContain('Session-Timeout = 3600');
      expect(output).toContain('Mikrotik-Rate-Limit = "2M/10M"');
      expect(harness.batches.flat().at(-1)).toMatchObject({ hadMessageAuthenticator: true });
    },
  );

  test('sends a CHAP login of the length a real HotSpot sends', async () => {
    await radclient('hotspot-auth-chap.txt', 'auth');
    expect(harness.batches.flat().at(-1)!.packet.raw.length).toBe(242);
  });

  test.each([
    ['hotspot-acct-start.txt', 1, 168],
    ['hotspot-acct-interim.txt', 3, 210],
    ['hotspot-acct-stop.txt', 2, 216],
  ])('gets %s answered', async (file, status, bytes) => {
    expect(await radclient(file, 'acct')).toContain('Received Accounting-Response');
    const { packet } = harness.batches.flat().at(-1)!;
    expect(getInteger(packet, 'Acct-Status-Type')).toBe(status);
    expect(packet.raw).toHaveLength(bytes);
  });

  test('with a wrong secret gets nothing', async () => {
    const before = harness.server.counters.dropped['bad-message-authenticator'];
    const output = await radclient('hotspot-auth-chap.txt', 'auth', 'wrong secret');
    expect(output).not.toContain('Received');
    expect(harness.server.counters.dropped['bad-message-authenticator']).toBe(before + 1);
  });
});
