/** IP addresses as they are stored and shown, and this computer's own. */
import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';

/** Canonical text of an IPv4 or IPv6 address (IPv4-mapped becomes IPv4); undefined if it is none. */
export function readAddress(text: string): string | undefined {
  // ipaddr.js also reads '10.1' and octal; a typing error must not become another router's address.
  const trimmed = text.trim().replace(/%.*$/, '');
  if (ipaddr.IPv4.isValidFourPartDecimal(trimmed)) return ipaddr.IPv4.parse(trimmed).toString();
  if (!trimmed.includes(':') || !ipaddr.IPv6.isValid(trimmed)) return undefined;
  const address = ipaddr.IPv6.parse(trimmed);
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toString();
}

/**
 * Canonical text of a network: '10.5.0.9/24' is '10.5.0.0/24'. One address is written without a length, and the network
 * of all addresses is none. Undefined if it is neither an address nor a network.
 */
export function readNetwork(text: string): string | undefined {
  const [left = '', length, ...rest] = text.trim().split('/');
  const address = readAddress(left);
  if (length === undefined || address === undefined) return rest.length === 0 ? address : undefined;
  const parsed = ipaddr.parse(address);
  // '::ffff:10.0.0.0/104' is 10.0.0.0/8 to some and nothing to others.
  const isMapped = left.includes(':') && !address.includes(':');
  const most = parsed.kind() === 'ipv4' ? 32 : 128;
  const bits = /^\d{1,3}$/.test(length) ? Number(length) : 0;
  if (rest.length > 0 || isMapped || bits < 1 || bits > most) return undefined;
  if (bits === most) return address;
  const cidr = `${address}/${bits}`;
  const network =
    parsed.kind() === 'ipv4' ? ipaddr.IPv4.networkAddressFromCIDR(cidr) : ipaddr.IPv6.networkAddressFromCIDR(cidr);
  return `${network.toString()}/${bits}`;
}

/** Whether an address is this one, or in this network; both canonical. */
export function holdsAddress(addressOrNetwork: string, address: string): boolean {
  if (!addressOrNetwork.includes('/')) return addressOrNetwork === address;
  const [network, bits] = ipaddr.parseCIDR(addressOrNetwork);
  const one = ipaddr.parse(address);
  return one.kind() === network.kind() && one.match([network, bits] as [ipaddr.IPv4, number]);
}

interface OwnAddress {
  readonly address: string;
  readonly cidr: string;
}

/** Addresses of this computer that another machine can reach, IPv4 first. */
export function listOwnAddresses(): readonly OwnAddress[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((entry) => !entry.internal && entry.cidr !== null && !entry.address.toLowerCase().startsWith('fe80:'))
    .map((entry) => ({ address: entry.address, cidr: entry.cidr! }))
    .sort((a, b) => Number(a.address.includes(':')) - Number(b.address.includes(':')));
}

/** Of our addresses the one in the router's own network; else the first; else loopback. */
export function chooseOwnAddress(routerAddress: string, own: readonly OwnAddress[]): string {
  const router = ipaddr.process(routerAddress.split('/')[0]!);
  const near = own.find(({ cidr }) => {
    const [network, bits] = ipaddr.parseCIDR(cidr);
    return network.kind() === router.kind() && router.match([network, bits] as [ipaddr.IPv4, number]);
  });
  return (near ?? own[0])?.address ?? (router.kind() === 'ipv6' ? '::1' : '127.0.0.1');
}
