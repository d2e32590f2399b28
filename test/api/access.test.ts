import { ORPCError } from '@orpc/client';
import fc from 'fast-check';
import { z } from 'zod';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addOperator } from '../../main/office/operators';
import { contract } from '../../preload/contract';
import type { ProcedureMeta } from '../../preload/contract/base';
import { builtInRights, mayDo, rights, type BuiltInRole, type Right } from '../../preload/contract/rights';
import { callOf, createTestApi, knockAt, type Client, type TestApi } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import { ownerRole } from '../fakes/roles';

const procedures = Object.entries(contract).flatMap(([section, all]) =>
  Object.entries(all).map(([name, procedure]) => ({
    name: `${section}.${name}`,
    meta: procedure['~orpc'].meta as ProcedureMeta,
  })),
);
const roles = Object.keys(builtInRights) as BuiltInRole[];

/** The views of Icaro (I7–I19) that a venue has, by the right that opens each. */
const views: Readonly<Record<string, Right>> = {
  vouchers: 'cards',
  'technical preferences': 'technical',
  'special devices': 'devices',
  units: 'routers',
  guests: 'guests',
  sessions: 'sessions',
  reports: 'reports',
  marketing: 'marketing-export',
};

let venue: TestVenue;
let api: TestApi;
beforeEach(() => {
  venue = openTestVenue();
  api = createTestApi(venue);
});
afterEach(() => venue.close());

async function reasonOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'done';
  } catch (error) {
    if (!(error instanceof ORPCError)) throw error;
    const data = error.data as { reason?: string; code?: string };
    return data.reason ?? data.code ?? error.code;
  }
}

describe('who may call what', () => {
  const knock = (client: Client, name: string): Promise<string> => reasonOf(knockAt(client, name));

  it.each(procedures)('$name is refused to everybody whose role lacks its right', async ({ name, meta }) => {
    for (const role of roles) {
      const reason = await knock(api.as(role), name);
      if (mayDo(builtInRights[role], meta.needed)) expect(['not-signed-in', 'not-allowed']).not.toContain(reason);
      else expect({ role, reason }).toEqual({ role, reason: 'not-allowed' });
    }
    expect((await knock(api.as('nobody'), name)) === 'not-signed-in').toBe(meta.needed !== 'anyone');
  });

  it.each(procedures)('$name is open to an own role with just its right, and to none of all others', async (each) => {
    const { name, meta } = each;
    if (meta.needed === 'anyone' || meta.needed === 'signed-in') {
      expect(['not-signed-in', 'not-allowed']).not.toContain(await knock(api.as([]), name));
      return;
    }
    const others = rights.filter((right) => right !== meta.needed);
    expect(['not-signed-in', 'not-allowed']).not.toContain(await knock(api.as([meta.needed]), name));
    expect(await knock(api.as(others), name)).toBe('not-allowed');
  });

  it('the desk, the manager and the installer see what the view matrix gives them', () => {
    const seen = (role: BuiltInRole) => Object.keys(views).filter((view) => mayDo(builtInRights[role], views[view]!));
    expect(seen('installer')).toEqual(Object.keys(views));
    expect(seen('manager')).toEqual(Object.keys(views).filter((view) => view !== 'technical preferences'));
    expect(seen('desk')).toEqual(['vouchers', 'special devices', 'guests', 'reports']);
  });

  it.each(procedures)('$name answers before set-up only where it must', async ({ name, meta }) => {
    const empty = createTestApi(undefined);
    const reason = await reasonOf(callOf(empty.as('owner'), name)({ nonsense: true }));
    if (!meta.withoutVenue) expect(reason).toBe('not-set-up');
  });

  it('an operator who was disabled a moment ago may do nothing more', async () => {
    const dora = await addOperator(venue, venue.owner, ownerRole, {
      name: 'Dora',
      password: 'correct horse',
      role: 'desk',
    });
    if ('kind' in dora) throw new Error(dora.reason);
    await api.client.operators.signIn({ name: 'Dora', password: 'correct horse' });
    await expect(api.client.desk.tickets({ limit: 1 })).resolves.toEqual({ rows: [] });
    await api.as('owner').operators.update({ id: dora.id, disabled: true });
    expect(await reasonOf(api.client.desk.tickets({ limit: 1 }))).toBe('not-signed-in');
    expect(api.caller.signedIn()).toBeUndefined();
  });

  it('a demoted operator is held to the new role at once', async () => {
    const dora = await addOperator(venue, venue.owner, ownerRole, {
      name: 'Dora',
      password: 'correct horse',
      role: 'manager',
    });
    if ('kind' in dora) throw new Error(dora.reason);
    await api.client.operators.signIn({ name: 'Dora', password: 'correct horse' });
    await api.as('owner').operators.update({ id: dora.id, role: 'desk' });
    expect(await reasonOf(api.client.operators.list())).toBe('not-allowed');
  });
});

describe('bad input', () => {
  it('names the field and the problem, without repeating the value', async () => {
    const call = api.as('owner').guests.add({ username: 'anna', password: 'x'.repeat(200) });
    const error = await call.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ORPCError);
    expect((error as ORPCError<string, unknown>).data).toMatchObject({
      reason: 'invalid-input',
      field: 'password',
      sentence: 'The input is not valid: password: must not be longer than 128 bytes (RFC 2865 §5.2).',
    });
    expect(JSON.stringify(error)).not.toContain('xxxx');
  });

  it('of every kind gets an answer in the words of the contract and changes nothing', async () => {
    const content = (): unknown =>
      [
        ...['guests', 'products', 'limitations', 'routers', 'operators', 'sales', 'changes', 'printers', 'domains'],
        ...['entitlements', 'devices', 'device_blocks', 'guest_attributes', 'guest_networks', 'product_attributes'],
      ].map((table) => venue.db.sqlite.prepare(`select * from ${table}`).all());
    const before = content();
    const names = procedures.map(({ name }) => name).filter((name) => name !== 'application.changed');
    const client = api.as('owner');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.jsonValue(), async (name, input) => {
        // An object may by chance be a valid change (all fields optional); other values never are.
        if (typeof input === 'object' && input !== null && !Array.isArray(input)) return;
        expect(await reasonOf(callOf(client, name)(input))).not.toBe('INTERNAL');
      }),
      { numRuns: 600 },
    );
    expect(content()).toEqual(before);
    expect(api.logged.filter((line) => line.includes('failed'))).toEqual([]);
  });

  it('with known fields and wild values never ends in an internal fault', async () => {
    const field = fc.constantFrom(
      'id',
      'name',
      'address',
      'secret',
      'priceMinor',
      'starts',
      'limitation',
      'text',
      'limit',
      'username',
      'password',
      'room',
      'quantity',
      'productId',
      'nights',
      'image',
      'guestIds',
      'paperMm',
      'kind',
      'target',
    );
    const value = fc.oneof(
      fc.integer(),
      fc.double(),
      fc.string(),
      fc.constant(null),
      fc.array(fc.integer()),
      fc.constant('now'),
      fc.constant('network'),
      fc.constant(80),
      fc.record({ uptimeSec: fc.integer() }),
    );
    const names = [
      'guests.add',
      'guests.find',
      'guests.get',
      'guests.update',
      'desk.tickets',
      'routers.add',
      'routers.update',
      'products.add',
      'products.update',
      'history.list',
      'history.undo',
      'radiusLog.list',
      'sessions.list',
      'venue.update',
    ];
    const client = api.as('owner');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.dictionary(field, value, { maxKeys: 5 }), async (name, input) => {
        expect(await reasonOf(callOf(client, name)(input))).not.toBe('INTERNAL');
      }),
      { numRuns: 800 },
    );
  });
});

/** Sections that need neither paper nor another program. */
const testable = [
  'products',
  'guests',
  'routers',
  'desk',
  'devices',
  'domains',
  'entitlements',
  'attributes',
  'history',
  'shifts',
] as const;

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Mostly values as a field is described, so that calls get through the door; now and then anything at all. */
function valuesFor(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 30, arbitrary: describedBy(schema) }, { weight: 1, arbitrary: wild });
}

function describedBy(schema: Schema): fc.Arbitrary<unknown> {
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (choices.length > 0) return fc.oneof(...choices.map(valuesFor));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.properties) return objectsFor(schema.properties, schema.required ?? []);
  if (schema.items) return fc.array(valuesFor(schema.items), { maxLength: 2 });
  if (schema.type === 'integer') return integersFor(schema);
  if (schema.type === 'boolean') return fc.boolean();
  return fc.constantFrom(...plausible);
}

function objectsFor(properties: Readonly<Record<string, Schema>>, required: readonly string[]): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, schema]) => {
    if (required.includes(name)) return [name, valuesFor(schema)] as const;
    const given = { weight: 1, arbitrary: valuesFor(schema) };
    return [name, fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, given)] as const;
  });
  // A field without a value is a field that is not there.
  return fc.record(Object.fromEntries(fields)).map((given) => JSON.parse(JSON.stringify(given)) as unknown);
}

/** Small numbers name rows there are; large ones are the bounds themselves. */
function integersFor({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: Schema): fc.Arbitrary<number> {
  const least = Math.max(minimum, 0);
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(least, Math.max(least, 1)) },
    { weight: 1, arbitrary: fc.constant(maximum) },
    { weight: 2, arbitrary: fc.integer({ min: least, max: maximum }) },
  );
}

const wild: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, '', 0, -1, 1.5, [], {}, '\u0000', '\ud800'),
  fc.integer(),
  fc.string(),
);
const plausible = [
  ...['anna', '10.0.0.1', '10.5.0.0/24', '2001:db8::/64', '255.255.255.0', 'AA:BB:CC:DD:EE:FF', '2026-12-24'],
  ...['Filter-Id', 'NAS-Port', '(', '0x01', 'correct horse', '#00695c', '10.1.0.0/24 10.0.0.1 1'],
];

describe('every call', () => {
  const names = procedures
    .map(({ name }) => name)
    .filter((name) => testable.some((section) => name.startsWith(`${section}.`)));

  it.each(names)('%s answers to any values of its own fields, and never with an internal fault', async (name) => {
    venue.allowUndo();
    const client = api.as('owner');
    const productId = (await client.products.add({ name: '1 day', priceMinor: 5, starts: 'now', untilCheckOut: true }))
      .id;
    await client.desk.sellTicket({ productId, print: false });
    await client.routers.add({ name: 'Gateway', address: '10.0.0.2', services: ['hotspot'] });
    const [section, call] = name.split('.') as [keyof typeof contract, string];
    const { inputSchema } = (contract[section] as Record<string, { '~orpc': { inputSchema?: unknown } }>)[call]![
      '~orpc'
    ];
    const described = inputSchema
      ? (z.toJSONSchema(inputSchema as z.ZodType, { io: 'input', unrepresentable: 'any' }) as Schema)
      : {};
    const inputs = fc.oneof({ weight: 10, arbitrary: valuesFor(described) }, wild);
    await fc.assert(
      fc.asyncProperty(inputs, async (input) => {
        expect(await reasonOf(callOf(client, name)(input))).not.toBe('INTERNAL');
      }),
      { numRuns: 60 },
    );
    expect(api.logged.filter((line) => line.includes('failed'))).toEqual([]);
  });
});

describe('faults', () => {
  it('a broken database is said on every procedure that needs it, with the remedy', async () => {
    const broken = createTestApi(undefined, { phase: 'broken', fault: 'DATABASE_DAMAGED' });
    expect(await reasonOf(broken.as('owner').desk.tickets({ limit: 1 }))).toBe('DATABASE_DAMAGED');
    expect((await broken.as('nobody').venue.status()).faults[0]?.remedy).toContain('copies');
  });

  it('something unforeseen is logged with its cause and says nothing of it outside', async () => {
    venue.db.close();
    const error = (await api
      .as('owner')
      .desk.tickets({ limit: 1 })
      .catch((thrown: unknown) => thrown)) as ORPCError<string, unknown>;
    expect(error.data).toMatchObject({ code: 'INTERNAL' });
    expect(JSON.stringify(error)).not.toContain('connection');
    expect(api.logged.join()).toContain('not open');
    venue = openTestVenue();
  });
});
