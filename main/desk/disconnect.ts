/** Ends what a guest has open on the routers, and says of each what became of it. */
import {
  findGuest,
  findOpenSession,
  listOpenSessions,
  type GuestRow,
  type OpenSessionRow,
} from '../../db/queries/guests';
import type { Refusal } from '../../preload/contract/refusals';
import type { EndOutcome } from '../aaa/disconnect';
import { nameErrorCause } from '../aaa/error-causes';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';

/** One of the two. */
export interface DisconnectInput {
  readonly guestId?: number | undefined;
  readonly sessionId?: number | undefined;
}

export interface Disconnected {
  readonly sessionId: number;
  readonly outcome: EndOutcome['kind'];
  readonly routerName: string;
  /** RFC 5176 §3.5, number and name. */
  readonly errorCause?: string;
  /** The guest cannot log in again. */
  readonly locked: boolean;
  /** English. */
  readonly sentence: string;
}

/** Refused: no such guest or session, or nothing is open. Resolves when the routers have answered, at most in ten seconds. */
export async function disconnect(
  open: OpenVenue,
  operatorName: string,
  input: DisconnectInput,
): Promise<readonly Disconnected[] | Refusal> {
  const { guestId, sessionId = 0 } = input;
  const sessions = guestId === undefined ? openOne(open, sessionId) : openOfGuest(open, guestId);
  if (isRefusal(sessions)) return sessions;
  const outcomes = await open.endSessions(
    sessions.map((session) => session.id),
    operatorName,
  );
  return outcomes.map((outcome, index) => describe(outcome, sessions[index]!));
}

interface OpenOne extends OpenSessionRow {
  readonly guest: GuestRow | undefined;
}

function openOfGuest(open: OpenVenue, guestId: number): readonly OpenOne[] | Refusal {
  const guest = findGuest(open.db, guestId);
  if (!guest) return refuse('not-found', { what: 'Guest', id: guestId }, 'guestId');
  const sessions = listOpenSessions(open.db, guestId);
  return sessions.length === 0 ? refuse('not-online', {}, 'guestId') : sessions.map((one) => ({ ...one, guest }));
}

function openOne(open: OpenVenue, sessionId: number): readonly OpenOne[] | Refusal {
  const session = findOpenSession(open.db, sessionId);
  if (!session) return refuse('not-found', { what: 'Session', id: sessionId }, 'sessionId');
  const guest = session.guestId === null ? undefined : findGuest(open.db, session.guestId);
  return [{ ...session, guest }];
}

function describe({ sessionId, kind, errorCause }: EndOutcome, { routerName, guest }: OpenOne): Disconnected {
  const router = routerName ?? '?';
  const cause = errorCause === undefined ? undefined : nameErrorCause(errorCause);
  const locked = guest !== undefined && guest.lockedAtMs !== null;
  return {
    sessionId,
    outcome: kind,
    routerName: router,
    ...(cause === undefined ? {} : { errorCause: cause }),
    locked,
    sentence: `${sentences[kind](router, cause)}${kind === 'no-answer' || kind === 'off' ? ` ${afterwards(locked)}` : ''}`,
  };
}

const sentences: Readonly<Record<EndOutcome['kind'], (router: string, cause: string | undefined) => string>> = {
  ended: (router) => `The router "${router}" has ended the connection.`,
  'not-there': () => 'The connection had ended already.',
  refused: (router, cause) =>
    `The router "${router}" refused to end the connection${cause === undefined ? '' : ` (${cause})`}. It is asked again.`,
  'no-answer': (router) =>
    `The router "${router}" does not answer. It is asked again until the connection has ended; so long the guest may stay online.`,
  off: (router) =>
    `The router "${router}" is set up not to be asked, so the connection lasts until the guest leaves or the time is over.`,
};

const afterwards = (locked: boolean): string =>
  locked
    ? 'The guest is locked and is refused at the next login.'
    : 'The guest is not locked and can log in again; lock them to prevent that.';
