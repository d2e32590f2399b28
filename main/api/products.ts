import { getVenue } from '../../db/queries/venue';
import { partsOfChoice } from '../desk/ticket-template';
import { arrangeTiles } from '../office/arrange-tiles';
import { previewReply } from '../office/product-preview';
import { addProduct, askImpact, listProducts, setRetired, updateProduct } from '../office/products';
import { addStarters, listStarters } from '../office/starters';
import type { OpenVenue } from '../open-venue';
import { answer, checkMay, may, type Access, type SignedContext } from './access';

export function productProcedures(access: Access) {
  const { products } = access;
  return products.router({
    list: products.list.handler(({ input, context }) => ({
      rows: listProducts(context.open(), input.retired, may(context, 'technical')),
    })),
    add: products.add.handler(({ input, context }) => {
      checkAttributes(context, input);
      const open = context.open();
      return changed(open, answer(addProduct(open, context.actor, input)));
    }),
    update: products.update.handler(({ input, context }) => {
      checkAttributes(context, input);
      const open = context.open();
      return changed(open, answer(updateProduct(open, context.actor, input)));
    }),
    preview: products.preview.handler(({ input, context }) => previewReply(context.open(), input)),
    previewTicket: products.previewTicket.handler(async ({ input, context }) => {
      const open = context.open();
      const parts = partsOfChoice(open, getVenue(open.db), input.product.ticketTemplateId);
      const question = { kind: 'product' as const, ...input, parts };
      return answer(await open.runJob('draw-product-ticket', question, context.actor.operatorName));
    }),
    impact: products.impact.handler(async ({ input, context }) => {
      const { operatorName } = context.actor;
      const impact = answer(await askImpact(context.open(), input.id, input.product, operatorName));
      return impact.kind === 'nothing' ? impact : { ...impact, online: impact.online.slice() };
    }),
    setRetired: products.setRetired.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(setRetired(open, context.actor, input)));
    }),
    arrange: products.arrange.handler(({ input, context }) => {
      const open = context.open();
      const done = answer(arrangeTiles(open, context.actor, input));
      open.announce(['products', 'history']);
      return done;
    }),
    starters: products.starters.handler(({ context }) => ({ rows: listStarters(context.open()) })),
    addStarters: products.addStarters.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, addStarters(open, context.actor, input.choose));
    }),
  });
}

/** What a router is told beyond what is sold is technical. Without that right they are neither seen nor touched. */
function checkAttributes(context: SignedContext, { attributes }: { readonly attributes?: unknown }): void {
  if (attributes !== undefined) checkMay(context, 'technical', 'attributes');
}

/** Those who hold the product are looked at by the RADIUS thread, online or not. */
function changed<T>(open: OpenVenue, done: T): T {
  open.productsChanged();
  open.announce(['products', 'guests', 'history']);
  return done;
}
