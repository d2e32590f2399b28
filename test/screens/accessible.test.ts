/** Every screen of the demo hotel, in light and dark: nothing a screen reader, a keyboard or weak eyes would trip over. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';
import { startService, type RunningService } from './service';

const screens = [
  'Desk',
  'Shift',
  'Products',
  'Routers',
  'Printers',
  'RADIUS log',
  'RADIUS doctor',
  'History',
  'Operators',
  'Venue',
] as const;

const test = base.extend<{ demo: RunningService }>({
  demo: async ({}, use) => {
    const demo = await startService({ args: ['--demo'] });
    await use(demo);
    await demo.stop();
  },
});

async function signIn(page: Page, demo: RunningService): Promise<void> {
  const access = JSON.parse(readFileSync(join(demo.dataFolder, 'demo-access.json'), 'utf8')) as {
    ownerName: string;
    ownerPassword: string;
  };
  await page.goto(demo.url);
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expectAccessible(page, 'sign-in');
  await page.getByLabel('Name').fill(access.ownerName);
  await page.getByLabel('Password', { exact: true }).fill(access.ownerPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function expectAccessible(page: Page, screen: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${screen}: ${id} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`),
  ).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`all screens are accessible in ${colorScheme}`, async ({ page, demo }) => {
    // Nine screens, each read by the whole of axe: minutes on a slow computer.
    test.setTimeout(400_000);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await signIn(page, demo);
    for (const screen of screens) {
      const link = page.getByRole('link', { name: screen });
      await link.click();
      await expect(link).toHaveAttribute('aria-current', 'page');
      await expect(page.getByRole('progressbar')).toHaveCount(0);
      await page.mouse.move(0, 0);
      await expectAccessible(page, screen);
    }
  });
}

test('the wizard is accessible from its first step', async ({ page }) => {
  const service = await startService();
  await page.goto(service.url);
  await expect(page.getByRole('textbox', { name: 'Name of the venue' })).toBeVisible();
  await expectAccessible(page, 'venue');
  await page.getByRole('textbox', { name: 'Name of the venue' }).fill('Hotel Bellavista');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('textbox', { name: 'Your name' })).toBeVisible();
  await expectAccessible(page, 'owner');
  await service.stop();
});
