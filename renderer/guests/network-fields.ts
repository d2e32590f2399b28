/** A guest's place on the network as a form has it: texts, in sections. */
import type { Input, Output } from '../api';

type Network = Output<'guests.settings'>['network'];
export type NetworkField = keyof Network;
export type NetworkTexts = Readonly<Record<NetworkField, string>>;

export const networkSections = [
  ['address', ['ipAddress', 'netmask', 'ipPool']],
  ['routed', ['routes', 'ipv6Prefix', 'delegatedIpv6Prefix']],
  ['group', ['groupName', 'addressList']],
  ['wireless', ['vlanId', 'wirelessPsk', 'wirelessEncAlgo', 'wirelessEncKey']],
] as const satisfies readonly (readonly [string, readonly NetworkField[]])[];
export type NetworkSection = (typeof networkSections)[number];

export const networkFields = networkSections.flatMap(([, fields]): readonly NetworkField[] => fields);
export const encAlgorithms = ['none', '40bit-wep', '104bit-wep', 'aes-ccm', 'tkip'] as const;

/** HotSpot has neither routes nor IPv6; what is set all the same stays in sight, so that it can be taken away. */
export function sectionsFor(service: 'hotspot' | 'pppoe' | undefined, texts: NetworkTexts): readonly NetworkSection[] {
  return networkSections.filter(
    ([name, fields]) => name !== 'routed' || service !== 'hotspot' || fields.some((field) => texts[field] !== ''),
  );
}

/** Routes stand in a line each. */
export function networkTexts(network: Network): NetworkTexts {
  return Object.fromEntries(networkFields.map((field) => [field, textOf(network[field])])) as NetworkTexts;
}

function textOf(value: string | number | readonly string[] | undefined): string {
  return value === undefined ? '' : typeof value === 'object' ? value.join('\n') : String(value);
}

/** What differs from what is set; an emptied field is taken away. */
export function networkChanges(texts: NetworkTexts, before: NetworkTexts): Omit<Input<'guests.setNetwork'>, 'id'> {
  const changed = networkFields.filter((field) => texts[field].trim() !== before[field]);
  return Object.fromEntries(changed.map((field) => [field, valueOf(field, texts[field].trim())]));
}

function valueOf(field: NetworkField, text: string): string | number | readonly string[] | null {
  if (field === 'routes') {
    const lines = text.split('\n').map((line) => line.trim());
    return lines.filter((line) => line !== '');
  }
  if (text === '') return null;
  // 0 is no VLAN: what is not a number is refused at its field.
  if (field === 'vlanId') return /^\d+$/.test(text) ? Number(text) : 0;
  return text;
}
