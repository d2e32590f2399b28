import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listPrinters } from '../../db/queries/printers';
import { redoChange, undoChange } from '../../db/write';
import { createTestApi, type Client } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';

let venue: TestVenue;
let manager: Client;
beforeEach(() => {
  venue = openTestVenue();
  venue.allowUndo();
  manager = createTestApi(venue).as('manager');
});
afterEach(() => venue.close());

const network = (name: string) => ({ name, kind: 'network', target: '10.0.0.9', paperMm: 80 }) as const;
/** Which printer takes over from which. */
const fallbacks = () => listPrinters(venue.db).map(({ id, fallbackId }) => [id, fallbackId]);

async function threePrinters(): Promise<readonly [number, number, number]> {
  const first = await manager.printers.add(network('Reception'));
  const second = await manager.printers.add({ ...network('Bar'), isDefault: false });
  const third = await manager.printers.add({ ...network('Pool'), isDefault: false, fallbackId: second.id });
  return [first.id, second.id, third.id];
}

describe('a printer that takes over', () => {
  it('is named together with how long it waits, and taken back like any change', async () => {
    const [reception, bar, pool] = await threePrinters();
    const { changeId } = await manager.printers.update({ id: reception, fallbackId: bar, fallbackAfterSec: 30 });
    expect(listPrinters(venue.db)[0]).toMatchObject({ fallbackId: bar, fallbackAfterSec: 30 });
    undoChange(venue.db, venue.owner, changeId, venue.now());
    expect(fallbacks()).toEqual([
      [reception, null],
      [bar, null],
      [pool, bar],
    ]);
    expect(listPrinters(venue.db)[0]).toMatchObject({ fallbackAfterSec: 0 });
  });

  it('stays as it is when something else of the printer is changed', async () => {
    const [reception, bar] = await threePrinters();
    await manager.printers.update({ id: reception, fallbackId: bar });
    await manager.printers.update({ id: reception, name: 'Front' });
    expect(listPrinters(venue.db)[0]).toMatchObject({ name: 'Front', fallbackId: bar });
    await manager.printers.update({ id: reception, fallbackId: null });
    expect(listPrinters(venue.db)[0]).toMatchObject({ fallbackId: null });
  });

  it('is never the printer itself, nor one that leads back to it', async () => {
    const [reception, bar, pool] = await threePrinters();
    const circle = { data: { reason: 'fallback-circle', field: 'fallbackId' } };
    await expect(manager.printers.update({ id: reception, fallbackId: reception })).rejects.toMatchObject(circle);
    await expect(manager.printers.update({ id: bar, fallbackId: pool })).rejects.toMatchObject(circle);
    await manager.printers.update({ id: bar, fallbackId: reception });
    await expect(manager.printers.update({ id: reception, fallbackId: pool })).rejects.toMatchObject(circle);
    expect(fallbacks()).toEqual([
      [reception, null],
      [bar, reception],
      [pool, bar],
    ]);
  });

  it('must be there', async () => {
    const missing = { data: { reason: 'not-found', field: 'fallbackId' } };
    await expect(manager.printers.add({ ...network('Bar'), fallbackId: 9 })).rejects.toMatchObject(missing);
    await expect(manager.printers.add({ ...network('Bar'), fallbackAfterSec: 301 })).rejects.toThrow();
    expect(listPrinters(venue.db)).toEqual([]);
  });

  it('may go: the others print without it, and undo brings all of it back', async () => {
    const [reception, bar, pool] = await threePrinters();
    const { changeId } = await manager.printers.remove({ id: bar });
    expect(fallbacks()).toEqual([
      [reception, null],
      [pool, null],
    ]);
    undoChange(venue.db, venue.owner, changeId, venue.now());
    expect(fallbacks()).toContainEqual([pool, bar]);
    redoChange(venue.db, venue.owner, changeId, venue.now());
    expect(fallbacks()).toEqual([
      [reception, null],
      [pool, null],
    ]);
  });
});
