/**
 * Routers as the RADIUS thread knows them: who may ask, what was learned of each, and who asks without being known.
 * The operator's side of the same tables is routers.ts.
 */
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import type { WrittenAttribute } from './product-rules';

export interface RouterForAccess {
  readonly id: number;
  readonly address: string;
  readonly hotspot: boolean;
  readonly pppoe: boolean;
  readonly secretSealed: Uint8Array;
  readonly sendsMessageAuthenticator: boolean;
  /** `required`: whatever it has sent so far. */
  readonly messageAuthenticator: 'learned' | 'required';
  /** UDP port of its /radius/incoming. */
  readonly coaPort: number;
  readonly useCoa: boolean;
  /** Password of its MAC logins. */
  readonly macPassword: 'empty' | 'same' | 'shared';
  readonly macPasswordSealed: Uint8Array | null;
}

/** An attribute of one router's answers. */
export interface RouterAttribute extends WrittenAttribute {
  readonly routerId: number;
}

/** What was learned of one router since the last write. */
export interface RouterLearned {
  readonly routerId: number;
  readonly lastAuthenticAtMs: number | null;
  readonly sendsMessageAuthenticator: boolean;
  /** Null: no sign of a wrong secret since the last authentic packet. */
  readonly wrongSecretAtMs: number | null;
  readonly wrongSecretSign: string | null;
  /** Host (and port) of its login page; null: not named, which forgets nothing. */
  readonly loginHost: string | null;
}

export interface UnknownSource {
  readonly address: string;
  readonly atMs: number;
  /** Packets since the last write. */
  readonly packets: number;
  /** As claimed. */
  readonly nasIdentifier: string | null;
}

/** A venue has a handful; this is the largest number of rows read into memory. */
const MOST_ROUTERS = 1_000;
const MOST_ATTRIBUTES = 20_000;

export const routerStatesSql = {
  routers: `
    select r.id, r.address, r.hotspot, r.pppoe, r.secret_sealed as secretSealed, r.coa_port as coaPort,
      r.use_coa as useCoa, r.mac_password as macPassword, r.mac_password_sealed as macPasswordSealed,
      coalesce(s.sends_message_authenticator, 0) as sendsMessageAuthenticator,
      r.message_authenticator as messageAuthenticator
    from routers r left join router_states s on s.router_id = r.id order by r.id limit ${MOST_ROUTERS}`,
  attributes: `select router_id as routerId, name, value from router_attributes order by id limit ${MOST_ATTRIBUTES}`,
  learn: `
    insert into router_states (router_id, last_authentic_at_ms, sends_message_authenticator, wrong_secret_at_ms,
      wrong_secret_sign, login_host)
    values (@routerId, @lastAuthenticAtMs, @sendsMessageAuthenticator, @wrongSecretAtMs, @wrongSecretSign, @loginHost)
    on conflict (router_id) do update set
      last_authentic_at_ms = coalesce(excluded.last_authentic_at_ms, last_authentic_at_ms),
      sends_message_authenticator = excluded.sends_message_authenticator,
      wrong_secret_at_ms = excluded.wrong_secret_at_ms, wrong_secret_sign = excluded.wrong_secret_sign,
      login_host = coalesce(excluded.login_host, login_host)`,
  state: `
    select last_authentic_at_ms as lastAuthenticAtMs, wrong_secret_at_ms as wrongSecretAtMs,
      wrong_secret_sign as wrongSecretSign from router_states where router_id = ?`,
  direction: `
    select r.id as routerId, r.direction as setting, coalesce(s.mostly_output, 0) as mostlyOutput,
      coalesce(s.mostly_input, 0) as mostlyInput, coalesce(s.input_is_download, 0) as inputIsDownload
    from routers r left join router_states s on s.router_id = r.id where r.id = ?`,
  storeDirection: `
    insert into router_states (router_id, mostly_output, mostly_input, input_is_download)
    values (@routerId, @mostlyOutput, @mostlyInput, @inputIsDownload)
    on conflict (router_id) do update set mostly_output = excluded.mostly_output,
      mostly_input = excluded.mostly_input, input_is_download = excluded.input_is_download`,
  storeBoot: `
    insert into router_states (router_id, boot_digit, boot_digit_at_ms) values (@routerId, @digit, @atMs)
    on conflict (router_id) do update set boot_digit = excluded.boot_digit,
      boot_digit_at_ms = excluded.boot_digit_at_ms`,
  noteUnknown: `
    insert into unknown_sources (address, first_at_ms, last_at_ms, packets, nas_identifier)
    values (@address, @atMs, @atMs, @packets, @nasIdentifier)
    on conflict (address) do update set last_at_ms = max(last_at_ms, excluded.last_at_ms),
      packets = min(packets + excluded.packets, ${Number.MAX_SAFE_INTEGER}),
      nas_identifier = coalesce(excluded.nas_identifier, nas_identifier)`,
  forgetKnown: `delete from unknown_sources where address in (select address from routers)`,
  forgetOld: `delete from unknown_sources where last_at_ms < ?`,
  forgetBeyond: `
    delete from unknown_sources where address in (
      select address from unknown_sources order by last_at_ms desc limit -1 offset ?)`,
} as const;

interface RouterForAccessRow extends Omit<
  RouterForAccess,
  'hotspot' | 'pppoe' | 'sendsMessageAuthenticator' | 'useCoa'
> {
  readonly hotspot: number;
  readonly pppoe: number;
  readonly sendsMessageAuthenticator: number;
  readonly useCoa: number;
}

type RouterStateRow = Pick<RouterLearned, 'lastAuthenticAtMs' | 'wrongSecretAtMs' | 'wrongSecretSign'>;

const statements = preparedPer(({ sqlite }) => ({
  routers: sqlite.prepare<[], RouterForAccessRow>(routerStatesSql.routers),
  attributes: sqlite.prepare<[], RouterAttribute>(routerStatesSql.attributes),
  learn: sqlite.prepare(routerStatesSql.learn),
  state: sqlite.prepare<[number], RouterStateRow>(routerStatesSql.state),
  direction: sqlite.prepare<[number], RouterDirection>(routerStatesSql.direction),
  storeDirection: sqlite.prepare(routerStatesSql.storeDirection),
  storeBoot: sqlite.prepare(routerStatesSql.storeBoot),
  noteUnknown: sqlite.prepare(routerStatesSql.noteUnknown),
  forgetKnown: sqlite.prepare(routerStatesSql.forgetKnown),
  forgetOld: sqlite.prepare(routerStatesSql.forgetOld),
  forgetBeyond: sqlite.prepare(routerStatesSql.forgetBeyond),
}));

/** Of all routers, in the order they were written. */
export function listRouterAttributes(db: Db): readonly RouterAttribute[] {
  return statements(db).attributes.all();
}

/** Every router that may ask; at most 1,000. */
export function listRoutersForAccess(db: Db): readonly RouterForAccess[] {
  return statements(db)
    .routers.all()
    .map((row) => ({
      ...row,
      hotspot: row.hotspot === 1,
      pppoe: row.pppoe === 1,
      sendsMessageAuthenticator: row.sendsMessageAuthenticator === 1,
      useCoa: row.useCoa === 1,
    }));
}

/** What is stored of a router; undefined: never heard of. */
export function findRouterState(db: Db, routerId: number): RouterStateRow | undefined {
  return statements(db).state.get(routerId);
}

export function storeRouterLearned(db: Db, learned: RouterLearned): void {
  statements(db).learn.run({ ...learned, sendsMessageAuthenticator: learned.sendsMessageAuthenticator ? 1 : 0 });
}

/** How a router's counters are read, and what that is concluded from. */
export interface RouterDirection {
  readonly routerId: number;
  /** Set by the operator; 'learned' leaves it to the comparison. */
  readonly setting: 'learned' | 'normal' | 'swapped';
  /** Sessions that moved far more as Acct-Output than as Acct-Input, and the other way round. */
  readonly mostlyOutput: number;
  readonly mostlyInput: number;
  /** What the comparison has come to; 1: Acct-Input is what guests download. */
  readonly inputIsDownload: 0 | 1;
}

/** Undefined: there is no such router. */
export function findRouterDirection(db: Db, routerId: number): RouterDirection | undefined {
  return statements(db).direction.get(routerId);
}

export function storeRouterDirection(db: Db, learned: RouterDirection): void {
  statements(db).storeDirection.run(learned);
}

/** Notes the third digit of a router's newest session ids. */
export function storeRouterBoot(db: Db, routerId: number, digit: string, atMs: number): void {
  statements(db).storeBoot.run({ routerId, digit, atMs });
}

export function noteUnknownSource(db: Db, source: UnknownSource): void {
  statements(db).noteUnknown.run(source);
}

/** An address that has become a router is not asking any more. */
export function forgetKnownSources(db: Db): void {
  statements(db).forgetKnown.run();
}

/** Keeps the `keep` newest addresses of those that asked since `sinceMs`; also forgets that one was dismissed. */
export function pruneUnknownSources(db: Db, sinceMs: number, keep: number): void {
  const { forgetOld, forgetBeyond } = statements(db);
  forgetOld.run(sinceMs);
  forgetBeyond.run(keep);
}
