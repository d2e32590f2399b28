/** A file for whoever helps from afar, with nothing in it that is a secret or somebody's. */
import { z } from 'zod';
import { procedure } from './base';
import { madeFile, piece, pieceInput } from './files';

export const support = {
  /** Answers with every part as text, so that it can be read before it is saved. Refusals: `work-busy`, `work-stopped`. */
  make: procedure('back-up').output(
    madeFile.extend({ parts: z.array(z.object({ name: z.string(), text: z.string() })) }),
  ),
  /** Of the ZIP file; it is forgotten with its last piece. Refusal: `upload-gone`. */
  piece: procedure('back-up').input(pieceInput).output(piece),
};
