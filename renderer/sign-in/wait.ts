/** How long wrong passwords and PINs make one wait. */
import { useMemo } from 'react';
import { useNow } from '../parts/now';
import { problemOf } from '../parts/problem';

/** Seconds until the next try is allowed, after the venue said to slow down; undefined when it is allowed. */
export function useWait(error: unknown, failedAtMs: number): number | undefined {
  const nowMs = useNow();
  const untilMs = useMemo(() => {
    const { reason, params } = problemOf(error);
    const isWait = reason === 'slow-down' || reason === 'pin-slow-down';
    return isWait ? failedAtMs + Number(params.seconds ?? 0) * 1_000 : 0;
  }, [error, failedAtMs]);
  return untilMs > nowMs ? Math.ceil((untilMs - nowMs) / 1_000) : undefined;
}
