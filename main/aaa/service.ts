/**
 * Which service of the router a request is about. Told by what only that service sends, first match first:
 *
 * | Service  | Told by                                                                                      |
 * |----------|----------------------------------------------------------------------------------------------|
 * | pppoe    | Framed-Protocol = PPP: PPPoE, L2TP, PPTP, OVPN, SSTP                                         |
 * | hotspot  | Mikrotik-Host-IP or WISPr-Logoff-URL                                                         |
 * | wireless | Called-Station-Id of an access point: MAC, colon, network name                               |
 * | dhcp     | Calling-Station-Id is a DHCP client identifier: '1:' and the MAC                             |
 * | dot1x    | a wired port (NAS-Port-Type Ethernet), no Called-Station-Id, and EAP or the MAC as name      |
 * | login    | WinBox, SSH, API: no Called-Station-Id, no port; an IP calls, or MS-CHAPv2 with Service-Type |
 *
 * Service-Type alone decides nothing: real HotSpot requests carry Login-User, as router logins do.
 */
import { isIP } from 'node:net';
import type { Service } from '../../db/queries/access';
import { getInteger, getString, hasAttribute } from '../radius/attributes';
import type { Packet } from '../radius/packet';
import { readMac } from './mac';

export type AskedService = Service | 'wireless' | 'dhcp' | 'dot1x' | 'login';

/** RFC 2865 §5.7. */
const FRAMED_PROTOCOL_PPP = 1;
/** RFC 2865 §5.41. */
const PORT_TYPE_ETHERNET = 15;
/** 'AA-BB-CC-DD-EE-FF:network' or with colons. */
const accessPointPattern = /^[0-9a-f]{2}([-:][0-9a-f]{2}){5}:./i;
const dhcpClientPattern = /^1:[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}$/i;
/** RFC 2865 §5.6: Login, Administrative, NAS-Prompt. */
const loginServiceTypes: readonly number[] = [1, 6, 7];

/** Undefined: none of them for certain. */
export function serviceOf(packet: Packet): AskedService | undefined {
  if (getInteger(packet, 'Framed-Protocol') === FRAMED_PROTOCOL_PPP) return 'pppoe';
  if (hasAttribute(packet, 'Mikrotik-Host-IP') || hasAttribute(packet, 'WISPr-Logoff-URL')) return 'hotspot';
  const called = getString(packet, 'Called-Station-Id') ?? '';
  if (accessPointPattern.test(called)) return 'wireless';
  const calling = getString(packet, 'Calling-Station-Id') ?? '';
  if (dhcpClientPattern.test(calling)) return 'dhcp';
  if (called !== '') return undefined;
  if (isWiredPort(packet, calling)) return 'dot1x';
  return isRouterLogin(packet, calling) ? 'login' : undefined;
}

function isWiredPort(packet: Packet, calling: string): boolean {
  if (getInteger(packet, 'NAS-Port-Type') !== PORT_TYPE_ETHERNET) return false;
  const mac = readMac(calling);
  return hasAttribute(packet, 'EAP-Message') || (mac !== undefined && readMac(getName(packet)) === mac);
}

/** The router's own users speak MS-CHAPv2. A MAC calls with mac-telnet and WinBox by MAC, nobody on the console. */
function isRouterLogin(packet: Packet, calling: string): boolean {
  if (hasAttribute(packet, 'NAS-Port-Type') || hasAttribute(packet, 'Framed-IP-Address')) return false;
  const serviceType = getInteger(packet, 'Service-Type');
  if (serviceType !== undefined && !loginServiceTypes.includes(serviceType)) return false;
  return isIP(calling) !== 0 || (serviceType !== undefined && hasAttribute(packet, 'MS-CHAP2-Response'));
}

const getName = (packet: Packet): string => (getString(packet, 'User-Name') ?? '').trim();
