/**
 * Slows the guessing of codes and passwords, by device and by name, without locking a guest out: a device that has
 * been wrong too often is not listened to for some seconds, longer each time, and everybody else is, also with the same
 * name.
 *
 * In memory only, of the RADIUS thread: forgotten with a restart, which nobody can bring about from outside.
 */
import { nameKey } from '../names';
import type { AccessAsk } from './authorize';
import { readMac } from './mac';
import type { RejectReason } from './reasons';

/** Wrong answers further apart than this have nothing to do with each other. */
const WINDOW_MS = 5 * 60_000;
/** A guest who reads a code off crumpled paper needs fewer; a guesser of six digits gets two a minute. */
export const MOST_WRONG_OF_DEVICE = 10;
/** Wrong passwords for one name, whichever devices they come from: from then on somebody may be after it. */
export const MOST_WRONG_FOR_NAME = 10;
/** What a device may still get wrong with a name that somebody may be after. */
export const MOST_WRONG_FOR_SOUGHT_NAME = 2;
/** How long a device is not listened to: short for a guest with crumpled paper, doubled while it goes on being wrong. */
export const FIRST_PAUSE_MS = 5_000;
export const LONGEST_PAUSE_MS = 60_000;
/** Devices, and names, remembered: far more than a venue has; the longest known give way. */
const MOST_REMEMBERED = 10_000;

interface Pause {
  readonly untilMs: number;
  readonly lengthMs: number;
}

interface Wrong {
  readonly sinceMs: number;
  readonly times: number;
}

export class Guessing {
  readonly #byDevice = new Map<string, Wrong>();
  readonly #byName = new Map<string, Wrong>();
  readonly #pauses = new Map<string, Pause>();

  /** Whether this device has to wait: then its request is not looked at. */
  mustWait(ask: AccessAsk, routerId: number, nowMs: number): boolean {
    if (this.#pauses.size === 0 || isOwnMac(ask)) return false;
    const device = deviceOf(ask, routerId);
    const pause = this.#pauses.get(device);
    if (pause === undefined) return false;
    // A wait that seems to last longer than one can is from before the clock was set back.
    const isOver = nowMs - pause.untilMs >= WINDOW_MS || pause.untilMs - nowMs > pause.lengthMs;
    if (isOver) this.#pauses.delete(device);
    return !isOver && nowMs < pause.untilMs;
  }

  /** A login was refused: counts it if it may have been a guess. */
  refused(ask: AccessAsk, routerId: number, reason: RejectReason, nowMs: number): void {
    if ((reason !== 'wrong-password' && reason !== 'unknown-guest') || isOwnMac(ask)) return;
    const device = deviceOf(ask, routerId);
    const ofDevice = count(this.#byDevice, device, nowMs);
    // Names that do not exist are as many as a guesser likes: only those of guests are kept.
    const forName = reason === 'wrong-password' ? count(this.#byName, nameKey(ask.username), nowMs) : 0;
    const most = forName > MOST_WRONG_FOR_NAME ? MOST_WRONG_FOR_SOUGHT_NAME : MOST_WRONG_OF_DEVICE;
    const before = this.#pauses.get(device);
    if (before === undefined && ofDevice < most) return;
    const lengthMs = before === undefined ? FIRST_PAUSE_MS : Math.min(before.lengthMs * 2, LONGEST_PAUSE_MS);
    this.#byDevice.delete(device);
    remember(this.#pauses, device, { untilMs: nowMs + lengthMs, lengthMs });
  }

  /** A guest was let in: what the device got wrong before were typing errors. */
  accepted(ask: AccessAsk, routerId: number): void {
    if (this.#byDevice.size + this.#pauses.size === 0) return;
    const device = deviceOf(ask, routerId);
    this.#byDevice.delete(device);
    this.#pauses.delete(device);
  }
}

/** Devices that a router does not name are told apart by the name they log in with. */
function deviceOf({ macAddress, username }: AccessAsk, routerId: number): string {
  return macAddress === '' ? `${routerId} ${nameKey(username)}` : macAddress;
}

/** MAC login: the router asks for every device that comes by, which is nobody's guess. */
function isOwnMac({ macAddress, username }: AccessAsk): boolean {
  return macAddress !== '' && readMac(username) === macAddress;
}

/** How often it was wrong within the window, this time included. */
function count(known: Map<string, Wrong>, key: string, nowMs: number): number {
  const before = known.get(key);
  const goesOn = before !== undefined && nowMs >= before.sinceMs && nowMs - before.sinceMs < WINDOW_MS;
  const wrong: Wrong = goesOn ? { ...before, times: before.times + 1 } : { sinceMs: nowMs, times: 1 };
  remember(known, key, wrong);
  return wrong.times;
}

function remember<T>(known: Map<string, T>, key: string, value: T): void {
  // Deleted first, so that it counts as the youngest.
  known.delete(key);
  known.set(key, value);
  if (known.size <= MOST_REMEMBERED) return;
  for (const oldest of known.keys()) {
    known.delete(oldest);
    return;
  }
}
