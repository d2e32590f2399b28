/** What the main thread and the RADIUS thread say to each other. They share nothing else but the database file. */
import type { Topic } from '../../preload/contract/application';
import type { FaultCode, TextParams } from '../../preload/contract/faults';

/** What the thread is started with. */
export interface RadiusThreadData {
  readonly databaseFile: string;
  /** Undefined while the venue is not set up or locked: the ports are open, but nobody is known. */
  readonly dataKey: Uint8Array | undefined;
  /** 0 takes any free port. */
  readonly authPort: number;
  readonly acctPort: number;
  readonly bind: readonly string[];
}

export type ToRadiusThread =
  { readonly kind: 'routers-changed' } | { readonly kind: 'venue-changed' } | { readonly kind: 'stop' };

export type FromRadiusThread =
  | {
      readonly kind: 'listening';
      readonly authPort: number;
      readonly acctPort: number;
      readonly bind: readonly string[];
    }
  /** Stands until `cleared`; repeated only when its params change. */
  | { readonly kind: 'fault'; readonly code: FaultCode; readonly params: TextParams }
  | { readonly kind: 'cleared'; readonly code: FaultCode }
  /** At most four a second. */
  | { readonly kind: 'changed'; readonly topics: readonly Topic[] }
  /** Something arrived on a port; at most one a second. */
  | { readonly kind: 'packet'; readonly atMs: number }
  /** For the log file; never a secret. */
  | { readonly kind: 'log'; readonly level: 'warn' | 'error'; readonly text: string }
  | { readonly kind: 'stopped' };
