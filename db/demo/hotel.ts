/** The demo hotel itself: its house, its people at work, its router and what it sells. */
import { createVenue } from '../queries/venue';
import type { Db } from '../open';
import { newRecoveryKey, seal, sealDataKey } from '../seal';
import { writeChange, type Actor } from '../write';
import type { DemoOptions } from '../demo';

export const zone = 'Europe/Rome';
export const currency = 'EUR';
export const checkOutHour = 11;

const hourMs = 3_600_000;
const mbit = 1_000_000;

export interface DemoProduct {
  readonly id: number;
  readonly name: string;
  readonly priceMinor: number;
  readonly validForSec: number | undefined;
  readonly untilCheckOut: boolean;
  readonly totalQuotaBytes: number | undefined;
  readonly rateDownBps: number;
  readonly devices: number;
  readonly codeLength: number;
}

type NewProduct = Omit<DemoProduct, 'id'> & { readonly color: string };

const products = [
  product('30 minutes', { priceMinor: 100, validForSec: 1_800, devices: 1, color: '#5b5f66' }),
  product('24 hours', { priceMinor: 500, validForSec: 86_400, devices: 2, color: '#00695c' }),
  product('1 week', { priceMinor: 2_000, validForSec: 604_800, devices: 3, color: '#1a5fb4' }),
  product('Until check-out', { untilCheckOut: true, devices: 3, rateDownBps: 20 * mbit, color: '#8a3ffc' }),
  product('5 GB in 30 days', { priceMinor: 900, validForSec: 2_592_000, totalQuotaBytes: 5e9, color: '#a2410e' }),
  product('Staff', { devices: 2, codeLength: 8, rateDownBps: 50 * mbit, color: '#2f6b1f' }),
] as const;

function product(name: string, more: Partial<NewProduct> & { readonly color: string }): NewProduct {
  return {
    name,
    priceMinor: 0,
    validForSec: undefined,
    untilCheckOut: false,
    totalQuotaBytes: undefined,
    rateDownBps: 10 * mbit,
    devices: 2,
    codeLength: 6,
    ...more,
  };
}

export interface DemoHotel {
  readonly owner: Actor;
  readonly manager: Actor;
  /** Who stands at the desk, in turns. */
  readonly desk: readonly Actor[];
  readonly routerId: number;
  readonly products: readonly DemoProduct[];
}

/** Opens the hotel at `openedAtMs`: venue and owner, then one change per thing, as the wizard does it. */
export function openHotel(db: Db, dataKey: Uint8Array, options: DemoOptions, openedAtMs: number): DemoHotel {
  const ownerId = createVenue(db, venueRow(dataKey, openedAtMs), {
    name: options.ownerName,
    nameKey: options.ownerName.normalize('NFKC').toLowerCase(),
    passwordHash: options.ownerPasswordHash,
  });
  const owner: Actor = { operatorId: ownerId, operatorName: options.ownerName, via: 'window' };
  const soon = (step: number): number => openedAtMs + step * 90_000;
  const manager = addOperator(db, owner, 'Marta Ferri', 2, options.ownerPasswordHash, soon(1));
  const desk = ['Anna', 'Tomás', 'Yusuf'].map((name, index) =>
    addOperator(db, owner, name, 3, options.ownerPasswordHash, soon(2 + index)),
  );
  const routerId = addRouter(db, owner, dataKey, options.routerSecret, soon(5));
  addPrinter(db, owner, soon(5.5));
  const sold = products.map((one, index) => addProduct(db, manager, one, index, soon(6 + index)));
  return { owner, manager, desk, routerId, products: sold };
}

function venueRow(dataKey: Uint8Array, createdAtMs: number): Parameters<typeof createVenue>[1] {
  return {
    id: 1,
    name: 'Hotel Bellavista',
    country: 'IT',
    currency,
    timeZone: zone,
    language: 'en',
    checkOutMinute: checkOutHour * 60,
    loginHost: 'login.bellavista.lan',
    wifiName: 'Bellavista Guests',
    // Nobody is shown this key: a demo is thrown away and made again.
    recoverySealed: sealDataKey(dataKey, newRecoveryKey()),
    createdAtMs,
  };
}

function addOperator(db: Db, owner: Actor, name: string, roleId: number, passwordHash: string, atMs: number): Actor {
  return writeChange(db, owner, { action: 'add-operator', params: { name } }, atMs, (write) => {
    const operatorId = write.insert('operators', {
      name,
      name_key: name.normalize('NFKC').toLowerCase(),
      role_id: roleId,
      password_hash: passwordHash,
      created_at_ms: atMs,
    });
    return { operatorId, operatorName: name, via: 'window' };
  });
}

function addRouter(db: Db, owner: Actor, dataKey: Uint8Array, secret: string, atMs: number): number {
  return writeChange(db, owner, { action: 'add-router', params: { name: routerName } }, atMs, (write) =>
    write.insert('routers', {
      name: routerName,
      address: '127.0.0.1',
      hotspot: 1,
      pppoe: 0,
      secret_sealed: seal(dataKey, 'router-secret', secret),
      created_at_ms: atMs,
    }),
  );
}

const routerName = 'Demo router';

/** Played by main/rehearsal/printer.ts, like every printer of a rehearsal. */
function addPrinter(db: Db, owner: Actor, atMs: number): void {
  writeChange(db, owner, { action: 'add-printer', params: { name: printerName } }, atMs, (write) =>
    write.insert('printers', {
      name: printerName,
      kind: 'system',
      target: printerName,
      paper_mm: 80,
      is_default: 1,
      created_at_ms: atMs,
    }),
  );
}

const printerName = 'Rehearsal printer';

function addProduct(db: Db, manager: Actor, one: NewProduct, index: number, atMs: number): DemoProduct {
  const { color, ...known } = one;
  return writeChange(db, manager, { action: 'add-product', params: { name: one.name } }, atMs, (write) => {
    const id = write.insert('products', {
      name: one.name,
      price_minor: one.priceMinor,
      starts: one.untilCheckOut ? 'now' : 'first-login',
      valid_for_sec: one.validForSec ?? null,
      until_check_out: one.untilCheckOut,
      color,
      code_length: one.codeLength,
      sort_order: index,
      created_at_ms: atMs,
    });
    write.insert('limitations', {
      product_id: id,
      total_quota_bytes: one.totalQuotaBytes ?? null,
      rate_down_bps: one.rateDownBps,
      rate_up_bps: one.rateDownBps / 2,
      simultaneous_sessions: one.devices,
      devices: one.devices,
    });
    return { id, ...known };
  });
}

/** How long before the first shift the hotel was set up. */
export const setUpBeforeMs = 2 * hourMs;
