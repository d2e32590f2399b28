/** A venue that is ready to sell, and its desk in a browser: what the tests of the desk begin with. */
import { expect, test as base, type Locator, type Page } from '@playwright/test';
import { startPrinter, status, type FakePrinter } from '../fakes/printer';
import type { Language } from '../../preload/contract/base';
import { accessibilityFaults } from './accessibility';
import { OWNER, ROUTER_SECRET } from './guest-day';
import { startService, type RunningService } from './service';

/** The smallest screen the desk must fit without scrolling. */
const RECEPTION_SCREEN = { width: 1366, height: 768 } as const;

export const RECEPTIONIST = { name: 'Rosa', password: 'pretty long password' } as const;

interface TicketRow {
  readonly guestId: number;
  readonly code: string;
  readonly productName: string;
  readonly room?: string;
  readonly displayName?: string;
  readonly undone: boolean;
}

export interface DeskVenue extends RunningService {
  /** The last tickets as the venue knows them, newest first. */
  tickets(): Promise<readonly TicketRow[]>;
  addProduct(name: string, more?: Readonly<Record<string, unknown>>): Promise<number>;
  /** A network printer that this computer plays; the venue prints on it. */
  addPrinter(): Promise<FakePrinter>;
}

/** `test` with a venue that has been set up, without products, router and printer; `test.use({ language: 'de' })`. */
export const test = base.extend<{ venue: DeskVenue; language: Language }>({
  language: ['en', { option: true }],
  viewport: RECEPTION_SCREEN,
  venue: async ({ language }, use) => {
    const service = await startService();
    const printers: FakePrinter[] = [];
    await service.call('venue.setUp', {
      venueName: 'Hotel Bellavista',
      country: 'IT',
      currency: 'EUR',
      timeZone: 'Europe/Rome',
      language,
      owner: OWNER,
    });
    await use({
      ...service,
      tickets: async () => (await service.call<{ rows: TicketRow[] }>('desk.tickets', { limit: 200 })).rows,
      async addProduct(name, more = {}) {
        const product = { name, priceMinor: 500, starts: 'first-login', validForSec: 86_400, ...more };
        return (await service.call<{ id: number }>('products.add', product)).id;
      },
      async addPrinter() {
        const printer = await startPrinter({ status: status.ready, confirms: true });
        printers.push(printer);
        await service.call('printers.add', { name: 'Reception', kind: 'network', target: printer.target, paperMm: 80 });
        return printer;
      },
    });
    await Promise.all(printers.map((printer) => printer.close()));
    await service.stop();
  },
});

/** Opens the page and signs in; the desk is the first screen, and what it sells has arrived. */
export async function openDesk(
  page: Page,
  venue: DeskVenue,
  who: { readonly name: string; readonly password: string } = OWNER,
): Promise<void> {
  await page.goto(venue.url);
  await page.getByRole('combobox', { name: 'Name' }).fill(who.name);
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(who.password);
  await page.keyboard.press('Enter');
  await expect(tiles(page).or(page.getByText('There is nothing to sell yet'))).toBeVisible();
}

/** Lets this computer play the HotSpot that asks (guest-day.ts). */
export async function addRouter(venue: DeskVenue): Promise<void> {
  const router = { name: 'Gateway', address: '127.0.0.1', services: ['hotspot'], secret: ROUTER_SECRET };
  await venue.call('routers.add', router);
}

export async function addReceptionist(venue: DeskVenue): Promise<void> {
  await venue.call('operators.add', { ...RECEPTIONIST, role: 'desk' });
}

export const tiles = (page: Page): Locator => page.getByRole('region', { name: 'Products' });
export const searchBox = (page: Page): Locator =>
  page.getByRole('combobox', { name: 'Find a guest by code, name, room or MAC' });
export const soldPanel = (page: Page): Locator => page.getByRole('region', { name: 'Sold just now' });
export const lastTickets = (page: Page): Locator => page.getByRole('region', { name: 'Last tickets' });
export const onlineNow = (page: Page): Locator => page.getByRole('region', { name: 'Online now' });
export const guestPanel = (page: Page): Locator => page.getByRole('region', { name: 'Guest', exact: true });

/** The codes on the panel, once the last sale is there. */
export async function shownCodes(page: Page, howMany = 1): Promise<readonly string[]> {
  const codes = soldPanel(page).getByTestId('sold-code');
  await expect(codes).toHaveCount(howMany);
  return codes.allTextContents();
}

export async function expectAccessible(page: Page): Promise<void> {
  expect(await accessibilityFaults(page)).toEqual([]);
}

/** Nothing of the window itself scrolls, in either direction. */
export async function expectToFit(page: Page): Promise<void> {
  const overflow = await page.evaluate(() =>
    [document.documentElement, document.querySelector('main')!].map((element) => [
      element.scrollHeight - element.clientHeight,
      element.scrollWidth - element.clientWidth,
    ]),
  );
  expect(overflow).toEqual([
    [0, 0],
    [0, 0],
  ]);
}
