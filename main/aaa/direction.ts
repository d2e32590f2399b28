/**
 * Which of a router's two counters is the guest's download. The manual says both; guests download far more than they
 * upload, so the sessions that moved much decide. A session keeps the reading it began with: what is charged stays.
 */
import type { RouterDirection } from '../../db/queries/router-states';

/** Less traffic than this says nothing: a mail with photographs is an upload. */
const LEAST_COMPARED_BYTES = 20_000_000;
/** One direction must outweigh the other this much; a video call is about even. */
const CLEARLY = 3;
/** Sessions that must speak for a change of the reading, and how many times more than speak against it. */
export const CLEAR_SESSIONS = 5;
const CLEAR_MAJORITY = 3;
/** Sessions remembered; then both counts are halved, so that a new firmware is noticed within a day and not in years. */
const MOST_COUNTED = 60;

type Learning = { -readonly [K in keyof RouterDirection]: RouterDirection[K] };

export class Directions {
  readonly #known = new Map<number, Learning>();
  readonly #dirty = new Set<number>();
  readonly #read: (routerId: number) => RouterDirection | undefined;

  /** @param read what is set and stored of a router */
  constructor(read: (routerId: number) => RouterDirection | undefined) {
    this.#read = read;
  }

  /** 1: Acct-Input is the download. What the operator has set wins. */
  inputIsDownload(routerId: number): 0 | 1 {
    const one = this.#of(routerId);
    if (one === undefined || one.setting === 'normal') return 0;
    return one.setting === 'swapped' ? 1 : one.inputIsDownload;
  }

  /** Compares the counters of an ended session, as they came. True if they are read the other way round from now on. */
  compare(routerId: number, inputBytes: number, outputBytes: number): boolean {
    if (inputBytes + outputBytes < LEAST_COMPARED_BYTES) return false;
    const one = this.#of(routerId);
    if (one === undefined) return false;
    if (outputBytes >= CLEARLY * inputBytes) one.mostlyOutput++;
    else if (inputBytes >= CLEARLY * outputBytes) one.mostlyInput++;
    else return false;
    this.#dirty.add(routerId);
    const changed = conclude(one);
    forgetOldest(one);
    return changed && one.setting === 'learned';
  }

  /** What is not stored yet. */
  unstored(): readonly RouterDirection[] {
    return [...this.#dirty].flatMap((routerId) => this.#known.get(routerId) ?? []);
  }

  stored(): void {
    this.#dirty.clear();
  }

  /** Routers were changed: what is set is read again, what was learned since the last write is kept. */
  readAgain(): void {
    for (const [routerId, one] of this.#known) {
      const row = this.#read(routerId);
      if (row === undefined) this.#known.delete(routerId);
      else one.setting = row.setting;
    }
  }

  #of(routerId: number): Learning | undefined {
    const known = this.#known.get(routerId);
    if (known !== undefined) return known;
    const row = this.#read(routerId);
    if (row === undefined) return undefined;
    const one = { ...row };
    this.#known.set(routerId, one);
    return one;
  }
}

/** The reading changes only with clear evidence, in either direction, so that it does not flutter. */
function conclude(one: Learning): boolean {
  const before = one.inputIsDownload;
  if (isClear(one.mostlyInput, one.mostlyOutput)) one.inputIsDownload = 1;
  else if (isClear(one.mostlyOutput, one.mostlyInput)) one.inputIsDownload = 0;
  return one.inputIsDownload !== before;
}

const isClear = (pro: number, contra: number): boolean => pro >= CLEAR_SESSIONS && pro >= CLEAR_MAJORITY * contra;

function forgetOldest(one: Learning): void {
  if (one.mostlyInput + one.mostlyOutput < MOST_COUNTED) return;
  one.mostlyInput = Math.floor(one.mostlyInput / 2);
  one.mostlyOutput = Math.floor(one.mostlyOutput / 2);
}
