import { dissociateDevice, listBypassedDevices, listDissociated, reassociateDevice } from '../desk/dissociate-device';
import { swapDevice } from '../desk/swap-device';
import type { OpenVenue } from '../open-venue';
import { answer, checkMay, type Access, type SignedContext } from './access';

export function deviceProcedures(access: Access) {
  const { devices } = access;
  return devices.router({
    dissociate: devices.dissociate.handler(({ input, context }) => {
      checkScope(context, input.scope);
      const open = context.open();
      const { online, ...done } = changed(open, answer(dissociateDevice(open, context.actor, input)));
      open.guestsChanged(online);
      return done;
    }),
    reassociate: devices.reassociate.handler(({ input, context }) => {
      checkScope(context, input.scope);
      const open = context.open();
      return changed(open, answer(reassociateDevice(open, context.actor, input)));
    }),
    dissociated: devices.dissociated.handler(({ input, context }) => answer(listDissociated(context.open(), input))),
    swap: devices.swap.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(swapDevice(open, context.actor, input)));
    }),
    bypassed: devices.bypassed.handler(({ input, context }) => ({
      rows: listBypassedDevices(context.open(), input.limit),
    })),
  });
}

/** To keep a device out of the whole venue, and to let it back in, is a right of its own. */
function checkScope(context: SignedContext, scope: 'guest' | 'domain' | 'venue'): void {
  if (scope === 'venue') checkMay(context, 'block-devices', 'scope');
}

function changed<T>(open: OpenVenue, done: T): T {
  open.announce(['guests', 'tickets', 'history']);
  return done;
}
