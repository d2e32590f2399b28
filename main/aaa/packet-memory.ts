/**
 * The last packets with their answers, as they were on the wire, for the RADIUS log's details. In memory only: a
 * packet carries a hidden password, which is nothing to keep on a disk.
 */
import { describeAttributes } from '../radius/attributes';
import type { Attribute, Packet } from '../radius/packet';

/** Some minutes of a busy evening, about 4 MB. */
export const MOST_PACKETS = 2_000;

/** A packet in words, secrets hidden. */
export interface DescribedPacket {
  readonly code: string;
  readonly identifier: number;
  /** One line per attribute, `Name = value`. */
  readonly attributes: readonly string[];
}

export interface Answered {
  readonly code: string;
  /** As decided: Message-Authenticator and Proxy-State are added on the way out. */
  readonly attributes: readonly Attribute[];
}

export interface DescribedExchange {
  readonly request: DescribedPacket;
  /** Undefined: silence. */
  readonly answer: Omit<DescribedPacket, 'identifier'> | undefined;
}

interface Exchange {
  readonly packet: Packet;
  readonly answer: Answered | undefined;
}

/** A ring: the number of an exchange says where it was put and whether something newer lies there now. */
export class PacketMemory {
  readonly #ring: (Exchange | undefined)[] = [];
  readonly #first: number;
  #next: number;

  /** @param nowMs numbers of an earlier start of the thread are never given again */
  constructor(nowMs: number) {
    this.#first = this.#next = nowMs * MOST_PACKETS;
  }

  /** Returns the number by which the exchange is found again. */
  keep(packet: Packet, answer: Answered | undefined): number {
    const no = this.#next++;
    this.#ring[no % MOST_PACKETS] = { packet, answer };
    return no;
  }

  /** Undefined: too old, or of an earlier start. */
  describe(no: number): DescribedExchange | undefined {
    if (no < this.#first || no >= this.#next || no < this.#next - MOST_PACKETS) return undefined;
    const kept = this.#ring[no % MOST_PACKETS];
    if (kept === undefined) return undefined;
    const { packet, answer } = kept;
    return {
      request: { code: packet.code, identifier: packet.identifier, attributes: describeAttributes(packet) },
      answer: answer && { code: answer.code, attributes: describeAttributes(answer) },
    };
  }
}
