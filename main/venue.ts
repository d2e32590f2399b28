/** Composition root. (Types; the body follows.) */
import type { Contract } from '../preload/contract';
import type { Router } from '@orpc/server';
import type { FaultCode, FaultView } from '../preload/contract/faults';
import type { ApiContext, SignedIn } from './api/caller';
import type { Log } from './log';
import type { SystemPrinter } from './printing/ticket';

/** Where the data key is kept: wrapped by the operating system (desktop) or in a 0600 file (service). */
export interface KeyStore {
  /** The data key; 'missing' if there is none, 'locked' if it is there but this user or computer cannot read it. */
  load(): Uint8Array | 'missing' | 'locked';
  save(key: Uint8Array): void;
}

export interface LoginItem {
  readonly enabled: boolean;
  set(enabled: boolean): void;
}

export interface VenueOptions {
  readonly dataFolder: string;
  readonly mode: 'desktop' | 'service';
  readonly demo: boolean;
  readonly version: string;
  readonly authPort: number;
  readonly acctPort: number;
  /** Addresses RADIUS listens on; ['0.0.0.0', '::'] for all. */
  readonly bind: readonly string[];
  /** Folder of the SQL migrations beside the built main. */
  readonly migrationsFolder: string;
  /** Built radius-thread.js. */
  readonly radiusThreadFile: string;
  readonly keyStore: KeyStore;
  readonly systemPrinter: SystemPrinter | undefined;
  readonly loginItem: LoginItem | undefined;
  readonly log: Log;
}

export interface DemoAccess {
  /** Secret of the demo's router at 127.0.0.1. */
  readonly routerSecret: string;
  readonly ownerName: string;
  readonly ownerPassword: string;
}

export interface Venue {
  /** The contract, implemented; the same object behind every door. */
  readonly api: Router<Contract, ApiContext>;
  /** Resolves when the database is open (or its fault known) and RADIUS listens (or its fault is known). */
  readonly started: Promise<void>;
  /** What would stop: shown when the operator quits. */
  describe(): { readonly onlineSessions: number; readonly waitingPrintJobs: number; readonly ready: boolean };
  /** Once started: what the demo prints, so that anyone can try it with radclient; undefined outside the demo. */
  readonly demo: DemoAccess | undefined;
  /** Who the terminal acts as: the first owner that is not disabled; undefined before set-up or while locked. */
  firstOwner(): SignedIn | undefined;
  /** Shows a fault of a door or of the shell in the windows (PORT_IN_USE of the http port) until it is cleared. */
  reportFault(fault: FaultView): void;
  clearFault(code: FaultCode): void;
  close(): Promise<void>;
}

export type OpenVenue = (options: VenueOptions) => Venue;
