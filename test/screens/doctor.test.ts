/** What a network engineer sees when a router is set up wrongly: the doctor's finding, and the packet behind it. */
import { expect } from '@playwright/test';
import { FakeNas } from '../fakes/nas';
import { openDesk, test, type DeskVenue } from './desk-venue';
import { ROUTER_SECRET } from './guest-day';

const nasOf = ({ authPort, acctPort }: DeskVenue, secret: string): FakeNas =>
  new FakeNas({ address: '127.0.0.1', secret, authPort, acctPort });

test('a wrong secret is found, live, with the way to the commands; the packet is shown without its password', async ({
  page,
  venue,
}) => {
  const router = { name: 'Gateway', address: '127.0.0.1', services: ['hotspot'], secret: ROUTER_SECRET };
  await venue.call('routers.add', router);
  await openDesk(page, venue);
  await page.getByRole('link', { name: 'RADIUS doctor' }).click();
  await expect(page.getByRole('heading', { name: 'All is well' })).toBeVisible();

  const wrong = nasOf(venue, 'another-secret');
  const port = await wrong.openPort('authentication');
  port.send(wrong.accessRequest({ username: 'guest-101', password: 'a typed password' }));
  const finding = page.getByRole('listitem').filter({ hasText: 'Gateway signs its logins with another secret.' });
  await expect(finding).toBeVisible();
  await expect(finding).toContainText('Certain');
  port.close();
  await finding.getByRole('link', { name: 'Show commands' }).click();
  await expect(page.getByText('/radius add', { exact: false }).first()).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'RADIUS log' }).click();
  const row = page.getByRole('row').filter({ hasText: 'guest-101' });
  await row.getByRole('button', { name: 'Packets' }).press('Enter');
  await expect(page.getByText('User-Password = ‹hidden›')).toBeVisible();
  await expect(page.getByText('No answer was sent.')).toBeVisible();
  await expect(page.getByText('a typed password')).toHaveCount(0);

  // With the right secret the router is well again, without anybody having pressed a button.
  await page.getByRole('link', { name: 'RADIUS doctor' }).click();
  await expect(finding).toBeVisible();
  await nasOf(venue, ROUTER_SECRET).login({ username: 'guest-101', password: 'a typed password' });
  await expect(page.getByRole('heading', { name: 'All is well' })).toBeVisible();
});
