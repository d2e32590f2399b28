/** What only some guests have: a place on the network, and attributes to check or to add. Read where a guest has any. */
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import type { WrittenAttribute } from './product-rules';

/** Sealed columns as stored (purpose 'wireless-key'). */
export interface GuestNetworkRow {
  readonly ipAddress: string | null;
  readonly netmask: string | null;
  /** JSON array of Framed-Route texts. */
  readonly routes: string;
  readonly ipv6Prefix: string | null;
  readonly delegatedIpv6Prefix: string | null;
  readonly ipPool: string | null;
  readonly groupName: string | null;
  readonly addressList: string | null;
  readonly vlanId: number | null;
  readonly wirelessPskSealed: Uint8Array | null;
  readonly wirelessEncAlgo: 'none' | '40bit-wep' | '104bit-wep' | 'aes-ccm' | 'tkip' | null;
  readonly wirelessEncKeySealed: Uint8Array | null;
}

export interface GuestAttributeRow extends WrittenAttribute {
  readonly kind: 'check' | 'reply';
  /** '=' of replies. */
  readonly operator: '=' | '==' | '!=' | '=~' | '>=' | '<=';
}

/** The contract allows 32 of each kind. */
const MOST_ATTRIBUTES = 100;

export const guestExtrasSql = {
  network: `
    select ip_address as ipAddress, netmask, routes, ipv6_prefix as ipv6Prefix,
      delegated_ipv6_prefix as delegatedIpv6Prefix, ip_pool as ipPool, group_name as groupName,
      address_list as addressList, vlan_id as vlanId, wireless_psk_sealed as wirelessPskSealed,
      wireless_enc_algo as wirelessEncAlgo, wireless_enc_key_sealed as wirelessEncKeySealed
    from guest_networks where guest_id = ?`,
  attributes: `select kind, name, operator, value from guest_attributes where guest_id = ? limit ${MOST_ATTRIBUTES}`,
  routerAttributes: `select name, value from router_attributes where router_id = ? limit ${MOST_ATTRIBUTES}`,
} as const;

const statements = preparedPer(({ sqlite }) => ({
  network: sqlite.prepare<[number], GuestNetworkRow>(guestExtrasSql.network),
  attributes: sqlite.prepare<[number], GuestAttributeRow>(guestExtrasSql.attributes),
  routerAttributes: sqlite.prepare<[number], WrittenAttribute>(guestExtrasSql.routerAttributes),
}));

/** Undefined: nothing of the guest's own. */
export function findGuestNetwork(db: Db, guestId: number): GuestNetworkRow | undefined {
  return statements(db).network.get(guestId);
}

/** In the order they were written. */
export function listGuestAttributes(db: Db, guestId: number): readonly GuestAttributeRow[] {
  return statements(db).attributes.all(guestId);
}

/** Of one router, in the order they were written. */
export function listAttributesOfRouter(db: Db, routerId: number): readonly WrittenAttribute[] {
  return statements(db).routerAttributes.all(routerId);
}
