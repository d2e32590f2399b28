/** What a domain asks of a sale, set by the manager and met by the receptionist. */
import { expect } from '@playwright/test';
import { expectAccessible, openDesk, searchBox, shownCodes, test, tiles } from './desk-venue';

test('a domain whose guests are persons has the desk ask for the name before anything is sold', async ({
  page,
  venue,
}) => {
  await venue.addProduct('Day');
  await openDesk(page, venue);
  await page.getByRole('link', { name: 'Domains' }).click();
  await page.getByRole('cell').getByRole('button', { name: 'Guests', exact: true }).click();
  const panel = page.getByRole('dialog');
  await panel.getByRole('combobox', { name: 'What a sale asks for' }).click();
  await page.getByRole('option', { name: 'The guest’s name' }).click();
  await panel.getByRole('combobox', { name: 'Language of tickets and texts' }).click();
  await page.getByRole('option', { name: 'Italiano' }).click();
  await panel.getByRole('textbox', { name: 'Sessions are kept one by one for' }).fill('30');
  await expect(panel.getByText('0 connections will be summed up')).toBeVisible();
  await expectAccessible(page);
  await panel.getByRole('button', { name: 'Save' }).click();
  await expect(panel).toBeHidden();

  await page.getByRole('link', { name: 'Desk' }).click();
  await expect(tiles(page).getByRole('button')).toHaveCount(1);
  await page.keyboard.press('F1');
  const name = page.getByRole('textbox', { name: 'Name' });
  await expect(name).toBeFocused();
  await expect(page.getByRole('combobox', { name: 'Language' })).toHaveValue('it');
  await page.keyboard.type('Anna Rossi');
  await page.keyboard.press('F1');
  await shownCodes(page);
  expect(await venue.tickets()).toMatchObject([{ displayName: 'Anna Rossi' }]);
});

test('a domain of vouchers sends the receptionist to the code, and sells nothing without one', async ({
  page,
  venue,
}) => {
  await venue.addProduct('Day');
  await venue.call('domains.update', { id: 1, registration: 'voucher' });
  await openDesk(page, venue);
  await expect(page.getByText('In Guests guests come in with a voucher')).toBeVisible();
  await tiles(page).getByRole('button').first().click();
  await expect(searchBox(page)).toBeFocused();
  await page.keyboard.press('F1');
  await expectAccessible(page);
  expect(await venue.tickets()).toEqual([]);
});
