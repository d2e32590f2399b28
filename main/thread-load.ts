/** How busy a thread is, for whoever looks into why something was slow. */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

export interface ThreadLoad {
  /** Since the thread was started, or since it is watched. */
  readonly upSec: number;
  /** Of that time, 0 to 1. */
  readonly busy: number;
  readonly heapBytes: number;
  /** How late the thread came to what was due, milliseconds. */
  readonly delayMs: { readonly median: number; readonly p99: number; readonly longest: number };
}

/** A thread is asked whether it is late so often; oftener would itself be load on a small PC. */
const LOOK_EVERY_MS = 50;
const NANOSECONDS = 1e6;
const PER_MILLE = 1_000;

/** Watches the thread that calls it from now on; what it gives back reads the load. Keeps nothing alive. */
export function watchThread(): () => ThreadLoad {
  const delays = monitorEventLoopDelay({ resolution: LOOK_EVERY_MS });
  const sinceMs = performance.now();
  const before = performance.eventLoopUtilization();
  delays.enable();
  return () => ({
    upSec: Math.round((performance.now() - sinceMs) / 1_000),
    busy: Math.round(performance.eventLoopUtilization(before).utilization * PER_MILLE) / PER_MILLE,
    heapBytes: process.memoryUsage().heapUsed,
    delayMs: {
      median: lateness(delays.percentile(50)),
      p99: lateness(delays.percentile(99)),
      longest: lateness(delays.max),
    },
  });
}

/** The histogram counts the interval itself along; before its first entry it is empty. */
function lateness(nanoseconds: number): number {
  const ms = nanoseconds / NANOSECONDS - LOOK_EVERY_MS;
  return Number.isFinite(ms) ? Math.max(0, Math.round(ms * 10) / 10) : 0;
}
