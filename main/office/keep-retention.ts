/** Sees to it that what is over is forgotten once a day, while the program runs and its clock can be trusted. */
import type { OpenVenue } from '../open-venue';
import { isRefusal } from '../refuse';

const LOOK_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;
/** Nothing is forgotten before the clock has gone evenly for so long: set forward by mistake, it would make all old. */
const STEADY_MS = 3_600_000;
/** A clock that is put right by seconds goes evenly. */
const MOST_DRIFT_MS = 60_000;

export interface RetentionKeeper {
  /** Starts the work if it is due. Resolves when it is done; never rejects. */
  tick(): Promise<void>;
  /** Looks no more, at once. */
  stop(): void;
}

/**
 * Looks once a minute until it is stopped.
 * @param monotonicMs a clock that nobody sets
 */
export function keepRetention(open: OpenVenue, monotonicMs: () => number = () => performance.now()): RetentionKeeper {
  let busy = false;
  let doneAtMs: number | undefined;
  let steadySinceMs = monotonicMs();
  let offsetMs = open.now() - monotonicMs();

  async function tick(): Promise<void> {
    watchClock();
    if (busy || !isDue()) return;
    busy = true;
    try {
      const outcome = await open.runJob('forget-old-data', null, undefined);
      // Stopped, or too much to do: it is tried again in a minute.
      if (isRefusal(outcome)) return;
      open.announce(['history', 'venue', 'radius-log', 'guests']);
      doneAtMs = monotonicMs();
    } catch (error) {
      open.log.warn('What is over could not be forgotten; it is tried again', error);
    } finally {
      busy = false;
    }
  }

  function watchClock(): void {
    const nowOffsetMs = open.now() - monotonicMs();
    if (Math.abs(nowOffsetMs - offsetMs) > MOST_DRIFT_MS) steadySinceMs = monotonicMs();
    offsetMs = nowOffsetMs;
  }

  function isDue(): boolean {
    if (monotonicMs() - steadySinceMs < STEADY_MS) return false;
    return doneAtMs === undefined || monotonicMs() - doneAtMs >= DAY_MS;
  }

  const timer = setInterval(() => void tick(), LOOK_EVERY_MS);
  timer.unref();
  return { tick, stop: () => clearInterval(timer) };
}
