/**
 * Where on the network a guest is put: what is set for the guest first, then what the product says. Of several
 * limitations in force the first that says something counts: two pools or groups cannot both hold.
 */
import { findGuestNetwork, type GuestNetworkRow } from '../../db/queries/guest-extras';
import type { AccessGuest } from '../../db/queries/access';
import type { Limitation, Placement } from '../../db/queries/product-rules';
import type { Db } from '../../db/open';
import { unseal } from '../../db/seal';

/** What only one guest has on the network; keys in clear. */
export interface GuestNetwork extends Omit<GuestNetworkRow, 'routes' | 'wirelessPskSealed' | 'wirelessEncKeySealed'> {
  /** Framed-Route texts of additional subnets. */
  readonly routes: readonly string[];
  readonly wirelessPsk: string | null;
  readonly wirelessEncKey: string | null;
}

/** Undefined: nothing of the guest's own. Throws SealBrokenError for keys that cannot be opened. */
export function readGuestNetwork(db: Db, dataKey: Uint8Array, guest: AccessGuest): GuestNetwork | undefined {
  const row = guest.hasNetwork ? findGuestNetwork(db, guest.id) : undefined;
  if (row === undefined) return undefined;
  const { routes, wirelessPskSealed, wirelessEncKeySealed, ...rest } = row;
  const open = (sealed: Uint8Array | null): string | null =>
    sealed === null ? null : unseal(dataKey, 'wireless-key', sealed);
  return {
    ...rest,
    routes: readRoutes(routes),
    wirelessPsk: open(wirelessPskSealed),
    wirelessEncKey: open(wirelessEncKeySealed),
  };
}

function readRoutes(json: string): readonly string[] {
  const parsed: unknown = JSON.parse(json);
  return Array.isArray(parsed) ? parsed.filter((route) => typeof route === 'string') : [];
}

const nowhere: Placement = {
  addressList: null,
  ipPool: null,
  groupName: null,
  ipv6Pool: null,
  delegatedIpv6Pool: null,
  vlanId: null,
};

/** What the limitations in force and the guest's own network come to. */
export function placeGuest(inForce: readonly Limitation[], network: GuestNetwork | undefined): Placement {
  return {
    addressList: network?.addressList ?? firstOf(inForce, 'addressList'),
    ipPool: network?.ipPool ?? firstOf(inForce, 'ipPool'),
    groupName: network?.groupName ?? firstOf(inForce, 'groupName'),
    ipv6Pool: firstOf(inForce, 'ipv6Pool'),
    delegatedIpv6Pool: firstOf(inForce, 'delegatedIpv6Pool'),
    vlanId: network?.vlanId ?? firstOf(inForce, 'vlanId'),
  };
}

function firstOf<K extends keyof Placement>(inForce: readonly Limitation[], key: K): Placement[K] {
  const saying: Placement = inForce.find((one) => one[key] !== null) ?? nowhere;
  return saying[key];
}

/**
 * The group of the router's own users that a login to the router gets; null: none, and nobody gets in. A ticket or a
 * device never manages a router, even if its product names a group, which then is meant as a HotSpot user profile.
 */
export function routerGroupOf(
  guest: AccessGuest,
  inForce: readonly Limitation[],
  network: GuestNetwork | undefined,
): string | null {
  if (network?.groupName != null) return network.groupName;
  return guest.kind === 'person' ? firstOf(inForce, 'groupName') : null;
}
