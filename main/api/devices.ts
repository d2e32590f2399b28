import { dissociateDevice, listBypassedDevices, listDissociated, reassociateDevice } from '../desk/dissociate-device';
import { swapDevice } from '../desk/swap-device';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';
import { answer, checkMay, refused, type Access, type SignedContext } from './access';

export function deviceProcedures(access: Access) {
  const { devices } = access;
  return devices.router({
    dissociate: devices.dissociate.handler(({ input, context }) => {
      checkWhere(context, input.scope);
      const open = context.open();
      const { online, ...done } = changed(open, answer(dissociateDevice(open, context.actor, input)));
      open.guestsChanged(online);
      return done;
    }),
    reassociate: devices.reassociate.handler(({ input, context }) => {
      checkWhere(context, input.scope);
      const open = context.open();
      return changed(open, answer(reassociateDevice(open, context.actor, input)));
    }),
    dissociated: devices.dissociated.handler(({ input, context }) => answer(listDissociated(context.open(), input))),
    swap: devices.swap.handler(({ input, context }) => {
      const open = context.open();
      const { sessionIds, ...done } = changed(open, answer(swapDevice(open, context.actor, input)));
      endOnRouters(open, sessionIds, context.actor.operatorName);
      return done;
    }),
    bypassed: devices.bypassed.handler(({ input, context }) => ({
      rows: listBypassedDevices(context.open(), input.limit),
    })),
  });
}

/** To keep a device out of the whole venue, and to let it back in, is a right of its own, of those who see the whole venue. */
function checkWhere(context: SignedContext, where: 'guest' | 'domain' | 'venue'): void {
  const { scope } = context.open();
  if (where === 'venue') checkMay(context, 'block-devices', 'scope');
  // Also in a domain there are guests whose names do not begin with the prefix.
  const reachesOthers = where === 'venue' ? scope !== undefined : where === 'domain' && (scope?.prefix ?? '') !== '';
  if (reachesOthers) throw refused(refuse('whole-venue', {}, 'scope'));
}

/** Nobody waits for the routers: each is asked again until it has answered, and the list of sessions shows it. */
function endOnRouters(open: OpenVenue, sessionIds: readonly number[], operatorName: string): void {
  if (sessionIds.length === 0) return;
  open
    .endSessions(sessionIds, operatorName)
    .then(() => open.announce(['sessions', 'guests']))
    .catch((error: unknown) => open.log.warn('The session of a forgotten device could not be ended', error));
}

function changed<T>(open: OpenVenue, done: T): T {
  open.announce(['guests', 'tickets', 'history']);
  return done;
}
