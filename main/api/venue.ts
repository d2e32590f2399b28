import { findOperator } from '../../db/queries/operators';
import { countRouters, listAsking } from '../../db/queries/routers';
import { findVenue, hasLogo } from '../../db/queries/venue';
import { readLogo, setLogo, updateVenue, viewVenue } from '../office/venue-details';
import { viewRole } from '../office/roles';
import { answer, type Access, type SignedContext } from './access';
import type { Services } from './services';

export function venueProcedures(access: Access, services: Services) {
  const { venue } = access;
  return venue.router({
    status: venue.status.handler(() => describeStatus(services)),
    setUp: venue.setUp.handler(async ({ input, context }) => {
      const { recoveryKey, ownerId } = answer(await services.setUp(input));
      signInOwner(services, context, ownerId);
      return { recoveryKey };
    }),
    unlock: venue.unlock.handler(({ input }) => {
      const refusal = services.unlock(input.recoveryKey);
      return refusal ? answer<Record<string, never>>(refusal) : {};
    }),
    update: venue.update.handler(({ input, context }) => {
      const open = context.open();
      const done = updateVenue(open, context.actor, input);
      open.venueChanged();
      open.announce(['venue', 'status', 'products', 'history']);
      return done;
    }),
    setLogo: venue.setLogo.handler(async ({ input, context }) => {
      const open = context.open();
      const done = answer(await setLogo(open, context.actor, input.image));
      open.announce(['venue', 'status', 'history']);
      return done;
    }),
    logo: venue.logo.handler(({ context }) => readLogo(context.open())),
  });
}

/** Whoever has just made the venue is signed in as its owner. */
function signInOwner(services: Services, context: SignedContext, ownerId: number): void {
  const owner = findOperator(services.open()!.db, ownerId)!;
  context.caller.signIn({ operatorId: owner.id, name: owner.name, role: viewRole(owner) });
}

function describeStatus(services: Services) {
  const open = services.open();
  const row = open && findVenue(open.db);
  const { lastPacketAtMs, bind, ...radius } = services.radius();
  return {
    phase: services.phase(),
    mode: services.mode,
    demo: services.demo,
    version: services.version,
    dataFolder: services.dataFolder,
    ...(open && row ? { venue: { ...viewVenue(row), hasLogo: hasLogo(open.db) } } : {}),
    radius: { ...radius, bind: bind.slice(), ...(lastPacketAtMs === undefined ? {} : { lastPacketAtMs }) },
    routers: open ? { known: countRouters(open.db), asking: listAsking(open.db).length } : { known: 0, asking: 0 },
    faults: services.faults().map((fault) => ({ ...fault, params: { ...fault.params } })),
  };
}
