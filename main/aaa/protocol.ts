/** What the main thread and the RADIUS thread say to each other. They share nothing else but the database file and the turns of its writers. */
import type { Topic } from '../../preload/contract/application';
import type { FaultCode, TextParams } from '../../preload/contract/faults';
import type { RadiusCounters } from '../radius/server';
import type { ThreadLoad } from '../thread-load';
import type { EndOutcome } from './disconnect';
import type { DescribedExchange } from './packet-memory';
import type { EndReason } from './reasons';

/** What the thread is started with. */
export interface RadiusThreadData {
  readonly databaseFile: string;
  /** What the connections of this process share (db/write-turn.ts); absent: the thread writes as SQLite lets it. */
  readonly writeTurns?: SharedArrayBuffer;
  /** Undefined while the venue is not set up or locked: the ports are open, but nobody is known. */
  readonly dataKey: Uint8Array | undefined;
  /** 0 takes any free port. */
  readonly authPort: number;
  readonly acctPort: number;
  readonly bind: readonly string[];
}

export interface Measured {
  readonly load: ThreadLoad;
  readonly counters: RadiusCounters | undefined;
}

export interface EndSessions {
  readonly ids: readonly number[];
  readonly reason: EndReason;
  /** Who ends them; null: the program. */
  readonly operatorName: string | null;
}

/** What the main thread asks and waits for: question and answer by name. */
export interface Questions {
  /** Packet number of a row of the RADIUS log. */
  readonly 'describe-packet': { readonly question: number; readonly answer: DescribedExchange | undefined };
  /** One outcome per id, in order. What no router has answered yet is tried on. */
  readonly 'end-sessions': { readonly question: EndSessions; readonly answer: readonly EndOutcome[] };
  /** How busy it is, and what has become of the packets since it listens; no counters: it does not listen. */
  readonly measure: { readonly question: null; readonly answer: Measured };
}

export type QuestionName = keyof Questions;

export type ToRadiusThread =
  | { readonly kind: 'routers-changed' }
  | { readonly kind: 'venue-changed' }
  /** What these guests hold, or whether they may be online, has changed: their sessions are looked at now. */
  | { readonly kind: 'guests-changed'; readonly guestIds: readonly number[] }
  /** Products have changed: all sessions are looked at within a minute. */
  | { readonly kind: 'products-changed' }
  | {
      [N in QuestionName]: {
        readonly kind: 'ask';
        readonly askId: number;
        readonly name: N;
        readonly question: Questions[N]['question'];
      };
    }[QuestionName]
  | { readonly kind: 'stop' };

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
  /** To an `ask`. */
  | { readonly kind: 'answer'; readonly askId: number; readonly answer: unknown }
  | { readonly kind: 'stopped' };
