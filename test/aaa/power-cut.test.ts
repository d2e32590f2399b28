/**
 * The plug is pulled at any moment (kill -9 under load): what was acknowledged is in the file, nothing is charged twice,
 * and the next start finds a sound file. Three times here, fifty times with GATEHOUSE_LONG=1.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openBeside } from '../../db/open';
import { FakeNas } from '../fakes/nas';
import { openTestVenue } from '../fakes/open-venue';
import { LONG } from '../fakes/random';
import { buildThread, type BuiltThread } from './built-thread';
import { addRouter, macOf, reportOf, SECRET, sellCode, sessionsIn, usageOf } from './support';

const CUTS = LONG ? 50 : 3;
/** Running sessions that report, over and over. */
const SESSIONS = 40;
/** Records on their way at a time. */
const OUTSTANDING = 20;
/** The plug is pulled after so many answers, at the latest. */
const MOST_ANSWERS = 300;
const BYTES_PER_REPORT = 1_000;
const SECONDS_PER_REPORT = 60;
const code = 'k7m2pq';

let built: BuiltThread;
let runner: string;
beforeAll(async () => {
  built = await buildThread();
  runner = join(dirname(built.file), 'runner.mjs');
  writeFileSync(
    runner,
    `import { Worker } from 'node:worker_threads';
     const workerData = { ...JSON.parse(process.argv[2]), dataKey: Buffer.from(process.argv[3], 'hex') };
     const worker = new Worker(new URL('./radius-thread.js', import.meta.url), { workerData });
     worker.on('message', (message) => {
       if (message.kind === 'listening') process.stdout.write(JSON.stringify(message) + '\\n');
     });`,
  );
});
afterAll(() => built.remove());

interface Ports {
  readonly authPort: number;
  readonly acctPort: number;
}

async function start(databaseFile: string, dataKey: Uint8Array): Promise<{ child: ChildProcess; ports: Ports }> {
  const data = { databaseFile, authPort: 0, acctPort: 0, bind: ['127.0.0.1'] };
  const child = spawn(process.execPath, [runner, JSON.stringify(data), Buffer.from(dataKey).toString('hex')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, ports: JSON.parse(line.toString()) as Ports };
}

const sessionId = (session: number): string => (0x80100000 + session).toString(16);

/** The router's side: how far each session has come, and how much of it was acknowledged. */
class Load {
  /** Reports of each session: made by the router, and heard of that they are stored. */
  readonly made = new Array<number>(SESSIONS).fill(0);
  readonly acknowledged = new Array<number>(SESSIONS).fill(0);

  /** Sends reports and counts answers until the plug is pulled after some of them. */
  async run(nas: FakeNas, answers: number): Promise<void> {
    const port = await nas.openPort('accounting');
    const waiting = new Map<number, { readonly session: number; readonly report: number }>();
    const send = (): void => {
      const session = randomInt(SESSIONS);
      const report = ++this.made[session]!;
      const datagram = nas.accountingRequest(
        reportOf('interim', {
          username: code,
          acctSessionId: sessionId(session),
          mac: macOf(session),
          sessionTimeSec: report * SECONDS_PER_REPORT,
          uploadBytes: report * BYTES_PER_REPORT,
        }),
      );
      waiting.set(datagram[1]!, { session, report });
      port.send(datagram);
    };
    for (let i = 0; i < OUTSTANDING; i++) send();
    for (let answered = 0; answered < answers; answered++) {
      const answer = await port.next();
      const { session, report } = waiting.get(answer[1]!)!;
      this.acknowledged[session] = Math.max(this.acknowledged[session]!, report);
      send();
    }
    port.close();
  }
}

test(`${CUTS} power cuts under load lose nothing that was acknowledged, and charge nothing twice`, async () => {
  const venue = openTestVenue(Date.now());
  onTestFinished(() => venue.close());
  addRouter(venue, '127.0.0.1', SECRET);
  const { entitlementId } = sellCode(venue, code, { validForSec: 86_400 });
  const load = new Load();
  for (let cut = 0; cut < CUTS; cut++) {
    const { child, ports } = await start(venue.db.file, venue.dataKey);
    await load.run(new FakeNas({ secret: SECRET, ...ports }), randomInt(1, MOST_ANSWERS));
    child.kill('SIGKILL');
    await once(child, 'exit');

    const db = openBeside(venue.db.file);
    const stored = new Map(sessionsIn(db).map((row) => [row.acct_session_id, row.upload_bytes]));
    const usage = usageOf(db, entitlementId)!;
    expect(db.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
    const reports = load.made.map((_, session) => (stored.get(sessionId(session)) ?? 0) / BYTES_PER_REPORT);
    for (const [session, stands] of reports.entries()) {
      expect(stands).toBeGreaterThanOrEqual(load.acknowledged[session]!);
      expect(stands).toBeLessThanOrEqual(load.made[session]!);
    }
    const charged = reports.reduce((sum, stands) => sum + stands, 0);
    expect(stored.size).toBeLessThanOrEqual(SESSIONS);
    expect(usage.upload_bytes).toBe(charged * BYTES_PER_REPORT);
    expect(usage.uptime_sec).toBe(charged * SECONDS_PER_REPORT);
  }
}, 600_000);
