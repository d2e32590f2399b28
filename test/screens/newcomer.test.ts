/** A newcomer's first day in service mode: a page in Chromium, a receipt printer on the network, radclient as the router. */
import { expect, test } from '@playwright/test';
import { startPrinter, status } from '../fakes/printer';
import { lacks } from '../tools';
import { walkThroughWizard } from './guest-day';
import { spendFirstDay } from './newcomer-day';
import { startService } from './service';

/** Ten sales, one of them of three tickets, behind the test page. */
const PAPERS = 13;

test.skip(lacks('radclient'), 'radclient is not installed (package freeradius-utils)');

test('a newcomer sets up, sells ten things, helps a guest, undoes a mistake and closes the shift', async ({ page }) => {
  const service = await startService();
  const printer = await startPrinter({ status: status.ready, confirms: true });
  await page.goto(service.url);
  await walkThroughWizard(page, service, async () => {
    await page.getByRole('textbox', { name: 'Address', exact: true }).fill(printer.target);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Reception');
    await page.getByRole('button', { name: 'Add and print a test page' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
  });
  await spendFirstDay(page, service);
  await expect.poll(() => printer.papers().length).toBe(PAPERS);
  await service.stop();
  await printer.close();
});
