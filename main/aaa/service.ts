/** Which service of the router a request is about. */
import type { Service } from '../../db/queries/access';
import { getInteger, hasAttribute } from '../radius/attributes';
import type { Packet } from '../radius/packet';

/** RFC 2865 §5.7. */
const FRAMED_PROTOCOL_PPP = 1;

/**
 * PPP says so in Framed-Protocol. HotSpot is told by what only it sends: real HotSpot requests carry
 * Service-Type = Login-User, and so do other services, so Service-Type decides nothing. Undefined: neither for certain.
 */
export function serviceOf(packet: Packet): Service | undefined {
  if (getInteger(packet, 'Framed-Protocol') === FRAMED_PROTOCOL_PPP) return 'pppoe';
  return hasAttribute(packet, 'Mikrotik-Host-IP') || hasAttribute(packet, 'WISPr-Logoff-URL') ? 'hotspot' : undefined;
}
