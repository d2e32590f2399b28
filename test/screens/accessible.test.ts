/** Every screen of the demo hotel, in light and dark, from left to right and from right to left: nothing a screen reader, a keyboard or weak eyes would trip over. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test as base, type Page } from '@playwright/test';
import { accessibilityFaults } from './accessibility';
import { startService, type RunningService } from './service';

/** As many controls of one screen as are walked through with Tab; behind them come further rows of the same lists. */
const MOST_CONTROLS = 40;
/** Against getting lost in a screen that holds the focus. */
const MOST_STRAYED = 15;

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
  expect(await accessibilityFaults(page), screen).toEqual([]);
}

async function speak(page: Page, language: 'en' | 'ar'): Promise<void> {
  await page.evaluate(async (spoken) => {
    const headers = { 'content-type': 'application/json' };
    await fetch('/rpc/operators/setLanguage', {
      method: 'POST',
      headers,
      body: JSON.stringify({ json: { language: spoken } }),
    });
  }, language);
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr');
}

/** Opens every place of the rail, whichever there are, and looks at it. */
async function atEveryPlace(page: Page, look: (place: string) => Promise<void>): Promise<void> {
  const links = page.getByRole('navigation').getByRole('link');
  await expect(links.first()).toBeVisible();
  const places = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')!));
  expect(places.length).toBeGreaterThan(9);
  for (const place of places) {
    const link = page.locator(`nav a[href="${place}"]`);
    await link.click();
    await expect(link).toHaveAttribute('aria-current', 'page');
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    await expect(page.getByRole('progressbar')).toHaveCount(0);
    await page.mouse.move(0, 0);
    await look(place);
  }
}

/** Marks the first controls of the screen that Tab has to come to, in their order. @returns what each of them is */
function markControls(page: Page): Promise<string[]> {
  return page.evaluate((most) => {
    const tabbable = 'a[href], button, input, select, textarea, [tabindex="0"]';
    const controls = [...document.querySelectorAll<HTMLElement>(`main :is(${tabbable})`)].filter(
      (one) =>
        one.tabIndex >= 0 &&
        !one.matches(':disabled, [type="hidden"]') &&
        one.checkVisibility({ visibilityProperty: true }),
    );
    // Of a group of radio buttons Tab comes to one.
    const reached = controls.filter((one) => !one.matches('input[type="radio"]:not(:checked)')).slice(0, most);
    return reached.map((one, at) => {
      one.dataset['control'] = String(at);
      return `${one.tagName.toLowerCase()} ${one.getAttribute('aria-label') ?? one.innerText.slice(0, 40)}`;
    });
  }, MOST_CONTROLS);
}

function marksThere(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-control]')].map((one) => Number(one.dataset['control'])),
  );
}

/** Where the focus is: the mark of the control, and whether a person sees it there. */
function focused(page: Page): Promise<{ readonly control: number | undefined; readonly seen: boolean }> {
  return page.evaluate(() => {
    const at = document.activeElement as HTMLElement;
    const isRinged = (one: Element): boolean => {
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
    };
    const around = [at, at.parentElement, at.parentElement?.parentElement].filter(
      (one) => one !== null && one !== undefined,
    );
    // A text field shows it by its frame.
    const frame = at.closest('.Mui-focused')?.querySelector('fieldset');
    const isFramed = frame !== null && frame !== undefined && parseFloat(getComputedStyle(frame).borderTopWidth) >= 2;
    const control = at.dataset['control'];
    return { control: control === undefined ? undefined : Number(control), seen: isFramed || around.some(isRinged) };
  });
}

async function expectKeyboardReaches(page: Page, place: string): Promise<void> {
  const controls = await markControls(page);
  expect(controls.length, `controls of ${place}`).toBeGreaterThan(0);
  await page.locator('main').first().focus();
  const reached = new Set<number>();
  const unseen = new Set<string>();
  for (let strayed = 0; reached.size < controls.length && strayed < MOST_STRAYED;) {
    await page.keyboard.press('Tab');
    const { control, seen } = await focused(page);
    if (control === undefined || reached.has(control)) strayed += 1;
    else reached.add(control);
    if (control !== undefined && !seen) unseen.add(`${place}: ${controls[control]!}`);
  }
  // Guests come and go meanwhile: who is gone from a list need not be reached any more.
  const there = await marksThere(page);
  const missed = controls.filter((_, at) => !reached.has(at) && there.includes(at));
  expect(missed.map((control) => `${place}: ${control}`)).toEqual([]);
  expect([...unseen]).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const language of ['en', 'ar'] as const) {
    test(`every place is accessible in ${colorScheme}, ${language}`, async ({ page, demo }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await signIn(page, demo);
      await expect(page.getByRole('navigation')).toBeVisible();
      await speak(page, language);
      await atEveryPlace(page, (place) => expectAccessible(page, place));
    });
  }
}

for (const language of ['en', 'ar'] as const) {
  test(`every place is reached and seen with the keyboard alone, ${language}`, async ({ page, demo }) => {
    await signIn(page, demo);
    await expect(page.getByRole('navigation')).toBeVisible();
    await speak(page, language);
    await atEveryPlace(page, (place) => expectKeyboardReaches(page, place));
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
