/**
 * A grant or a refusal as attributes of the answer. RouterOS names directions from its own side: rx is upload.
 *
 * What managers add by hand stands above what the engine says: guest over product over router. All attributes of one
 * name at one level replace those of the levels below. Three kinds are the engine's own. What proves and signs an answer
 * (Class, State, …) cannot be replaced at all. Byte limits cannot where a quota is left to be kept. Times and numbers
 * of sessions (Session-Timeout, Acct-Interim-Interval, Port-Limit) can only be made smaller.
 */
import type { Placement, WrittenAttribute } from '../../db/queries/product-rules';
import { attribute } from '../radius/attributes';
import { useOf } from '../radius/attribute-uses';
import { findDefinitionByName, type AttributeName, type IntegerName, type TextName } from '../radius/dictionary';
import { eapFailure } from '../radius/eap';
import { mppeAttributes } from '../radius/mppe';
import { msChapError } from '../radius/mschap';
import type { Attribute, Packet } from '../radius/packet';
import type { RadiusRequest } from '../radius/server';
import { encodeAttribute, formatTypedValue, parseTypedValue } from '../radius/typed-attributes';
import type { Allowance } from './allowance';
import type { Proof } from './credentials';
import type { GuestNetwork } from './placement';
import { formatRateLimit, type RateLimit } from './rate-limit';
import type { AskedService } from './service';

/** Attributes that managers added, by who has them. */
export interface WrittenReplies {
  readonly router: readonly WrittenAttribute[];
  readonly product: readonly WrittenAttribute[];
  readonly guest: readonly WrittenAttribute[];
}

/** What a guest is let in with. */
export interface Grant {
  readonly guestId: number;
  /** Null: a device that needs no product; nothing is charged. */
  readonly entitlementId: number | null;
  readonly productName: string;
  readonly allowance: Allowance;
  readonly idleTimeoutSec: number | null;
  /** Sessions at a time; null: no limit. */
  readonly simultaneousSessions: number | null;
  /** Undefined: no rate is limited. */
  readonly rates: RateLimit | undefined;
  /** Undefined: not known for certain. */
  readonly service: AskedService | undefined;
  readonly placement: Placement;
  /** Undefined: nothing of the guest's own. */
  readonly network: GuestNetwork | undefined;
  readonly written: WrittenReplies;
}

export type ReplySource = 'engine' | 'router' | 'product' | 'guest';

/** Attributes of one name as they are sent, where they come from, and what they stand instead of. */
export interface EffectiveAttribute {
  readonly name: string;
  /** As text of its type; one per attribute of that name. */
  readonly values: readonly string[];
  readonly source: ReplySource;
  /** Nearest first. */
  readonly overrode: readonly { readonly source: ReplySource; readonly values: readonly string[] }[];
}

interface Named {
  readonly name: string;
  readonly attribute: Attribute;
}

/** The attributes of one name at one level. */
interface Level {
  readonly source: ReplySource;
  readonly attributes: readonly Attribute[];
}

const UINT32 = 2 ** 32;

/** The attributes of an Access-Accept. `classValue` comes back in accounting and says what the use belongs to. */
export function acceptAttributes(grant: Grant, classValue: Buffer): readonly Attribute[] {
  const own = engineAttributes(grant, classValue);
  const { router, product, guest } = grant.written;
  if (router.length + product.length + guest.length === 0) return own.map((one) => one.attribute);
  return [...override(own, grant.written).values()].flatMap((levels) => levels.at(-1)?.attributes ?? []);
}

/** The same as a table: every attribute with its source and what it overrode; keys are hidden. */
export function effectiveReply(grant: Grant, classValue: Buffer): readonly EffectiveAttribute[] {
  const levels = override(engineAttributes(grant, classValue), grant.written);
  return [...levels].flatMap(([name, all]) => {
    const sent = all.at(-1);
    if (sent === undefined) return [];
    const overrode = all.slice(0, -1).reverse();
    return [{ name, ...shown(name, sent), overrode: overrode.map((level) => shown(name, level)) }];
  });
}

function shown(name: string, { source, attributes }: Level): { source: ReplySource; values: readonly string[] } {
  return { source, values: attributes.map(({ value }) => (isSecret(name) ? HIDDEN : textOf(name, value))) };
}

/** As in the RADIUS log. */
const HIDDEN = '‹hidden›';

function isSecret(name: string): boolean {
  return findDefinitionByName(name)?.hidden === true;
}

function textOf(name: string, value: Buffer): string {
  return formatTypedValue(name, value) ?? `0x${value.toString('hex')}`;
}

/** Mikrotik-Rate-Limit of the answer, whoever wrote it; null: none. */
export function rateLimitOf(grant: Grant): string | null {
  const own = grant.rates === undefined ? null : formatRateLimit(grant.rates);
  const { router, product, guest } = grant.written;
  const byHand = [guest, product, router].flatMap((level) => sendable(level)).find(({ name }) => name === RATE_LIMIT);
  return byHand === undefined ? own : byHand.attribute.value.toString('utf8');
}

const RATE_LIMIT = 'Mikrotik-Rate-Limit';

/** By name, from the engine's level up. */
function override(own: readonly Named[], written: WrittenReplies): ReadonlyMap<string, readonly Level[]> {
  const levels = new Map<string, Level[]>();
  addLevel(levels, 'engine', own);
  for (const source of ['router', 'product', 'guest'] as const) {
    addLevel(
      levels,
      source,
      sendable(written[source]).filter(({ name }) => !isKept(levels, name)),
    );
  }
  for (const name of onlySmaller) keepSmallest(levels.get(name));
  return levels;
}

function addLevel(levels: Map<string, Level[]>, source: ReplySource, named: readonly Named[]): void {
  const byName = new Map<string, Attribute[]>();
  for (const { name, attribute: one } of named) byName.set(name, [...(byName.get(name) ?? []), one]);
  for (const [name, attributes] of byName) levels.set(name, [...(levels.get(name) ?? []), { source, attributes }]);
}

/** What cannot be sent, because an older version stored it, costs nobody the answer. */
function sendable(written: readonly WrittenAttribute[]): readonly Named[] {
  return written
    .filter(({ name, value }) => parseTypedValue(name, value).kind === 'value' && isForReplies(name))
    .map(({ name, value }) => ({ name, attribute: encodeAttribute(name, value) }));
}

function isForReplies(name: string): boolean {
  const { kind } = useOf(name as AttributeName);
  return kind === 'reply' || kind === 'both';
}

const byteLimits: ReadonlySet<string> = new Set([
  'Mikrotik-Recv-Limit',
  'Mikrotik-Recv-Limit-Gigawords',
  'Mikrotik-Xmit-Limit',
  'Mikrotik-Xmit-Limit-Gigawords',
  'Mikrotik-Total-Limit',
  'Mikrotik-Total-Limit-Gigawords',
]);

/** A quota that is being kept: half of a limit from us and half by hand would be a third number. */
function isKept(levels: ReadonlyMap<string, readonly Level[]>, name: string): boolean {
  if (!byteLimits.has(name)) return false;
  return [...byteLimits].some((limit) => levels.get(limit)?.[0]?.source === 'engine');
}

const onlySmaller = ['Session-Timeout', 'Acct-Interim-Interval', 'Port-Limit'] as const;

/** The smallest of the levels becomes the one that is sent. */
function keepSmallest(levels: Level[] | undefined): void {
  if (levels === undefined || levels.length < 2) return;
  const valueOf = ({ attributes }: Level): number => attributes[0]?.value.readUInt32BE(0) ?? UINT32;
  const smallest = levels.reduce((least, level) => (valueOf(level) <= valueOf(least) ? level : least));
  levels.splice(levels.indexOf(smallest), 1);
  levels.push(smallest);
}

function engineAttributes(grant: Grant, classValue: Buffer): readonly Named[] {
  const { allowance, service } = grant;
  const all: Named[] = [];
  if (service === 'login') {
    all.push(classOf(classValue));
    addText(all, 'Mikrotik-Group', grant.placement.groupName);
    return all;
  }
  addInteger(all, 'Session-Timeout', allowance.sessionTimeoutSec);
  addInteger(all, 'Idle-Timeout', grant.idleTimeoutSec);
  addInteger(all, 'Acct-Interim-Interval', allowance.interimSec);
  addInteger(all, 'Port-Limit', grant.simultaneousSessions);
  all.push(classOf(classValue));
  if (grant.rates !== undefined) all.push(rateLimitFrom(grant.rates));
  addLimitPair(all, 'Mikrotik-Recv-Limit', 'Mikrotik-Recv-Limit-Gigawords', allowance.uploadBytes);
  addLimitPair(all, 'Mikrotik-Xmit-Limit', 'Mikrotik-Xmit-Limit-Gigawords', allowance.downloadBytes);
  addLimitPair(all, 'Mikrotik-Total-Limit', 'Mikrotik-Total-Limit-Gigawords', allowance.totalBytes);
  if (service === 'wireless' || service === 'dot1x') addLinkAttributes(all, grant);
  else addAddressAttributes(all, grant);
  return all;
}

const classOf = (value: Buffer): Named => ({ name: 'Class', attribute: attribute('Class', value) });

/** The rates of a product stay the same object until it is changed. */
const rateLimits = new WeakMap<RateLimit, Named>();

function rateLimitFrom(rates: RateLimit): Named {
  let known = rateLimits.get(rates);
  if (known === undefined) {
    known = { name: RATE_LIMIT, attribute: attribute(RATE_LIMIT, formatRateLimit(rates)) };
    rateLimits.set(rates, known);
  }
  return known;
}

/** Where the router itself gives the address. A static one overrides the pool (RouterOS). */
function addAddressAttributes(all: Named[], { service, placement, network }: Grant): void {
  const ipAddress = network?.ipAddress ?? null;
  addText(all, 'Framed-IP-Address', ipAddress);
  addText(all, 'Framed-IP-Netmask', ipAddress === null ? null : network?.netmask);
  addText(all, 'Framed-Pool', ipAddress === null ? placement.ipPool : null);
  if (service !== 'dhcp') addText(all, 'Mikrotik-Group', placement.groupName);
  addText(all, 'Mikrotik-Address-List', placement.addressList);
  // HotSpot has neither routes nor IPv6.
  if (service !== 'hotspot') addRoutedAttributes(all, placement, network);
}

function addRoutedAttributes(all: Named[], placement: Placement, network: GuestNetwork | undefined): void {
  for (const route of network?.routes ?? []) addText(all, 'Framed-Route', route);
  addPrefix(all, 'Framed-IPv6-Prefix', network?.ipv6Prefix);
  addText(all, 'Framed-IPv6-Pool', placement.ipv6Pool);
  addPrefix(all, 'Delegated-IPv6-Prefix', network?.delegatedIpv6Prefix);
  addText(all, 'Mikrotik-Delegated-IPv6-Pool', placement.delegatedIpv6Pool);
}

/** RFC 3580 §3.31: VLAN and IEEE 802. */
const TUNNEL_TYPE_VLAN = 13;
const TUNNEL_MEDIUM_802 = 6;
/** RouterOS, Mikrotik-Wireless-Enc-Algo. */
const encAlgorithms = { none: 0, '40bit-wep': 1, '104bit-wep': 2, 'aes-ccm': 3, tkip: 4 } as const;

/** Where the router only lets a device onto a link. */
function addLinkAttributes(all: Named[], { service, placement: { vlanId }, network }: Grant): void {
  if (service === 'dot1x') {
    if (vlanId !== null) all.push(...tunnelTo(vlanId));
    return;
  }
  const algorithm = network?.wirelessEncAlgo ?? null;
  addInteger(all, 'Mikrotik-Wireless-VLANID', vlanId);
  addText(all, 'Mikrotik-Wireless-PSK', network?.wirelessPsk);
  addInteger(all, 'Mikrotik-Wireless-Enc-Algo', algorithm === null ? null : encAlgorithms[algorithm]);
  addText(all, 'Mikrotik-Wireless-Enc-Key', network?.wirelessEncKey);
}

/** RFC 2868 §3: the first byte is the tag, 0 for none; of a text it is left out. */
function tunnelTo(vlanId: number): readonly Named[] {
  return [
    { name: 'Tunnel-Type', attribute: attribute('Tunnel-Type', Buffer.of(0, 0, 0, TUNNEL_TYPE_VLAN)) },
    { name: 'Tunnel-Medium-Type', attribute: attribute('Tunnel-Medium-Type', Buffer.of(0, 0, 0, TUNNEL_MEDIUM_802)) },
    {
      name: 'Tunnel-Private-Group-Id',
      attribute: attribute('Tunnel-Private-Group-Id', Buffer.from(String(vlanId), 'latin1')),
    },
  ];
}

/** What an Access-Accept to an MS-CHAP login carries besides: that we know the password too, and the keys for the link. */
export function proofAttributes(
  proof: Extract<Proof, { readonly kind: 'ms-chap' }>,
  { packet, nas }: RadiusRequest,
): readonly Attribute[] {
  const keys = mppeAttributes(proof.keys, packet.authenticator, nas.secret);
  return proof.success === undefined ? keys : [attribute('MS-CHAP2-Success', proof.success), ...keys];
}

/** The attributes of an Access-Reject: the sentence the login page shows, and "no" in the words of the method asked with. */
export function rejectAttributes(message: string, request: Packet): readonly Attribute[] {
  const failure = eapFailure(request);
  // RFC 3579 §2.6.5: no Reply-Message beside an EAP-Message.
  if (failure !== undefined) return [failure];
  const error = msChapError(request);
  return [attribute('Reply-Message', message), ...(error === undefined ? [] : [error])];
}

/** Undefined and null: none. */
function addInteger(all: Named[], name: IntegerName, value: number | null | undefined): void {
  if (value === null || value === undefined) return;
  all.push({ name, attribute: attribute(name, Math.min(value, UINT32 - 1)) });
}

type Written = TextName | 'Framed-IP-Address' | 'Framed-IP-Netmask';

function addText(all: Named[], name: Written, value: string | null | undefined): void {
  if (value === null || value === undefined || value === '') return;
  all.push({ name, attribute: attribute(name, value) });
}

function addPrefix(all: Named[], name: string, value: string | null | undefined): void {
  if (value !== null && value !== undefined) all.push({ name, attribute: encodeAttribute(name, value) });
}

/** A byte limit as its low 32 bits and, from 4 GiB on, how many times 2^32 come on top. */
function addLimitPair(all: Named[], low: IntegerName, gigawords: IntegerName, bytes: number | undefined): void {
  if (bytes === undefined) return;
  // 0 in the low word would be "no limit" to a router that does not look at the other one: give one byte less.
  const sent = bytes % UINT32 === 0 ? bytes - 1 : bytes;
  const high = Math.floor(sent / UINT32);
  addInteger(all, low, sent % UINT32);
  if (high > 0) addInteger(all, gigawords, high);
}
