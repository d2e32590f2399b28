/**
 * What packets alone tell about a router's health, for the doctor (main/office/doctor.ts): whether what we accept is
 * followed by accounting, whether our answers arrive, whether its clock is right. Kept in memory, stored by the flush.
 */
import type { RouterEvidenceRow } from '../../db/queries/router-evidence';

type Evidence = { -readonly [K in keyof RouterEvidenceRow]: RouterEvidenceRow[K] };

/** A PC's clock and a router's differ by less in every venue that has NTP; smaller changes are not worth a write. */
const CLOCK_NEWS_SEC = 5;

export class RouterEvidence {
  readonly #known = new Map<number, Evidence>();
  readonly #dirty = new Set<number>();

  /** @param read what is stored of a router, for the first packet since the start */
  constructor(private readonly read: (routerId: number) => RouterEvidenceRow | undefined) {}

  accepted(routerId: number, atMs: number): void {
    const one = this.#of(routerId);
    one.lastAcceptAtMs = atMs;
    one.acceptsWithoutStart++;
    this.#dirty.add(routerId);
  }

  /** @param clockSec Event-Timestamp of the record, seconds since 1970; undefined: not sent */
  accounted(routerId: number, atMs: number, clockSec: number | undefined): void {
    const one = this.#of(routerId);
    one.lastAccountingAtMs = atMs;
    one.acceptsWithoutStart = 0;
    if (clockSec !== undefined) {
      const offsetSec = clockSec - Math.round(atMs / 1000);
      if (Math.abs(offsetSec - (one.clockOffsetSec ?? 0)) >= CLOCK_NEWS_SEC || one.clockOffsetSec === null)
        one.clockOffsetSec = offsetSec;
    }
    this.#dirty.add(routerId);
  }

  askedAgain(routerId: number, atMs: number): void {
    const one = this.#of(routerId);
    one.repeats = Math.min(one.repeats + 1, Number.MAX_SAFE_INTEGER);
    one.repeatedAtMs = atMs;
    this.#dirty.add(routerId);
  }

  /** What is not stored yet. */
  unstored(): readonly RouterEvidenceRow[] {
    return [...this.#dirty].map((routerId) => this.#of(routerId));
  }

  stored(): void {
    this.#dirty.clear();
  }

  #of(routerId: number): Evidence {
    let one = this.#known.get(routerId);
    if (one === undefined) {
      one = { ...(this.read(routerId) ?? nothingKnown), routerId };
      this.#known.set(routerId, one);
    }
    return one;
  }
}

const nothingKnown: RouterEvidenceRow = {
  routerId: 0,
  lastAcceptAtMs: null,
  lastAccountingAtMs: null,
  acceptsWithoutStart: 0,
  repeatedAtMs: null,
  repeats: 0,
  clockOffsetSec: null,
};
