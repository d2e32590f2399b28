/** A newcomer's first day in the desktop application, which has no printer yet: tickets are on the screen. */
import { lacks } from '../tools';
import { test } from './electron';
import { walkThroughWizard } from './guest-day';
import { spendFirstDay } from './newcomer-day';

test.skip(lacks('radclient'), 'radclient is not installed (package freeradius-utils)');

test('a newcomer sets up, sells ten things, helps a guest, undoes a mistake and closes the shift', async ({
  desktop,
}) => {
  const { page } = desktop;
  await walkThroughWizard(page, desktop, async () => {
    await page.getByRole('button', { name: 'Skip for now' }).click();
  });
  await spendFirstDay(page, desktop);
});
