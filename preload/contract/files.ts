/** Files come and go in pieces, so that no call carries more than a window can show at once. */
import { z } from 'zod';

/** Of a file of fifty thousand guests, and of one piece of it. */
export const MOST_FILE_BYTES = 32 * 1024 * 1024;
export const PIECE_BYTES = 512 * 1024;

/** Whoever begins to send a file names it; what the venue has made for somebody is named by the venue. */
export const fileId = z
  .string()
  .min(8)
  .max(64)
  .regex(/^[\w-]+$/, 'must be letters, digits and hyphens');

export const madeFile = z.object({ file: fileId, fileName: z.string(), bytes: z.int().nonnegative() });
export const pieceInput = z.object({ file: fileId, at: z.int().nonnegative() });
export const piece = z.object({ base64: z.string(), isLast: z.boolean() });
