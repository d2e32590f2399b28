/** The guests of a rehearsal: whose phones come to the pretend router, when, what they use, and when they go. */
import type { Db } from '../../db/open';
import {
  findSealedPassword,
  listLastGuests,
  listNewGuests,
  listOpenSessions,
  newestGuestId,
  type NewGuest,
  type OpenSessionOfRouter,
} from '../../db/queries/rehearsal';
import { unseal } from '../../db/seal';
import { noLimits, type Phone } from './phone';
import type { PretendRouter } from './router';

export const paces = ['slow', 'normal', 'fast'] as const;
export type Pace = (typeof paces)[number];

/** What the trainer has one guest do. */
export const acts = ['leave', 'come-back', 'mistype', 'use-up', 'other-device'] as const;
export type Act = (typeof acts)[number];

interface Tempo {
  /** From the sale to the login page. */
  readonly arriveMs: number;
  /** Reports come at least so often, whatever the answer said. */
  readonly interimSec: number;
  readonly bytesPerSec: number;
  /** Half of the guests stay longer; nobody goes within the first quarter of it. */
  readonly stayMs: number;
  readonly awayMs: number;
  /** From a refusal to the next try. */
  readonly tryAgainMs: number;
}

const minuteMs = 60_000;
const tempos: Readonly<Record<Pace, Tempo>> = {
  slow: {
    arriveMs: 30_000,
    interimSec: 60,
    bytesPerSec: 60e3,
    stayMs: 45 * minuteMs,
    awayMs: 10 * minuteMs,
    tryAgainMs: 20e3,
  },
  normal: {
    arriveMs: 6_000,
    interimSec: 15,
    bytesPerSec: 500e3,
    stayMs: 15 * minuteMs,
    awayMs: 3 * minuteMs,
    tryAgainMs: 8e3,
  },
  fast: {
    arriveMs: 1_000,
    interimSec: 3,
    bytesPerSec: 10e6,
    stayMs: 4 * minuteMs,
    awayMs: minuteMs / 2,
    tryAgainMs: 2e3,
  },
};

/** A guest tries so often again before going to the desk. */
const PATIENCE = 2;
/** How long it takes to get the other device out of the bag. */
const OTHER_DEVICE_MS = 2_000;
/** Guests of yesterday come to the login page one after the other. */
const BETWEEN_RETURNING_MS = 7_000;
/** Of what is used, so much is downloaded. */
const DOWNLOAD_SHARE = 0.88;
/** One in so many slips on the keys at the first try. */
const MISTYPE_ONE_IN = 5;
/** The trainer's table shows no more; those that left first are forgotten first. */
const MOST_PHONES = 80;

export interface CrowdOptions {
  readonly db: Db;
  readonly dataKey: Uint8Array;
  readonly router: PretendRouter;
  /** Of the venue; undefined: the trainee has removed it. */
  readonly routerId: number | undefined;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly nowMs: number;
}

export class Crowd {
  pace: Pace = 'normal';
  readonly #options: CrowdOptions;
  #seenGuestId: number;
  #steppedAtMs: number;
  #made = 0;

  /** Goes on with the sessions that are open in the venue; where there are none, its last guests come back. */
  constructor(options: CrowdOptions) {
    const { db, routerId, nowMs } = options;
    this.#options = options;
    this.#steppedAtMs = nowMs;
    this.#seenGuestId = newestGuestId(db);
    const open = routerId === undefined ? [] : listOpenSessions(db, routerId);
    for (const session of [...open].reverse()) this.#goOn(session, nowMs);
    if (open.length > 0) return;
    listLastGuests(db).forEach((guest, index) => this.#add(guest, nowMs + (index + 1) * BETWEEN_RETURNING_MS));
  }

  /** Lets time pass up to `nowMs`: guests arrive, try again, use, report, leave. */
  step(nowMs: number): void {
    const passedSec = Math.max(0, nowMs - this.#steppedAtMs) / 1_000;
    this.#steppedAtMs = nowMs;
    this.#welcome(nowMs);
    for (const phone of this.#options.router.phones) {
      if (phone.busy) continue;
      if (phone.session !== undefined) this.#live(phone, nowMs, passedSec);
      else if (phone.dueAtMs <= nowMs) this.#try(phone, nowMs);
    }
    this.#options.router.keepLimits(nowMs);
  }

  /** Has one guest do something now; false where it cannot be done by one who is not, or already, online. */
  act(phone: Phone, act: Act, nowMs: number): boolean {
    const { router } = this.#options;
    const { session } = phone;
    switch (act) {
      case 'come-back':
        return this.#comeBack(phone, nowMs);
      case 'mistype':
        phone.mistypes = true;
        return this.#comeBack(phone, nowMs);
      case 'leave':
        if (session === undefined) return false;
        router.end(phone, 'User-Request');
        return true;
      case 'use-up':
        return this.#useUp(phone);
      case 'other-device':
        if (session !== undefined) router.end(phone, 'User-Request');
        phone.macAddress = this.#newMac();
        phone.dueAtMs = nowMs + OTHER_DEVICE_MS;
        return true;
    }
  }

  #comeBack(phone: Phone, nowMs: number): boolean {
    if (phone.session !== undefined) return false;
    phone.state = 'waiting';
    phone.dueAtMs = nowMs;
    return true;
  }

  /** All that is left at once, as a system update does. */
  #useUp({ session }: Phone): boolean {
    if (session === undefined) return false;
    const { totalBytes, downloadBytes } = session.limits;
    if (totalBytes !== undefined) session.downloadBytes = Math.max(0, totalBytes - session.uploadBytes);
    else if (downloadBytes !== undefined) session.downloadBytes = downloadBytes;
    else return false;
    return true;
  }

  /** Codes that were sold since the last look. */
  #welcome(nowMs: number): void {
    const { arriveMs } = tempos[this.pace];
    for (const guest of listNewGuests(this.#options.db, this.#seenGuestId)) {
      this.#seenGuestId = guest.id;
      const phone = this.#add(guest, nowMs + arriveMs * (0.5 + this.#options.random()));
      phone.mistypes = this.#options.random() * MISTYPE_ONE_IN < 1;
    }
  }

  #try(phone: Phone, nowMs: number): void {
    if (phone.state === 'refused' && phone.patience-- <= 0) {
      phone.dueAtMs = Infinity;
      return;
    }
    if (phone.state !== 'refused') phone.patience = PATIENCE;
    phone.dueAtMs = nowMs + tempos[this.pace].tryAgainMs;
    this.#options.router.login(phone);
  }

  #live(phone: Phone, nowMs: number, passedSec: number): void {
    const { router, random } = this.#options;
    const { interimSec, bytesPerSec, stayMs, awayMs } = tempos[this.pace];
    const session = phone.session!;
    const used = Math.round(bytesPerSec * passedSec * 2 * random());
    session.downloadBytes += Math.round(used * DOWNLOAD_SHARE);
    session.uploadBytes += used - Math.round(used * DOWNLOAD_SHARE);
    const hasStayed = nowMs - session.startedAtMs > stayMs / 4;
    if (hasStayed && random() < (passedSec * 1_000 * Math.LN2) / stayMs) {
      router.end(phone, 'User-Request');
      phone.dueAtMs = nowMs + awayMs * (0.5 + random());
    } else if (nowMs - session.reportedAtMs >= Math.min(interimSec, session.limits.interimSec ?? interimSec) * 1_000) {
      router.reportInterim(phone);
    }
  }

  #goOn(open: OpenSessionOfRouter, nowMs: number): void {
    const { db, dataKey } = this.#options;
    const sealed = open.guestId === null ? undefined : findSealedPassword(db, open.guestId);
    const phone = this.#newPhone({
      guestId: open.guestId ?? undefined,
      username: open.username,
      password: sealed === undefined ? '' : unseal(dataKey, 'guest-password', sealed),
      macAddress: open.macAddress,
      framedIpAddress: open.framedIpAddress ?? undefined,
    });
    phone.state = 'online';
    phone.session = {
      acctSessionId: open.acctSessionId,
      startedAtMs: open.startedAtMs,
      classValue: undefined,
      limits: noLimits,
      uploadBytes: open.uploadBytes,
      downloadBytes: open.downloadBytes,
      reportedAtMs: nowMs - minuteMs,
    };
  }

  #add({ id, username, passwordSealed }: NewGuest, dueAtMs: number): Phone {
    const password = unseal(this.#options.dataKey, 'guest-password', passwordSealed);
    const phone = this.#newPhone({ guestId: id, username, password, macAddress: this.#newMac() });
    phone.dueAtMs = dueAtMs;
    return phone;
  }

  #newPhone(
    known: Pick<Phone, 'guestId' | 'username' | 'password' | 'macAddress'> & { framedIpAddress?: string | undefined },
  ): Phone {
    const { phones } = this.#options.router;
    this.#made += 1;
    const phone: Phone = {
      ...known,
      id: this.#made,
      framedIpAddress: known.framedIpAddress ?? `10.5.60.${1 + (this.#made % 254)}`,
      state: 'waiting',
      dueAtMs: Infinity,
      patience: PATIENCE,
      refusedWith: undefined,
      mistypes: false,
      session: undefined,
      busy: false,
    };
    phones.push(phone);
    const forgotten =
      phones.length > MOST_PHONES ? phones.findIndex((one) => !one.busy && one.session === undefined) : -1;
    if (forgotten !== -1) phones.splice(forgotten, 1);
    return phone;
  }

  /** Locally administered (IEEE 802, second bit of the first byte), as phones choose them per network. */
  #newMac(): string {
    const bytes = Array.from({ length: 5 }, () => Math.floor(this.#options.random() * 256));
    return ['DA', ...bytes.map((byte) => byte.toString(16).padStart(2, '0').toUpperCase())].join(':');
  }
}
