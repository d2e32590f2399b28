/** Why a session ended: the names of RFC 2866 §5.10 and the IANA additions, and our own where we closed it ourselves. */

/** By number, from 1. */
const names = [
  'User-Request',
  'Lost-Carrier',
  'Lost-Service',
  'Idle-Timeout',
  'Session-Timeout',
  'Admin-Reset',
  'Admin-Reboot',
  'Port-Error',
  'NAS-Error',
  'NAS-Request',
  'NAS-Reboot',
  'Port-Unneeded',
  'Port-Preempted',
  'Port-Suspended',
  'Service-Unavailable',
  'Callback',
  'User-Error',
  'Host-Request',
  'Supplicant-Restart',
  'Reauthentication-Failure',
  'Port-Reinitialized',
  'Port-Administratively-Disabled',
  'Lost-Power',
] as const;

export type TerminateCause = (typeof names)[number];

/** Closed by this program. */
export const ownCauses = {
  /** It lasted longer than its domain lets sessions last. */
  tooLong: 'Forced-Closure-1',
  /** Nothing was heard of it for too long. */
  silent: 'Forced-Closure-2',
  /** The same device of the same guest logged in again on the same router: its Stop was lost. */
  replaced: 'Forced-Closure-3',
  /** The router's newer session ids say that it was restarted since. */
  rebooted: 'NAS-Reboot-Inferred',
  /** Asked to end it, the router answered that it has no such session: its Stop was lost. */
  notThere: 'Not-On-Router',
  /** Summed up with others of its month, as its domain keeps sessions only so long. */
  history: 'History',
  /** The guest's registration ended it. */
  registration: 'Registration',
} as const;

export type OwnCause = (typeof ownCauses)[keyof typeof ownCauses];

/** Every name there is words for. */
export const everyCause: readonly (TerminateCause | OwnCause)[] = [...names, ...Object.values(ownCauses)];

/** What a session that was ended for `reason` is closed with when its router has acknowledged and sends no Stop. */
export function causeOfEnd(reason: string | null): TerminateCause | OwnCause {
  return (reason === null ? undefined : causesOfReasons[reason]) ?? 'Admin-Reset';
}

/** What RouterOS says when its own limits end a session for the same reason. */
const causesOfReasons: Readonly<Record<string, TerminateCause | OwnCause | undefined>> = {
  ended: 'Session-Timeout',
  'time-used-up': 'Session-Timeout',
  'outside-opening-hours': 'Session-Timeout',
  'quota-used-up': 'NAS-Request',
  'newer-session': 'Port-Preempted',
  'device-replaced': 'Port-Preempted',
  'too-long': 'Forced-Closure-1',
};

/** Ends that were concluded and not heard. */
export const guessedCauses: readonly string[] = [
  ownCauses.silent,
  ownCauses.replaced,
  ownCauses.rebooted,
  ownCauses.notThere,
];

/** Whether an end was concluded and not heard: a Stop that comes after all knows better. */
export function isGuess(cause: string | null): boolean {
  return cause !== null && guessedCauses.includes(cause);
}

/** Accounting-On or -Off: the router has forgotten its sessions. */
export const rebootCause: TerminateCause = 'NAS-Reboot';

/** The name of Acct-Terminate-Cause `number`; a number without a name keeps it ('Cause-99'), so that it is not lost. */
export function terminateCauseName(number: number): string {
  return names[number - 1] ?? `Cause-${number}`;
}
