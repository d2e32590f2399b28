/** What a product allows: the fields of a limitation, and which of them go together. */
import { z } from 'zod';
import { line, rowId } from './base';

const positive = z.int().positive().max(Number.MAX_SAFE_INTEGER);
/** Bits per second up to 100 Gbit/s. */
const rate = z.int().min(1_000).max(100_000_000_000);
/** Ten years: longer is a typing error. */
export const validitySec = z.int().min(60).max(315_360_000);
/** RouterOS takes no longer Session-Timeout: 2^31 hundredths of a second. */
const MOST_SESSION_TIMEOUT_SEC = 21_474_720;
/** An hour; RouterOS measures the burst time in seconds. */
const burstTime = z.int().min(1).max(3_600);
/** Names of lists, pools and profiles on the router. */
const routerName = line(64);
/** 802.1Q leaves out 0 and 4095. */
export const vlanId = z.int().min(1).max(4_094);
/** User Manager, the largest of the systems compared, has no product with more. */
export const MOST_LIMITATIONS = 20;

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** Weekdays and hours of the venue's zone. */
export const window = z.object({
  /** The day on which it begins. */
  days: z
    .array(z.enum(weekdays))
    .min(1)
    .max(7)
    .refine((days) => new Set(days).size === days.length, 'must not name a day twice'),
  /** Minutes after midnight. */
  fromMin: z.int().min(0).max(1_439),
  /** Minutes after midnight; at or before `fromMin` it is on the next day, so that equal times are 24 hours. */
  tillMin: z.int().min(0).max(1_440),
});

const fields = z.object({
  downloadQuotaBytes: positive.optional(),
  uploadQuotaBytes: positive.optional(),
  totalQuotaBytes: positive.optional(),
  /** Seconds online. */
  uptimeSec: validitySec.optional(),
  /** Quotas and uptime start anew with each hour, day, week or month of the venue's zone. */
  resetEvery: z.enum(['hour', 'day', 'week', 'month']).optional(),
  /** Minutes after the full hour, midnight, Monday 0:00 or the first of the month 0:00. */
  resetOffsetMin: z.int().min(0).max(40_319).optional(),
  /** Towards the guest. */
  rateDownBps: rate.optional(),
  rateUpBps: rate.optional(),
  /** Rates from the quota on, instead of being cut off. */
  slowDownBps: rate.optional(),
  slowUpBps: rate.optional(),
  burstDownBps: rate.optional(),
  burstUpBps: rate.optional(),
  burstThresholdDownBps: rate.optional(),
  burstThresholdUpBps: rate.optional(),
  burstTimeDownSec: burstTime.optional(),
  burstTimeUpSec: burstTime.optional(),
  /** 1 is served first. */
  priority: z.int().min(1).max(8).optional(),
  minRateDownBps: rate.optional(),
  minRateUpBps: rate.optional(),
  idleTimeoutSec: z.int().min(30).max(86_400).optional(),
  /** Seconds after which a session ends and the guest logs in again. */
  sessionTimeoutSec: z.int().min(60).max(MOST_SESSION_TIMEOUT_SEC).optional(),
  simultaneousSessions: z.int().min(1).max(1_000).optional(),
  /** Distinct devices. */
  devices: z.int().min(1).max(1_000).optional(),
  addressList: routerName.optional(),
  ipPool: routerName.optional(),
  /** HotSpot user profile or PPP profile on the router. */
  groupName: routerName.optional(),
  ipv6Pool: routerName.optional(),
  delegatedIpv6Pool: routerName.optional(),
  vlanId: vlanId.optional(),
  /** Holds inside it only; absent: always. */
  window: window.optional(),
});
export type LimitationFields = z.infer<typeof fields>;
type FieldName = keyof LimitationFields;

/** A limitation as it is given. `id` on an update: the one that is changed, which keeps what was used of it. */
export const limitation = fields.extend({ id: rowId.optional() }).superRefine((given, context) => {
  for (const problem of limitationProblems(given)) {
    context.addIssue({ code: 'custom', path: [problem.field], message: problem.words });
  }
});
export const limitations = z.array(limitation).max(MOST_LIMITATIONS);

/** A limitation as it is shown. */
export const limitationView = fields.extend({ id: rowId });

/** What is wrong with a limitation, for windows to say in their own language. */
export type LimitationFlaw =
  | 'limits-nothing'
  | 'both-directions'
  | 'needs-rate'
  | 'needs-burst'
  | 'needs-threshold'
  | 'below-rate'
  | 'above-burst'
  | 'above-rate'
  | 'needs-quota'
  | 'needs-quota-or-time'
  | 'needs-reset'
  | 'outside-period';

export interface LimitationProblem {
  /** The one to correct. */
  readonly field: FieldName;
  readonly why: LimitationFlaw;
  /** The same in English, naming the fields. */
  readonly words: string;
}

const quotas = ['downloadQuotaBytes', 'uploadQuotaBytes', 'totalQuotaBytes'] as const;

/** The rate, and what Mikrotik-Rate-Limit can only say for both directions together. */
const pairs = [
  ['slowDownBps', 'slowUpBps'],
  ['burstDownBps', 'burstUpBps'],
  ['burstThresholdDownBps', 'burstThresholdUpBps'],
  ['burstTimeDownSec', 'burstTimeUpSec'],
  ['minRateDownBps', 'minRateUpBps'],
] as const;

/** The string is positional: what comes later needs what comes before. */
const needs = [
  ['burstDownBps', 'rateDownBps', 'needs-rate'],
  ['burstUpBps', 'rateUpBps', 'needs-rate'],
  ['burstThresholdDownBps', 'burstDownBps', 'needs-burst'],
  ['burstTimeDownSec', 'burstThresholdDownBps', 'needs-threshold'],
  ['priority', 'rateDownBps', 'needs-rate'],
  ['priority', 'rateUpBps', 'needs-rate'],
  ['minRateDownBps', 'rateDownBps', 'needs-rate'],
  ['minRateUpBps', 'rateUpBps', 'needs-rate'],
] as const;

/** The first must not be above the second. */
const atMost = [
  ['rateDownBps', 'burstDownBps', 'burstDownBps', 'below-rate', 'must not be below the rate'],
  ['rateUpBps', 'burstUpBps', 'burstUpBps', 'below-rate', 'must not be below the rate'],
  ['burstThresholdDownBps', 'burstDownBps', 'burstThresholdDownBps', 'above-burst', 'must not be above the burst'],
  ['burstThresholdUpBps', 'burstUpBps', 'burstThresholdUpBps', 'above-burst', 'must not be above the burst'],
  ['minRateDownBps', 'rateDownBps', 'minRateDownBps', 'above-rate', 'must not be above the rate'],
  ['minRateUpBps', 'rateUpBps', 'minRateUpBps', 'above-rate', 'must not be above the rate'],
  ['slowDownBps', 'rateDownBps', 'slowDownBps', 'above-rate', 'must not be above the rate'],
  ['slowUpBps', 'rateUpBps', 'slowUpBps', 'above-rate', 'must not be above the rate'],
] as const;

/** Lengths of the periods in minutes; the shortest month counts, so that every month has its beginning. */
const periodMin = { hour: 60, day: 1_440, week: 10_080, month: 40_320 } as const;

/** What does not go together, each with the field to correct. */
export function limitationProblems(given: LimitationFields): readonly LimitationProblem[] {
  return [...emptyProblems(given), ...rateProblems(given), ...quotaProblems(given)];
}

function emptyProblems(given: LimitationFields): readonly LimitationProblem[] {
  const limits = (Object.keys(fields.shape) as FieldName[]).filter((name) => name !== 'resetOffsetMin');
  return limits.some((name) => given[name] !== undefined)
    ? []
    : [{ field: 'totalQuotaBytes', why: 'limits-nothing', words: 'is missing: a limitation must limit something' }];
}

function rateProblems(given: LimitationFields): readonly LimitationProblem[] {
  const halves = pairs.flatMap(([down, up]): LimitationProblem[] => {
    if ((given[down] === undefined) === (given[up] === undefined)) return [];
    const [missing, there] = given[down] === undefined ? [down, up] : [up, down];
    return [{ field: missing, why: 'both-directions', words: `is needed together with ${there}` }];
  });
  const alone = needs.flatMap(([field, needed, why]): LimitationProblem[] =>
    given[field] !== undefined && given[needed] === undefined ? [{ field, why, words: `needs ${needed}` }] : [],
  );
  const crossed = atMost.flatMap(([low, high, field, why, words]): LimitationProblem[] =>
    (given[low] ?? 0) > (given[high] ?? Infinity) ? [{ field, why, words }] : [],
  );
  return [...halves, ...alone, ...crossed];
}

function quotaProblems(given: LimitationFields): readonly LimitationProblem[] {
  const hasQuota = quotas.some((name) => given[name] !== undefined);
  const problems: LimitationProblem[] = [];
  if (given.slowDownBps !== undefined && !hasQuota) {
    problems.push({ field: 'slowDownBps', why: 'needs-quota', words: 'needs a quota' });
  }
  if (given.resetEvery !== undefined && !hasQuota && given.uptimeSec === undefined) {
    problems.push({ field: 'resetEvery', why: 'needs-quota-or-time', words: 'needs a quota or uptimeSec' });
  }
  return given.resetOffsetMin === undefined ? problems : [...problems, ...offsetProblems(given)];
}

function offsetProblems({ resetEvery, resetOffsetMin = 0 }: LimitationFields): readonly LimitationProblem[] {
  const field = 'resetOffsetMin';
  if (resetEvery === undefined) return [{ field, why: 'needs-reset', words: 'needs resetEvery' }];
  if (resetOffsetMin < periodMin[resetEvery]) return [];
  return [{ field, why: 'outside-period', words: `must be inside the ${resetEvery}` }];
}
