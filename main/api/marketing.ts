import { addressesFileName } from '../office/export-addresses';
import { answer, type Access } from './access';
import { keepFor, pieceOf } from './files';

export function marketingProcedures(access: Access) {
  const { marketing } = access;
  return marketing.router({
    count: marketing.count.handler(async ({ input, context }) => {
      const { choices, ...counts } = answer(
        await context.open().askReports('read-addresses', { ...input, scope: context.open().scope }),
      );
      const { domains, products, languages, countries, cities } = choices;
      return {
        ...counts,
        choices: {
          ...{ domains: domains.slice(), products: products.slice(), languages: languages.slice() },
          ...{ countries: countries.slice(), cities: cities.slice() },
        },
      };
    }),
    export: marketing.export.handler(async ({ input, context }) => {
      const open = context.open();
      const { actor } = context;
      const made = answer(
        await open.runJob('export-addresses', { ...input, scope: open.scope, actor }, actor.operatorName),
      );
      open.announce(['history']);
      return { ...keepFor(context, made.bytes), fileName: addressesFileName(open, input.format), guests: made.guests };
    }),
    exportPiece: marketing.exportPiece.handler(({ input, context }) => pieceOf(context, input)),
  });
}
