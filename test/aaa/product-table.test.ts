/** Products in the memory of the RADIUS thread. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { openBeside } from '../../db/open';
import { dataVersion } from '../../db/queries/versions';
import { ProductTable } from '../../main/aaa/product-table';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import { addProduct, insert } from './support';

interface OpenTable {
  readonly venue: TestVenue;
  readonly table: ProductTable;
  readonly refresh: () => void;
}

function openTable(prepare: (venue: TestVenue) => void = () => undefined): OpenTable {
  const venue = openTestVenue();
  prepare(venue);
  const own = openBeside(venue.db.file);
  onTestFinished(() => {
    own.close();
    venue.close();
  });
  const table = new ProductTable(own);
  return { venue, table, refresh: () => table.refresh(dataVersion(own)) };
}

describe('the product table', () => {
  test('knows every product with its limitations and attributes, in the order they were added', () => {
    let productId = 0;
    const { table } = openTable(({ db }) => {
      productId = addProduct(db, {
        limits: [{ devices: 2 }, { window_days: 3, window_from_min: 480, window_till_min: 60 }],
      });
      insert(db, 'product_attributes', { product_id: productId, name: 'Filter-Id', value: 'a' });
      insert(db, 'product_attributes', { product_id: productId, name: 'Filter-Id', value: 'b' });
    });
    const product = table.get(productId);
    expect(product.limitations.map(({ devices, window }) => ({ devices, window }))).toEqual([
      { devices: 2, window: null },
      { devices: null, window: { days: 3, fromMin: 480, tillMin: 60 } },
    ]);
    expect(product.attributes.map(({ value }) => value)).toEqual(['a', 'b']);
    expect(product.bindFirstDevice).toBe(false);
  });

  test('is read again after the operator has changed something, and not before', () => {
    let productId = 0;
    const { venue, table, refresh } = openTable(({ db }) => void (productId = addProduct(db, { name: 'Old' })));
    venue.db.sqlite.prepare('update products set name = ?').run('New');
    expect(table.get(productId).name).toBe('Old');
    refresh();
    expect(table.get(productId).name).toBe('New');
    const read = table.get(productId);
    refresh();
    expect(table.get(productId)).toBe(read);
  });

  test('finds a product added since it was last read', () => {
    const { venue, table } = openTable();
    expect(table.get(addProduct(venue.db, { name: 'Late' })).name).toBe('Late');
    expect(() => table.get(99)).toThrow('product 99');
  });
});
