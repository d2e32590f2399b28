/** Erases the person behind a guest. */
import { findGuest, listOpenSessions } from '../../db/queries/guests';
import type { Actor } from '../../db/write';
import type { Refusal } from '../../preload/contract/refusals';
import { forgetPerson, type Erased } from '../office/erase-guest';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';

/**
 * Whoever is online is sent off first, so that nothing more is written under the name. Refused: unknown.
 */
export async function eraseGuest(open: OpenVenue, actor: Actor, id: number): Promise<Erased | Refusal> {
  if (!findGuest(open.db, id)) return refuse('not-found', { what: 'Guest', id }, 'id');
  const sessions = listOpenSessions(open.db, id).map((session) => session.id);
  if (sessions.length > 0) await open.endSessions(sessions, actor.operatorName);
  const erased = await forgetPerson(open, actor, id);
  if (!isRefusal(erased)) open.guestsChanged([id]);
  return erased;
}
