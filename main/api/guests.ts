import { addGuest } from '../desk/add-guest';
import { findGuests, showGuest } from '../desk/find-guests';
import { setLocked } from '../desk/lock-guest';
import { updateGuest } from '../desk/update-guest';
import type { OpenVenue } from '../open-venue';
import { answer, type Access } from './access';

export function guestProcedures(access: Access) {
  const { guests } = access;
  return guests.router({
    add: guests.add.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(addGuest(open, context.actor, input)));
    }),
    find: guests.find.handler(({ input, context }) => ({ rows: findGuests(context.open(), input.text, input.limit) })),
    get: guests.get.handler(({ input, context }) => answer(showGuest(context.open(), input.id))),
    update: guests.update.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(updateGuest(open, context.actor, input)));
    }),
    setLocked: guests.setLocked.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(setLocked(open, context.actor, input)));
    }),
  });
}

function changed<T>(open: OpenVenue, done: T): T {
  open.announce(['guests', 'tickets', 'history']);
  return done;
}
