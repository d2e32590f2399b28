/** Cards are guests that may be worth nothing yet, for a while, or any more. */
import type { AccessGuest } from '../../db/queries/access';
import { findCard, obstacleOf, type CardObstacle } from '../../db/queries/cards';
import type { Db } from '../../db/open';

/** Undefined: the guest is no card, or one that may be used. */
export function refuseCard(db: Db, guest: AccessGuest, nowMs: number): CardObstacle | undefined {
  const card = guest.isCard ? findCard(db, guest.id) : undefined;
  if (card === undefined) return undefined;
  return obstacleOf(
    card,
    guest.held.some(({ startedAtMs }) => startedAtMs !== null),
    nowMs,
  );
}
