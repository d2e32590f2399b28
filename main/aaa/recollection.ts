/**
 * Guests and sessions as they were last read, in memory for as long as nobody has written to the database since: most
 * logins and reports are of those who were there a minute ago. Whoever else writes, on another connection or on this
 * one, makes everything forgotten; only the writes that are named here, of which it is known what they change, do not.
 * So a forgotten call costs time and never truth.
 */
import {
  findAccessGuest,
  findDeviceSeen,
  listOpenSessions,
  type AccessGuest,
  type OpenSession,
  type Products,
} from '../../db/queries/access';
import { findNamesake, type SessionName, type StoredSession } from '../../db/queries/accounting';
import { dataVersion, rowsWritten } from '../../db/queries/versions';
import type { Db } from '../../db/open';

/** Guests, and sessions: everybody who is online in the largest venue, in some 25 MB. */
const MOST_RECALLED = 20_000;

interface RecalledGuest {
  readonly usernameKey: string;
  readonly guest: AccessGuest;
  open: readonly OpenSession[] | undefined;
  /** Last logins by MAC, of devices that were asked for. */
  seen: Map<string, number> | undefined;
}

interface RecalledSession {
  readonly username: string;
  readonly macAddress: string;
  readonly row: StoredSession;
}

export class Recollection {
  readonly #db: Db;
  readonly #guests = new Map<string, RecalledGuest>();
  readonly #guestsById = new Map<number, RecalledGuest>();
  readonly #sessions = new Map<string, RecalledSession>();
  #version: number;
  #rowsWritten: number;

  constructor(db: Db) {
    this.#db = db;
    this.#version = dataVersion(db);
    this.#rowsWritten = rowsWritten(db);
  }

  /**
   * To be called before anything is recalled: at the beginning of a batch, and once the write lock is taken.
   * @param version what `dataVersion` says now
   */
  refresh(version: number = dataVersion(this.#db)): void {
    const written = rowsWritten(this.#db);
    if (version === this.#version && written === this.#rowsWritten) return;
    this.forget();
    this.#version = version;
    this.#rowsWritten = written;
  }

  /** Also after a rollback: what was read meanwhile never was. */
  forget(): void {
    this.#guests.clear();
    this.#guestsById.clear();
    this.#sessions.clear();
  }

  /** As findAccessGuest. */
  findGuest(products: Products, usernameKey: string): AccessGuest | undefined {
    const known = this.#guests.get(usernameKey);
    if (known !== undefined) return known.guest;
    const guest = findAccessGuest(this.#db, products, usernameKey);
    // A name nobody has is not remembered: a flood of them would push out those that count.
    if (guest !== undefined) this.#remember({ usernameKey, guest, open: undefined, seen: undefined });
    return guest;
  }

  #remember(recalled: RecalledGuest): void {
    if (this.#guests.size >= MOST_RECALLED) {
      this.#guests.clear();
      this.#guestsById.clear();
    }
    this.#guests.set(recalled.usernameKey, recalled);
    this.#guestsById.set(recalled.guest.id, recalled);
  }

  /** As listOpenSessions. */
  listOpenSessions(guestId: number): readonly OpenSession[] {
    const known = this.#guestsById.get(guestId);
    if (known === undefined) return listOpenSessions(this.#db, guestId);
    return (known.open ??= listOpenSessions(this.#db, guestId));
  }

  /** As findDeviceSeen; the time may be an earlier login's, never a later one's. */
  findDeviceSeen(guestId: number, macAddress: string): number | undefined {
    const known = this.#guestsById.get(guestId);
    const recalled = known?.seen?.get(macAddress);
    if (recalled !== undefined) return recalled;
    const seenAtMs = findDeviceSeen(this.#db, guestId, macAddress);
    if (known !== undefined && seenAtMs !== undefined) (known.seen ??= new Map()).set(macAddress, seenAtMs);
    return seenAtMs;
  }

  /** As findNamesake. */
  findNamesake(name: SessionName): StoredSession | undefined {
    const key = sessionKey(name);
    const known = this.#sessions.get(key);
    if (known !== undefined && known.username === name.username && known.macAddress === name.macAddress) {
      return known.row;
    }
    const row = findNamesake(this.#db, name);
    if (row !== undefined) this.#rememberSession(key, name, row);
    return row;
  }

  #rememberSession(key: string, { username, macAddress }: SessionName, row: StoredSession): void {
    if (this.#sessions.size >= MOST_RECALLED) this.#sessions.clear();
    this.#sessions.set(key, { username, macAddress, row });
  }

  /** One report of a session was stored: `row` is what stands there now, and `rows` were written for it and its guest. */
  sessionContinued(name: SessionName, row: StoredSession, rows: number): void {
    this.#rememberSession(sessionKey(name), name, row);
    if (row.guestId !== null) this.forgetGuest(row.guestId);
    this.#rowsWritten += rows;
  }

  /** A session has begun or ended with a report of its own: `rows` were written for it and its guest, and no others. */
  sessionChanged(name: SessionName, guestId: number | undefined, rows: number): void {
    this.#sessions.delete(sessionKey(name));
    if (guestId !== undefined) this.forgetGuest(guestId);
    this.#rowsWritten += rows;
  }

  forgetGuest(guestId: number): void {
    const known = this.#guestsById.get(guestId);
    if (known === undefined) return;
    this.#guestsById.delete(guestId);
    this.#guests.delete(known.usernameKey);
  }

  /** For a write that changes nothing of what is recalled but what is of this guest, and no counters of sessions. */
  writeOf<T>(guestId: number, work: () => T): T {
    return this.unaffectedBy(() => {
      this.forgetGuest(guestId);
      return work();
    });
  }

  /** For a write that changes nothing of what is recalled. */
  unaffectedBy<T>(work: () => T): T {
    const upToDate = rowsWritten(this.#db) === this.#rowsWritten;
    const result = work();
    if (upToDate) this.#rowsWritten = rowsWritten(this.#db);
    return result;
  }
}

const sessionKey = ({ routerId, acctSessionId }: SessionName): string => `${routerId} ${acctSessionId}`;
