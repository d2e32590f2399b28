/** Whether something lies above the window that keeps its keys to itself: a panel, a dialog, the lock screen. */
export function isOverlayOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"], .MuiDialog-root') !== null;
}

/** Whether the window is locked: then nothing in it is seen, said or pressed. */
export function isLockScreenOpen(): boolean {
  return document.querySelector('[aria-labelledby="lock-title"]') !== null;
}
