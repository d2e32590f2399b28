/** Which of several networks an address is in. */
import ipaddr from 'ipaddr.js';

type Parsed = readonly [network: ipaddr.IPv4 | ipaddr.IPv6, bits: number];

interface Entry<T> {
  readonly network: Parsed;
  readonly value: T;
}

/** Networks by canonical text ('10.5.0.0/24'), each with a value; the longest prefix wins. */
export class Networks<T> {
  /** Longest prefix first. */
  readonly #entries: readonly Entry<T>[];

  constructor(values: ReadonlyMap<string, T>) {
    const entries = [...values].map(([text, value]) => ({ network: ipaddr.parseCIDR(text), value }));
    this.#entries = entries.sort((a, b) => b.network[1] - a.network[1]);
  }

  /** Of the narrowest network that holds this canonical address; undefined: none does. */
  find(address: string): T | undefined {
    if (this.#entries.length === 0 || !ipaddr.isValid(address)) return undefined;
    const one = ipaddr.parse(address);
    return this.#entries.find(({ network }) => holds(network, one))?.value;
  }
}

function holds([network, bits]: Parsed, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return network.kind() === address.kind() && address.match([network, bits] as [ipaddr.IPv4, number]);
}
