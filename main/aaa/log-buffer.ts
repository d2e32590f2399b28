/**
 * RADIUS log rows on their way to the database: written with the next group commit or within a quarter of a second,
 * never one by one. Everything here is bounded, so that a flood of packets fills neither memory nor disk.
 */
import type { LogEntry } from '../../db/queries/radius-log';
import type { UnknownSource } from '../../db/queries/router-states';

/** Rows kept while the database cannot be written; beyond, the oldest are given up. */
const MOST_WAITING = 5_000;
/** Distinct (reason, address) pairs told apart within a second; the rest is counted together per reason. */
const MOST_PAIRS = 500;
/** Unknown addresses remembered between two writes. */
const MOST_UNKNOWN = 500;
/** What stands for the address of those counted together. */
const SEVERAL = 'several addresses';

export class LogBuffer {
  #waiting: LogEntry[] = [];
  /** Drops of the running second, by reason and address. */
  #drops = new Map<string, LogEntry>();
  #dropsSecond = 0;
  #unknown = new Map<string, UnknownSource>();

  get isEmpty(): boolean {
    return this.#waiting.length === 0 && this.#drops.size === 0 && this.#unknown.size === 0;
  }

  add(entry: LogEntry): void {
    this.#waiting.push(entry);
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
  }

  /** Like add, but identical rows of the same second become one with a count. */
  addCounted(entry: LogEntry): void {
    this.closeSecond(entry.atMs);
    const exact = `${entry.reason} ${entry.sourceAddress}`;
    const roomy = this.#drops.has(exact) || this.#drops.size < MOST_PAIRS;
    const key = roomy ? exact : entry.reason;
    const known = this.#drops.get(key);
    if (known !== undefined) this.#drops.set(key, { ...known, count: known.count + 1 });
    else this.#drops.set(key, roomy ? entry : { ...anonymous(entry), sourceAddress: SEVERAL });
  }

  /** Ends the counting once its second is over; `Infinity` ends it at once. */
  closeSecond(nowMs: number): void {
    const second = Math.floor(nowMs / 1000);
    if (second === this.#dropsSecond) return;
    for (const entry of this.#drops.values()) this.add(entry);
    this.#drops = new Map();
    this.#dropsSecond = second;
  }

  addUnknown(source: Omit<UnknownSource, 'packets'>): void {
    const known = this.#unknown.get(source.address);
    if (known === undefined && this.#unknown.size >= MOST_UNKNOWN) return;
    this.#unknown.set(source.address, { ...source, packets: (known?.packets ?? 0) + 1 });
  }

  /** The oldest rows that are ready, at most `limit`; they stay until `written` says that they are safe. */
  ready(limit: number): readonly LogEntry[] {
    return this.#waiting.slice(0, limit);
  }

  written(rows: readonly LogEntry[]): void {
    this.#waiting.splice(0, rows.length);
  }

  unknownSources(): readonly UnknownSource[] {
    return [...this.#unknown.values()];
  }

  unknownWritten(): void {
    this.#unknown = new Map();
  }
}

function anonymous(entry: LogEntry): LogEntry {
  return { ...entry, username: null, macAddress: null, acctSessionId: null, routerId: null };
}
