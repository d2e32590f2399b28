/** What a new guest takes over from another one: what guests of one kind share, and nothing that lets anybody in. */
import { findGuestNetwork, listGuestAttributes, listHeld, type GuestRow } from '../../db/queries/guests';
import { findPerson, personColumn } from '../../db/queries/persons';
import { findProduct } from '../../db/queries/products';
import type { ChangeWriter } from '../../db/write';
import type { PersonField } from '../../preload/contract/persons';
import type { OpenVenue } from '../open-venue';

/**
 * A family or a company has these in common. Names, birth, documents, mobile, e-mail, accounts and consents are one
 * person's own.
 */
const sharedFields: readonly PersonField[] = [
  ...([
    'lastName',
    'company',
    'address',
    'postalCode',
    'city',
    'province',
    'country',
    'latitude',
    'longitude',
  ] as const),
  ...(['callingCode', 'landline', 'fax', 'pmsCode', 'hardwareType', 'routerosVersion'] as const),
];

/** Addresses and wireless keys stay behind: two guests with the same would be in each other's way. */
const sharedNetwork = [
  ['ip_pool', 'ipPool'],
  ['group_name', 'groupName'],
  ['address_list', 'addressList'],
  ['vlan_id', 'vlanId'],
] as const;

/** The product the other holds or held last; undefined: none, or one that is no longer sold. */
export function findProductToCopy(open: OpenVenue, from: GuestRow): number | undefined {
  const last = listHeld(open.db, [from.id]).get(from.id)?.at(-1);
  const found = last && findProduct(open.db, last.product.id);
  return found && found.product.retiredAtMs === null ? found.product.id : undefined;
}

/** `technical`: attributes and network come along, which only some may set. */
export function copyGuest(
  open: OpenVenue,
  write: ChangeWriter,
  from: GuestRow,
  toId: number,
  technical: boolean,
): void {
  copyPerson(open, write, from.id, toId);
  if (!technical) return;
  for (const { kind, name, operator, value } of listGuestAttributes(open.db, from.id)) {
    write.insert('guest_attributes', { guest_id: toId, kind, name, operator, value });
  }
  const network = findGuestNetwork(open.db, from.id);
  const shared = network ? sharedNetwork.map(([column, field]) => [column, network[field]] as const) : [];
  if (shared.some(([, value]) => value !== null)) {
    write.insert('guest_networks', { guest_id: toId, ...Object.fromEntries(shared) });
  }
}

function copyPerson(open: OpenVenue, write: ChangeWriter, fromId: number, toId: number): void {
  const person = findPerson(open.db, fromId);
  const known = person ? sharedFields.filter((field) => person[field] !== null) : [];
  if (!person || known.length === 0) return;
  const columns = Object.fromEntries(known.map((field) => [personColumn(field), person[field]]));
  write.insert('guest_persons', { guest_id: toId, ...columns });
}
