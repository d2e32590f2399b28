import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusalOf } from '../api/refusal';
import { createTestApi, type Client, type TestApi } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';

let venue: TestVenue;
let api: TestApi;
let manager: Client;
let id: number;
beforeEach(async () => {
  venue = openTestVenue();
  venue.allowUndo();
  api = createTestApi(venue);
  manager = api.as('installer');
  ({ id } = await manager.guests.add({ username: 'anna', password: 'x' }));
});
afterEach(() => venue.close());

const rows = (table: string): unknown[] => venue.db.sqlite.prepare(`select * from ${table} order by id`).all();

describe('the attributes there are to choose from', () => {
  it('are those of the dictionaries that may be written by hand, for one use or for both', async () => {
    const all = (await manager.attributes.list()).rows;
    expect(all.find((one) => one.name === 'Mikrotik-Rate-Limit')).toEqual({
      ...{ name: 'Mikrotik-Rate-Limit', vendor: 'Mikrotik', type: 'string', values: [], use: 'reply' },
    });
    expect(all.find((one) => one.name === 'NAS-Port-Type')?.values).toContainEqual({ name: 'Ethernet', value: 15 });
    const names = async (use: 'check' | 'reply') =>
      (await manager.attributes.list({ use })).rows.map((one) => one.name);
    expect(await names('check')).toContain('NAS-Port-Id');
    expect(await names('check')).not.toContain('Mikrotik-Rate-Limit');
    expect(await names('reply')).not.toContain('Called-Station-Id');
    for (const hidden of ['User-Password', 'Message-Authenticator', 'Class', 'Acct-Input-Octets']) {
      expect(all.map((one) => one.name)).not.toContain(hidden);
    }
  });

  it('are for managers', async () => {
    expect(await refusalOf(api.as('desk').attributes.list())).toMatchObject({ reason: 'not-allowed' });
  });
});

describe("a guest's own attributes", () => {
  const check = [
    { name: 'NAS-Port-Id', operator: '=~', value: 'ether[1-4]' },
    { name: 'NAS-Port', operator: '>=', value: '7' },
  ] as const;
  const reply = [
    { name: 'Filter-Id', value: 'staff' },
    { name: 'Filter-Id', value: 'printers' },
  ];
  const settings = async () => {
    const { check, reply } = await manager.guests.settings({ id });
    return { check, reply };
  };

  it('come back in the order given; each list is replaced by itself', async () => {
    await manager.guests.setAttributes({ id, check: [...check], reply });
    expect(await settings()).toEqual({ check, reply });
    await manager.guests.setAttributes({ id, reply: [] });
    expect(await settings()).toEqual({ check, reply: [] });
    await manager.guests.setAttributes({ id, check: [check[1]] });
    expect(await settings()).toEqual({ check: [check[1]], reply: [] });
  });

  it('leave no change when they are so already, and are undone and redone', async () => {
    const { changeId } = await manager.guests.setAttributes({ id, check: [...check], reply });
    const entries = rows('changes').length;
    await manager.guests.setAttributes({ id, check: [...check], reply });
    expect(rows('changes')).toHaveLength(entries);
    await manager.history.undo({ id: changeId });
    expect(await settings()).toEqual({ check: [], reply: [] });
    await manager.history.redo({ id: changeId });
    expect(await settings()).toEqual({ check, reply });
  });

  it.each([
    [{ reply: [{ name: 'No-Such-Attribute', value: 'x' }] }, 'reply.0.name', 'none of the dictionaries'],
    [
      {
        reply: [
          { name: 'Filter-Id', value: 'ok' },
          { name: 'Session-Timeout', value: 'soon' },
        ],
      },
      'reply.1.value',
      'number',
    ],
    [{ reply: [{ name: 'Framed-IP-Address', value: '10.0.0.256' }] }, 'reply.0.value', 'an address'],
    [{ reply: [{ name: 'User-Password', value: 'x' }] }, 'reply.0.name', 'never written by hand'],
    [{ reply: [{ name: 'Called-Station-Id', value: 'x' }] }, 'reply.0.name', 'only stands in requests'],
    [
      { check: [{ name: 'Mikrotik-Rate-Limit', operator: '==', value: '1M' }] },
      'check.0.name',
      'not stand in requests',
    ],
    [{ check: [{ name: 'NAS-Port-Id', operator: '>=', value: 'ether1' }] }, 'check.0.operator', 'for numbers'],
    [{ check: [{ name: 'NAS-Port-Id', operator: '=~', value: '(' }] }, 'check.0.value', 'not a pattern'],
    [{ check: [{ name: 'NAS-Port', operator: '==', value: '-1' }] }, 'check.0.value', ''],
    [{ check: [{ name: 'NAS-Port', operator: '~', value: '1' }] }, 'check.0.operator', ''],
    [{ reply: Array.from({ length: 33 }, () => ({ name: 'Filter-Id', value: 'x' })) }, 'reply', ''],
  ])('refuse %j and change nothing', async (wrong, field, words) => {
    const refusal = await refusalOf(manager.guests.setAttributes({ id, ...(wrong as object) }));
    expect(refusal).toMatchObject({ reason: 'invalid-input', field });
    expect(refusal.sentence).toContain(words);
    expect(rows('guest_attributes')).toEqual([]);
  });

  it('are for managers to set, and for a guest there is', async () => {
    expect(await refusalOf(api.as('desk').guests.setAttributes({ id, reply }))).toMatchObject({
      reason: 'not-allowed',
    });
    expect(await refusalOf(manager.guests.setAttributes({ id: 99, reply }))).toMatchObject({ reason: 'not-found' });
    expect(rows('guest_attributes')).toEqual([]);
  });
});

describe('attributes of a product', () => {
  const day = { name: '1 day', priceMinor: 500, starts: 'first-login' } as const;

  it('are kept in order, shown to managers only, and checked like those of a guest', async () => {
    const attributes = [
      { name: 'Mikrotik-Group', value: 'gold' },
      { name: 'Idle-Timeout', value: '600' },
    ];
    const product = await manager.products.add({ ...day, attributes });
    expect((await manager.products.list()).rows[0]?.attributes).toEqual(attributes);
    expect((await api.as('desk').products.list()).rows[0]).not.toHaveProperty('attributes');
    await manager.products.update({ id: product.id, attributes: attributes.slice(1) });
    expect((await manager.products.list()).rows[0]?.attributes).toEqual(attributes.slice(1));
    const wrong = [{ name: 'Idle-Timeout', value: 'never' }];
    expect(await refusalOf(manager.products.update({ id: product.id, attributes: wrong }))).toMatchObject({
      reason: 'invalid-input',
      field: 'attributes.0.value',
    });
    expect((await manager.products.list()).rows[0]?.attributes).toEqual(attributes.slice(1));
    expect(await refusalOf(manager.products.add({ ...day, name: 'Week', attributes: wrong }))).toMatchObject({
      field: 'attributes.0.value',
    });
    expect(rows('products')).toHaveLength(1);
  });
});
