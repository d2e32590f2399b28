import { listEntitlements, removeEntitlement, setEnd } from '../desk/entitlements';
import type { OpenVenue } from '../open-venue';
import { answer, type Access } from './access';

export function entitlementProcedures(access: Access) {
  const { entitlements } = access;
  return entitlements.router({
    list: entitlements.list.handler(({ input, context }) => answer(listEntitlements(context.open(), input.guestId))),
    remove: entitlements.remove.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(removeEntitlement(open, context.actor, input.id)));
    }),
    setEnd: entitlements.setEnd.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(setEnd(open, context.actor, input)));
    }),
  });
}

/** What is running may have become longer, shorter, or nothing: the guest's sessions are looked at at once. */
function changed(open: OpenVenue, { changeId, guestId }: { readonly changeId: number; readonly guestId: number }) {
  open.guestsChanged([guestId]);
  open.announce(['guests', 'tickets', 'sessions', 'history']);
  return { changeId };
}
