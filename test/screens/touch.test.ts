/** A receptionist with a touch screen: sells, tops up, disconnects and closes the shift by tapping alone. */
import { expect, type Locator } from '@playwright/test';
import { lacks } from '../tools';
import { openCoaListener } from '../fakes/coa-listener';
import { addRouter, guestPanel, onlineNow, openDesk, shownCodes, test, tiles } from './desk-venue';
import { ask, ROUTER_SECRET } from './guest-day';

/** Disconnect-ACK (RFC 5176 §2.1). */
const DISCONNECT_ACK = 41;
/** A finger needs so many pixels each way (WCAG 2.2, 2.5.5). */
const FINGER_PX = 44;

test.use({ hasTouch: true });
test.skip(lacks('radclient'), 'radclient is not installed (package freeradius-utils)');

/** Large enough for a finger, and tapped. */
async function tap(target: Locator): Promise<void> {
  const box = (await target.boundingBox())!;
  expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(FINGER_PX);
  await target.tap();
}

test('a day at the desk is tapped: sale, top up, disconnect and the end of the shift', async ({ page, venue }) => {
  const router = await openCoaListener(ROUTER_SECRET, (request) => request.answer(DISCONNECT_ACK));
  await venue.addProduct('1 day');
  await addRouter(venue);
  await venue.call('routers.update', { id: 1, coaPort: router.port });
  await openDesk(page, venue);

  await tap(tiles(page).getByRole('button', { name: /^1 day/ }));
  const [code] = await shownCodes(page);
  await ask(venue, 'hotspot-auth-pap.txt', code!, code!);
  await ask(venue, 'hotspot-acct-start.txt', code!, '');

  await tap(onlineNow(page).getByRole('button', { name: new RegExp(code!) }));
  await expect(guestPanel(page)).toBeVisible();
  await tap(tiles(page).getByRole('button', { name: /^1 day/ }));
  await expect.poll(async () => (await venue.tickets()).length).toBe(2);

  await tap(guestPanel(page).getByRole('button', { name: 'Disconnect' }));
  await expect(page.getByText('Gateway has ended the connection.')).toBeVisible();
  expect(router.heard.length).toBeGreaterThan(0);
  await router.close();

  await page.getByRole('link', { name: 'Shift' }).tap();
  await tap(page.getByRole('button', { name: 'Close shift' }));
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: 'Counted' }).fill('10');
  await expect(form.getByText('It balances')).toBeVisible();
  await tap(form.getByRole('button', { name: 'Close shift' }));
  await expect(page.getByText('The shift is closed.')).toBeVisible();
});
