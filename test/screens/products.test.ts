/** A manager changes what a product allows, and reads what comes of it before saving. */
import { expect } from '@playwright/test';
import { expectAccessible, openDesk, test } from './desk-venue';

test('the editor says what a change does to those who hold the product, and Undo takes it back', async ({
  page,
  venue,
}) => {
  const limitations = [{ devices: 2, rateDownBps: 20_000_000, rateUpBps: 5_000_000 }];
  const productId = await venue.addProduct('1 day', { limitations });
  await venue.call('desk.sellTicket', { productId, print: false });
  await openDesk(page, venue);
  await page.getByRole('link', { name: 'Products' }).click();
  await page.getByRole('button', { name: '1 day', exact: true }).click();
  const reply = page.getByRole('region', { name: 'What the router is told' });
  await expect(reply.getByText('5M/20M')).toBeVisible();
  await expect(page.getByRole('img', { name: 'Ticket for 1 day' })).toBeVisible();
  await expect(page.getByText('When you save')).toHaveCount(0);

  await page.getByRole('button', { name: '10/2 Mbit/s', exact: true }).click();
  await expect(page.getByText('1 unused ticket changes.')).toBeVisible();
  await expect(reply.getByText('2M/10M')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('1 day is changed.')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: '10 Mbit/s down, 2 up' })).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('row').filter({ hasText: '20 Mbit/s down, 5 up' })).toHaveCount(1);
});

test('what does not go together is said beside the field, and nothing is saved', async ({ page, venue }) => {
  await venue.addProduct('1 day', { limitations: [] });
  await openDesk(page, venue);
  await page.getByRole('link', { name: 'Products' }).click();
  await page.getByRole('button', { name: '1 day', exact: true }).click();
  await page.getByRole('button', { name: 'Advanced: bursts, priority, timeouts' }).click();
  const burst = page.getByRole('group', { name: 'Burst: faster for a moment' });
  await burst.getByRole('textbox', { name: 'Download' }).fill('20');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(burst.getByText('Fill in both directions, or neither.')).toBeVisible();
  await expect(burst.getByText('This needs a speed for both directions.')).toBeVisible();
  const { rows } = await venue.call<{ rows: { limitations: unknown[] }[] }>('products.list', {});
  expect(rows[0]!.limitations).toEqual([]);
});

test('a list is sorted by its heads and walked through with the arrow keys', async ({ page, venue }) => {
  await venue.addProduct('Week', { priceMinor: 2_000 });
  await venue.addProduct('Day', { priceMinor: 500 });
  await venue.addProduct('Hour', { priceMinor: 900 });
  await openDesk(page, venue);
  await page.getByRole('link', { name: 'Products' }).click();
  const names = page.getByRole('cell').getByRole('button', { name: /^(Week|Day|Hour)$/ });
  await expect(names).toHaveCount(3);
  await page.getByRole('button', { name: 'Price', exact: true }).click();
  await expect(names).toHaveText(['Day', 'Hour', 'Week']);
  await expect(page.getByRole('columnheader', { name: 'Price' })).toHaveAttribute('aria-sort', 'ascending');
  await page.getByRole('button', { name: 'Price', exact: true }).click();
  await expect(names).toHaveText(['Week', 'Hour', 'Day']);

  await names.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('button', { name: 'Hour', exact: true })).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('button', { name: 'Day', exact: true })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('button', { name: 'Day', exact: true })).toBeFocused();
  await expectAccessible(page);
});

test('Ctrl+Z takes nothing back behind an open panel, and does so again once it is closed', async ({ page, venue }) => {
  for (const name of ['Hour', 'Day']) await venue.addProduct(name);
  await openDesk(page, venue);
  await page.getByRole('link', { name: 'Products' }).click();
  for (const name of ['Hour', 'Day']) {
    await page.getByRole('button', { name: `Take off the desk: ${name}` }).click();
    await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0);
  }
  await page.getByRole('button', { name: 'Add product' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).focus();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('button', { name: 'Day', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Hour', exact: true })).toHaveCount(0);
});
