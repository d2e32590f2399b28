/**
 * How a session is named to its router (RFC 5176 §3). RouterOS looks for all that is given, and one alone is not
 * enough: HotSpot wants the address, and a name that is a MAC makes it drop the wireless link instead.
 */
import type { AskedSession } from '../../db/queries/router-requests';
import { attribute } from '../radius/attributes';
import type { Attribute } from '../radius/packet';

export interface SessionKeys {
  readonly attributes: readonly Attribute[];
  /** Their names, for the record. */
  readonly names: string;
}

type Named = readonly [name: string, attribute: Attribute];

/** Everything the session was reported with, exactly as the router wrote it. */
export function allKeys(session: AskedSession): SessionKeys {
  const callingStationId = session.sentCallingStationId ?? session.macAddress;
  return keysFrom([
    userName(session),
    ['Acct-Session-Id', attribute('Acct-Session-Id', session.acctSessionId)],
    ...framedIpAddress(session),
    ...(callingStationId === ''
      ? []
      : [['Calling-Station-Id', attribute('Calling-Station-Id', callingStationId)] as const]),
    ...(session.nasPort === null ? [] : [['NAS-Port', attribute('NAS-Port', session.nasPort)] as const]),
  ]);
}

/** For a router that does not find it by all of them; undefined where its address is not known. */
export function fewKeys(session: AskedSession): SessionKeys | undefined {
  const address = framedIpAddress(session);
  return address.length === 0 ? undefined : keysFrom([userName(session), ...address]);
}

function userName(session: AskedSession): Named {
  return ['User-Name', attribute('User-Name', session.sentUsername ?? session.username)];
}

function framedIpAddress({ framedIpAddress: address }: AskedSession): readonly Named[] {
  return address === null ? [] : [['Framed-IP-Address', attribute('Framed-IP-Address', address)]];
}

function keysFrom(keys: readonly Named[]): SessionKeys {
  return { attributes: keys.map(([, one]) => one), names: keys.map(([name]) => name).join(',') };
}
