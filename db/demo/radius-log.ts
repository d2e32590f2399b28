/** The last two days of the demo's RADIUS log: logins, sessions, and a few things to find out about. */
import type { Db } from '../open';
import { immediate } from '../transaction';
import { logReachMs, acctSessionId, type DemoSession } from './online';
import { whole, type Random } from './random';

interface LogRow {
  readonly atMs: number;
  readonly kind: 'access' | 'accounting' | 'dropped';
  readonly outcome: 'accept' | 'reject' | 'stored' | 'dropped';
  readonly reason: string;
  readonly detail: string;
  readonly sourceAddress: string;
  readonly routerId: number | null;
  readonly username: string | null;
  readonly guestId: number | null;
  readonly macAddress: string | null;
  readonly acctSessionId: string | null;
  readonly count: number;
}

const routerAddress = '127.0.0.1';
const strangerAddress = '192.168.88.1';

/** Writes the log that goes with `sessions`, the router's state, and one address that asks without being known. */
export function writeRadiusLog(
  db: Db,
  routerId: number,
  sessions: readonly DemoSession[],
  nowMs: number,
  random: Random,
): void {
  const rows = [
    ...sessions.flatMap((session, index) => rowsOf(session, index, routerId, random)),
    ...oddities(nowMs, routerId),
  ]
    .filter(({ atMs }) => atMs > nowMs - logReachMs && atMs <= nowMs)
    .sort((one, other) => one.atMs - other.atMs);
  const insert = db.sqlite.prepare(`
    insert into radius_log (at_ms, kind, outcome, reason, detail, source_address, router_id, username, guest_id,
      mac_address, acct_session_id, count)
    values (@atMs, @kind, @outcome, @reason, @detail, @sourceAddress, @routerId, @username, @guestId, @macAddress,
      @acctSessionId, @count)`);
  immediate(db.sqlite, () => {
    for (const row of rows) insert.run(row);
    writeRouterStates(db, routerId, nowMs);
  });
}

function rowsOf(session: DemoSession, index: number, routerId: number, random: Random): readonly LogRow[] {
  const { stay, macAddress, startedAtMs, heardAtMs, terminateCause } = session;
  const about = {
    sourceAddress: routerAddress,
    routerId,
    username: stay.username,
    guestId: stay.guestId,
    macAddress,
    acctSessionId: null,
    count: 1,
  };
  const accounting = { ...about, kind: 'accounting', outcome: 'stored', acctSessionId: acctSessionId(index) } as const;
  const detail = `Let in with "${stay.product.name}".`;
  const rows: LogRow[] = [
    { ...about, atMs: startedAtMs - 40, kind: 'access', outcome: 'accept', reason: 'ok', detail },
    { ...accounting, atMs: startedAtMs, reason: 'session-started', detail: 'A session began.' },
  ];
  if (terminateCause !== undefined)
    rows.push({
      ...accounting,
      atMs: heardAtMs,
      reason: 'session-ended',
      detail: `A session ended: ${terminateCause}.`,
    });
  // Some need a second try to type their code.
  if (random() < 0.08) rows.unshift(mistyped({ ...about, atMs: startedAtMs - whole(random, 8, 40) * 1000 }));
  return rows;
}

function mistyped(about: Omit<LogRow, 'kind' | 'outcome' | 'reason' | 'detail'>): LogRow {
  return {
    ...about,
    guestId: null,
    username: about.username?.slice(0, -1) ?? null,
    kind: 'access',
    outcome: 'reject',
    reason: 'unknown-guest',
    detail: 'Nobody has this name or code. Look for a typing error, or sell a ticket.',
  };
}

/** What a network engineer would want to see in the log. */
function oddities(nowMs: number, routerId: number): readonly LogRow[] {
  const nobody = { username: null, guestId: null, macAddress: null, acctSessionId: null };
  const minutesAgo = (minutes: number): number => nowMs - minutes * 60_000;
  return [
    {
      ...nobody,
      atMs: minutesAgo(1_300),
      kind: 'dropped',
      outcome: 'dropped',
      reason: 'bad-message-authenticator',
      detail: 'The secret on the router is not the one in Gatehouse: the Message-Authenticator is wrong.',
      sourceAddress: routerAddress,
      routerId,
      count: 3,
    },
    {
      ...nobody,
      atMs: minutesAgo(200),
      kind: 'access',
      outcome: 'reject',
      reason: 'method-not-supported',
      detail: 'MS-CHAPv2 is not spoken here. Allow PAP or CHAP on the router (HotSpot: http-chap, http-pap).',
      sourceAddress: routerAddress,
      routerId,
      username: 'conference',
      macAddress: '3C:22:FB:10:20:30',
      count: 1,
    },
    {
      ...nobody,
      atMs: minutesAgo(18),
      kind: 'dropped',
      outcome: 'dropped',
      reason: 'unknown-source',
      detail: 'This address is not a router of this venue. If it is yours, add it as a router.',
      sourceAddress: strangerAddress,
      routerId: null,
      count: 6,
    },
  ];
}

function writeRouterStates(db: Db, routerId: number, nowMs: number): void {
  db.sqlite
    .prepare('insert into router_states (router_id, last_authentic_at_ms) values (?, ?)')
    .run(routerId, nowMs - 4_000);
  db.sqlite
    .prepare(
      `insert into unknown_sources (address, first_at_ms, last_at_ms, packets, nas_identifier) values (?, ?, ?, ?, ?)`,
    )
    .run(strangerAddress, nowMs - 26 * 60_000, nowMs - 18 * 60_000, 6, 'annexe-hap');
}
