/** What is typed into a search box, and what is asked for. */
import { useCallback, useEffect, useRef, useState } from 'react';

interface Typed {
  readonly text: string;
  /** Without blanks around it. */
  readonly asked: string;
  readonly type: (text: string) => void;
}

/**
 * Every letter asks at once, and of letters that follow each other faster than `pauseMs` (a scanner's) the first and the
 * last one.
 */
export function useTyped(pauseMs: number): Typed {
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const typedAtMs = useRef(-Infinity);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const type = useCallback(
    (next: string): void => {
      setText(next);
      clearTimeout(timer.current);
      const nowMs = performance.now();
      const isBurst = nowMs - typedAtMs.current < pauseMs;
      typedAtMs.current = nowMs;
      const ask = (): void => setAsked(next.trim());
      if (isBurst) timer.current = setTimeout(ask, pauseMs);
      else ask();
    },
    [pauseMs],
  );
  return { text, asked, type };
}
