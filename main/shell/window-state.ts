/** Size and place of the window, remembered from one start to the next. */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowState {
  readonly width: number;
  readonly height: number;
  /** Undefined: the window manager chooses. */
  readonly place: { readonly x: number; readonly y: number } | undefined;
  readonly maximized: boolean;
}

/** The desk's tiles, online list and last tickets fit side by side from here on. */
export const LEAST_WIDTH = 1024;
export const LEAST_HEIGHT = 700;
const USUAL: WindowState = { width: 1280, height: 820, place: undefined, maximized: false };
/** So much of the window must lie on a screen that its title bar can be caught with the mouse. */
const LEAST_VISIBLE_PX = 80;

const stored = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  maximized: z.boolean(),
});

/**
 * The state to open the window with. Whatever was stored, the window is on a screen, not larger than it and not smaller
 * than the least size; a file that is missing or broken gives the usual size.
 * @param screens work areas of the screens connected now, in device-independent pixels
 */
export function readWindowState(file: string, screens: readonly Area[]): WindowState {
  const last = parse(file);
  if (last === undefined) return USUAL;
  const screen = screens.find((area) => isVisibleOn(area, last));
  return {
    width: clamp(last.width, LEAST_WIDTH, screen?.width),
    height: clamp(last.height, LEAST_HEIGHT, screen?.height),
    place: screen ? { x: last.x, y: last.y } : undefined,
    maximized: last.maximized,
  };
}

/** @throws what the file system throws: remembering is a comfort, the caller only logs it */
export function writeWindowState(file: string, bounds: Area, maximized: boolean): void {
  const { x, y, width, height } = bounds;
  writeFileSync(file, JSON.stringify({ x, y, width, height, maximized }));
}

function parse(file: string): z.infer<typeof stored> | undefined {
  try {
    return stored.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function isVisibleOn(screen: Area, window: Area): boolean {
  const across = Math.min(screen.x + screen.width, window.x + window.width) - Math.max(screen.x, window.x);
  // The title bar is the upper edge: that edge must be on the screen, not just any part of the window.
  const titleBarOn = window.y >= screen.y && window.y <= screen.y + screen.height - LEAST_VISIBLE_PX;
  return across >= LEAST_VISIBLE_PX && titleBarOn;
}

function clamp(value: number, least: number, most = value): number {
  return Math.max(least, Math.min(value, most));
}
