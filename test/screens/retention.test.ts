/** How long the connections of one domain are kept: set, taken back, and given up again, by keyboard alone. */
import { expect } from '@playwright/test';
import { expectAccessible, openDesk, test, type DeskVenue } from './desk-venue';

interface Retention {
  readonly domains: readonly { readonly name: string; readonly keepDays?: number }[];
}

/** Of the camping; undefined: as the venue. */
async function keptDays(venue: DeskVenue): Promise<number | undefined> {
  const { domains } = await venue.call<Retention>('retention.get');
  return domains.find(({ name }) => name === 'Camping')!.keepDays;
}

test('a domain is given a time of its own, which is taken back, and follows the venue again', async ({
  page,
  venue,
}) => {
  await venue.call('domains.add', { name: 'Camping', service: 'hotspot' });
  await openDesk(page, venue);
  await page.getByRole('link', { name: 'Data protection' }).press('Enter');
  await page.getByRole('tab', { name: 'Texts guests agree to' }).press('ArrowRight');
  await page.getByRole('tab', { name: 'How long data is kept' }).press('Enter');
  const days = page.getByRole('textbox', { name: 'Camping' });
  await expect(days).toHaveValue('');
  await expect(page.getByText('As the venue: for ever')).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();

  await days.focus();
  await page.keyboard.type('no number');
  await expect(days).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  await days.clear();
  await page.keyboard.type('30');
  await page.keyboard.press('Enter');
  await expect(page.getByText('The times are saved.')).toBeVisible();
  expect(await keptDays(venue)).toBe(30);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(days).toHaveValue('');
  await expect.poll(() => keptDays(venue)).toBeUndefined();

  await days.focus();
  await page.keyboard.type('45');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'As the venue: Camping' }).press('Enter');
  await expect(page.getByText('Camping follows the venue again.')).toBeVisible();
  await expect(days).toHaveValue('');
  expect(await keptDays(venue)).toBeUndefined();
});
