/**
 * Reboots of a router, told by its session ids. RouterOS writes eight hexadecimal digits: two for the service, one that
 * goes up with each reboot and wraps at 16, five that count sessions. It sends no Accounting-On, so this is the only
 * sign it gives.
 */
import { closeOtherBoots, findBootSign } from '../../db/queries/accounting';
import { storeRouterBoot } from '../../db/queries/router-states';
import type { Db } from '../../db/open';
import { ownCauses } from './terminate-causes';

/** No RouterOS box is back within this: what was heard of an old session more recently denies the reboot. */
const LEAST_REBOOT_MS = 10_000;
/** Digits this far ahead, around the circle of 16, are newer; the others are older: a packet that came late. */
const MOST_AHEAD = 8;
/** After this long without the known digit an older one is believed: the router rebooted often while we were off. */
const STALE_MS = 600_000;
/** A packet of an old session that arrives later than this after the first of the new ones was sent after it. */
const LATE_MS = 30_000;

const sessionIdPattern = /^[0-9a-f]{8}$/i;

interface Boot {
  digit: number;
  /** First seen. */
  sinceMs: number;
  heardAtMs: number;
}

export class Boots {
  /** By router and service prefix. */
  readonly #known = new Map<string, Boot>();
  /** What no session was open of when it was asked for; only `begins` can change that. */
  readonly #unheardOf = new Set<string>();

  /** A sign of life of a session: keeps its boot believed. */
  heard(routerId: number, acctSessionId: string, atMs: number): void {
    const known = this.#known.get(keyOf(routerId, acctSessionId));
    if (known?.digit === digitOf(acctSessionId)) known.heardAtMs = Math.max(known.heardAtMs, atMs);
  }

  /** Whether a new session with that id would say that the router was restarted. Writes nothing. */
  isNews(db: Db, routerId: number, acctSessionId: string, atMs: number): boolean {
    if (!sessionIdPattern.test(acctSessionId)) return false;
    const known = this.#recall(db, routerId, acctSessionId);
    return known !== undefined && isNewer(known, digitOf(acctSessionId), atMs);
  }

  /**
   * A session begins with that id at `atMs`: ends the sessions of earlier boots at their last sign of life. Returns how
   * many; the caller holds the transaction.
   */
  begins(db: Db, routerId: number, acctSessionId: string, atMs: number): number {
    if (!sessionIdPattern.test(acctSessionId)) return 0;
    const digit = digitOf(acctSessionId);
    const known = this.#recall(db, routerId, acctSessionId);
    if (known !== undefined && !isNewer(known, digit, atMs)) {
      this.heard(routerId, acctSessionId, atMs);
      return 0;
    }
    this.#known.set(keyOf(routerId, acctSessionId), { digit, sinceMs: atMs, heardAtMs: atMs });
    storeRouterBoot(db, routerId, acctSessionId.charAt(2), atMs);
    if (known === undefined) return 0;
    return closeOtherBoots(db, {
      routerId,
      prefix: acctSessionId.slice(0, 2),
      digit: acctSessionId.charAt(2),
      quietByMs: atMs - LEAST_REBOOT_MS,
      cause: ownCauses.rebooted,
    });
  }

  /** Whether a report received then proves that a session taken for lost with a reboot goes on. */
  outlives(routerId: number, acctSessionId: string, receivedAtMs: number): boolean {
    const known = this.#known.get(keyOf(routerId, acctSessionId));
    return known === undefined || receivedAtMs > known.sinceMs + LATE_MS;
  }

  /** What is known, or what the open sessions say after a restart of this program. */
  #recall(db: Db, routerId: number, acctSessionId: string): Boot | undefined {
    const key = keyOf(routerId, acctSessionId);
    const known = this.#known.get(key);
    if (known !== undefined || this.#unheardOf.has(key)) return known;
    const sign = findBootSign(db, { routerId, prefix: acctSessionId.slice(0, 2) });
    if (sign === undefined || !sessionIdPattern.test(sign.acctSessionId)) {
      this.#unheardOf.add(key);
      return undefined;
    }
    const atMs = sign.lastHeardAtMs;
    const boot = { digit: digitOf(sign.acctSessionId), sinceMs: atMs, heardAtMs: atMs };
    this.#known.set(key, boot);
    return boot;
  }
}

function isNewer(known: Boot, digit: number, atMs: number): boolean {
  if (digit === known.digit || atMs - known.heardAtMs < LEAST_REBOOT_MS) return false;
  const ahead = (digit - known.digit) & 0xf;
  return ahead <= MOST_AHEAD || atMs - known.heardAtMs > STALE_MS;
}

const digitOf = (acctSessionId: string): number => Number.parseInt(acctSessionId.charAt(2), 16);

const keyOf = (routerId: number, acctSessionId: string): string => `${routerId} ${acctSessionId.slice(0, 2)}`;
