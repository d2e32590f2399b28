import { exportFileName } from '../office/export-guests';
import { ownDataFileName } from '../office/export-own-data';
import type { ImportQuestion } from '../office/import-guests';
import type { OpenVenue } from '../open-venue';
import { answer, checkMay, type Access, type SignedContext } from './access';
import { filesOf, keepFor, ownerOf, pieceOf } from './files';

export function guestFileProcedures(access: Access) {
  const { guestFiles } = access;
  return guestFiles.router({
    upload: guestFiles.upload.handler(({ input: { file, at, base64 }, context }) => {
      const open = context.open();
      return { bytes: answer(filesOf(open).add(ownerOf(context), file, at, Buffer.from(base64, 'base64'))) };
    }),
    inspect: guestFiles.inspect.handler(async ({ input: { file, sheet }, context }) => {
      const open = context.open();
      const bytes = answer(filesOf(open).get(ownerOf(context), file));
      const {
        kind: _,
        first,
        sheet: read,
        ...table
      } = answer(await open.askReports('inspect-table', { bytes, sheet }));
      return {
        ...{ ...table, sheets: table.sheets.slice(), titles: table.titles.slice(), mapping: table.mapping.slice() },
        ...(read === undefined ? {} : { sheet: read }),
        first: first.map(({ number, cells }) => ({ row: number, cells: cells.slice() })),
      };
    }),
    import: guestFiles.import.handler(async ({ input: { dryRun, ...input }, context }) => {
      const open = context.open();
      const question = { ...tableOf(context, input), actor: context.actor, dryRun };
      const outcome = await open.runJob('import-guests', question, context.actor.operatorName);
      // Also a stopped one has had its guests in the list for a while.
      if (!dryRun) announceGuests(open);
      const { kind: _, changeId, problems, ...counts } = answer(outcome);
      return {
        ...counts,
        ...(changeId === undefined ? {} : { changeId }),
        problems: problems.map((one) => ({ row: one.row, problems: one.problems.slice() })),
      };
    }),
    problemFile: guestFiles.problemFile.handler(async ({ input: { language, ...input }, context }) => {
      const open = context.open();
      const question = { ...tableOf(context, input), language };
      const made = answer(await open.runJob('make-problem-file', question, context.actor.operatorName));
      return { ...keepFor(context, made.bytes), fileName: made.fileName };
    }),
    problemPiece: guestFiles.problemPiece.handler(({ input, context }) => pieceOf(context, input)),
    export: guestFiles.export.handler(async ({ input, context }) => {
      if (input.withPasswords) checkMay(context, 'see-passwords', 'withPasswords');
      const open = context.open();
      const question = { ...input, scope: open.scope };
      const made = answer(await open.runJob('export-guests', question, context.actor.operatorName));
      const fileName = exportFileName(open, input.format);
      return { ...keepFor(context, made.bytes), fileName, guests: made.guests };
    }),
    ownData: guestFiles.ownData.handler(async ({ input, context }) => {
      const open = context.open();
      const { actor } = context;
      const question = { ...input, actor, scope: open.scope };
      const made = answer(await open.runJob('export-own-data', question, actor.operatorName));
      open.announce(['history']);
      return { ...keepFor(context, made.bytes), fileName: ownDataFileName(open, input.id) };
    }),
    exportPiece: guestFiles.exportPiece.handler(({ input, context }) => pieceOf(context, input)),
  });
}

type TableInput = Omit<ImportQuestion, 'bytes' | 'actor' | 'dryRun'> & { readonly file: string };

function tableOf(context: SignedContext, { file, ...input }: TableInput): Omit<ImportQuestion, 'actor' | 'dryRun'> {
  return { ...input, scope: context.open().scope, bytes: answer(filesOf(context.open()).get(ownerOf(context), file)) };
}

/** Of those who were changed, sessions may be due for something else; all are looked at, as after an undo. */
function announceGuests(open: OpenVenue): void {
  open.productsChanged();
  open.announce(['guests', 'sessions', 'history']);
}
