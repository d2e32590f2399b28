/** Grants as RouterOS reads them. */
import { describe, expect, test } from 'vitest';
import type { Allowance } from '../../main/aaa/allowance';
import type { AccessGuest } from '../../db/queries/access';
import { placeGuest, routerGroupOf, type GuestNetwork } from '../../main/aaa/placement';
import { acceptAttributes, effectiveReply, rateLimitOf, rejectAttributes, type Grant } from '../../main/aaa/reply';
import { parsePacket } from '../../main/radius/packet';
import { limitation } from './rules';
import { frame } from '../fakes/nas';
import { describeAttributes } from '../../main/radius/attributes';

const GIB_4 = 2 ** 32;
const every: Allowance = { interimSec: 60, reviewAtMs: null };
const classValue = Buffer.from('c1a55e', 'hex');

const nothing = { router: [], product: [], guest: [] } as const;

function grantOf(some: Partial<Grant>): Grant {
  return {
    guestId: 1,
    entitlementId: 2,
    productName: '1 day',
    allowance: every,
    idleTimeoutSec: null,
    simultaneousSessions: null,
    rates: undefined,
    service: undefined,
    placement: placeGuest([], undefined),
    network: undefined,
    written: nothing,
    ...some,
  };
}

function linesOf(some: Partial<Grant>): readonly string[] {
  return describeAttributes({ attributes: acceptAttributes(grantOf(some), classValue) });
}

describe('an Access-Accept', () => {
  test('without limits carries only the interim and the class', () => {
    expect(linesOf({})).toEqual(['Acct-Interim-Interval = 60', 'Class = 0xc1a55e']);
  });

  test('carries every limit of the grant', () => {
    const lines = linesOf({
      allowance: { ...every, sessionTimeoutSec: 3_600, uploadBytes: 100, downloadBytes: 200, totalBytes: 250 },
      idleTimeoutSec: 600,
      simultaneousSessions: 2,
      rates: { rate: { up: 2_000_000, down: 10_000_000 } },
    });
    expect(lines).toEqual([
      'Session-Timeout = 3600',
      'Idle-Timeout = 600',
      'Acct-Interim-Interval = 60',
      'Port-Limit = 2',
      'Class = 0xc1a55e',
      'Mikrotik-Rate-Limit = "2M/10M"',
      'Mikrotik-Recv-Limit = 100',
      'Mikrotik-Xmit-Limit = 200',
      'Mikrotik-Total-Limit = 250',
    ]);
  });

  test.each([
    [5_000_000_000, ['Mikrotik-Total-Limit = 705032704', 'Mikrotik-Total-Limit-Gigawords = 1']],
    [GIB_4 - 1, ['Mikrotik-Total-Limit = 4294967295']],
    [GIB_4 + 1, ['Mikrotik-Total-Limit = 1', 'Mikrotik-Total-Limit-Gigawords = 1']],
    [Number.MAX_SAFE_INTEGER, ['Mikrotik-Total-Limit = 4294967295', 'Mikrotik-Total-Limit-Gigawords = 2097151']],
  ])('gives %i bytes as low word and gigawords', (totalBytes, expected) => {
    const lines = linesOf({ allowance: { ...every, totalBytes } });
    expect(lines.filter((line) => line.includes('Total-Limit'))).toEqual(expected);
  });

  test.each([GIB_4, 2 * GIB_4, 100 * GIB_4])(
    'never has a low word of 0, which would be "no limit" (%i bytes)',
    (bytes) => {
      const allowance = { ...every, uploadBytes: bytes, downloadBytes: bytes, totalBytes: bytes };
      for (const line of linesOf({ allowance })) expect(line).not.toMatch(/Limit(-Gigawords)? = 0$/);
      expect(linesOf({ allowance })).toContain('Mikrotik-Recv-Limit = 4294967295');
    },
  );

  test('limits the upload by what the router receives and the download by what it transmits', () => {
    const lines = linesOf({
      allowance: { ...every, uploadBytes: 6 * GIB_4 + 11, downloadBytes: 7 * GIB_4 + 22 },
    });
    expect(lines.slice(2)).toEqual([
      'Mikrotik-Recv-Limit = 11',
      'Mikrotik-Recv-Limit-Gigawords = 6',
      'Mikrotik-Xmit-Limit = 22',
      'Mikrotik-Xmit-Limit-Gigawords = 7',
    ]);
  });
});

const network: GuestNetwork = {
  ...{ ipAddress: null, netmask: null, routes: [], ipv6Prefix: null, delegatedIpv6Prefix: null, ipPool: null },
  ...{ groupName: null, addressList: null, vlanId: null, wirelessPsk: null, wirelessEncAlgo: null },
  wirelessEncKey: null,
};
const product = limitation({ addressList: 'guests', ipPool: 'pool-1', groupName: 'gold', vlanId: 20 });

/** What is said beside the limits. */
function placedLines(service: Grant['service'], own?: Partial<GuestNetwork>): readonly string[] {
  const mine = own && { ...network, ...own };
  return linesOf({ service, network: mine, placement: placeGuest([product], mine) }).slice(2);
}

describe('where a guest is put', () => {
  test('is said by the product', () => {
    const placed = ['Framed-Pool = "pool-1"', 'Mikrotik-Group = "gold"', 'Mikrotik-Address-List = "guests"'];
    expect(placedLines('hotspot')).toEqual(placed);
    expect(placedLines('pppoe')).toEqual(placed);
    expect(placedLines('dhcp')).toEqual([placed[0], placed[2]]);
  });

  test('is said by the guest before the product, and a static address before any pool', () => {
    const own = { ipAddress: '10.9.0.7', netmask: '255.255.255.248', ipPool: 'mine', groupName: 'staff' };
    expect(placedLines('hotspot', own)).toEqual([
      'Framed-IP-Address = 10.9.0.7',
      'Framed-IP-Netmask = 255.255.255.248',
      'Mikrotik-Group = "staff"',
      'Mikrotik-Address-List = "guests"',
    ]);
    expect(placedLines('hotspot', { ipPool: 'mine' })).toContain('Framed-Pool = "mine"');
  });

  test('has routes and IPv6 with PPP, not on a HotSpot', () => {
    const own = {
      routes: ['10.20.0.0/24 10.9.0.7 1', '10.21.0.0/24 10.9.0.7 1'],
      ipv6Prefix: '2001:db8:1::/64',
      delegatedIpv6Prefix: '2001:db8:100::/56',
    };
    expect(placedLines('pppoe', own)).toEqual(
      expect.arrayContaining(['Framed-Route = "10.20.0.0/24 10.9.0.7 1"', 'Framed-Route = "10.21.0.0/24 10.9.0.7 1"']),
    );
    const mine = { ...network, ...own };
    const table = effectiveReply(grantOf({ service: 'pppoe', network: mine }), classValue);
    expect(table.map(({ name, values }) => [name, values])).toEqual(
      expect.arrayContaining([
        ['Framed-IPv6-Prefix', ['2001:db8:1::/64']],
        ['Delegated-IPv6-Prefix', ['2001:db8:100::/56']],
      ]),
    );
    expect(placedLines('hotspot', own).join()).not.toMatch(/Route|IPv6/);
    const pools = limitation({ ipv6Pool: 'v6', delegatedIpv6Pool: 'v6-delegated' });
    expect(linesOf({ service: 'pppoe', placement: placeGuest([pools], undefined) }).slice(2)).toEqual([
      'Framed-IPv6-Pool = "v6"',
      'Mikrotik-Delegated-IPv6-Pool = "v6-delegated"',
    ]);
  });

  test('is a VLAN of a wired port as RFC 3580 says it, and of an access point as RouterOS does', () => {
    expect(placedLines('dot1x')).toEqual([
      'Tunnel-Type = 0x0000000d',
      'Tunnel-Medium-Type = 0x00000006',
      'Tunnel-Private-Group-Id = 0x3230',
    ]);
    const own = { wirelessPsk: 'long-enough', wirelessEncAlgo: 'aes-ccm', wirelessEncKey: '00ff' } as const;
    expect(placedLines('wireless', own)).toEqual([
      'Mikrotik-Wireless-VLANID = 20',
      'Mikrotik-Wireless-PSK = ‹hidden›',
      'Mikrotik-Wireless-Enc-Algo = AES-CCM',
      'Mikrotik-Wireless-Enc-Key = ‹hidden›',
    ]);
    const grant = grantOf({ service: 'wireless', network: { ...network, ...own } });
    const sent = acceptAttributes(grant, classValue).map(({ value }) => value.toString('latin1'));
    expect(sent).toEqual(expect.arrayContaining(['long-enough', '00ff']));
    expect(JSON.stringify(effectiveReply(grant, classValue))).not.toMatch(/long-enough|00ff/);
    expect(placedLines('hotspot', own).join()).not.toContain('Wireless');
  });

  test('is only a group where the router itself is logged in to', () => {
    const lines = linesOf({ service: 'login', placement: placeGuest([product], undefined) });
    expect(lines).toEqual(['Class = 0xc1a55e', 'Mikrotik-Group = "gold"']);
  });
});

describe('attributes written by hand', () => {
  const filter = (value: string) => [{ name: 'Filter-Id', value }];

  test('are the guest’s over the product’s over the router’s', () => {
    const written = { router: filter('r'), product: filter('p'), guest: filter('g') };
    expect(linesOf({ written })).toContain('Filter-Id = "g"');
    expect(linesOf({ written: { ...written, guest: [] } })).toContain('Filter-Id = "p"');
    expect(linesOf({ written: { ...written, guest: [], product: [] } })).toContain('Filter-Id = "r"');
  });

  test('of one name stand together, and replace all of the level below', () => {
    const written = { router: [...filter('a'), ...filter('b')], product: [], guest: [...filter('c'), ...filter('d')] };
    expect(linesOf({ written }).filter((line) => line.startsWith('Filter-Id'))).toEqual([
      'Filter-Id = "c"',
      'Filter-Id = "d"',
    ]);
  });

  test('replace what the engine says of the same name', () => {
    const rates = { rate: { up: 1_000_000, down: 2_000_000 } };
    const guest = [{ name: 'Mikrotik-Rate-Limit', value: '5M/6M' }];
    const lines = linesOf({ rates, written: { ...nothing, guest } });
    expect(lines.filter((line) => line.startsWith('Mikrotik-Rate-Limit'))).toEqual(['Mikrotik-Rate-Limit = "5M/6M"']);
  });

  test('never replace what signs an answer, nor a quota that is kept', () => {
    const guest = [
      { name: 'Class', value: '0x00' },
      { name: 'Message-Authenticator', value: '0x00000000000000000000000000000000' },
      { name: 'State', value: '0x01' },
      { name: 'User-Name', value: 'somebody-else' },
      { name: 'Mikrotik-Total-Limit-Gigawords', value: '9' },
      { name: 'Mikrotik-Recv-Limit', value: '1' },
    ];
    const written = { ...nothing, guest };
    expect(linesOf({ allowance: { ...every, totalBytes: 250 }, written })).toEqual([
      'Acct-Interim-Interval = 60',
      'Class = 0xc1a55e',
      'Mikrotik-Total-Limit = 250',
    ]);
    expect(linesOf({ written })).toContain('Mikrotik-Recv-Limit = 1');
  });

  test.each([
    ['Session-Timeout', '60', 'Session-Timeout = 60'],
    ['Session-Timeout', '99999', 'Session-Timeout = 3600'],
    ['Port-Limit', '9', 'Port-Limit = 2'],
    ['Acct-Interim-Interval', '600', 'Acct-Interim-Interval = 60'],
  ])('make %s only smaller (%s)', (name, value, line) => {
    const allowance = { ...every, sessionTimeoutSec: 3_600 };
    const lines = linesOf({ allowance, simultaneousSessions: 2, written: { ...nothing, guest: [{ name, value }] } });
    expect(lines.filter((one) => one.startsWith(name))).toEqual([line]);
  });

  test('that cannot be sent are left out, and cost nobody the answer', () => {
    const guest = [
      { name: 'Framed-IP-Address', value: 'everywhere' },
      { name: 'No-Such-Attribute', value: '1' },
    ];
    expect(linesOf({ written: { ...nothing, guest } })).toHaveLength(2);
  });

  test('are shown with their source and what they overrode', () => {
    const rates = { rate: { up: 1_000_000, down: 2_000_000 } };
    const limit = (value: string) => [{ name: 'Mikrotik-Rate-Limit', value }];
    const written = { router: limit('3M'), product: filter('p'), guest: limit('5M/6M') };
    const table = effectiveReply(grantOf({ rates, written }), classValue);
    expect(table).toEqual([
      { name: 'Acct-Interim-Interval', source: 'engine', values: ['60'], overrode: [] },
      { name: 'Class', source: 'engine', values: ['0xc1a55e'], overrode: [] },
      {
        name: 'Mikrotik-Rate-Limit',
        source: 'guest',
        values: ['5M/6M'],
        overrode: [
          { source: 'router', values: ['3M'] },
          { source: 'engine', values: ['1M/2M'] },
        ],
      },
      { name: 'Filter-Id', source: 'product', values: ['p'], overrode: [] },
    ]);
  });

  test('are what a running session is compared with', () => {
    const product = [{ name: 'Mikrotik-Rate-Limit', value: '3M/4M' }];
    expect(rateLimitOf(grantOf({ written: { ...nothing, product } }))).toBe('3M/4M');
    expect(rateLimitOf(grantOf({ rates: { rate: { up: 1_000_000, down: 0 } } }))).toBe('1M/0');
    expect(rateLimitOf(grantOf({}))).toBeNull();
  });
});

describe('a login to the router itself', () => {
  const person = { kind: 'person' } as AccessGuest;

  test('has the group of the guest, and of the product only for a person', () => {
    expect(routerGroupOf(person, [product], undefined)).toBe('gold');
    expect(routerGroupOf({ ...person, kind: 'code' }, [product], undefined)).toBeNull();
    expect(routerGroupOf({ ...person, kind: 'device' }, [product], undefined)).toBeNull();
    expect(routerGroupOf({ ...person, kind: 'code' }, [], { ...network, groupName: 'full' })).toBe('full');
    expect(routerGroupOf(person, [], network)).toBeNull();
  });
});

test('An Access-Reject carries its sentence and nothing else', () => {
  const request = parsePacket(frame(1, 1, Buffer.alloc(16), []));
  expect(describeAttributes({ attributes: rejectAttributes('No.', request) })).toEqual(['Reply-Message = "No."']);
});
