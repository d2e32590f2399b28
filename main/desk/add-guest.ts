/** A guest with a name and a password of their own. */
import { writeChange, type Actor } from '../../db/write';
import { findGuest, findGuestByKey, type GuestRow } from '../../db/queries/guests';
import { withPrefix } from '../../db/queries/scope';
import type { Language } from '../../preload/contract/base';
import type { Refusal } from '../../preload/contract/refusals';
import { nameKey } from '../names';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';
import { copyGuest, findProductToCopy } from './copy-guest';
import { chooseDomain, chooseProduct, insertEntitlement, type ChosenProduct } from './new-guest';
import { sealPassword } from './own-password';

export interface AddGuestInput {
  readonly username: string;
  /** Absent: one is made at random and returned, this once. */
  readonly password?: string | undefined;
  /** Null: none; absent: that of the guest to copy. */
  readonly productId?: number | null | undefined;
  /** Instead of the product's own end, UTC milliseconds. */
  readonly endsAtMs?: number | undefined;
  /** Absent: that of the guest to copy, else the first domain. */
  readonly domainId?: number | undefined;
  readonly displayName?: string | undefined;
  readonly room?: string | undefined;
  readonly note?: string | undefined;
  readonly language?: Language | undefined;
  /** The new guest begins with what this one has, but for what is one guest's own (copy-guest.ts). */
  readonly copyFromId?: number | undefined;
}

export interface AddedGuest {
  readonly id: number;
  readonly changeId: number;
  readonly password?: string;
}

/**
 * Whose guests' names begin with a prefix adds one with it. With a product the guest is entitled to it, without a sale (staff, a courtesy). Refused: name taken, guest to copy,
 * product or domain unknown, an end that is past or of nothing.
 * @param technical attributes and network of the copied guest come along
 */
export function addGuest(open: OpenVenue, actor: Actor, input: AddGuestInput, technical = false): AddedGuest | Refusal {
  const username = withPrefix(open.scope, input.username);
  const usernameKey = nameKey(username);
  if (findGuestByKey(open.db, usernameKey)) {
    return refuse('name-taken', { what: 'Guest', name: username }, 'username');
  }
  const from = input.copyFromId === undefined ? undefined : findGuest(open.db, input.copyFromId);
  if (input.copyFromId !== undefined && !from) {
    return refuse('not-found', { what: 'Guest', id: input.copyFromId }, 'copyFromId');
  }
  const domain = chooseDomain(open, input.domainId ?? from?.domainId);
  if (isRefusal(domain)) return domain;
  const chosen = chooseGiven(open, input, from);
  if (isRefusal(chosen)) return chosen;
  const { sealed, made } = sealPassword(open, input.password);
  const what = { action: 'add-guest', params: { name: username } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    const id = write.insert('guests', {
      domain_id: domain.id,
      kind: 'person',
      username,
      username_key: usernameKey,
      password_sealed: sealed,
      display_name: input.displayName ?? null,
      room: input.room ?? null,
      note: input.note ?? null,
      language: input.language ?? from?.language ?? null,
      created_at_ms: write.atMs,
    });
    if (chosen) insertEntitlement(write, id, chosen);
    if (from) copyGuest(open, write, from, id, technical);
    return { id, changeId: write.changeId, ...made };
  });
}

function chooseGiven(
  open: OpenVenue,
  { productId, endsAtMs }: AddGuestInput,
  from: GuestRow | undefined,
): ChosenProduct | Refusal | undefined {
  const wanted = productId === undefined && from ? findProductToCopy(open, from) : (productId ?? undefined);
  if (wanted === undefined && endsAtMs !== undefined) {
    return refuse('invalid-input', { problem: 'endsAtMs: needs a product' }, 'endsAtMs');
  }
  return chooseProduct(open, wanted, { endsAtMs });
}
