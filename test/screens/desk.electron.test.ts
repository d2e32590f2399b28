/** The desk in the desktop application: what the page's policy and the window's guards must let through. */
import { expect } from '@playwright/test';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPrinter, status } from '../fakes/printer';
import { test } from './electron';
import { OWNER } from './guest-day';

test('without a printer the application prints from the screen and saves the A4 sheet; with one it only reprints', async ({
  desktop,
}) => {
  const { app, page } = desktop;
  await desktop.call('venue.setUp', {
    venueName: 'Hotel Bellavista',
    country: 'IT',
    currency: 'EUR',
    timeZone: 'Europe/Rome',
    language: 'en',
    owner: OWNER,
  });
  await desktop.call('products.add', { name: '1 day', priceMinor: 500, starts: 'first-login', validForSec: 86_400 });
  await page.getByRole('combobox', { name: 'Name' }).fill(OWNER.name);
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(OWNER.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /1 day/ })).toBeVisible();
  await page.keyboard.press('F1');
  const panel = page.getByRole('region', { name: 'Sold just now' });
  await expect(panel.getByTestId('sold-code')).toBeVisible();

  // The real dialog would wait for a person.
  await page.evaluate(() => {
    window.printDialogs = 0;
    window.print = () => (window.printDialogs += 1);
  });
  await panel.getByRole('button', { name: 'Print from screen' }).click();
  await expect.poll(() => page.evaluate(() => window.printDialogs)).toBe(1);
  const picture = page.getByAltText('Ticket 1');
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);

  const sheet = join(desktop.dataFolder, 'sheet.pdf');
  await app.evaluate(
    ({ session }, path) => session.defaultSession.once('will-download', (_event, item) => item.setSavePath(path)),
    sheet,
  );
  await panel.getByRole('button', { name: 'A4 sheet' }).click();
  await expect.poll(() => existsSync(sheet) && readFileSync(sheet).subarray(0, 5).toString()).toBe('%PDF-');

  const printer = await startPrinter({ status: status.ready, confirms: true });
  await desktop.call('printers.add', { name: 'Reception', kind: 'network', target: printer.target, paperMm: 80 });
  await expect(panel.getByRole('button', { name: 'Reprint' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Print from screen' })).toHaveCount(0);
  await printer.close();
});
