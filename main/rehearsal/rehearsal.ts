/** A rehearsal: the pretend router, its guests and the pretend printer around a venue of make-believe. */
import type { Db } from '../../db/open';
import { findNewestSessionId, storeDynamicPort } from '../../db/queries/rehearsal';
import { findRouterByAddress } from '../../db/queries/routers';
import { Crowd, type Act, type Pace } from './crowd';
import type { Phone } from './phone';
import type { Paper, PretendPrinter, PrinterState } from './printer';
import { PretendRouter, type RouterPorts, type RouterSwitches } from './router';

export type { Act, Pace } from './crowd';
export type { Paper, PrinterState } from './printer';
export type { RouterSwitches } from './router';

export interface Switches extends RouterSwitches {
  readonly pace: Pace;
  readonly printer: PrinterState;
}

export interface PhoneView {
  readonly id: number;
  readonly username: string;
  readonly macAddress: string;
  readonly state: Phone['state'];
  /** What the login page said. */
  readonly refusedWith?: string;
  readonly startedAtMs?: number;
  readonly usedBytes?: number;
  /** It was let in with so much data. */
  readonly limitBytes?: number;
}

export interface Rehearsal {
  switches(): Switches;
  set(change: { readonly [K in keyof Switches]?: Switches[K] | undefined }): void;
  /** Newest first. */
  phones(): readonly PhoneView[];
  /** Has a guest do something; false where there is no such guest, or it cannot be done now. */
  act(phoneId: number, act: Act): boolean;
  reboot(): void;
  /** Newest first. */
  papers(): readonly Paper[];
  clearPapers(): void;
  /** The router asks there from now on. */
  connect(ports: RouterPorts): void;
  close(): Promise<void>;
}

export interface RehearsalOptions {
  readonly db: Db;
  readonly dataKey: Uint8Array;
  readonly routerSecret: string;
  readonly printer: PretendPrinter;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Something the trainer's panel shows has changed. */
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

/** Where the demo hotel's router is (db/demo/hotel.ts). */
const ROUTER_ADDRESS = '127.0.0.1';
const STEP_MS = 1_000;
/** A small RouterOS box is back after so long; less would look like a short cut in the cable (main/aaa/boots.ts). */
const REBOOT_MS = 12_000;

/** Opens the router's side and tells the venue where it is reached; the router is silent until `connect`. */
export async function openRehearsal(options: RehearsalOptions): Promise<Rehearsal> {
  const { db, now, printer } = options;
  const row = findRouterByAddress(db, ROUTER_ADDRESS);
  const router = await PretendRouter.open({
    secret: options.routerSecret,
    now,
    lastSessionId: row && findNewestSessionId(db, row.id),
    onChange: options.onChange,
    onError: options.onError,
  });
  if (row !== undefined) storeDynamicPort(db, row.id, router.dynamicPort);
  const crowd = new Crowd({ ...options, router, routerId: row?.id, nowMs: now() });
  let timer: NodeJS.Timeout | undefined;

  const step = (): void => {
    try {
      crowd.step(now());
      options.onChange();
    } catch (error) {
      options.onError(error);
    }
  };

  return {
    switches: () => ({ ...router.switches, pace: crowd.pace, printer: printer.state }),
    set({ pace = crowd.pace, printer: state = printer.state, ...rest }) {
      const before = router.switches;
      router.switches = {
        reachable: rest.reachable ?? before.reachable,
        secret: rest.secret ?? before.secret,
        dynamic: rest.dynamic ?? before.dynamic,
        clockOffsetSec: rest.clockOffsetSec ?? before.clockOffsetSec,
      };
      crowd.pace = pace;
      if (state !== printer.state) printer.become(state);
      options.onChange();
    },
    phones: () => router.phones.map(viewPhone).reverse(),
    act(phoneId, act) {
      const phone = router.phones.find(({ id }) => id === phoneId);
      const done = phone !== undefined && crowd.act(phone, act, now());
      if (done) step();
      return done;
    },
    reboot: () => router.reboot(now() + REBOOT_MS),
    papers: () => printer.papers(),
    clearPapers: () => printer.clear(),
    connect(ports) {
      router.connect(ports);
      timer ??= setInterval(step, STEP_MS);
    },
    async close() {
      clearInterval(timer);
      await router.close();
    },
  };
}

function viewPhone({ id, username, macAddress, state, refusedWith, session }: Phone): PhoneView {
  const limitBytes = session?.limits.totalBytes ?? session?.limits.downloadBytes;
  return {
    id,
    username,
    macAddress,
    state,
    ...(state === 'refused' && refusedWith !== undefined ? { refusedWith } : {}),
    ...(session === undefined
      ? {}
      : { startedAtMs: session.startedAtMs, usedBytes: session.uploadBytes + session.downloadBytes }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
  };
}
