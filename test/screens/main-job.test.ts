/** The main job in service mode: a page in Chromium, a receipt printer on the network, radclient as the router. */
import { expect, test as base } from '@playwright/test';
import { readQr } from '../../main/printing/qr';
import { sectionsOf } from '../fakes/escpos';
import { startPrinter, status, type FakePrinter } from '../fakes/printer';
import { lacks } from '../tools';
import { accessibilityFaults } from './accessibility';
import { ask, liveThroughTheDay, readRadiusLog, sellWithF1, undoTheSale, walkThroughWizard } from './guest-day';
import { startService, type RunningService } from './service';

const test = base.extend<{ service: RunningService; printer: FakePrinter }>({
  service: async ({}, use) => {
    const service = await startService();
    await use(service);
    await service.stop();
  },
  printer: async ({}, use) => {
    const printer = await startPrinter({ status: status.ready, confirms: true });
    await use(printer);
    await printer.close();
  },
});

test.skip(lacks('radclient'), 'radclient is not installed (package freeradius-utils)');

test('a key is pressed, a ticket is printed, the router asks, the guest is online, the sale is taken back', async ({
  page,
  service,
  printer,
}) => {
  await page.goto(service.url);
  await walkThroughWizard(page, service, async () => {
    await page.getByRole('textbox', { name: 'Address', exact: true }).fill(printer.target);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Reception');
    await page.getByRole('button', { name: 'Add and print a test page' }).click();
    await expect.poll(() => printer.papers().length).toBe(1);
    await page.getByRole('button', { name: 'Continue' }).click();
  });

  const code = await sellWithF1(page);
  await expect.poll(() => printer.papers().length).toBe(2);
  const [ticket] = printer.papers().slice(-1);
  const scanned = sectionsOf(ticket!)
    .map(readQr)
    .filter((text) => text !== undefined);
  expect(scanned).toContain(`http://10.5.88.1/login?username=${code}&password=${code}`);

  await liveThroughTheDay(page, service, code);
  await readRadiusLog(page);
  await undoTheSale(page, service, code);
});

test("a code is refused after its quota is used, and in the guest's language", async ({ service }) => {
  await service.call('venue.setUp', {
    venueName: 'Campeggio',
    country: 'IT',
    currency: 'EUR',
    timeZone: 'Europe/Rome',
    language: 'it',
    owner: { name: 'Olivia', password: 'correct horse battery staple' },
  });
  await service.call('routers.add', {
    name: 'Gateway',
    address: '127.0.0.1',
    services: ['hotspot'],
    secret: 'a-secret-for-the-test-router',
  });
  const { id } = await service.call<{ id: number }>('products.add', {
    name: '1 MB',
    priceMinor: 100,
    starts: 'first-login',
    limitations: [{ totalQuotaBytes: 1_000_000 }],
  });
  const { tickets } = await service.call<{ tickets: { code: string }[] }>('desk.sellTicket', { productId: id });
  const code = tickets[0]!.code;
  expect(await ask(service, 'hotspot-auth-pap.txt', code, code)).toContain('Mikrotik-Total-Limit = 1000000');
  await ask(service, 'hotspot-acct-start.txt', code, '');
  await ask(service, 'hotspot-acct-stop.txt', code, '', {
    'Acct-Input-Octets': 400_000,
    'Acct-Output-Octets': 600_000,
  });
  const refused = await ask(service, 'hotspot-auth-pap.txt', code, code);
  expect(refused).toContain('Received Access-Reject');
  expect(refused).toMatch(/Reply-Message = ".*(traffico|dati).*"/);
  const { rows } = await service.call<{ rows: { reason: string }[] }>('radiusLog.list', { limit: 1 });
  expect(rows[0]?.reason).toBe('quota-used-up');
});

test('a printer out of paper loses no sale, says so, and prints on one press', async ({ page, service, printer }) => {
  await page.goto(service.url);
  await walkThroughWizard(page, service, async () => {
    await page.getByRole('textbox', { name: 'Address', exact: true }).fill(printer.target);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Reception');
    await page.getByRole('button', { name: 'Add and print a test page' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
  });
  printer.become({ status: status.noPaper });
  const code = await sellWithF1(page);
  await expect(page.getByText(/out of paper/).first()).toBeVisible();
  expect(await accessibilityFaults(page)).toEqual([]);
  printer.become({ status: status.ready, confirms: true });
  const before = printer.papers().length;
  await page
    .getByRole('button', { name: /Reprint|Print again|Try again/ })
    .first()
    .click();
  await expect.poll(() => printer.papers().length).toBe(before + 1);
  const texts = sectionsOf(printer.papers().at(-1)!).map(readQr);
  expect(texts).toContain(`http://10.5.88.1/login?username=${code}&password=${code}`);
});
