/** A login as a router would send it, made without one: for "would this guest be let in?". */
import { randomBytes } from 'node:crypto';
import type { Service } from '../../db/queries/access';
import { findGuestByKey } from '../../db/queries/guests';
import type { RouterRow } from '../../db/queries/routers';
import type { Db } from '../../db/open';
import { unseal } from '../../db/seal';
import { nameKey } from '../names';
import { attribute } from '../radius/attributes';
import { encodePacket, parsePacket, type Attribute } from '../radius/packet';
import { hidePassword } from '../radius/pap';
import type { Nas, RadiusRequest } from '../radius/server';
import { findAskingRouter } from './asking-router';
import { authorize, readAccessAsk, readVenueRules, type Decision } from './authorize';

export interface PretendedLogin {
  readonly routerId: number;
  readonly username: string;
  /** Undefined: none is sent, as with a MAC login. */
  readonly password: string | undefined;
  /** 'AA:BB:CC:DD:EE:FF'. */
  readonly macAddress: string;
  readonly service: Service;
  /** UTC milliseconds. */
  readonly atMs: number;
}

/** Never a session of a router: the third digit counts reboots and is hexadecimal. */
const SESSION_ID = 'simulate';
/** RFC 2865 §5.41: Ethernet and Wireless-802.11, as PPPoE and HotSpot say. */
const PORT_TYPES: Readonly<Record<Service, number>> = { pppoe: 15, hotspot: 19 };

/** An authentic Access-Request (PAP) with the attributes by which a service is told (aaa/service.ts). */
export function pretendLogin(login: PretendedLogin): RadiusRequest {
  const nas: Nas = { id: login.routerId, secret: randomBytes(16), requireMessageAuthenticator: false };
  const authenticator = randomBytes(16);
  const attributes: readonly Attribute[] = [
    attribute('User-Name', login.username),
    ...(login.password === undefined
      ? []
      : [attribute('User-Password', hidePassword(Buffer.from(login.password), nas.secret, authenticator))]),
    attribute('NAS-Port-Type', PORT_TYPES[login.service]),
    attribute('Calling-Station-Id', login.macAddress),
    attribute('Acct-Session-Id', SESSION_ID),
    ...serviceAttributes(login.service),
  ];
  const packet = parsePacket(encodePacket({ code: 'Access-Request', identifier: 0, authenticator, attributes }));
  return {
    ...{ kind: 'access', packet, nas, sourceAddress: '127.0.0.1', sourcePort: 0 },
    ...{ receivedAtMs: login.atMs, hadMessageAuthenticator: true },
  };
}

function serviceAttributes(service: Service): readonly Attribute[] {
  if (service === 'pppoe') return [attribute('Service-Type', 2), attribute('Framed-Protocol', 1)];
  return [attribute('Service-Type', 1), attribute('Mikrotik-Host-IP', '127.0.0.1')];
}

/** A device never seen: locally administered, so no maker's. */
export const NEW_DEVICE = '02:00:00:00:00:01';

/** Decides a login through `router` as the RADIUS thread would, and writes nothing. Without a password: with the guest's own. */
export function decidePretended(
  db: Db,
  dataKey: Uint8Array,
  router: RouterRow,
  login: Omit<PretendedLogin, 'routerId'>,
): Decision {
  const password = login.password ?? ownPassword(db, dataKey, login.username);
  const request = pretendLogin({ ...login, password, routerId: router.id });
  const asking = findAskingRouter(db, dataKey, router.id);
  if (asking === undefined) throw new Error(`router ${router.id} is there and cannot be found`);
  return authorize(db, readVenueRules(db, dataKey), readAccessAsk(request, asking), login.atMs);
}

/** What the guest would type; undefined for a name nobody has, and for a device, which types nothing. */
function ownPassword(db: Db, dataKey: Uint8Array, username: string): string | undefined {
  const guest = findGuestByKey(db, nameKey(username.trim()));
  return guest && guest.kind !== 'device' ? unseal(dataKey, 'guest-password', guest.passwordSealed) : undefined;
}
