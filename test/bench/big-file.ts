/**
 * A venue after years: 100,000 guests and five million sessions. Made once by the service's own set-up and bulk
 * inserts, kept in the system's folder for temporary files, and copied for each run.
 */
import { createHash } from 'node:crypto';
import { constants, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { seal } from '../../db/seal';
import { ACTIVE_GUESTS, deviceOf, sessionId } from './datagrams';
import { runOnce, setUpGatehouse, startGatehouseOn, type Ports } from './gatehouse';
import type { Credentials } from './job';
import type { Target } from './target';

export const BIG_GUESTS = 100_000;
export const BIG_SESSIONS = 5_000_000;
/** The first of those who log in and are online: the newest, as in every venue. The others left years ago. */
const FIRST_ACTIVE = BIG_GUESTS - ACTIVE_GUESTS;
/** Sessions of the last weeks only, so that the service does not begin to compress them meanwhile. */
const SESSIONS_WITHIN_MS = 20 * 86_400_000;
const WEEK_MS = 7 * 86_400_000;

const FIRST_NAMES = ['Anna', 'Luca', 'Jürgen', 'María', 'Chloé', 'João', 'Aisha', 'Olivia', 'Zoë', 'Hubert'];
const LAST_NAMES = ['Rossi', 'Müller', 'García', 'Lefèvre', 'Silva', 'Al-Fayed', 'Wright', 'Novák', 'Bianchi'];
const ROOMS = 400;
/** Half of the guests are known by name and room, a quarter also by telephone and e-mail. */
const NAMED_EVERY = 2;
const KNOWN_EVERY = 4;

/**
 * What somebody types who looks for one of them: names of many, of few, of nobody; codes, rooms, telephones. No two begin
 * alike: the page would not ask twice.
 */
export const searchedTexts = [
  'rossi',
  'muller',
  'big99',
  '212',
  'garcia',
  '+39 347',
  'anna ro',
  'zzzz',
  'lake 3',
] as const;

const codeOf = (guest: number): string => `big${guest}`;

/** Starts the built service on a copy of the big file. Takes a minute or two the first time on a computer. */
export async function startOnBigFile(root: string, folder: string, ports: Ports): Promise<Target> {
  await copyBigFile(root, folder, ports);
  const guests = Array.from({ length: ACTIVE_GUESTS }, (_, i): Credentials => {
    const code = codeOf(FIRST_ACTIVE + i);
    return { username: code, password: code };
  });
  return startGatehouseOn(root, folder, ports, guests, () => Promise.resolve(storedOctets(folder)));
}

/** A copy of the big file's folder, which is made first where it is not there yet. */
export async function copyBigFile(root: string, folder: string, ports: Ports): Promise<void> {
  const cached = join(tmpdir(), `gatehouse-bench-${versionOf(root)}`);
  if (!existsSync(cached)) await make(root, cached, ports);
  cpSync(cached, folder, { recursive: true, mode: constants.COPYFILE_FICLONE });
}

/** Another schema or another filling is another file. */
function versionOf(root: string): string {
  const hash = createHash('sha256');
  const folder = join(root, 'db/migrations');
  for (const name of readdirSync(folder).sort())
    if (name.endsWith('.sql')) hash.update(readFileSync(join(folder, name)));
  hash.update(`${BIG_GUESTS} ${BIG_SESSIONS} ${ACTIVE_GUESTS} newest, named, summed up`);
  return hash.digest('hex').slice(0, 16);
}

async function make(root: string, folder: string, ports: Ports): Promise<void> {
  console.log(`Making a file with ${BIG_GUESTS} guests and ${BIG_SESSIONS} sessions, once …`);
  removeOthers();
  const unfinished = `${folder}-unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  await setUpGatehouse(root, unfinished, ports, 1);
  fill(unfinished, Date.now());
  // The sums of years are made once in a venue, and not at every start that is measured.
  await runOnce(root, unfinished, ports);
  renameSync(unfinished, folder);
}

/** A gigabyte each, of schemas that are gone. */
function removeOthers(): void {
  for (const name of readdirSync(tmpdir())) {
    if (/^gatehouse-bench-[0-9a-f]{16}$/.test(name)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function open(folder: string): Database.Database {
  return new Database(join(folder, 'gatehouse.sqlite'), { fileMustExist: true });
}

/** The file is nobody's yet: nothing is lost if this is interrupted. */
function fill(folder: string, nowMs: number): void {
  const db = open(folder);
  db.pragma('journal_mode = MEMORY');
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -400000');
  const dataKey = Buffer.from(readFileSync(join(folder, 'data.key'), 'latin1').trim(), 'hex');
  const firstGuest = Number(db.prepare('select max(id) + 1 from guests').pluck().get());
  db.transaction(() => {
    insertGuests(db, dataKey, firstGuest, nowMs);
    withoutIndexes(db, () => insertSessions(db, firstGuest, nowMs));
  })();
  db.exec('analyze');
  db.pragma('journal_mode = WAL');
  db.close();
}

/** Each holds the one product and has logged in before. */
function insertGuests(db: Database.Database, dataKey: Uint8Array, firstGuest: number, nowMs: number): void {
  const productId = db.prepare('select max(id) from products').pluck().get();
  const firstEntitlement = Number(db.prepare('select max(id) + 1 from entitlements').pluck().get());
  const guest = db.prepare(`insert into guests (id, domain_id, kind, username, username_key, password_sealed,
      created_at_ms, display_name, room) values (?, 1, 'code', ?, ?, ?, ?, ?, ?)`);
  const person = db.prepare('insert into guest_persons (guest_id, email, calling_code, mobile) values (?, ?, ?, ?)');
  const entitlement = db.prepare(
    'insert into entitlements (id, guest_id, product_id, created_at_ms) values (?, ?, ?, ?)',
  );
  const usage = db.prepare(`insert into entitlement_usage (entitlement_id, started_at_ms, ends_at_ms, last_used_at_ms)
    values (?, ?, ?, ?)`);
  for (let i = 0; i < BIG_GUESTS; i++) {
    const code = codeOf(i);
    const [name, room] = i % NAMED_EVERY === 0 ? [nameOf(i), `${100 + (i % ROOMS)}`] : [null, null];
    guest.run(firstGuest + i, code, code, seal(dataKey, 'guest-password', code), nowMs, name, room);
    if (i % KNOWN_EVERY === 0) {
      person.run(firstGuest + i, `guest${i}@example.com`, '39', `347${1_000_000 + i}`);
    }
    entitlement.run(firstEntitlement + i, firstGuest + i, productId, nowMs);
    usage.run(firstEntitlement + i, nowMs, nowMs + WEEK_MS, nowMs);
  }
}

function nameOf(guest: number): string {
  const first = FIRST_NAMES[Math.floor(guest / NAMED_EVERY) % FIRST_NAMES.length]!;
  return `${first} ${LAST_NAMES[Math.floor(guest / ROOMS) % LAST_NAMES.length]!}`;
}

/** Building an index at the end costs a tenth of keeping it through five million inserts. */
function withoutIndexes(db: Database.Database, work: () => void): void {
  const indexes = db
    .prepare<[], { readonly name: string; readonly sql: string }>(
      `select name, sql from sqlite_master where type = 'index' and tbl_name = 'sessions' and sql is not null`,
    )
    .all();
  for (const { name } of indexes) db.exec(`drop index "${name}"`);
  work();
  for (const { sql } of indexes) db.exec(sql);
}

function insertSessions(db: Database.Database, firstGuest: number, nowMs: number): void {
  db.prepare(
    `with recursive n(i) as (select 0 union all select i + 1 from n where i < ${BIG_SESSIONS - ACTIVE_GUESTS - 1})
    insert into sessions (router_id, acct_session_id, guest_id, username, mac_address, started_at_ms, last_heard_at_ms,
      ended_at_ms, session_time_sec, upload_bytes, download_bytes, terminate_cause, interim_sec, service, chained)
    select 1, printf('81%06x', i & 0xffffff), @firstGuest + i % ${BIG_GUESTS}, 'big' || (i % ${BIG_GUESTS}),
      printf('0A:00:00:%02X:%02X:%02X', i >> 16 & 255, i >> 8 & 255, i & 255), @fromMs + i * @stepMs,
      @fromMs + i * @stepMs + 3600000, @fromMs + i * @stepMs + 3600000, 3600, i * 1000, i * 9000, 'User-Request', 60,
      'hotspot', 1 from n`,
  ).run({
    firstGuest,
    fromMs: nowMs - SESSIONS_WITHIN_MS - 7_200_000,
    stepMs: Math.floor(SESSIONS_WITHIN_MS / BIG_SESSIONS),
  });
  const running = db.prepare(`insert into sessions (router_id, acct_session_id, guest_id, username, mac_address,
      started_at_ms, last_heard_at_ms, interim_sec, service, nas_address)
    values (1, ?, ?, ?, ?, ?, ?, 86400, 'hotspot', '127.0.0.1')`);
  for (let i = 0; i < ACTIVE_GUESTS; i++) {
    const guest = FIRST_ACTIVE + i;
    running.run(sessionId(i), firstGuest + guest, codeOf(guest), deviceOf(i).toUpperCase(), nowMs, nowMs);
  }
}

function storedOctets(folder: string): Readonly<Record<string, number>> {
  const db = open(folder);
  const rows = db.prepare('select acct_session_id, upload_bytes from sessions where ended_at_ms is null').raw().all();
  db.close();
  return Object.fromEntries(rows as [string, number][]);
}
