/** What a manager sets for one guest beyond what was sold: RADIUS attributes, and a place of its own on the network. */
import { seal, unseal } from '../../db/seal';
import { writeChange, type Actor } from '../../db/write';
import {
  findGuest,
  findGuestNetwork,
  listGuestAttributes,
  type GuestAttributeRow,
  type GuestNetworkRow,
} from '../../db/queries/guests';
import { wirelessKeyDigits } from '../../preload/contract/guests';
import type { Refusal } from '../../preload/contract/refusals';
import { nameGuest } from '../desk/guest-words';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';
import { readNetwork } from './addresses';
import { checkChecks, checkReplies, replaceAttributes, type CheckValue, type NamedValue } from './attributes';

export interface AttributesInput {
  readonly id: number;
  readonly check?: readonly CheckValue[] | undefined;
  readonly reply?: readonly NamedValue[] | undefined;
}

/** Replaces the given lists as a whole. Refused: an attribute not in the dictionary, or a value not of its type. */
export function setGuestAttributes(
  open: OpenVenue,
  actor: Actor,
  input: AttributesInput,
): { changeId: number } | Refusal {
  const guest = findGuest(open.db, input.id);
  if (!guest) return refuse('not-found', { what: 'Guest', id: input.id }, 'id');
  const no = checkChecks(input.check ?? [], 'check') ?? checkReplies(input.reply ?? [], 'reply');
  if (no) return no;
  const what = { action: 'set-guest-attributes', params: { name: nameGuest(guest) } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    const before = listGuestAttributes(open.db, guest.id);
    const replace = (kind: GuestAttributeRow['kind'], after: Parameters<typeof replaceAttributes>[4]): void => {
      const own = before.filter((row) => row.kind === kind);
      replaceAttributes(write, 'guest_attributes', { guest_id: guest.id, kind }, own, after);
    };
    if (input.check) replace('check', input.check);
    if (input.reply) {
      replace(
        'reply',
        input.reply.map((one) => ({ ...one, operator: '=' })),
      );
    }
    return { changeId: write.changeId };
  });
}

/** Columns that are the same in contract and database. */
const plainFields = [
  ['ipAddress', 'ip_address'],
  ['netmask', 'netmask'],
  ['ipv6Prefix', 'ipv6_prefix'],
  ['delegatedIpv6Prefix', 'delegated_ipv6_prefix'],
  ['ipPool', 'ip_pool'],
  ['groupName', 'group_name'],
  ['addressList', 'address_list'],
  ['vlanId', 'vlan_id'],
  ['wirelessEncAlgo', 'wireless_enc_algo'],
] as const;

type PlainField = (typeof plainFields)[number][0];
type Maybe<T> = T | null | undefined;

/** Null takes a value away, absent leaves it. */
export type NetworkInput = { readonly [K in PlainField]?: Maybe<GuestNetworkRow[K]> } & {
  readonly id: number;
  readonly routes?: readonly string[] | undefined;
  readonly wirelessPsk?: Maybe<string>;
  readonly wirelessEncKey?: Maybe<string>;
};

/** Refused: a netmask without an address, a wireless key without an algorithm or of the wrong length. */
export function setGuestNetwork(open: OpenVenue, actor: Actor, input: NetworkInput): { changeId: number } | Refusal {
  const guest = findGuest(open.db, input.id);
  if (!guest) return refuse('not-found', { what: 'Guest', id: input.id }, 'id');
  const before = findGuestNetwork(open.db, guest.id);
  const no = checkNetwork(open, before, input);
  if (no) return no;
  const set = networkColumns(open, before, input);
  const what = { action: 'set-guest-network', params: { name: nameGuest(guest) } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    if (before) write.update('guest_networks', before.id, set);
    else if (Object.keys(set).length > 0) write.insert('guest_networks', { guest_id: guest.id, ...set });
    return { changeId: write.changeId };
  });
}

function checkNetwork(open: OpenVenue, before: GuestNetworkRow | undefined, input: NetworkInput): Refusal | undefined {
  const after = <T>(given: Maybe<T>, was: T | null | undefined): T | null =>
    given === undefined ? (was ?? null) : given;
  const wrong = (field: string, problem: string): Refusal =>
    refuse('invalid-input', { problem: `${field}: ${problem}` }, field);
  const netmask = after(input.netmask, before?.netmask);
  if (netmask !== null && after(input.ipAddress, before?.ipAddress) === null)
    return wrong('netmask', 'needs ipAddress');
  const key = after(input.wirelessEncKey, openSealed(open, before?.wirelessEncKeySealed));
  const algorithm = after(input.wirelessEncAlgo, before?.wirelessEncAlgo) ?? 'none';
  if (algorithm === 'none') return key === null ? undefined : wrong('wirelessEncKey', 'needs wirelessEncAlgo');
  const digits = wirelessKeyDigits[algorithm];
  if (key === null) return wrong('wirelessEncKey', `is needed for ${algorithm}`);
  return key.length === digits ? undefined : wrong('wirelessEncKey', `must have ${digits} digits for ${algorithm}`);
}

function networkColumns(
  open: OpenVenue,
  before: GuestNetworkRow | undefined,
  input: NetworkInput,
): Readonly<Record<string, unknown>> {
  const columns = {
    ...Object.fromEntries(plainFields.map(([name, column]) => [column, input[name]])),
    ipv6_prefix: canonical(input.ipv6Prefix),
    delegated_ipv6_prefix: canonical(input.delegatedIpv6Prefix),
    routes: input.routes && JSON.stringify(input.routes),
    wireless_psk_sealed: sealAnew(open, before?.wirelessPskSealed, input.wirelessPsk),
    wireless_enc_key_sealed: sealAnew(open, before?.wirelessEncKeySealed, input.wirelessEncKey),
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

const canonical = (prefix: Maybe<string>): Maybe<string> => (prefix == null ? prefix : readNetwork(prefix));

/** The same secret sealed again would be other bytes, and so a change where there is none. */
function sealAnew(open: OpenVenue, before: Maybe<Uint8Array>, given: Maybe<string>): Maybe<Uint8Array> {
  if (given == null) return given;
  return openSealed(open, before) === given ? undefined : seal(open.dataKey, 'wireless-key', given);
}

function openSealed(open: OpenVenue, sealed: Maybe<Uint8Array>): string | null {
  return sealed == null ? null : unseal(open.dataKey, 'wireless-key', sealed);
}

/** Everything above; `withKeys`: the wireless keys too, in clear. */
export function showGuestSettings(open: OpenVenue, id: number, withKeys: boolean) {
  if (!findGuest(open.db, id)) return refuse('not-found', { what: 'Guest', id }, 'id');
  const attributes = listGuestAttributes(open.db, id);
  const reply = attributes.filter((row) => row.kind === 'reply').map(({ name, value }) => ({ name, value }));
  const check = attributes.flatMap(({ name, operator, value }) =>
    operator === '=' ? [] : [{ name, operator, value }],
  );
  const row = findGuestNetwork(open.db, id);
  return { kind: 'settings' as const, check, reply, network: row ? networkView(open, row, withKeys) : {} };
}

function networkView(open: OpenVenue, row: GuestNetworkRow, withKeys: boolean) {
  const view = {
    ...Object.fromEntries(plainFields.map(([name]) => [name, row[name]])),
    wirelessPsk: withKeys ? openSealed(open, row.wirelessPskSealed) : null,
    wirelessEncKey: withKeys ? openSealed(open, row.wirelessEncKeySealed) : null,
  };
  const routes = JSON.parse(row.routes) as string[];
  return {
    ...Object.fromEntries(Object.entries(view).filter(([, value]) => value !== null)),
    ...(routes.length > 0 ? { routes } : {}),
  };
}
