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
  /** The same device of the same guest logged in again on the same router: its Stop was lost. */
  replaced: 'Replaced',
  /** Nothing was heard of it for too long. */
  silent: 'Forced-Closure-2',
} as const;

/** Accounting-On or -Off: the router has forgotten its sessions. */
export const rebootCause: TerminateCause = 'NAS-Reboot';

/** The name of Acct-Terminate-Cause `number`; a number without a name keeps it ('Cause-99'), so that it is not lost. */
export function terminateCauseName(number: number): string {
  return names[number - 1] ?? `Cause-${number}`;
}
