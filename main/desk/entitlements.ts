/** What one guest holds: shown in its order, taken away while unused, given another end. */
import { findEntitlement, findGuest, listHeld, type GuestRow, type HeldEntitlement } from '../../db/queries/guests';
import { findSaleInForce } from '../../db/queries/sales';
import { getVenue } from '../../db/queries/venue';
import { openShiftOf } from '../../db/shifts';
import { writeChange, type Actor } from '../../db/write';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';
import { nameGuest } from './guest-words';
import { sentenceOf } from './sentence-of';
import { checkOverride } from './span';
import { standingsOf } from './standing';
import { writeReversal } from './write-sale';

/** In the order in which they are used up: oldest first. */
export function listEntitlements(open: OpenVenue, guestId: number) {
  if (!findGuest(open.db, guestId)) return refuse('not-found', { what: 'Guest', id: guestId }, 'guestId');
  const held = listHeld(open.db, [guestId]).get(guestId) ?? [];
  const venue = getVenue(open.db);
  const rows = standingsOf(open, held).map(({ held: one, standing, left, ...when }, index) => {
    const { startedAtMs, endsAtMs, pause, resumesAtMs, changesAtMs } = when;
    const { untilEndSec, uptimeSec, uploadBytes, downloadBytes, totalBytes } = left;
    return {
      id: one.entitlement.id,
      order: index + 1,
      productId: one.product.id,
      productName: one.product.name,
      state: standing,
      sentence: sentenceOf(one, venue.language, venue.timeZone, endsAtMs),
      ...(startedAtMs === undefined ? {} : { startedAtMs }),
      ...(endsAtMs === undefined ? {} : { endsAtMs }),
      ...(pause === undefined ? {} : { pause }),
      ...(resumesAtMs === undefined ? {} : { resumesAtMs }),
      ...(changesAtMs === undefined ? {} : { changesAtMs }),
      endOverridden: one.entitlement.endOverridden,
      left: {
        ...(untilEndSec === undefined ? {} : { untilEndSec }),
        ...(uptimeSec === undefined ? {} : { uptimeSec }),
        ...(uploadBytes === undefined ? {} : { uploadBytes }),
        ...(downloadBytes === undefined ? {} : { downloadBytes }),
        ...(totalBytes === undefined ? {} : { totalBytes }),
      },
      soldAtMs: one.entitlement.createdAtMs,
      canRemove: index === held.length - 1 && !isUsed(one),
    };
  });
  return { kind: 'rows' as const, rows };
}

/** Somebody has logged in with it, or been charged for it. */
function isUsed({ usage }: HeldEntitlement): boolean {
  return usage !== undefined && (usage.startedAtMs !== null || usage.lastUsedAtMs !== null);
}

interface Found {
  readonly guest: GuestRow;
  readonly one: HeldEntitlement;
  readonly isLast: boolean;
}

function findHeld(open: OpenVenue, id: number): Found | undefined {
  const row = findEntitlement(open.db, id);
  const guest = row && findGuest(open.db, row.guestId);
  if (!guest) return undefined;
  const held = listHeld(open.db, [guest.id]).get(guest.id) ?? [];
  const one = held.find(({ entitlement }) => entitlement.id === id);
  return one && { guest, one, isLast: held.at(-1) === one };
}

/** Takes the last one away and gives its money back. Refused: unknown, used, or another was sold after it. */
export function removeEntitlement(
  open: OpenVenue,
  actor: Actor,
  id: number,
): { changeId: number; guestId: number } | Refusal {
  const found = findHeld(open, id);
  if (!found) return refuse('not-found', { what: 'Entitlement', id }, 'id');
  const { guest, one, isLast } = found;
  const { name } = one.product;
  if (isUsed(one)) return refuse('entitlement-used', { name }, 'id');
  if (!isLast) return refuse('not-last-entitlement', {}, 'id');
  const what = { action: 'remove-entitlement', params: { name: nameGuest(guest), product: name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    write.remove('entitlements', id);
    const sale = findSaleInForce(open.db, guest.id, id);
    if (sale) writeReversal(write, actor, sale, openShiftOf(open.db.sqlite, actor, write.atMs));
    return { changeId: write.changeId, guestId: guest.id };
  });
}

/** Gives it an end that holds alone; null: none. Refused: unknown, an end in the past or after the product's own. */
export function setEnd(
  open: OpenVenue,
  actor: Actor,
  input: { readonly id: number; readonly endsAtMs: number | null },
): { changeId: number; guestId: number } | Refusal {
  const found = findHeld(open, input.id);
  if (!found) return refuse('not-found', { what: 'Entitlement', id: input.id }, 'id');
  const { guest, one } = found;
  const no = checkOverride(one.product, input.endsAtMs, open.now());
  if (no) return no;
  const what = { action: 'set-end', params: { name: nameGuest(guest), product: one.product.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    write.update('entitlements', input.id, { ends_at_ms: input.endsAtMs, end_overridden: true });
    return { changeId: write.changeId, guestId: guest.id };
  });
}
