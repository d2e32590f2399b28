/** Guests from and into files. */
import { z } from 'zod';
import { language, line, procedure, rowId } from './base';
import { fileId, madeFile, piece, PIECE_BYTES, pieceInput } from './files';
import { guestColumns } from './guest-columns';
import { problemKinds } from './import-words';
import { ownDataColumns, ownDataSections } from './own-data';

const fileName = z.string().trim().min(1).max(255);
const count = z.int().nonnegative();
const mapping = z.array(z.enum(guestColumns).nullable()).max(100);
const tableRow = z.object({ row: z.int().positive(), cells: z.array(z.string()) });

/** What a guest who is there already is recognised by. */
export const guestKeys = ['username', 'displayName', 'email', 'mobile', 'room', 'pmsCode'] as const;
export const duplicateRules = ['skip', 'update', 'add'] as const;

/** Several times the actions there are. */
const MOST_SENTENCES = 500;

const importInput = z.object({
  file: fileId,
  fileName,
  /** Absent: the first. */
  sheet: z.string().max(255).optional(),
  /** A field or null for every column of the file. */
  mapping,
  key: z.enum(guestKeys),
  /** What becomes of rows whose guest is there already; `add`: nobody is looked for. */
  duplicates: z.enum(duplicateRules),
});

export const guestFiles = {
  /** One piece after the other; `at` is what has come before. Refusal: upload-gone where a piece is missing. */
  upload: procedure('import')
    .input(z.object({ file: fileId, at: count, base64: z.base64().max(Math.ceil(PIECE_BYTES / 3) * 4) }))
    .output(z.object({ bytes: count })),
  /** What is in the file, and what its columns seem to mean. */
  inspect: procedure('import')
    .input(importInput.pick({ file: true, sheet: true }))
    .output(
      z.object({
        format: z.enum(['xlsx', 'csv']),
        sheets: z.array(z.string()),
        sheet: z.string().optional(),
        titles: z.array(z.string()),
        rows: count,
        first: z.array(tableRow),
        mapping,
        /** The mapping is the one of the last import of such a file. */
        isRemembered: z.boolean(),
      }),
    ),
  /** One change, written beside the windows; stopped (`work-stopped`), nothing of it remains. Rows that are wrong are left out. */
  import: procedure('import')
    .input(importInput.extend({ dryRun: z.boolean() }))
    .output(
      z.object({
        /** Absent: nothing was written. */
        changeId: rowId.optional(),
        added: count,
        changed: count,
        /** There already, and nothing is different. */
        same: count,
        /** There already, and left alone. */
        skipped: count,
        wrong: count,
        /** The first of them. */
        problems: z.array(
          z.object({
            row: z.int().positive(),
            problems: z.array(
              z.object({
                kind: z.enum(problemKinds),
                column: z.enum(guestColumns),
                value: z.string().optional(),
                row: z.int().optional(),
              }),
            ),
          }),
        ),
      }),
    ),
  /** The file with one column more, which says what to correct in each row. */
  problemFile: procedure('import').input(importInput.extend({ language })).output(madeFile),
  problemPiece: procedure('import').input(pieceInput).output(piece),
  /** A file that an import reads unchanged. Passwords, and codes that are passwords, need the right to see them. */
  export: procedure('export')
    .input(
      z.object({
        format: z.enum(['xlsx', 'csv']),
        kinds: z.array(z.enum(['code', 'person', 'device'])).min(1),
        /** Absent: of all domains. */
        domainId: rowId.optional(),
        withPasswords: z.boolean(),
        /** Of the titles. */
        language,
      }),
    )
    .output(madeFile.extend({ guests: count })),
  /**
   * All that is held of one guest, for that guest: a workbook, the same as JSON, the photo. Noted in history. The caller says
   * what tables and columns are called. Refusals: not-found, `work-busy`, `work-stopped`.
   */
  ownData: procedure('export')
    .input(
      z.object({
        id: rowId,
        language,
        sections: z.record(z.enum(ownDataSections), line(60)),
        columns: z.record(z.enum(ownDataColumns), line(60)),
        /** How History is told: a sentence per action, and what is put around it where it was taken back or repeated. */
        changes: z.object({
          sentences: z
            .record(z.string().max(60), line(400))
            .refine((sentences) => Object.keys(sentences).length <= MOST_SENTENCES, 'too many sentences'),
          undone: line(200),
          redone: line(200),
        }),
      }),
    )
    .output(madeFile),
  exportPiece: procedure('export').input(pieceInput).output(piece),
};
