/** Cards that are made already get another product: a part of a batch in its panel, and back, by keyboard alone. */
import { expect } from '@playwright/test';
import { expectAccessible, openDesk, test, type DeskVenue } from './desk-venue';

interface Batch {
  readonly name: string;
  readonly productName: string;
  readonly counts: { readonly unused: number };
}

/** "3 Lobby 1–3: Week", by name. */
async function batches(venue: DeskVenue): Promise<readonly string[]> {
  const { rows } = await venue.call<{ rows: Batch[] }>('cards.list', { withdrawn: false });
  return rows.map(({ name, productName, counts }) => `${counts.unused} ${name}: ${productName}`).sort();
}

test('the last cards of a batch become cards of another product, and are of the first again', async ({
  page,
  venue,
}) => {
  const productId = await venue.addProduct('Day');
  await venue.addProduct('Week', { priceMinor: 2_000, validForSec: 604_800 });
  await venue.call('cards.make', { kind: 'cards', name: 'Lobby', productId, count: 10, length: 8 });
  await openDesk(page, venue);
  await page.getByRole('link', { name: 'Cards' }).press('Enter');
  await page.getByRole('button', { name: 'Lobby' }).press('Enter');
  const batch = page.getByRole('dialog', { name: 'Lobby' });
  await batch.getByRole('button', { name: 'Give another product' }).press('Enter');

  const panel = page.getByRole('dialog', { name: 'Give another product' });
  await expect(panel.getByRole('combobox', { name: 'Product' })).toBeFocused();
  await expect(panel.getByRole('combobox', { name: 'Product' })).toHaveText('Week');
  await page.keyboard.press('Tab');
  await expect(panel.getByRole('textbox', { name: 'From no.' })).toBeFocused();
  await page.keyboard.type('11');
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('textbox', { name: 'From no.' })).toHaveAttribute('aria-invalid', 'true');
  await panel.getByRole('textbox', { name: 'From no.' }).clear();
  await page.keyboard.type('8');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Now of another product: 3')).toBeVisible();
  expect(await batches(venue)).toEqual(['3 Lobby 8–10: Week', '7 Lobby: Day']);

  // The panel shows those that moved; taken back they are none of their own any more, and it is closed.
  await expect(page.getByRole('dialog', { name: 'Lobby 8–10' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect.poll(() => batches(venue)).toEqual(['10 Lobby: Day']);
});
