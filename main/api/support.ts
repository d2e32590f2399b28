import { supportFileName } from '../office/support-bundle';
import { answer, type Access } from './access';
import { keepFor, pieceOf } from './files';
import type { Services } from './services';

export function supportProcedures(access: Access, services: Services) {
  const { support } = access;
  return support.router({
    make: support.make.handler(async ({ context }) => {
      const open = context.open();
      const question = await services.describeForSupport();
      const { bytes, parts } = answer(await open.runJob('make-support-bundle', question, context.actor.operatorName));
      return { ...keepFor(context, bytes), fileName: supportFileName(open.now()), parts: parts.slice() };
    }),
    piece: support.piece.handler(({ input, context }) => pieceOf(context, input)),
  });
}
