/** A contract with a handful of calls behind it: enough to see who comes in by which door. */
import { implement } from '@orpc/server';
import type { ApiContext, SignedIn } from '../../main/api/caller';
import type { Log } from '../../main/log';
import type { Venue } from '../../main/venue';
import { contract } from '../../preload/contract';
import { builtInRole } from '../fakes/roles';

export const rosa: SignedIn = { operatorId: 7, name: 'Rosa', role: builtInRole('owner') };

export const quietLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface Behind {
  readonly api: Venue['api'];
  /** Live feeds that are open now. */
  openFeeds(): number;
  /** Ends the live feeds, as a closing venue does. */
  endFeeds(): void;
  /** Doors of the calls that came in, in order. */
  readonly via: string[];
}

export function smallContract(): Behind {
  const os = implement(contract).$context<ApiContext>();
  const ending = new AbortController();
  const via: string[] = [];
  let feeds = 0;

  async function* feed(signal: AbortSignal | undefined) {
    feeds += 1;
    try {
      yield { topics: ['status' as const] };
      await new Promise<void>((resolve) => {
        AbortSignal.any([ending.signal, ...(signal ? [signal] : [])]).addEventListener('abort', () => resolve());
      });
    } finally {
      feeds -= 1;
    }
  }

  const calls = {
    operators: {
      signIn: os.operators.signIn.handler(({ context }) => {
        context.caller.signIn(rosa);
        return { id: rosa.operatorId, name: rosa.name, role: rosa.role };
      }),
      signOut: os.operators.signOut.handler(({ context }) => {
        context.caller.signOut();
        return {};
      }),
      me: os.operators.me.handler(({ context }) => {
        via.push(context.caller.via);
        const operator = context.caller.signedIn();
        const locked = context.caller.isLocked();
        return operator
          ? { operator: { id: operator.operatorId, name: operator.name, role: operator.role }, locked }
          : { locked };
      }),
      lock: os.operators.lock.handler(({ context }) => {
        context.caller.lock();
        return {};
      }),
    },
    desk: {
      sellTicket: os.desk.sellTicket.handler(({ errors }) => {
        throw errors.REFUSED({ data: { reason: 'no-printer', sentence: 'No printer is set up.' } });
      }),
    },
    history: {
      list: os.history.list.handler(() => {
        throw new Error('a bug with a secret in it');
      }),
    },
    application: { changed: os.application.changed.handler(({ signal }) => feed(signal)) },
  };
  return {
    // Only these calls are made here; the rest of the contract is the business of main/api.
    api: calls as unknown as Venue['api'],
    openFeeds: () => feeds,
    endFeeds: () => ending.abort(),
    via,
  };
}
