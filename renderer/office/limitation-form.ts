/** One limitation as a form in human units, and as the contract has it. */
import { z } from 'zod';
import {
  limitationProblems,
  weekdays,
  type LimitationFields,
  type LimitationFlaw,
  type Weekday,
} from '../../preload/contract/limitations';
import { byteUnits, rateUnits, splitAmount, timeUnits, type Amount } from '../parts/amounts';
import { amountIn, countIn, lineUpTo, withoutUndefined } from '../parts/form-values';
import { clockOf, minuteOf, timeOfDay } from '../parts/time-of-day';
import type { TextKey } from '../text';

/** The bounds of the contract (preload/contract/limitations.ts). */
const bounds = {
  uptimeSec: { least: 60, most: 315_360_000 },
  bytes: { least: 1, most: Number.MAX_SAFE_INTEGER },
  bps: { least: 1_000, most: 100_000_000_000 },
  burstSec: { least: 1, most: 3_600 },
  idleSec: { least: 30, most: 86_400 },
  sessionSec: { least: 60, most: 21_474_720 },
  count: { least: 1, most: 1_000 },
  vlan: { least: 1, most: 4_094 },
  minuteOfHour: { least: 0, most: 59 },
  routerName: 64,
} as const;

const MINUTES_OF_DAY = 1_440;
/** What the contract also takes as the end of a day. */
const MIDNIGHT = '24:00';

export const resetPeriods = ['hour', 'day', 'week', 'month'] as const;
type Period = (typeof resetPeriods)[number];

const bytes = amountIn(byteUnits, bounds.bytes);
const rate = amountIn(rateUnits, bounds.bps);
const name = lineUpTo(bounds.routerName);

const fields = z.object({
  /** Of the limitation that is changed; '' for a new one. */
  id: z.string(),
  when: z.enum(['always', 'window']),
  days: z.array(z.enum(weekdays)),
  from: z.string(),
  till: z.string(),
  devices: countIn(bounds.count),
  simultaneousSessions: countIn(bounds.count),
  rateDown: rate,
  rateUp: rate,
  totalQuota: bytes,
  downloadQuota: bytes,
  uploadQuota: bytes,
  uptime: amountIn(timeUnits, bounds.uptimeSec),
  resetEvery: z.enum(['', ...resetPeriods]),
  /** Of an hour; a day's, week's and month's begin at `resetTime`. */
  resetMinute: countIn(bounds.minuteOfHour),
  resetTime: z.string(),
  /** 0 is Monday. */
  resetWeekday: z.string(),
  /** 1 is the first. */
  resetMonthDay: z.string(),
  atQuota: z.enum(['cut-off', 'slow-down']),
  slowDown: rate,
  slowUp: rate,
  burstDown: rate,
  burstUp: rate,
  thresholdDown: rate,
  thresholdUp: rate,
  burstTimeDown: countIn(bounds.burstSec),
  burstTimeUp: countIn(bounds.burstSec),
  priority: z.string(),
  minRateDown: rate,
  minRateUp: rate,
  idleTimeout: amountIn(timeUnits, bounds.idleSec),
  sessionTimeout: amountIn(timeUnits, bounds.sessionSec),
  addressList: name,
  ipPool: name,
  groupName: name,
  ipv6Pool: name,
  delegatedIpv6Pool: name,
  vlanId: countIn(bounds.vlan),
});

export type LimitationFormInput = z.input<typeof fields>;
type Checked = z.output<typeof fields>;
type FormField = keyof LimitationFormInput;

/** A limitation of the contract; empty when every field is, which is no limitation at all. */
export type LimitationOutput = LimitationFields & { readonly id?: number };

/** What is typed for one limitation, checked as the contract would, each problem at its field. */
export const limitationForm = fields.transform((checked, context): LimitationOutput => {
  for (const [field, message] of [...windowProblems(checked), ...choiceProblems(checked)]) {
    context.addIssue({ code: 'custom', path: [field], message });
  }
  const limitation = toLimitation(checked);
  if (Object.keys(limitation).length > 0) {
    for (const { field, why } of limitationProblems(limitation)) {
      context.addIssue({ code: 'custom', path: [formFields[field]], message: flawKeys[why] });
    }
  }
  const { id } = checked;
  return id === '' || Object.keys(limitation).length === 0 ? limitation : { id: Number(id), ...limitation };
});

type FormProblem = readonly [FormField, TextKey];

function windowProblems({ when, days, from, till }: Checked): readonly FormProblem[] {
  if (when === 'always') return [];
  return [
    ...(days.length === 0 ? [['days', 'form.no-days'] as const] : []),
    ...(timeOfDay.test(from) ? [] : [['from', 'form.not-a-time'] as const]),
    ...(timeOfDay.test(till) || till === MIDNIGHT ? [] : [['till', 'form.not-a-time'] as const]),
  ];
}

/** What a choice asks for besides. */
function choiceProblems({ resetEvery, resetTime, atQuota, slowDown, slowUp }: Checked): readonly FormProblem[] {
  const needsTime = resetEvery !== '' && resetEvery !== 'hour';
  const needsRates = atQuota === 'slow-down' && slowDown === undefined && slowUp === undefined;
  return [
    ...(needsTime && !timeOfDay.test(resetTime) ? [['resetTime', 'form.not-a-time'] as const] : []),
    ...(needsRates ? [['slowDown', 'form.required'] as const] : []),
  ];
}

/** Where the form shows what is wrong with a field of the contract. */
const formFields: Readonly<Record<keyof LimitationFields, FormField>> = {
  downloadQuotaBytes: 'downloadQuota',
  uploadQuotaBytes: 'uploadQuota',
  totalQuotaBytes: 'totalQuota',
  uptimeSec: 'uptime',
  resetEvery: 'resetEvery',
  resetOffsetMin: 'resetTime',
  rateDownBps: 'rateDown',
  rateUpBps: 'rateUp',
  slowDownBps: 'slowDown',
  slowUpBps: 'slowUp',
  burstDownBps: 'burstDown',
  burstUpBps: 'burstUp',
  burstThresholdDownBps: 'thresholdDown',
  burstThresholdUpBps: 'thresholdUp',
  burstTimeDownSec: 'burstTimeDown',
  burstTimeUpSec: 'burstTimeUp',
  priority: 'priority',
  minRateDownBps: 'minRateDown',
  minRateUpBps: 'minRateUp',
  idleTimeoutSec: 'idleTimeout',
  sessionTimeoutSec: 'sessionTimeout',
  simultaneousSessions: 'simultaneousSessions',
  devices: 'devices',
  addressList: 'addressList',
  ipPool: 'ipPool',
  groupName: 'groupName',
  ipv6Pool: 'ipv6Pool',
  delegatedIpv6Pool: 'delegatedIpv6Pool',
  vlanId: 'vlanId',
  window: 'days',
};

const flawKeys: Readonly<Record<LimitationFlaw, TextKey>> = {
  'limits-nothing': 'form.required',
  'both-directions': 'form.both-directions',
  'needs-rate': 'form.needs-rate',
  'needs-burst': 'form.needs-burst',
  'needs-threshold': 'form.needs-threshold',
  'below-rate': 'form.below-rate',
  'above-burst': 'form.above-burst',
  'above-rate': 'form.above-rate',
  'needs-quota': 'form.needs-quota',
  'needs-quota-or-time': 'form.needs-quota-or-time',
  'needs-reset': 'form.required',
  'outside-period': 'form.too-large',
};

/** The fields of the form behind "Advanced". */
export const advancedFields = [
  ...['downloadQuota', 'uploadQuota', 'burstDown', 'burstUp', 'thresholdDown', 'thresholdUp'],
  ...['burstTimeDown', 'burstTimeUp', 'priority', 'minRateDown', 'minRateUp', 'idleTimeout', 'sessionTimeout'],
] as readonly FormField[];

/** Those behind "On the network". */
export const networkFields = [
  ...['addressList', 'ipPool', 'groupName', 'ipv6Pool', 'delegatedIpv6Pool', 'vlanId'],
] as readonly FormField[];

/** Whether any of these fields holds something. */
export function anyFilled(form: LimitationFormInput, names: readonly FormField[]): boolean {
  return names.some((field) => {
    const value = form[field];
    return (typeof value === 'object' && 'amount' in value ? value.amount : value) !== '';
  });
}

function toLimitation(form: Checked): LimitationFields {
  const slows = form.atQuota === 'slow-down';
  return withoutUndefined({
    downloadQuotaBytes: form.downloadQuota,
    uploadQuotaBytes: form.uploadQuota,
    totalQuotaBytes: form.totalQuota,
    uptimeSec: form.uptime,
    ...resetOf(form),
    rateDownBps: form.rateDown,
    rateUpBps: form.rateUp,
    slowDownBps: slows ? form.slowDown : undefined,
    slowUpBps: slows ? form.slowUp : undefined,
    burstDownBps: form.burstDown,
    burstUpBps: form.burstUp,
    burstThresholdDownBps: form.thresholdDown,
    burstThresholdUpBps: form.thresholdUp,
    burstTimeDownSec: form.burstTimeDown,
    burstTimeUpSec: form.burstTimeUp,
    priority: form.priority === '' ? undefined : Number(form.priority),
    minRateDownBps: form.minRateDown,
    minRateUpBps: form.minRateUp,
    idleTimeoutSec: form.idleTimeout,
    sessionTimeoutSec: form.sessionTimeout,
    simultaneousSessions: form.simultaneousSessions,
    devices: form.devices,
    addressList: form.addressList,
    ipPool: form.ipPool,
    groupName: form.groupName,
    ipv6Pool: form.ipv6Pool,
    delegatedIpv6Pool: form.delegatedIpv6Pool,
    vlanId: form.vlanId,
    window: form.when === 'window' ? windowOf(form) : undefined,
  });
}

function windowOf({ days, from, till }: Checked): NonNullable<LimitationFields['window']> {
  return {
    days: weekdays.filter((day) => days.includes(day)),
    fromMin: minuteOf(from),
    tillMin: till === MIDNIGHT ? MINUTES_OF_DAY : minuteOf(till),
  };
}

function resetOf(form: Checked): { readonly resetEvery?: Period; readonly resetOffsetMin?: number | undefined } {
  if (form.resetEvery === '') return {};
  const offsetMin = {
    hour: form.resetMinute ?? 0,
    day: minuteOf(form.resetTime),
    week: Number(form.resetWeekday) * MINUTES_OF_DAY + minuteOf(form.resetTime),
    month: (Number(form.resetMonthDay) - 1) * MINUTES_OF_DAY + minuteOf(form.resetTime),
  }[form.resetEvery];
  return { resetEvery: form.resetEvery, resetOffsetMin: offsetMin === 0 ? undefined : offsetMin };
}

const noRate: Amount = { amount: '', unit: 'Mbit/s' };
const noBytes: Amount = { amount: '', unit: 'GB' };

/** A limitation without any limit. */
export function emptyLimitationForm(): LimitationFormInput {
  return {
    id: '',
    when: 'always',
    days: [...weekdays],
    from: '08:00',
    till: '22:00',
    devices: '',
    simultaneousSessions: '',
    rateDown: noRate,
    rateUp: noRate,
    totalQuota: noBytes,
    downloadQuota: noBytes,
    uploadQuota: noBytes,
    uptime: { amount: '', unit: 'hour' },
    resetEvery: '',
    resetMinute: '',
    resetTime: '00:00',
    resetWeekday: '0',
    resetMonthDay: '1',
    atQuota: 'cut-off',
    slowDown: noRate,
    slowUp: noRate,
    burstDown: noRate,
    burstUp: noRate,
    thresholdDown: noRate,
    thresholdUp: noRate,
    burstTimeDown: '',
    burstTimeUp: '',
    priority: '',
    minRateDown: noRate,
    minRateUp: noRate,
    idleTimeout: { amount: '', unit: 'minute' },
    sessionTimeout: { amount: '', unit: 'hour' },
    addressList: '',
    ipPool: '',
    groupName: '',
    ipv6Pool: '',
    delegatedIpv6Pool: '',
    vlanId: '',
  };
}

/** The form of a limitation as it stands. */
export function toLimitationForm(given: LimitationOutput): LimitationFormInput {
  const text = (value: string | number | undefined): string => value?.toString() ?? '';
  const rateOf = (bps: number | undefined): Amount => splitAmount(bps, rateUnits, noRate.unit);
  const bytesOf = (count: number | undefined): Amount => splitAmount(count, byteUnits, noBytes.unit);
  return {
    ...emptyLimitationForm(),
    id: text(given.id),
    ...windowForm(given.window),
    ...resetForm(given),
    devices: text(given.devices),
    simultaneousSessions: text(given.simultaneousSessions),
    rateDown: rateOf(given.rateDownBps),
    rateUp: rateOf(given.rateUpBps),
    totalQuota: bytesOf(given.totalQuotaBytes),
    downloadQuota: bytesOf(given.downloadQuotaBytes),
    uploadQuota: bytesOf(given.uploadQuotaBytes),
    uptime: splitAmount(given.uptimeSec, timeUnits, 'hour'),
    atQuota: given.slowDownBps === undefined ? 'cut-off' : 'slow-down',
    slowDown: rateOf(given.slowDownBps),
    slowUp: rateOf(given.slowUpBps),
    burstDown: rateOf(given.burstDownBps),
    burstUp: rateOf(given.burstUpBps),
    thresholdDown: rateOf(given.burstThresholdDownBps),
    thresholdUp: rateOf(given.burstThresholdUpBps),
    burstTimeDown: text(given.burstTimeDownSec),
    burstTimeUp: text(given.burstTimeUpSec),
    priority: text(given.priority),
    minRateDown: rateOf(given.minRateDownBps),
    minRateUp: rateOf(given.minRateUpBps),
    idleTimeout: splitAmount(given.idleTimeoutSec, timeUnits, 'minute'),
    sessionTimeout: splitAmount(given.sessionTimeoutSec, timeUnits, 'hour'),
    addressList: text(given.addressList),
    ipPool: text(given.ipPool),
    groupName: text(given.groupName),
    ipv6Pool: text(given.ipv6Pool),
    delegatedIpv6Pool: text(given.delegatedIpv6Pool),
    vlanId: text(given.vlanId),
  };
}

function windowForm(window: LimitationFields['window']): Partial<LimitationFormInput> {
  if (window === undefined) return {};
  const { days, fromMin, tillMin } = window;
  return { when: 'window', days: [...days] as Weekday[], from: clockOf(fromMin), till: clockOf(tillMin) };
}

function resetForm({ resetEvery, resetOffsetMin = 0 }: LimitationFields): Partial<LimitationFormInput> {
  if (resetEvery === undefined) return {};
  if (resetEvery === 'hour') return { resetEvery, resetMinute: resetOffsetMin === 0 ? '' : String(resetOffsetMin) };
  const day = Math.floor(resetOffsetMin / MINUTES_OF_DAY);
  const resetTime = clockOf(resetOffsetMin % MINUTES_OF_DAY);
  if (resetEvery === 'week') return { resetEvery, resetTime, resetWeekday: String(day) };
  return { resetEvery, resetTime, resetMonthDay: String(day + 1) };
}
