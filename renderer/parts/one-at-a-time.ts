/** Buttons that work for a moment: pressed again meanwhile they do nothing, and what goes wrong is shown. */
import { useCallback, useRef } from 'react';
import { useNotices } from './notices';

/** Not by disabling the button: a disabled button loses the keyboard's focus. */
export function useOneAtATime(): (work: () => Promise<unknown>) => void {
  const notices = useNotices();
  const working = useRef(false);
  return useCallback(
    (work: () => Promise<unknown>) => {
      if (working.current) return;
      working.current = true;
      void work()
        .catch((error: unknown) => notices.showProblem(error))
        .finally(() => (working.current = false));
    },
    [notices],
  );
}
