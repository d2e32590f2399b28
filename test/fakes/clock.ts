/** A clock that is moved by hand. */
export interface FakeClock {
  readonly now: () => number;
  /** Runs `act` once when the clock has been moved by `ms`; the returned function takes it back. */
  readonly after: (ms: number, act: () => void) => () => void;
  /** Moves the clock, and runs what falls due on the way, in order, letting the rest of the program follow each time. */
  move(ms: number): Promise<void>;
  /** Things that are still to come. */
  pending(): number;
}

export function createClock(startMs: number): FakeClock {
  let nowMs = startMs;
  const alarms = new Set<{ atMs: number; act: () => void }>();

  const nextBefore = (endMs: number) =>
    [...alarms].filter((alarm) => alarm.atMs <= endMs).sort((one, other) => one.atMs - other.atMs)[0];

  return {
    now: () => nowMs,
    after(ms, act) {
      const alarm = { atMs: nowMs + ms, act };
      alarms.add(alarm);
      return () => alarms.delete(alarm);
    },
    async move(ms) {
      const endMs = nowMs + ms;
      await settle();
      for (let alarm = nextBefore(endMs); alarm; alarm = nextBefore(endMs)) {
        alarms.delete(alarm);
        nowMs = alarm.atMs;
        alarm.act();
        await settle();
      }
      nowMs = endMs;
    },
    pending: () => alarms.size,
  };
}

/** Lets everything run that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
