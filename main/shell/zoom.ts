/** The zoom of the window, as in a browser. */

/** Chromium's levels are powers of 1.2: half a level is ten percent, six levels are three times the size. */
const ZOOM_STEP = 0.5;
const MOST_ZOOM = 6;

/** The zoom level after a key was pressed; undefined if the key does not zoom. */
export function zoomAfter(level: number, key: string): number | undefined {
  if (key === '0') return 0;
  if (key === '+' || key === '=') return Math.min(level + ZOOM_STEP, MOST_ZOOM);
  if (key === '-') return Math.max(level - ZOOM_STEP, -MOST_ZOOM);
  return undefined;
}
