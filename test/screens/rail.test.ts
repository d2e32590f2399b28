import { expect } from '@playwright/test';
import { openDesk, test } from './desk-venue';

test('a screen that was opened by its address is in sight in the rail, also in a low window', async ({
  page,
  venue,
}) => {
  await openDesk(page, venue);
  const link = page.getByRole('navigation').getByRole('link', { name: 'Backup' });
  await page.setViewportSize({ width: 1024, height: 500 });
  await expect(link).not.toBeInViewport();
  await page.evaluate(() => (location.hash = '/office/backup'));
  await expect(link).toHaveAttribute('aria-current', 'page');
  await expect(link).toBeInViewport();
});
