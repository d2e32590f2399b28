/**
 * Does `work` after the calls that have just been made are on their way. React would otherwise draw what a key press means
 * first, some tens of milliseconds, and the venue would hear of the press only then.
 */
export function afterSending(work: () => void): void {
  // A call leaves some promises later, all of them before the next timer.
  setTimeout(work, 0);
}
