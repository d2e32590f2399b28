/**
 * Where a guest stands, for people to read: the engine's own judgement (main/aaa/entitlement.ts), so that the desk never
 * says "in use" where the router is told "not now".
 */
import { listOpenSessions, type HeldEntitlement as EngineEntitlement } from '../../db/queries/access';
import { combineLimits, leftOf, type Exhausted, type Left } from '../../db/queries/allowance';
import type { HeldEntitlement } from '../../db/queries/guests';
import type { LimitationRow } from '../../db/queries/products';
import { getVenue } from '../../db/queries/venue';
import type { Limitation } from '../../db/queries/product-rules';
import { circumstancesOf, endOf, standingOf as judge } from '../aaa/entitlement';
import type { Choice, Circumstances, None } from '../aaa/entitlement';

import { countsOwnUse, isSoftCap, nextChange, type Moment } from '../aaa/limits';
import type { RateLimit } from '../aaa/rate-limit';
import type { OpenVenue } from '../open-venue';

/** `paused`: begun, and goes on by itself when its hours begin or its quota starts anew. */
export type Standing = 'waiting' | 'active' | 'paused' | 'ended' | 'used-up' | 'none';

/** Why nothing may be used just now although it is not over. */
export type PauseReason = 'outside-opening-hours' | Exclude<Exhausted, 'ended'>;

export interface GuestStanding {
  readonly standing: Standing;
  /** The entitlement that counts: the running one, else the next, else the last. */
  readonly held: HeldEntitlement | undefined;
  readonly endsAtMs: number | undefined;
}

/** One entitlement as it stands. */
export interface EntitlementStanding {
  readonly standing: Exclude<Standing, 'none'>;
  readonly held: HeldEntitlement;
  /** Undefined: begins later, at a login or when the one before it ends. */
  readonly startedAtMs: number | undefined;
  readonly endsAtMs: number | undefined;
  /** Until somebody is cut off, a quota of the day included; of a paused or ended one, of what ends it for good. */
  readonly left: Left;
  /** Rates in force now. */
  readonly rates: RateLimit | undefined;
  readonly pause: PauseReason | undefined;
  /** Of a paused one: when it goes on, if nothing is sold meanwhile. */
  readonly resumesAtMs: number | undefined;
  /** When its hours or its quotas change next. */
  readonly changesAtMs: number | undefined;
}

/** When it is judged, read once for many guests. */
export function momentOf(open: OpenVenue): Moment {
  return { nowMs: open.now(), timeZone: getVenue(open.db).timeZone };
}

/** `held`: of one guest, oldest first. What has begun keeps its turn, also while it pauses; then comes the next. */
export function standingOf(
  open: OpenVenue,
  held: readonly HeldEntitlement[],
  moment: Moment = momentOf(open),
): GuestStanding {
  const all = standingsOf(open, held, moment);
  const first = (standing: Standing): EntitlementStanding | undefined => all.find((one) => one.standing === standing);
  return (
    first('active') ??
    first('paused') ??
    first('waiting') ??
    all.at(-1) ?? { standing: 'none', held: undefined, endsAtMs: undefined }
  );
}

/** Each of them, in the order given. */
export function standingsOf(
  open: OpenVenue,
  held: readonly HeldEntitlement[],
  moment: Moment = momentOf(open),
): readonly EntitlementStanding[] {
  const [one] = held;
  if (one === undefined) return [];
  const countsTime = held.some(({ limitations }) => limitations.some(({ uptimeSec }) => uptimeSec !== null));
  const sessions = countsTime ? listOpenSessions(open.db, one.entitlement.guestId) : [];
  const by = circumstancesOf(open.db, sessions, moment);
  return held.map((each) => standingOfOne(each, by));
}

function standingOfOne(held: HeldEntitlement, by: Circumstances): EntitlementStanding {
  const asked = engineEntitlement(held);
  const choice = judge(asked, by);
  const startedAtMs = asked.saleStartsAtMs ?? asked.startedAtMs ?? undefined;
  const endsAtMs = endOf(asked);
  const standing = wordOf(choice, startedAtMs !== undefined);
  const isOver = standing === 'ended' || standing === 'used-up';
  return {
    standing,
    held,
    startedAtMs,
    endsAtMs: endsAtMs ?? undefined,
    left: { ...(choice.kind === 'none' ? {} : quotasLeft(choice.left)), ...lastingLeft(held, endsAtMs, choice, by) },
    rates: choice.kind === 'none' ? undefined : choice.rates,
    ...(standing === 'paused' && choice.kind === 'none' ? pauseOf(choice) : noPause),
    changesAtMs: isOver ? undefined : (nextChange(asked.product, by) ?? undefined),
  };
}

/** What has begun and can go on by itself pauses; what nothing brings back is over. */
function wordOf(choice: Choice, hasBegun: boolean): EntitlementStanding['standing'] {
  if (choice.kind === 'active') return 'active';
  if (choice.kind === 'next' || choice.reason === 'not-begun') return 'waiting';
  if (choice.resumesAtMs !== undefined) return hasBegun ? 'paused' : 'waiting';
  return choice.reason === 'time-used-up' || choice.reason === 'quota-used-up' ? 'used-up' : 'ended';
}

const noPause = { pause: undefined, resumesAtMs: undefined } as const;

function pauseOf({ reason, resumesAtMs }: None): Pick<EntitlementStanding, 'pause' | 'resumesAtMs'> {
  return { pause: reason as PauseReason, resumesAtMs };
}

/** The calendar of one that has not begun is not running yet: only a fixed end counts, which `lastingLeft` knows. */
function quotasLeft({ untilEndSec: _calendar, ...quotas }: Left): Left {
  return quotas;
}

/** The time to a fixed end; of what is not usable now, also what ends it for good. */
function lastingLeft(held: HeldEntitlement, endsAtMs: number | null, choice: Choice, { nowMs }: Circumstances): Left {
  const lasting = choice.kind === 'none' ? held.limitations.map(limitationOf).filter(usesUp) : [];
  return leftOf(combineLimits(lasting), endsAtMs, held.usage ?? unused, 0, nowMs);
}

/** Whether a limitation ends what was sold for good: not one that starts anew, slows down, or holds at some hours only. */
function usesUp(limitation: Limitation): boolean {
  return !countsOwnUse(limitation) && !isSoftCap(limitation);
}

const unused = { uploadBytes: 0, downloadBytes: 0, uptimeSec: 0 } as const;

/** As the engine reads it. */
function engineEntitlement({ entitlement, usage, product, limitations }: HeldEntitlement): EngineEntitlement {
  return {
    id: entitlement.id,
    product: { ...product, limitations: limitations.map(limitationOf), attributes: [] },
    createdAtMs: entitlement.createdAtMs,
    saleStartsAtMs: entitlement.startsAtMs,
    saleEndsAtMs: entitlement.endsAtMs,
    endOverridden: entitlement.endOverridden,
    startedAtMs: usage?.startedAtMs ?? null,
    loginEndsAtMs: usage?.endsAtMs ?? null,
    use: usage ?? unused,
  };
}

function limitationOf(row: LimitationRow): Limitation {
  const { windowDays: days, windowFromMin: fromMin, windowTillMin: tillMin, ...rest } = row;
  const window = days === null || fromMin === null || tillMin === null ? null : { days, fromMin, tillMin };
  return { ...rest, window };
}
