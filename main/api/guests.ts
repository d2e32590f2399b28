import { addDevice } from '../desk/add-device';
import { addGuest } from '../desk/add-guest';
import { findGuests, showGuest } from '../desk/find-guests';
import { listGuestHistory, listGuestSales } from '../desk/guest-record';
import { listGuests } from '../desk/list-guests';
import { readPhoto, setPerson, setPhoto, showPerson } from '../desk/person';
import { setGuestPassword } from '../desk/set-password';
import { showPassword } from '../desk/show-password';
import { setLocked } from '../desk/lock-guest';
import { updateGuest } from '../desk/update-guest';
import { eraseGuest } from '../desk/erase-guest';
import { setGuestAttributes, setGuestNetwork, showGuestSettings } from '../office/guest-settings';
import type { OpenVenue } from '../open-venue';
import { whyNotOnline } from '../desk/why-not-online';
import { radiusFaultCodes } from '../../preload/contract/faults';
import { answer, checkMay, may, type Access } from './access';
import type { Services } from './services';

export function guestProcedures(access: Access, services: Services) {
  const { guests } = access;
  return guests.router({
    whyNotOnline: guests.whyNotOnline.handler(({ input, context }) => {
      const fault = services.faults().find(({ code }) => radiusFaultCodes.includes(code));
      return whyNotOnline(context.open(), input.text, fault?.sentence);
    }),
    add: guests.add.handler(({ input, context }) => {
      const open = context.open();
      if (input.endsAtMs !== undefined) checkMay(context, 'set-end', 'endsAtMs');
      return changed(open, answer(addGuest(open, context.actor, input, may(context, 'technical'))));
    }),
    addDevice: guests.addDevice.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(addDevice(open, context.actor, input)));
    }),
    find: guests.find.handler(({ input, context }) => ({ rows: findGuests(context.open(), input.text, input.limit) })),
    list: guests.list.handler(({ input, context }) => listGuests(context.open(), input)),
    sales: guests.sales.handler(({ input, context }) => answer(listGuestSales(context.open(), input.id))),
    history: guests.history.handler(({ input, context }) => answer(listGuestHistory(context.open(), input))),
    person: guests.person.handler(({ input, context }) => answer(showPerson(context.open(), input.id))),
    setPerson: guests.setPerson.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(setPerson(open, context.actor, input)));
    }),
    photo: guests.photo.handler(({ input, context }) => readPhoto(context.open(), input.id)),
    setPhoto: guests.setPhoto.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(setPhoto(open, context.actor, input)));
    }),
    setPassword: guests.setPassword.handler(({ input, context }) => {
      if (input.password !== undefined) checkMay(context, 'see-passwords', 'password');
      const open = context.open();
      return changed(open, answer(setGuestPassword(open, context.actor, input)));
    }),
    password: guests.password.handler(({ input, context }) => answer(showPassword(context.open(), input.id))),
    get: guests.get.handler(({ input, context }) => answer(showGuest(context.open(), input.id))),
    update: guests.update.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(updateGuest(open, context.actor, input)));
    }),
    setLocked: guests.setLocked.handler(({ input, context }) => {
      const open = context.open();
      const done = changed(open, answer(setLocked(open, context.actor, input)));
      open.guestsChanged([input.id]);
      return done;
    }),
    setAttributes: guests.setAttributes.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(setGuestAttributes(open, context.actor, input)));
    }),
    setNetwork: guests.setNetwork.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(setGuestNetwork(open, context.actor, input)));
    }),
    settings: guests.settings.handler(({ input, context }) =>
      answer(showGuestSettings(context.open(), input.id, may(context, 'see-passwords'))),
    ),
    erase: guests.erase.handler(async ({ input, context }) => {
      const open = context.open();
      return changed(open, answer(await eraseGuest(open, context.actor, input.id)));
    }),
  });
}

function changed<T>(open: OpenVenue, done: T): T {
  open.announce(['guests', 'tickets', 'history']);
  return done;
}
