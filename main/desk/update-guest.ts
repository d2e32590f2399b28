/** Changes what is written about a guest. */
import { writeChange, type Actor } from '../../db/write';
import { findGuest } from '../../db/queries/guests';
import type { Language } from '../../preload/contract/base';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';

export interface UpdateGuestInput {
  readonly id: number;
  /** Null takes a value away; absent leaves it. */
  readonly displayName?: string | null | undefined;
  readonly room?: string | null | undefined;
  readonly note?: string | null | undefined;
  readonly language?: Language | null | undefined;
}

export function updateGuest(open: OpenVenue, actor: Actor, input: UpdateGuestInput): { changeId: number } | Refusal {
  const guest = findGuest(open.db, input.id);
  if (!guest) return refuse('not-found', { what: 'Guest', id: input.id }, 'id');
  const columns = {
    display_name: input.displayName,
    room: input.room,
    note: input.note,
    language: input.language,
  };
  const set = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
  const name = input.displayName ?? guest.displayName ?? guest.room ?? `#${guest.id}`;
  return writeChange(open.db, actor, { action: 'update-guest', params: { name } }, open.now(), (write) => {
    if (Object.keys(set).length > 0) write.update('guests', guest.id, set);
    return { changeId: write.changeId };
  });
}
