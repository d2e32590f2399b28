/** The owner says whose guests an operator sees, and the operator's own window shows no others. */
import { expect } from '@playwright/test';
import { expectAccessible, openDesk, RECEPTIONIST, test } from './desk-venue';
import { OWNER } from './guest-day';

const domainsLabel = 'Only guests of these domains';

test('an operator is bound to a domain in the panel, and sees the guests of no other', async ({ page, venue }) => {
  const { id: domainId } = await venue.call<{ id: number }>('domains.add', { name: 'Camping', service: 'hotspot' });
  await venue.call('guests.add', { username: 'in-the-hotel' });
  await venue.call('guests.add', { username: 'in-a-tent', domainId });
  await openDesk(page, venue);
  await page.getByRole('link', { name: 'Operators' }).click();
  await page.getByRole('button', { name: 'Add operator' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(RECEPTIONIST.name);
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(RECEPTIONIST.password);
  // By keyboard alone: the list opens, the second domain is chosen, and Backspace would take its chip away again.
  await page.getByRole('combobox', { name: domainsLabel }).focus();
  await page.keyboard.type('Camp');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Camping' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Names begin with' }).fill('with space');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Letters, digits and hyphens only.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Names begin with' }).fill('');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save' }).click();
  const line = page.getByRole('row').filter({ hasText: RECEPTIONIST.name });
  await expect(line.getByText('Domain Camping')).toBeVisible();
  await expect(line.getByText(`below ${OWNER.name}`)).toBeVisible();

  await page.getByRole('button', { name: `${OWNER.name} Owner` }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await openDesk(page, venue, RECEPTIONIST);
  await expect(page.getByRole('button', { name: `${RECEPTIONIST.name} Front desk Domain Camping` })).toBeVisible();
  await page.getByRole('link', { name: 'Guests' }).click();
  await expect(page.getByRole('link', { name: 'in-a-tent' })).toBeVisible();
  await expect(page.getByText('in-the-hotel')).toHaveCount(0);
});

test('an owner is bound to nothing, and nobody decides what they see themselves', async ({ page, venue }) => {
  await venue.call('operators.add', { ...RECEPTIONIST, role: 'desk' });
  await openDesk(page, venue);
  await page.getByRole('link', { name: 'Operators' }).click();
  await page.getByRole('button', { name: OWNER.name, exact: true }).click();
  await expect(page.getByText('An owner sees the whole venue.')).toBeVisible();
  await expect(page.getByRole('combobox', { name: domainsLabel })).toHaveCount(0);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: RECEPTIONIST.name, exact: true }).click();
  await expect(page.getByRole('combobox', { name: domainsLabel })).toBeVisible();
});
