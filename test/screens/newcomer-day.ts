/**
 * What a newcomer does on the first day with nothing but the README: sells ten different things, finds out why a guest
 * cannot get online, takes a mistake back, counts the drawer. In whichever window.
 */
import { expect, type Page } from '@playwright/test';
import { ask, type Ports } from './guest-day';

const FLOAT = 100;
/** What the drawer holds at the end: the float, and what was sold for cash below. */
const COUNTED = FLOAT + 1 + 60 + 1 + 2 + 20;

/** The whole day, from the desk that the wizard leads to. */
export async function spendFirstDay(page: Page, ports: Ports): Promise<void> {
  await openShift(page);
  await addCoffeeHour(page);
  const { code } = await sellTenThings(page);
  await undoTheMistake(page);
  await findOutWhyNotOnline(page, ports, code);
  await closeShift(page);
}

/** Begins the shift with what lies in the drawer. */
async function openShift(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Shift' }).click();
  await page.getByRole('textbox', { name: 'Float' }).fill(String(FLOAT));
  await page.getByRole('button', { name: 'Open shift' }).click();
  await expect(page.getByRole('region', { name: 'Your shift' })).toBeVisible();
}

/** Adds a product of the house, beside those the wizard proposed. */
async function addCoffeeHour(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Products' }).click();
  await page.getByRole('button', { name: 'Add product' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Coffee hour');
  await page.getByRole('textbox', { name: 'Price' }).fill('2');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Coffee hour is on the desk.')).toBeVisible();
}

interface Sold {
  /** Of the guest in room 12. */
  readonly code: string;
}

/** Ten sales, no two alike: products, prices, payments, rooms, numbers, languages. The last one is the mistake. */
async function sellTenThings(page: Page): Promise<Sold> {
  await page.getByRole('link', { name: 'Desk' }).click();
  await expect(
    page.getByRole('region', { name: 'Products' }).getByRole('button', { name: /Coffee hour/ }),
  ).toBeVisible();
  await press(page, 'F1');

  await page.getByRole('textbox', { name: 'Room' }).fill('12');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Anna Rossi');
  await choosePayment(page, 'Card');
  const [code] = await press(page, 'F2');

  await page.getByRole('button', { name: 'One ticket more' }).dblclick();
  expect(await press(page, 'F3', 3)).toHaveLength(3);

  await page.getByRole('textbox', { name: 'Room' }).fill('7');
  await press(page, 'F4');
  await press(page, 'F5');

  await page.getByRole('combobox', { name: 'Language' }).selectOption('it');
  await press(page, 'F1');

  await choosePayment(page, 'Free');
  await page.getByRole('textbox', { name: 'Why free' }).fill('The shower was cold');
  await press(page, 'F2');

  await press(page, 'F6');

  await press(page, 'F3');
  await page.getByRole('textbox', { name: 'Given' }).fill('50');
  await expect(soldPanel(page).getByText('30')).toBeVisible();

  await page.getByRole('textbox', { name: 'Room' }).fill('3');
  await choosePayment(page, 'On the room');
  await press(page, 'F2');
  return { code: code! };
}

const soldPanel = (page: Page) => page.getByRole('region', { name: 'Sold just now' });

async function choosePayment(page: Page, payment: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Payment' }).selectOption(payment);
}

/** Two presses of a key within 400 ms are one, of worn keys and nervous fingers; no person sells that fast on purpose. */
const BETWEEN_PRESSES_MS = 500;
const pressedAtMs = new Map<string, number>();

/** One press on the desk. @returns the codes that are shown, which are others than before */
async function press(page: Page, key: string, tickets = 1): Promise<readonly string[]> {
  const codes = soldPanel(page).getByTestId('sold-code');
  const before = await codes.allTextContents();
  await page.waitForTimeout(Math.max(0, (pressedAtMs.get(key) ?? 0) + BETWEEN_PRESSES_MS - Date.now()));
  pressedAtMs.set(key, Date.now());
  await page.keyboard.press(key);
  // While it is being sold there may be none, or still the former ones.
  let shown: readonly string[] = [];
  await expect(async () => {
    shown = await codes.allTextContents();
    expect(shown).toHaveLength(tickets);
    expect(before.filter((code) => shown.includes(code))).toEqual([]);
  }).toPass({ timeout: 60_000 });
  return shown.map((code) => code.replace(/\s/g, ''));
}

/** The last sale was for another room: one press takes it back. */
async function undoTheMistake(page: Page): Promise<void> {
  await soldPanel(page).getByRole('button', { name: 'Undo' }).click();
  await expect(soldPanel(page).getByTestId('sold-spoken')).toHaveText('Taken back. The code does not work.');
}

/** Anna types her password wrong; the desk asks by her room, and reads it. */
async function findOutWhyNotOnline(page: Page, ports: Ports, code: string): Promise<void> {
  expect(await ask(ports, 'hotspot-auth-pap.txt', code, 'anna')).toContain('Received Access-Reject');
  await page.getByRole('link', { name: 'Online now' }).click();
  await page.getByRole('searchbox', { name: 'Who cannot get online?' }).fill('Anna');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/Anna Rossi.* typed a wrong password \(1 times?/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Reprint' })).toBeVisible();
}

/** Counts the drawer to the cent; what went by card, on the room, for free and taken back is not in it. */
async function closeShift(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Shift' }).click();
  await page.getByRole('button', { name: 'Close shift' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: 'Counted' }).fill(String(COUNTED));
  await expect(form.getByText('It balances')).toBeVisible();
  await form.getByRole('button', { name: 'Close shift' }).click();
  await expect(page.getByText('The shift is closed.')).toBeVisible();
  await expect(page.getByText('No shift is open')).toBeVisible();
}
