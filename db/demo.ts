/** The demo hotel: six weeks of a believable house, so that every screen has something to show. */
import { workAtDesk } from './demo/desk';
import { openHotel, setUpBeforeMs } from './demo/hotel';
import { imagineSessions, writeSessions } from './demo/online';
import { writeRadiusLog } from './demo/radius-log';
import { seededRandom, type Random } from './demo/random';
import type { Db } from './open';

export { seededRandom } from './demo/random';

export interface DemoOptions {
  /** The demo's present, UTC milliseconds: guests are online then. */
  readonly nowMs: number;
  readonly ownerName: string;
  /** Also the password of the other operators, so that one can look through their eyes. */
  readonly ownerPasswordHash: string;
  /** Shared secret of the router at 127.0.0.1. */
  readonly routerSecret: string;
  /** The same source gives the same hotel (keys, nonces and sealed bytes apart). */
  readonly random?: Random;
}

const daysOfBusiness = 42;
const dayMs = 86_400_000;
const usualSeed = 1;

/**
 * Fills a freshly migrated, empty file: venue, operators, products, a router, guests, sales by shift, history with some
 * of it undone, sessions, use, devices and the RADIUS log. Operators' work goes through writeChange with past times.
 * Throws if the file has a venue already.
 */
export function fillDemo(db: Db, dataKey: Uint8Array, options: DemoOptions): void {
  const random = options.random ?? seededRandom(usualSeed);
  // Hundreds of past changes need not reach the disk one by one; the checkpoint at the end takes all of them there.
  db.sqlite.pragma('synchronous = OFF');
  try {
    fill(db, dataKey, options, random);
  } finally {
    db.sqlite.pragma('synchronous = FULL');
    db.sqlite.pragma('wal_checkpoint(TRUNCATE)');
  }
}

function fill(db: Db, dataKey: Uint8Array, options: DemoOptions, random: Random): void {
  const { nowMs } = options;
  const openedAtMs = nowMs - (daysOfBusiness + 1) * dayMs - setUpBeforeMs;
  const hotel = openHotel(db, dataKey, options, openedAtMs);
  const stays = workAtDesk(db, dataKey, hotel, daysOfBusiness, nowMs, random);
  const sessions = imagineSessions(stays, nowMs, random);
  writeSessions(db, hotel.routerId, sessions);
  writeRadiusLog(db, hotel.routerId, sessions, nowMs, random);
}
