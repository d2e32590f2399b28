/** Erasing the person behind a guest: said what goes before it is done, gone everywhere after it, by keyboard alone. */
import { expect, type Page } from '@playwright/test';
import { expectAccessible, openDesk, test } from './desk-venue';

const NAME = 'Zenobia Tarquinio';

async function openErasing(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Erase personal data' }).press('Enter');
  // What Enter would press first does nothing.
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Cancel' })).toBeFocused();
}

test('a guest is erased from the page, and their name is on no screen any more', async ({ page, venue }) => {
  const guest = { username: 'zenobia', displayName: NAME, room: '47', note: 'Allergic to wisteria' };
  const { id } = await venue.call<{ id: number }>('guests.add', guest);
  await openDesk(page, venue);
  await page.getByRole('link', { name: 'Guests' }).press('Enter');
  await page.getByRole('link', { name: NAME }).press('Enter');
  await expect(page.getByRole('heading', { name: NAME })).toBeVisible();

  await openErasing(page);
  await expect(page.getByText('Nobody can undo this.')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: NAME })).toBeVisible();

  await openErasing(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Erase for good' })).toBeFocused();
  await page.keyboard.press('Enter');
  const erased = `Erased guest ${id}`;
  const notice = page.getByRole('alert').or(page.getByRole('status')).filter({ hasText: 'Erased. The guest is now' });
  await expect(notice).toBeVisible();
  await expect(notice.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  await expect(page.getByRole('heading', { name: erased })).toBeVisible();
  await expect(page.getByText('Zenobia')).toHaveCount(0);
  await expect(page.getByText('wisteria')).toHaveCount(0);

  // Neither does Ctrl+Z bring anything back, nor does History know the name.
  await page.keyboard.press('Control+z');
  await page.getByRole('link', { name: 'History' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'History', level: 1 })).toBeVisible();
  await expect(page.getByText(erased).first()).toBeVisible();
  await expect(page.getByText('Zenobia', { exact: false })).toHaveCount(0);
  await page.getByRole('link', { name: 'Guests' }).press('Enter');
  await expect(page.getByRole('link', { name: erased })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Find a guest' }).focus();
  await page.keyboard.type('zenobia');
  await expect(page.getByRole('link', { name: erased })).toHaveCount(0);
  await expect(page.getByText('Zenobia', { exact: true })).toHaveCount(0);
});
