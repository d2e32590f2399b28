/** Which service of the router asks, told by what only it sends. */
import { describe, expect, test } from 'vitest';
import { serviceOf } from '../../main/aaa/service';
import { parsePacket } from '../../main/radius/packet';
import { encodeAttribute } from '../../main/radius/typed-attributes';
import { frame, opaque } from '../fakes/nas';

/** EAP-Message (RFC 3579) and MS-CHAP2-Response cannot be written by hand. */
const eap = opaque(79, Buffer.of(2, 1, 0, 5, 1));
const msChapV2 = { type: 26, vendorId: 311, vendorType: 25, value: Buffer.alloc(50) };

function serviceIn(lines: Readonly<Record<string, string>>, more: readonly (typeof eap)[] = []): string | undefined {
  const written = Object.entries(lines).map(([name, value]) => encodeAttribute(name, value));
  return serviceOf(parsePacket(frame(1, 1, Buffer.alloc(16), [...written, ...more])));
}

/** As a RouterOS HotSpot sends it. */
const hotspot = {
  'NAS-Port-Type': 'Wireless-802.11',
  'Calling-Station-Id': '02:00:00:00:01:01',
  'Called-Station-Id': 'hs-vlan-guest-0001',
  'NAS-Port-Id': 'vlan-guest-port',
  'User-Name': 'guest-101',
  'NAS-Port': '2148532244',
  'Acct-Session-Id': '80100014',
  'Framed-IP-Address': '10.5.88.2',
  'Mikrotik-Host-IP': '10.5.88.2',
  'Service-Type': 'Login-User',
  'WISPr-Logoff-URL': 'http://10.5.88.1/logout',
  'NAS-Identifier': 'hotel-gateway-1',
  'NAS-IP-Address': '10.0.0.1',
};
const { 'Mikrotik-Host-IP': _host, ...withoutHostIp } = hotspot;
const login = { 'User-Name': 'admin', 'Service-Type': 'Login-User', 'NAS-Identifier': 'hotel-gateway-1' };

describe('a service', () => {
  test.each([
    ['hotspot', hotspot],
    ['hotspot', withoutHostIp],
    ['hotspot', { ...hotspot, 'User-Name': '02:00:00:00:01:01' }],
    [
      'pppoe',
      {
        'Service-Type': 'Framed-User',
        'Framed-Protocol': 'PPP',
        'NAS-Port-Type': 'Ethernet',
        'Calling-Station-Id': '02:00:00:00:01:01',
        'Called-Station-Id': 'pppoe-1',
      },
    ],
    ['pppoe', { 'Framed-Protocol': 'PPP', 'Calling-Station-Id': '203.0.113.7', 'Called-Station-Id': '198.51.100.1' }],
    ['wireless', { 'Called-Station-Id': '02-00-00-00-02-01:Guests', 'Calling-Station-Id': '02-00-00-00-01-01' }],
    ['wireless', { 'Called-Station-Id': '02:00:00:00:02:01:Guests', 'Calling-Station-Id': '02:00:00:00:01:01' }],
    ['dhcp', { 'Called-Station-Id': 'dhcp-1', 'Calling-Station-Id': '1:2:0:0:0:1:1', 'NAS-Port-Type': 'Ethernet' }],
    ['dot1x', { 'NAS-Port-Type': 'Ethernet', 'Calling-Station-Id': '02:00:00:00:01:01', 'User-Name': '020000-000101' }],
    ['login', { ...login, 'Calling-Station-Id': '192.0.2.9' }],
    ['login', { ...login, 'Calling-Station-Id': '2001:db8::9' }],
  ] as const)('is told: %s', (service, lines) => {
    expect(serviceIn(lines)).toBe(service);
  });

  test('of a wired port with EAP, and of WinBox by MAC with MS-CHAPv2', () => {
    const wired = { 'NAS-Port-Type': 'Ethernet', 'Calling-Station-Id': '02:00:00:00:01:01', 'User-Name': 'anna' };
    expect(serviceIn(wired, [eap])).toBe('dot1x');
    expect(serviceIn({ ...login, 'Calling-Station-Id': '02:00:00:00:01:01' }, [msChapV2])).toBe('login');
    const named = { ...login, 'User-Name': '02:00:00:00:01:01', 'Calling-Station-Id': '02:00:00:00:01:01' };
    expect(serviceIn(named, [msChapV2])).toBe('login');
    expect(serviceIn(named)).toBeUndefined();
    expect(serviceIn(login, [msChapV2])).toBe('login');
    expect(serviceIn({ 'User-Name': 'guest-101' }, [msChapV2])).toBeUndefined();
  });
});

describe('nothing is told', () => {
  test.each([
    [{ 'User-Name': 'guest-101' }],
    [{ 'User-Name': 'guest-101', 'Service-Type': 'Login-User' }],
    [{ 'User-Name': 'guest-101', 'Service-Type': 'Framed-User' }],
    [{ 'User-Name': 'guest-101', 'Calling-Station-Id': '02:00:00:00:01:01', 'NAS-Port-Type': 'Wireless-802.11' }],
    [{ 'User-Name': 'guest-101', 'Called-Station-Id': 'anything', 'Calling-Station-Id': '192.0.2.9' }],
  ])('by the Service-Type or a name alone: %o', (lines) => {
    expect(serviceIn(lines)).toBeUndefined();
  });
});
