/** Two receptionists at one PC: the window is locked, and whoever is next goes on by PIN. */
import { expect } from '@playwright/test';
import { expectAccessible, openDesk, RECEPTIONIST, test, tiles } from './desk-venue';

const ROSA_PIN = '4071';

test('a half-filled sale waits beneath the lock, and is sold by whoever goes on', async ({ page, venue }) => {
  await venue.addProduct('1 day');
  const { id } = await venue.call<{ id: number }>('operators.add', { ...RECEPTIONIST, role: 'desk' });
  await venue.call('operators.update', { id, pin: ROSA_PIN });
  await openDesk(page, venue);
  await page.getByRole('textbox', { name: 'Room' }).fill('204');
  await page.getByRole('button', { name: /Owner/ }).click();
  await page.getByRole('menuitem', { name: 'Lock or switch' }).click();
  const lock = page.getByRole('dialog', { name: 'Who goes on?' });
  await expect(lock).toBeVisible();
  await lock.getByRole('button', { name: RECEPTIONIST.name }).click();
  await expectAccessible(page);

  // Neither F1 nor Ctrl+Z reaches the desk beneath.
  await page.keyboard.press('F1');
  await page.keyboard.press('Control+z');
  expect(await venue.tickets()).toEqual([]);
  await page.keyboard.type('1357');
  await page.keyboard.press('Enter');
  await expect(lock.getByText('This PIN is wrong.')).toBeVisible();
  for (const digit of ROSA_PIN) await lock.getByRole('button', { name: digit, exact: true }).click();
  await lock.getByRole('button', { name: 'Go on' }).click();
  await expect(lock).toHaveCount(0);

  await expect(page.getByRole('button', { name: `${RECEPTIONIST.name} Front desk` })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Operators' })).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: 'Room' })).toHaveValue('204');
  await tiles(page).getByRole('button', { name: /1 day/ }).click();
  await expect.poll(async () => (await venue.tickets())[0]).toMatchObject({ room: '204', operatorName: 'Rosa' });
});

test('a window that is loaded anew stays locked', async ({ page, venue }) => {
  await openDesk(page, venue);
  await page.keyboard.press('Control+l');
  await expect(page.getByRole('dialog', { name: 'Who goes on?' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('dialog', { name: 'Who goes on?' })).toBeVisible();
  // The owner has no PIN: only the password opens it.
  await expect(page.getByRole('textbox', { name: 'Password', exact: true })).toBeVisible();
});
