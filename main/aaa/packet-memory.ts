/**
 * The last packets with their answers, as they were on the wire, for the RADIUS log's details. In memory only: a
 * packet carries a hidden password, which is nothing to keep on a disk.
 */
import { describeAttributes } from '../radius/attributes';
import {
  encodedBytes,
  encodePacket,
  HEADER_BYTES,
  parsePacket,
  type Attribute,
  type KnownPacketCode,
  type Packet,
} from '../radius/packet';

/** Some minutes of a busy evening, 2 MB. */
export const MOST_PACKETS = 2_000;
/** For a request and its answer, each after two bytes with its length. Longer ones are kept as they are. */
const SLOT_BYTES = 1_024;
const LENGTH_BYTES = 2;
/** The answer is kept for its attributes only. */
const noAuthenticator = Buffer.alloc(16);

/** A packet in words, secrets hidden. */
export interface DescribedPacket {
  readonly code: string;
  readonly identifier: number;
  /** One line per attribute, `Name = value`. */
  readonly attributes: readonly string[];
}

export interface Answered {
  readonly code: KnownPacketCode;
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

/**
 * A ring: the number of an exchange says where it was put and whether something newer lies there now. Of bytes, because
 * thousands of packets taken apart would keep the garbage collector busy.
 */
export class PacketMemory {
  readonly #ring = Buffer.alloc(MOST_PACKETS * SLOT_BYTES);
  /** By slot. */
  readonly #long = new Map<number, Exchange>();
  readonly #first: number;
  #next: number;

  /** @param nowMs numbers of an earlier start of the thread are never given again */
  constructor(nowMs: number) {
    this.#first = this.#next = nowMs * MOST_PACKETS;
  }

  /** Returns the number by which the exchange is found again. */
  keep(packet: Packet, answer: Answered | undefined): number {
    const no = this.#next++;
    const slot = no % MOST_PACKETS;
    const fits = 2 * LENGTH_BYTES + packet.raw.length + answerBytes(answer) <= SLOT_BYTES;
    if (fits) {
      this.#long.delete(slot);
      this.#write(slot * SLOT_BYTES, packet, answer);
    } else {
      this.#long.set(slot, { packet, answer });
    }
    return no;
  }

  #write(at: number, { raw, identifier }: Packet, answer: Answered | undefined): void {
    this.#ring.writeUInt16BE(raw.length, at);
    this.#ring.set(raw, at + LENGTH_BYTES);
    const answerAt = at + LENGTH_BYTES + raw.length;
    const encoded =
      answer === undefined ? nothing : encodePacket({ ...answer, identifier, authenticator: noAuthenticator });
    this.#ring.writeUInt16BE(encoded.length, answerAt);
    this.#ring.set(encoded, answerAt + LENGTH_BYTES);
  }

  /** Undefined: too old, or of an earlier start. */
  describe(no: number): DescribedExchange | undefined {
    if (no < this.#first || no >= this.#next || no < this.#next - MOST_PACKETS) return undefined;
    const slot = no % MOST_PACKETS;
    const { packet, answer } = this.#long.get(slot) ?? this.#read(slot * SLOT_BYTES);
    return {
      request: { code: packet.code, identifier: packet.identifier, attributes: describeAttributes(packet) },
      answer: answer && { code: answer.code, attributes: describeAttributes(answer) },
    };
  }

  #read(at: number): { readonly packet: Packet; readonly answer: Packet | undefined } {
    const request = this.#readOne(at);
    const answer = this.#readOne(at + LENGTH_BYTES + request.length);
    return { packet: parsePacket(request), answer: answer.length === 0 ? undefined : parsePacket(answer) };
  }

  #readOne(at: number): Buffer {
    const from = at + LENGTH_BYTES;
    return this.#ring.subarray(from, from + this.#ring.readUInt16BE(at));
  }
}

const nothing = Buffer.alloc(0);

function answerBytes(answer: Answered | undefined): number {
  if (answer === undefined) return 0;
  return answer.attributes.reduce((bytes, one) => bytes + encodedBytes(one), HEADER_BYTES);
}
