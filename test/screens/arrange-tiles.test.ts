/** A manager arranges the tiles of the desk, by keyboard and by touch; the receptionist finds them so. */
import { expect, type Page } from '@playwright/test';
import {
  addReceptionist,
  expectAccessible,
  expectToFit,
  openDesk,
  RECEPTIONIST,
  shownCodes,
  soldPanel,
  test,
  tiles,
  type DeskVenue,
} from './desk-venue';

const arranging = (page: Page) => page.getByRole('region', { name: 'Arrange the tiles' });
const arrangeButton = (page: Page) => page.getByRole('button', { name: 'Arrange the tiles' });
const namesInHand = (page: Page) => arranging(page).getByRole('listitem').locator('bdi');

async function addThree(venue: DeskVenue): Promise<void> {
  for (const name of ['Hour', 'Day', 'Week']) await venue.addProduct(name);
}

test('by keyboard a tile moves forward, takes the key of its place, and Ctrl+Z brings it back', async ({
  page,
  venue,
}) => {
  await addThree(venue);
  await openDesk(page, venue);
  await arrangeButton(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Done' })).toBeFocused();
  await expectAccessible(page);
  await expectToFit(page);

  const forward = arranging(page).getByRole('button', { name: 'Move forward: Week' });
  await forward.focus();
  await page.keyboard.press('Enter');
  await expect(namesInHand(page)).toHaveText(['Hour', 'Week', 'Day']);
  await expect(forward).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(namesInHand(page)).toHaveText(['Week', 'Hour', 'Day']);
  await expect(forward).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('F1');
  await page.keyboard.press('Control+z');
  await expect(namesInHand(page)).toHaveText(['Hour', 'Week', 'Day']);

  await page.keyboard.press('Escape');
  await expect(tiles(page)).toBeVisible();
  expect(await venue.tickets()).toEqual([]);
  await page.keyboard.press('F2');
  await shownCodes(page);
  expect((await venue.tickets())[0]).toMatchObject({ productName: 'Week' });
});

test.describe('by touch', () => {
  test.use({ hasTouch: true });

  test('a favourite comes first, a hidden tile goes, and the receptionist may change neither', async ({
    page,
    venue,
  }) => {
    await addThree(venue);
    await addReceptionist(venue);
    await openDesk(page, venue);
    await arrangeButton(page).tap();
    await arranging(page).getByRole('button', { name: 'Favourite: Week' }).tap();
    await expect(namesInHand(page)).toHaveText(['Week', 'Hour', 'Day']);
    await arranging(page).getByRole('button', { name: 'Hidden: Hour' }).tap();
    await expect(arranging(page).getByRole('button', { name: 'Hidden: Hour' })).toHaveAttribute('aria-pressed', 'true');
    for (const button of await arranging(page).getByRole('button').all()) {
      const box = (await button.boundingBox())!;
      expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(40);
    }
    await page.getByRole('button', { name: 'Done' }).tap();
    await expect(tiles(page).getByRole('button')).toHaveCount(2);
    await expect(tiles(page).getByRole('button').first()).toHaveAccessibleName(/^Week/);

    await page.context().clearCookies();
    await openDesk(page, venue, RECEPTIONIST);
    await expect(tiles(page).getByRole('button')).toHaveCount(2);
    await expect(arrangeButton(page)).toHaveCount(0);
    await tiles(page).getByRole('button').first().tap();
    await shownCodes(page);
  });
});

test('of more than twelve products the others are found by typing, and Enter sells the one that is left', async ({
  page,
  venue,
}) => {
  for (let number = 1; number <= 13; number++) await venue.addProduct(`Tariff ${number}`);
  await openDesk(page, venue);
  const filter = page.getByRole('searchbox', { name: 'Find a product' });
  await filter.fill('tariff');
  await page.keyboard.press('Enter');
  await expect(tiles(page).getByRole('button')).toHaveCount(13);
  await filter.fill('13');
  await expect(tiles(page).getByRole('button')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(soldPanel(page)).toBeVisible();
  await shownCodes(page);
  expect(await venue.tickets()).toMatchObject([{ productName: 'Tariff 13' }]);
  await expect(filter).toHaveValue('');
});
