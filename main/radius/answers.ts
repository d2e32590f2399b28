/**
 * The answers given in the last seconds, so that a repeated request gets the identical one (RFC 5080 §2.2.2). Kept as
 * bytes and numbers in arrays made beforehand: an object for each of thousands of requests a second would live just
 * long enough to cost the garbage collector a third of the server's time.
 */
import { HEADER_BYTES, MAX_PACKET_BYTES } from './packet';

/**
 * A generation of answers lives at least this long, at most twice: more than three times the longest timeout a
 * RouterOS RADIUS client can be set to (3 s).
 */
const GENERATION_MS = 10_000;
/** Per generation: ten seconds at 3,000 requests a second; more load only shortens the memory. */
const GENERATION_ANSWERS = 30_000;
/** Requests that may have been begun before the first of them is answered; each answer has room for sure. */
const MOST_BEGUN = 256;
const RESERVED_BYTES = MOST_BEGUN * MAX_PACKET_BYTES;
/** The usual answer is well below 130 bytes. */
const GENERATION_BYTES = 4 * 1024 * 1024 + RESERVED_BYTES;
/** A power of two, about twice as many as answers: chains stay short. */
const BUCKETS = 65_536;
/** Addresses told apart: routers, each of which may have several. Beyond, everything is forgotten. */
const MOST_ADDRESSES = 10_000;
/** Knuth's multiplicative hashing: 2^32 divided by the golden ratio. */
const GOLDEN = 0x9e3779b1;

/** A copy read this soon after the answer left was sent before the router could have seen it. */
const SIMULTANEOUS_MS = 1;

/** What makes two requests the same: where they came from, which of our ports they came to, and their header. */
export interface RequestKey {
  readonly address: string;
  readonly port: number;
  /** Which of our ports. */
  readonly accounting: boolean;
  /** A packet; its first 20 bytes are Code, Identifier, Length and Authenticator. */
  readonly raw: Buffer;
}

/** One request that is being answered (`answer` still undefined) or has been. */
export interface RememberedAnswer {
  readonly answer: Buffer | undefined;
  /** Loop turn in which the answer left. */
  readonly sentInTurn: number;
  /** When it left, on the monotonic clock. */
  readonly sentAtMs: number;
}

/** When a datagram was read: in which loop turn, and when on the monotonic clock. */
export interface ReadingTime {
  readonly readInTurn: number;
  readonly readAtMs: number;
}

/**
 * Whether a repeated request was on its way before its answer left: then that one answer is enough. Read in an earlier
 * turn it certainly was; read in the turn right after, it lay in the socket already, unless the process stood still.
 */
export function isSimultaneous(copy: ReadingTime, { answer, sentInTurn, sentAtMs }: RememberedAnswer): boolean {
  if (answer === undefined || copy.readInTurn < sentInTurn) return true;
  return copy.readInTurn === sentInTurn && copy.readAtMs - sentAtMs < SIMULTANEOUS_MS;
}

/** Where a request that was begun is noted; valid for two generations. */
export type Place = number;

/**
 * Two generations instead of an expiry per entry: forgetting costs nothing per request, and both time and memory stay
 * bounded.
 */
export class AnswerMemory {
  #young = new Generation();
  #old = new Generation();
  /** Of the young generation. */
  #serial = 1;
  #youngSinceMs: number;
  readonly #addresses = new Map<string, number>();

  constructor(nowMs: number) {
    this.#youngSinceMs = nowMs;
  }

  find(key: RequestKey, nowMs: number): RememberedAnswer | undefined {
    this.#turnOver(nowMs);
    const source = this.#sourceOf(key);
    return this.#young.find(key, source) ?? this.#old.find(key, source);
  }

  /** Notes that a request is being worked on, so that its copies are recognised. After `find` said that it is new. */
  begin(key: RequestKey): Place {
    return this.#serial * GENERATION_ANSWERS + this.#young.add(key, this.#sourceOf(key));
  }

  remember(place: Place, answer: Buffer, sentInTurn: number, sentAtMs: number): void {
    this.#generationOf(place)?.answer(place % GENERATION_ANSWERS, answer, sentInTurn, sentAtMs);
  }

  /** A request that got no answer must find no trace of itself when the router asks again. */
  forget(place: Place): void {
    this.#generationOf(place)?.remove(place % GENERATION_ANSWERS);
  }

  #generationOf(place: Place): Generation | undefined {
    const age = this.#serial - Math.floor(place / GENERATION_ANSWERS);
    if (age === 0) return this.#young;
    return age === 1 ? this.#old : undefined;
  }

  /** A number for address and port of ours. */
  #sourceOf({ address, accounting }: RequestKey): number {
    let number = this.#addresses.get(address);
    if (number === undefined) {
      if (this.#addresses.size >= MOST_ADDRESSES) this.#forgetAddresses();
      number = this.#addresses.size;
      this.#addresses.set(address, number);
    }
    return number * 2 + (accounting ? 1 : 0);
  }

  #forgetAddresses(): void {
    this.#addresses.clear();
    this.#young.clear();
    this.#old.clear();
  }

  #turnOver(nowMs: number): void {
    // A clock that was set back would otherwise stop the forgetting.
    if (nowMs < this.#youngSinceMs) this.#youngSinceMs = nowMs;
    const ageMs = nowMs - this.#youngSinceMs;
    if (ageMs < GENERATION_MS && !this.#young.isFull) return;
    const next = this.#old;
    next.clear();
    this.#old = this.#young;
    // After a pause longer than a generation the young ones are overdue as well.
    if (ageMs >= 2 * GENERATION_MS) this.#old.clear();
    this.#young = next;
    this.#serial++;
    this.#youngSinceMs = nowMs;
  }
}

const NOBODY = -1;
const UNANSWERED = -1;

/** A hash table with chains: arrays with a place for each request, and the answers' bytes one after the other. */
class Generation {
  readonly #heads = new Int32Array(BUCKETS).fill(NOBODY);
  readonly #next = new Int32Array(GENERATION_ANSWERS);
  readonly #sources = new Int32Array(GENERATION_ANSWERS);
  readonly #ports = new Uint16Array(GENERATION_ANSWERS);
  readonly #headers = Buffer.allocUnsafeSlow(GENERATION_ANSWERS * HEADER_BYTES);
  readonly #answersAt = new Int32Array(GENERATION_ANSWERS);
  readonly #lengths = new Int32Array(GENERATION_ANSWERS);
  readonly #turns = new Float64Array(GENERATION_ANSWERS);
  readonly #sentAtMs = new Float64Array(GENERATION_ANSWERS);
  readonly #bytes = Buffer.allocUnsafeSlow(GENERATION_BYTES);
  #size = 0;
  #used = 0;

  get isFull(): boolean {
    return this.#size + MOST_BEGUN > GENERATION_ANSWERS || this.#used + RESERVED_BYTES > GENERATION_BYTES;
  }

  clear(): void {
    if (this.#size > 0) this.#heads.fill(NOBODY);
    this.#size = 0;
    this.#used = 0;
  }

  find(key: RequestKey, source: number): RememberedAnswer | undefined {
    for (let i = this.#heads[bucketOf(key, source)]!; i !== NOBODY; i = this.#next[i]!) {
      if (this.#isAt(i, key, source)) return this.#at(i);
    }
    return undefined;
  }

  #isAt(i: number, { port, raw }: RequestKey, source: number): boolean {
    if (this.#sources[i] !== source || this.#ports[i] !== port) return false;
    const at = i * HEADER_BYTES;
    return raw.compare(this.#headers, at, at + HEADER_BYTES, 0, HEADER_BYTES) === 0;
  }

  #at(i: number): RememberedAnswer {
    const length = this.#lengths[i]!;
    const at = this.#answersAt[i]!;
    return {
      // A copy: the bytes are written over when their generation is over, and sending may take its time.
      answer: length === UNANSWERED ? undefined : Buffer.from(this.#bytes.subarray(at, at + length)),
      sentInTurn: this.#turns[i]!,
      sentAtMs: this.#sentAtMs[i]!,
    };
  }

  add(key: RequestKey, source: number): number {
    const i = this.#size++;
    const bucket = bucketOf(key, source);
    this.#sources[i] = source;
    this.#ports[i] = key.port;
    key.raw.copy(this.#headers, i * HEADER_BYTES, 0, HEADER_BYTES);
    this.#lengths[i] = UNANSWERED;
    this.#turns[i] = this.#sentAtMs[i] = 0;
    this.#next[i] = this.#heads[bucket]!;
    this.#heads[bucket] = i;
    return i;
  }

  answer(i: number, answer: Buffer, sentInTurn: number, sentAtMs: number): void {
    this.#bytes.set(answer, this.#used);
    this.#answersAt[i] = this.#used;
    this.#lengths[i] = answer.length;
    this.#used += answer.length;
    this.#turns[i] = sentInTurn;
    this.#sentAtMs[i] = sentAtMs;
  }

  /** Stays in its chain, where nothing matches it any more. */
  remove(i: number): void {
    this.#sources[i] = NOBODY;
  }
}

/** The Authenticator is random, or a digest; the rest tells apart those of a client that always sends the same one. */
function bucketOf({ raw, port }: RequestKey, source: number): number {
  const authenticator = raw.readInt32LE(4) ^ raw.readInt32LE(12);
  const mixed = Math.imul(authenticator ^ raw.readInt32LE(0) ^ (port << 8) ^ source, GOLDEN);
  return (mixed >>> 16) & (BUCKETS - 1);
}
