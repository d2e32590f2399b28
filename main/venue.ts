/** Composition root. (Types; the body follows.) */
import type { Contract } from '../preload/contract';
import type { Router } from '@orpc/server';
import type { ApiContext } from './api/caller';
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

export interface Venue {
  /** The contract, implemented; the same object behind every door. */
  readonly api: Router<Contract, ApiContext>;
  /** Resolves when the database is open (or its fault known) and RADIUS listens (or its fault is known). */
  readonly started: Promise<void>;
  /** What would stop: shown when the operator quits. */
  describe(): { readonly onlineSessions: number; readonly waitingPrintJobs: number; readonly ready: boolean };
  /** Reports a fault of the shell or the page server to the windows (PORT_IN_USE of the http port); undefined clears it. */
  close(): Promise<void>;
}

export type OpenVenue = (options: VenueOptions) => Venue;
