/** A shared PC: the window is locked by hand (Ctrl+L), or by itself once nobody has touched it for a while. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { client, type Output } from '../api';
import { isIdle, lastTouchMs, noteTouch } from './idle';
import { useNotices } from './notices';

const touches = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
/** A pointer that moves is noted so often, and looked after so often. */
const noteEveryMs = 5_000;

/** Leaves the desk: everything stays as it is beneath the lock screen. */
export function useLock(): () => void {
  const queries = useQueryClient();
  const { showProblem } = useNotices();
  return useCallback(() => {
    // Covered at once, and not when the answer comes.
    queries.setQueryData<Output<'operators.me'>>(['operators.me', undefined], (me) => me && { ...me, locked: true });
    client.operators.lock().catch((error: unknown) => {
      showProblem(error);
      void queries.invalidateQueries({ queryKey: ['operators.me'] });
    });
  }, [queries, showProblem]);
}

/** Ctrl+L. By `code`: with Ctrl held some layouts type another character. */
export function useLockKey(): void {
  const lock = useLock();
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.code !== 'KeyL') return;
      event.preventDefault();
      lock();
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [lock]);
}

/** @param minutes without a touch after which it locks; 0: never */
export function useAutoLock(minutes: number, isLocked: boolean): void {
  const lock = useLock();
  useEffect(() => {
    if (minutes === 0 || isLocked) return;
    let notedAtMs = Date.now();
    noteTouch(notedAtMs);
    function onTouch(): void {
      const nowMs = Date.now();
      if (Math.abs(nowMs - notedAtMs) < noteEveryMs) return;
      notedAtMs = nowMs;
      noteTouch(nowMs);
    }
    // A computer that slept wakes up idle: what counts is the clock, not how often this has run.
    const timer = setInterval(() => isIdle(minutes, lastTouchMs(), Date.now()) && lock(), noteEveryMs);
    for (const touch of touches) window.addEventListener(touch, onTouch, { capture: true, passive: true });
    return () => {
      clearInterval(timer);
      for (const touch of touches) window.removeEventListener(touch, onTouch, { capture: true });
    };
  }, [isLocked, lock, minutes]);
}
