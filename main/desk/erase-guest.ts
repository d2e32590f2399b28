/** Erases the person behind a guest. */
import { findGuest, listOpenSessions } from '../../db/queries/guests';
import type { Actor } from '../../db/write';
import type { Refusal } from '../../preload/contract/refusals';
import type { Erased } from '../office/erase-guest';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';

/**
 * Whoever is online is sent off first, so that nothing more is written under the name, and once more in the end: the work
 * thread may have had something else to do before. Refused: unknown, stopped, too much to do.
 */
export async function eraseGuest(open: OpenVenue, actor: Actor, id: number): Promise<Erased | Refusal> {
  if (!findGuest(open.db, id)) return refuse('not-found', { what: 'Guest', id }, 'id');
  await sendOff(open, actor, id);
  const erased = await open.runJob('erase-guest', { guestId: id, actor }, actor.operatorName);
  if (isRefusal(erased)) return erased;
  await sendOff(open, actor, id);
  open.guestsChanged([id]);
  return erased;
}

async function sendOff(open: OpenVenue, actor: Actor, id: number): Promise<void> {
  const sessions = listOpenSessions(open.db, id).map((session) => session.id);
  if (sessions.length > 0) await open.endSessions(sessions, actor.operatorName);
}
