/** The answers given in the last seconds, so that a repeated request gets the identical one (RFC 5080 §2.2.2). */

/**
 * A generation of answers lives at least this long, at most twice: more than three times the longest timeout a
 * RouterOS RADIUS client can be set to (3 s).
 */
const GENERATION_MS = 10_000;
/** Per generation: ten seconds at 3,000 requests a second; more load only shortens the memory. */
const GENERATION_ENTRIES = 30_000;
const GENERATION_BYTES = 16 * 1024 * 1024;
/** Key, map slot and object around an answer, roughly. */
const ENTRY_OVERHEAD_BYTES = 300;

/** A copy read this soon after the answer left was sent before the router could have seen it. */
const SIMULTANEOUS_MS = 1;

/** One request that is being answered (`answer` still undefined) or has been. */
export interface RememberedAnswer {
  answer: Buffer | undefined;
  /** Loop turn in which the answer left. */
  sentInTurn: number;
  /** When it left, on the monotonic clock. */
  sentAtMs: number;
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

/**
 * Two generations instead of an expiry per entry: forgetting costs nothing per request, and both time and memory stay
 * bounded.
 */
export class AnswerMemory {
  #young = new Map<string, RememberedAnswer>();
  #old = new Map<string, RememberedAnswer>();
  #youngBytes = 0;
  #youngSinceMs: number;

  constructor(nowMs: number) {
    this.#youngSinceMs = nowMs;
  }

  find(key: string, nowMs: number): RememberedAnswer | undefined {
    this.#turnOver(nowMs);
    return this.#young.get(key) ?? this.#old.get(key);
  }

  /** Notes that a request is being worked on, so that its copies are recognised. */
  begin(key: string): RememberedAnswer {
    const entry: RememberedAnswer = { answer: undefined, sentInTurn: 0, sentAtMs: 0 };
    this.#young.set(key, entry);
    this.#youngBytes += ENTRY_OVERHEAD_BYTES;
    return entry;
  }

  remember(entry: RememberedAnswer, answer: Buffer, sentInTurn: number, sentAtMs: number): void {
    entry.answer = answer;
    entry.sentInTurn = sentInTurn;
    entry.sentAtMs = sentAtMs;
    this.#youngBytes += answer.length;
  }

  /** A request that got no answer must find no trace of itself when the router asks again. */
  forget(key: string): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }

  #turnOver(nowMs: number): void {
    // A clock that was set back would otherwise stop the forgetting.
    if (nowMs < this.#youngSinceMs) this.#youngSinceMs = nowMs;
    const aged = nowMs - this.#youngSinceMs >= GENERATION_MS;
    if (!aged && this.#young.size < GENERATION_ENTRIES && this.#youngBytes < GENERATION_BYTES) return;
    // After a pause longer than a generation the young ones are overdue as well.
    this.#old = nowMs - this.#youngSinceMs >= 2 * GENERATION_MS ? new Map<string, RememberedAnswer>() : this.#young;
    this.#young = new Map();
    this.#youngBytes = 0;
    this.#youngSinceMs = nowMs;
  }
}
