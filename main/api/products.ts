import { addProduct, listProducts, setRetired, updateProduct } from '../office/products';
import { addStarters, listStarters } from '../office/starters';
import type { OpenVenue } from '../open-venue';
import { answer, type Access } from './access';

export function productProcedures(access: Access) {
  const { products } = access;
  return products.router({
    list: products.list.handler(({ input, context }) => ({
      rows: listProducts(context.open(), input.retired, context.operator?.level !== 'desk'),
    })),
    add: products.add.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(addProduct(open, context.actor, input)));
    }),
    update: products.update.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(updateProduct(open, context.actor, input)));
    }),
    setRetired: products.setRetired.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(setRetired(open, context.actor, input)));
    }),
    starters: products.starters.handler(({ context }) => ({ rows: listStarters(context.open()) })),
    addStarters: products.addStarters.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, addStarters(open, context.actor, input.choose));
    }),
  });
}

/** Those who hold the product are looked at by the RADIUS thread, online or not. */
function changed<T>(open: OpenVenue, done: T): T {
  open.productsChanged();
  open.announce(['products', 'guests', 'history']);
  return done;
}
