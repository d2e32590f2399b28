/** A guest with a name and a password of their own. */
import { seal } from '../../db/seal';
import { writeChange, type Actor } from '../../db/write';
import { findGuestByKey } from '../../db/queries/guests';
import { findProduct } from '../../db/queries/products';
import { getVenue } from '../../db/queries/venue';
import type { Language } from '../../preload/contract/base';
import type { Refusal } from '../../preload/contract/refusals';
import { nameKey } from '../names';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';
import { spanOf } from './span';

export interface AddGuestInput {
  readonly username: string;
  readonly password: string;
  readonly productId?: number | undefined;
  readonly displayName?: string | undefined;
  readonly room?: string | undefined;
  readonly note?: string | undefined;
  readonly language?: Language | undefined;
}

/** With a product the guest is entitled to it, without a sale (staff, a courtesy). Refused: name taken, product unknown. */
export function addGuest(
  open: OpenVenue,
  actor: Actor,
  input: AddGuestInput,
): { id: number; changeId: number } | Refusal {
  const usernameKey = nameKey(input.username);
  if (findGuestByKey(open.db, usernameKey)) {
    return refuse('name-taken', { what: 'Guest', name: input.username }, 'username');
  }
  const found = input.productId === undefined ? undefined : findProduct(open.db, input.productId);
  if (input.productId !== undefined && !found) {
    return refuse('not-found', { what: 'Product', id: input.productId }, 'productId');
  }
  if (found && found.product.retiredAtMs !== null) {
    return refuse('product-retired', { name: found.product.name }, 'productId');
  }
  const nowMs = open.now();
  const span = found && spanOf(found.product, getVenue(open.db), 1, nowMs);
  if (isRefusal(span)) return span;
  const what = { action: 'add-guest', params: { name: input.username } } as const;
  return writeChange(open.db, actor, what, nowMs, (write) => {
    const id = write.insert('guests', {
      domain_id: 1,
      kind: 'person',
      username: input.username,
      username_key: usernameKey,
      password_sealed: seal(open.dataKey, 'guest-password', input.password),
      display_name: input.displayName ?? null,
      room: input.room ?? null,
      note: input.note ?? null,
      language: input.language ?? null,
      created_at_ms: write.atMs,
    });
    if (found && span) {
      write.insert('entitlements', {
        guest_id: id,
        product_id: found.product.id,
        starts_at_ms: span.startsAtMs,
        ends_at_ms: span.endsAtMs,
        created_at_ms: write.atMs,
      });
    }
    return { id, changeId: write.changeId };
  });
}
