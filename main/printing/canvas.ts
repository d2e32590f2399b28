/** The canvas, loaded with the first drawing: thirty megabytes of native code that no start of the program waits for. */
import { createRequire } from 'node:module';
import type * as Canvas from '@napi-rs/canvas';

let loaded: typeof Canvas | undefined;

/** Each thread loads it once. */
export function canvasLibrary(): typeof Canvas {
  loaded ??= createRequire(import.meta.url)('@napi-rs/canvas') as typeof Canvas;
  return loaded;
}
