/**
 * Whose turn it is to write. SQLite knows no queue: who waits for the write lock asks for it again and again, ever more
 * rarely, and work that takes it hundreds of times a second (an import) would win nearly every time. So the connections of
 * one process tell each other in shared memory: what nobody waits for steps back while somebody waits.
 */
import type Database from 'better-sqlite3';

/** Somebody waits for what `windows` and `radius` write; nobody for a portion of `work`. */
export type Writer = 'windows' | 'radius' | 'work';

const places = { windows: 0, radius: 1, work: 2 } as const satisfies Record<Writer, number>;
/** Of the windows and of RADIUS: waits for the lock. Of the work: has it, or is about to take it. */
const YES = 1;
const NO = 0;
/** Against standing still for a thread that died at the wrong moment; the one that is started after it begins with NO. */
const LONGEST_STEP_BACK_MS = 1_000;
/** A portion takes a tenth of that; then it is SQLite that waits. */
const LONGEST_WAIT_MS = 100;

/** What all connections of one process to one file share. */
export function newWriteTurns(): SharedArrayBuffer {
  return new SharedArrayBuffer(Object.keys(places).length * Int32Array.BYTES_PER_ELEMENT);
}

const turns = new WeakMap<Database.Database, WriteTurn>();

/** From now on `sqlite` takes its turn as `writer`. A connection that never joins takes the lock as SQLite gives it. */
export function joinWriteTurns(sqlite: Database.Database, shared: SharedArrayBuffer, writer: Writer): void {
  turns.set(sqlite, writer === 'work' ? new PatientTurn(shared) : new HurriedTurn(shared, places[writer]));
}

/** Runs `begin`, which takes the write lock, when it is the turn of `sqlite`. Throws what it throws. */
export function takeWriteLock(sqlite: Database.Database, begin: () => void): void {
  const turn = turns.get(sqlite);
  if (turn === undefined) begin();
  else turn.take(begin);
}

/** After the commit or the rollback. */
export function giveWriteLockBack(sqlite: Database.Database): void {
  turns.get(sqlite)?.giveBack();
}

interface WriteTurn {
  take(begin: () => void): void;
  giveBack(): void;
}

class HurriedTurn implements WriteTurn {
  readonly #cells: Int32Array<SharedArrayBuffer>;
  readonly #place: number;

  constructor(shared: SharedArrayBuffer, place: number) {
    this.#cells = new Int32Array(shared);
    this.#place = place;
    say(this.#cells, place, NO);
  }

  take(begin: () => void): void {
    Atomics.store(this.#cells, this.#place, YES);
    try {
      Atomics.wait(this.#cells, places.work, YES, LONGEST_WAIT_MS);
      begin();
    } finally {
      say(this.#cells, this.#place, NO);
    }
  }

  giveBack(): void {}
}

class PatientTurn implements WriteTurn {
  readonly #cells: Int32Array<SharedArrayBuffer>;

  constructor(shared: SharedArrayBuffer) {
    this.#cells = new Int32Array(shared);
    this.giveBack();
  }

  take(begin: () => void): void {
    this.#stepBack();
    try {
      begin();
    } catch (error) {
      this.giveBack();
      throw error;
    }
  }

  /** First said, then looked: of two that begin at the same moment at least one sees the other. */
  #stepBack(): void {
    const untilMs = performance.now() + LONGEST_STEP_BACK_MS;
    for (;;) {
      Atomics.store(this.#cells, places.work, YES);
      const waiting = [places.windows, places.radius].find((place) => Atomics.load(this.#cells, place) === YES);
      const leftMs = untilMs - performance.now();
      if (waiting === undefined || leftMs <= 0) return;
      this.giveBack();
      Atomics.wait(this.#cells, waiting, YES, leftMs);
    }
  }

  giveBack(): void {
    say(this.#cells, places.work, NO);
  }
}

function say(cells: Int32Array<SharedArrayBuffer>, place: number, what: number): void {
  Atomics.store(cells, place, what);
  Atomics.notify(cells, place);
}
