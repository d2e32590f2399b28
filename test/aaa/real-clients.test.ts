/** RADIUS clients that others wrote, at the whole access engine: Perl's Authen::Radius and Python's pyrad. */
import { execFile, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { challengeHash, challengeResponse, ntPasswordHash } from '../../main/radius/mschap';
import {
  addGuest,
  addProduct,
  entitle,
  logIn,
  SECRET,
  sellCode,
  sessionsIn,
  startEngine,
  usageOf,
  type TestEngine,
} from './support';
import vectors from '../radius/data/vectors.json';

const ACCESS_ACCEPT = 2;
const ACCESS_REJECT = 3;
const ACCOUNTING_RESPONSE = 5;

interface Client {
  readonly name: string;
  /** Debian's package. */
  readonly package: string;
  /** What runs it, before the script. */
  readonly command: string;
  readonly script: string;
  readonly probe: readonly string[];
  /** Whether it can put a Message-Authenticator into a request. */
  readonly signs: boolean;
}

/** Debian's Python has Debian's modules; another one may come first in the PATH. */
const clients: readonly Client[] = [
  {
    name: 'Authen::Radius',
    package: 'libauthen-radius-perl',
    command: '/usr/bin/perl',
    script: 'authen-radius.pl',
    probe: ['-MAuthen::Radius', '-e', '1'],
    signs: true,
  },
  {
    name: 'pyrad',
    package: 'python3-pyrad',
    command: '/usr/bin/python3',
    script: 'pyrad-client.py',
    probe: ['-c', 'import pyrad'],
    signs: false,
  },
];

type Answer =
  | { readonly code: number; readonly attributes: readonly (readonly [name: string, value: string])[] }
  | { readonly error: string };

const pathOf = (name: string): string => fileURLToPath(new URL(`clients/${name}`, import.meta.url));

/** Never skipped where a change is decided about (CI=true): there a missing client has to fail. */
function isMissing({ name, command, probe, package: debian }: Client): boolean {
  if (process.env['CI'] === 'true' || spawnSync(command, probe).status === 0) return false;
  console.log(`${name} is not installed (package ${debian}): its tests are skipped.`);
  return true;
}

describe.each(clients.map((client) => [client.name, client] as const))('%s', (_name, client) => {
  const run = describe.skipIf(isMissing(client));

  async function ask(
    here: TestEngine,
    role: 'authentication' | 'accounting',
    attributes: readonly (readonly [name: string, value: string | number])[],
    options: { readonly secret?: string; readonly signed?: boolean; readonly timeoutSec?: number } = {},
  ): Promise<Answer> {
    const { port } = here.server.listening.find((one) => one.role === role)!;
    const question = {
      server: '127.0.0.1',
      port,
      secret: options.secret ?? SECRET,
      signed: options.signed ?? client.signs,
      timeoutSec: options.timeoutSec ?? 5,
      code: role === 'authentication' ? 1 : 4,
      dictionary: pathOf('dictionary'),
      attributes: [...attributes, ['NAS-IP-Address', '10.0.0.1'], ['Calling-Station-Id', '02:00:00:00:01:01']],
    };
    const output = await new Promise<string>((resolve, reject) => {
      const child = execFile(client.command, [pathOf(client.script)], (failure, stdout, stderr) => {
        if (failure === null) resolve(stdout);
        else reject(new Error(`${client.name} failed: ${stderr}`, { cause: failure }));
      });
      child.stdin!.end(JSON.stringify(question));
    });
    return JSON.parse(output) as Answer;
  }

  function valueOf(answer: Answer, name: string): string | undefined {
    return 'error' in answer ? undefined : answer.attributes.find(([one]) => one === name)?.[1];
  }

  run('at the access engine', () => {
    test.each(client.signs ? [true, false] : [false])(
      'logs in by PAP and reads what the product says (signed: %s)',
      async (signed) => {
        const here = await startEngine();
        const limits = { rate_down_bps: 10_000_000, rate_up_bps: 2_000_000, simultaneous_sessions: 2 };
        sellCode(here.venue, 'k7m2pq', { limits });
        const answer = await ask(
          here,
          'authentication',
          [
            ['User-Name', 'k7m2pq'],
            ['User-Password', 'k7m2pq'],
          ],
          { signed },
        );
        expect(answer).toMatchObject({ code: ACCESS_ACCEPT });
        expect(valueOf(answer, 'Mikrotik-Rate-Limit')).toBe('2M/10M');
        expect(valueOf(answer, 'Port-Limit')).toBe('2');
        expect(valueOf(answer, 'Class')).toMatch(/^0x[0-9a-f]+$/);
      },
    );

    test('logs in by CHAP, and not with another password', async () => {
      const here = await startEngine();
      sellCode(here.venue, 'k7m2pq');
      const challenge = randomBytes(16);
      const chap = (password: string): string => {
        const digest = createHash('md5').update(Buffer.of(7)).update(password).update(challenge).digest('hex');
        return `0x07${digest}`;
      };
      const login = (password: string) =>
        ask(here, 'authentication', [
          ['User-Name', 'k7m2pq'],
          ['CHAP-Challenge', `0x${challenge.toString('hex')}`],
          ['CHAP-Password', chap(password)],
        ]);
      expect(await login('k7m2pq')).toMatchObject({ code: ACCESS_ACCEPT });
      const refused = await login('k7m2pr');
      expect(refused).toMatchObject({ code: ACCESS_REJECT });
      expect(valueOf(refused, 'Reply-Message')).toBeDefined();
      expect(logIn(here).at(-1)).toMatchObject({ reason: 'wrong-password' });
    });

    test('logs in with the MS-CHAPv2 response of RFC 2759 §9.2 and gets its success string', async () => {
      const here = await startEngine();
      const vector = vectors['rfc2759-9.2-mschapv2'];
      entitle(here.db, addGuest(here.venue, vector.user, { password: vector.password }), addProduct(here.db));
      const answer = await ask(here, 'authentication', [
        ['User-Name', vector.user],
        ['MS-CHAP-Challenge', `0x${vector.authenticatorChallenge}`],
        ['MS-CHAP2-Response', `0x0100${vector.peerChallenge}0000000000000000${vector.ntResponse}`],
      ]);
      expect(answer).toMatchObject({ code: ACCESS_ACCEPT });
      expect(valueOf(answer, 'MS-CHAP2-Success')).toBe(`0x01${Buffer.from(vector.success).toString('hex')}`);
      expect(valueOf(answer, 'MS-MPPE-Send-Key')).toMatch(/^0x[89a-f][0-9a-f]{67}$/);
      expect(valueOf(answer, 'MS-MPPE-Recv-Key')).toMatch(/^0x[89a-f][0-9a-f]{67}$/);
    });

    test('is told "authentication failed" in the words of MS-CHAPv2', async () => {
      const here = await startEngine();
      sellCode(here.venue, 'k7m2pq');
      const [challenge, peer] = [randomBytes(16), randomBytes(16)];
      const hash = challengeHash(peer, challenge, Buffer.from('k7m2pq'));
      const response = challengeResponse(hash, ntPasswordHash('wrong'));
      const answer = await ask(here, 'authentication', [
        ['User-Name', 'k7m2pq'],
        ['MS-CHAP-Challenge', `0x${challenge.toString('hex')}`],
        ['MS-CHAP2-Response', `0x2a00${peer.toString('hex')}0000000000000000${response.toString('hex')}`],
      ]);
      expect(answer).toMatchObject({ code: ACCESS_REJECT });
      const error = Buffer.from(valueOf(answer, 'MS-CHAP-Error')!.slice(2), 'hex').toString('latin1');
      expect(error).toMatch(/^\*E=691 R=0 C=[0-9A-F]{32} V=3/);
    });

    test('has its session counted from Start to Stop', async () => {
      const here = await startEngine();
      const { entitlementId } = sellCode(here.venue, 'k7m2pq');
      const login = await ask(here, 'authentication', [
        ['User-Name', 'k7m2pq'],
        ['User-Password', 'k7m2pq'],
      ]);
      const session = [
        ['User-Name', 'k7m2pq'],
        ['Acct-Session-Id', '80100014'],
        ['Class', valueOf(login, 'Class')!],
      ] as const;
      const start = await ask(here, 'accounting', [['Acct-Status-Type', 1], ...session]);
      expect(start).toMatchObject({ code: ACCOUNTING_RESPONSE });
      expect(sessionsIn(here.db)).toMatchObject([{ username: 'k7m2pq', ended_at_ms: null }]);
      here.clock.nowMs += 60_000;
      const stop = await ask(here, 'accounting', [
        ['Acct-Status-Type', 2],
        ...session,
        ['Acct-Session-Time', 60],
        ['Acct-Input-Octets', 1_000],
        ['Acct-Output-Octets', 25_000],
        ['Acct-Terminate-Cause', 1],
      ]);
      expect(stop).toMatchObject({ code: ACCOUNTING_RESPONSE });
      expect(sessionsIn(here.db)).toMatchObject([{ terminate_cause: 'User-Request', upload_bytes: 1_000 }]);
      expect(usageOf(here.db, entitlementId)).toMatchObject({ download_bytes: 25_000, uptime_sec: 60 });
    });

    test('gets nothing for accounting with a wrong secret', async () => {
      const here = await startEngine();
      const answer = await ask(
        here,
        'accounting',
        [
          ['Acct-Status-Type', 1],
          ['Acct-Session-Id', '80100014'],
        ],
        { secret: 'another', timeoutSec: 1 },
      );
      expect(answer).toHaveProperty('error');
      expect(here.server.counters.dropped['bad-authenticator']).toBe(1);
      expect(sessionsIn(here.db)).toEqual([]);
    });
  });
});
