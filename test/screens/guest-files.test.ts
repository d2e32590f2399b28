/** Guests from a file at the office: its columns are named, it is tried out, corrected, imported and taken back. And the connections as a file. */
import { appendFileSync, readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { expectAccessible, openDesk, RECEPTIONIST, test, type DeskVenue } from './desk-venue';

const heading = 'Login;Gast;Kundenfeld;E-Mail';
const file = [heading, 'anna;Anna Rossi;12;anna@example.com', 'ben;Ben Wright;14;no mail at all'].join('\n');

function choose(page: Page, text: string): Promise<void> {
  return page
    .getByLabel('Choose a file')
    .and(page.locator('input'))
    .setInputFiles({ name: 'guests.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
}

async function take(page: Page, title: string, column: string): Promise<void> {
  await expect(page.getByRole('combobox', { name: `What “${title}” is taken as` })).toBeVisible({ timeout: 5_000 });
  await page.getByRole('combobox', { name: `What “${title}” is taken as` }).click();
  await page.getByRole('option', { name: column, exact: true }).click();
}

async function usernames(venue: DeskVenue): Promise<readonly string[]> {
  const { rows } = await venue.call<{ rows: { username: string }[] }>('guests.list', { limit: 50 });
  return rows.map(({ username }) => username).sort();
}

test('a file is tried out, what is wrong is given back, and the import is one change', async ({ page, venue }) => {
  await openDesk(page, venue);
  await page.getByRole('link', { name: 'Import and export' }).click();
  await choose(page, file);
  await expect(page.getByText('2 rows')).toBeVisible();
  await take(page, 'Login', 'Login name');
  await take(page, 'Gast', 'Name');
  await take(page, 'Kundenfeld', 'Room');
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Try it out' }).click();
  const outcome = page.getByRole('status').filter({ hasText: 'What importing would do' });
  await expect(outcome.getByRole('row')).toHaveCount(1);
  await expect(outcome.getByRole('row')).toContainText('Row 3');
  expect(await usernames(venue)).toEqual([]);

  const saving = page.waitForEvent('download');
  await outcome.getByRole('button', { name: 'Save the file with what to correct' }).click();
  const given = readFileSync(await (await saving).path(), 'utf8');
  expect(given).toContain('ben;Ben Wright;14;no mail at all;E-mail: “no mail at all” is not valid');
  expect(given).toMatch(/anna@example\.com;\r?\n/);

  await page.getByRole('button', { name: /^Import 1 guest/ }).click();
  await expect(page.getByText('1 guests added, 0 changed.')).toBeVisible();
  expect(await usernames(venue)).toEqual(['anna']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => usernames(venue)).toEqual([]);
});

test('a second file with the same headings is taken as the first was', async ({ page, venue }) => {
  await openDesk(page, venue);
  await page.getByRole('link', { name: 'Import and export' }).click();
  await choose(page, [heading, 'anna;Anna Rossi;12;'].join('\n'));
  await take(page, 'Login', 'Login name');
  await take(page, 'Kundenfeld', 'Room');
  await page.getByRole('button', { name: 'Try it out' }).click();
  await page.getByRole('button', { name: /^Import 1 guest/ }).click();
  await expect.poll(() => usernames(venue)).toEqual(['anna']);
  await page.getByRole('button', { name: 'Another file' }).click();
  await choose(page, [heading, 'carla;Carla Bianchi;15;'].join('\n'));
  await expect(page.getByText('The columns are taken as at the last import of such a file.')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'What “Kundenfeld” is taken as' })).toHaveText('Room');
});

test('what is no table is said to be none, and changes nothing', async ({ page, venue }) => {
  await openDesk(page, venue);
  await page.getByRole('link', { name: 'Import and export' }).click();
  await choose(page, '\u0000\u0001\u0002 not a table');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible();
});

test('whoever may only export finds the export, and no import', async ({ page, venue }) => {
  const { id } = await venue.call<{ id: number }>('operators.addRole', { name: 'Books', rights: ['export'] });
  await venue.call('operators.add', { ...RECEPTIONIST, role: id });
  await page.goto(venue.url);
  await page.getByRole('combobox', { name: 'Name' }).fill(RECEPTIONIST.name);
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(RECEPTIONIST.password);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Import and export' }).click();
  await expect(page.getByRole('tab')).toHaveText(['Guests into a file']);
});

test('the connections are taken as a file, which is checked, and shows when it was changed', async ({
  page,
  venue,
}) => {
  await openDesk(page, venue);
  await page.getByRole('link', { name: 'Import and export' }).click();
  await page.getByRole('tab', { name: 'Connections' }).click();
  await page.getByLabel('From', { exact: true }).fill('2026-11-22');
  await page.getByLabel('To', { exact: true }).fill('2026-11-21');
  await expect(page.getByText('The first day must not be after the last.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Make the file' })).toBeDisabled();
  await page.getByLabel('To', { exact: true }).fill('2026-11-23');
  await page.getByRole('button', { name: 'Make the file' }).click();
  await expect(page.getByText(/Connections in the file: 0 /)).toBeVisible();

  const path = page.getByRole('textbox', { name: 'Full path of the file' });
  await expect(path).toHaveValue(/\.csv$/);
  await page.getByRole('button', { name: 'Check the file' }).click();
  await expect(page.getByText('Everything is as it was written. Connections: 0.')).toBeVisible();
  await expectAccessible(page);
  appendFileSync(await path.inputValue(), 'one more\n');
  await page.getByRole('button', { name: 'Check the file' }).click();
  await expect(page.getByText(/Not as it was written: line \d+/)).toBeVisible();
  await page.getByRole('button', { name: 'Check the records' }).click();
  await expect(page.getByText('Everything is as it was written. Connections: 0.')).toBeVisible();

  await path.fill('/nowhere/at-all.csv');
  await page.getByRole('button', { name: 'Check the file' }).click();
  await expect(page.getByText('This is no connection log of this venue.')).toBeVisible();
});
