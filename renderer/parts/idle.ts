/** How long nobody has touched the windows of this computer. */

const touchedKey = 'gatehouse.touched';
const MS_PER_MIN = 60_000;

/** Whether nobody has touched anything for so many minutes; 0: never idle. A clock set back counts as a touch. */
export function isIdle(minutes: number, touchedAtMs: number, nowMs: number): boolean {
  return minutes > 0 && nowMs - touchedAtMs >= minutes * MS_PER_MIN;
}

/** Kept where all pages of one sign-in see it: who works in one of them has not left the other. */
export function noteTouch(nowMs: number): void {
  localStorage.setItem(touchedKey, String(nowMs));
}

/** UTC milliseconds; 0 where nothing was noted. */
export function lastTouchMs(): number {
  return Number(localStorage.getItem(touchedKey) ?? 0);
}
