/** The front desk, driven as a receptionist drives it: one key sells, and everything can be done from the keyboard. */
import { expect, type Page } from '@playwright/test';
import { lacks } from '../tools';
import { openCoaListener } from '../fakes/coa-listener';
import { status } from '../fakes/printer';
import {
  addReceptionist,
  addRouter,
  expectAccessible,
  expectToFit,
  guestPanel,
  lastTickets,
  onlineNow,
  openDesk,
  RECEPTIONIST,
  searchBox,
  shownCodes,
  soldPanel,
  test,
  tiles,
  type DeskVenue,
} from './desk-venue';
import { ask, OWNER, ROUTER_SECRET } from './guest-day';
import { bounceMs } from '../../renderer/desk/sale-state';

/** Disconnect-ACK (RFC 5176 §2.1). */
const DISCONNECT_ACK = 41;

declare global {
  interface Window {
    /** How often the page has opened the print dialog. */
    printDialogs: number;
    pressKey: (key: string, repeat: boolean) => void;
  }
}

test('F1 sells at once, from inside a field, and the code is there to be read, heard and found', async ({
  page,
  venue,
}) => {
  await venue.addProduct('1 day', { limitations: [{ devices: 2, rateDownBps: 10_000_000 }] });
  await openDesk(page, venue);
  await expect(page.getByText('Ready to sell')).toBeVisible();
  await expectToFit(page);
  await expectAccessible(page);

  await page.getByRole('textbox', { name: 'Room' }).fill('214');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Søren & <b>Ana</b>');
  await page.keyboard.press('F1');
  const [code] = await shownCodes(page);
  await expect(soldPanel(page).getByText('€5.00')).toBeVisible();
  await expect(soldPanel(page).getByText(/24 hours from first use, 2 devices/)).toBeVisible();
  await expect(page.getByTestId('sold-spoken')).toHaveText(`Sold 1 day. Code: ${Array.from(code!).join(', ')}.`);

  // The fields are for the next guest, and the focus is where it was.
  await expect(page.getByRole('textbox', { name: 'Room' })).toHaveValue('');
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused();
  await expect(lastTickets(page).getByRole('button', { name: `Undo the sale of ${code}` })).toBeVisible();
  expect(await venue.tickets()).toEqual([
    expect.objectContaining({ code, productName: '1 day', room: '214', displayName: 'Søren & <b>Ana</b>' }),
  ]);
  await expectToFit(page);
  await expectAccessible(page);
});

test('a key that bounces, a key held down and a nervous finger sell one ticket each', async ({ page, venue }) => {
  await venue.addProduct('1 day');
  await venue.addProduct('1 week');
  await venue.addProduct('1 month');
  await openDesk(page, venue);

  await page.evaluate(() => {
    window.pressKey = (key, repeat) =>
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, repeat, bubbles: true, cancelable: true }));
    window.pressKey('F1', false);
    window.pressKey('F1', false);
    window.pressKey('F2', false);
  });
  await expect(lastTickets(page).getByRole('button', { name: /^Undo the sale/ })).toHaveCount(2);
  // Long after the sale the finger is still on F2.
  const listedAtMs = await now(page);
  await expect.poll(() => now(page)).toBeGreaterThan(listedAtMs + bounceMs);
  await page.evaluate(() => {
    for (let held = 0; held < 20; held++) window.pressKey('F2', true);
  });
  await page.getByRole('button', { name: /1 month/ }).dblclick();
  await expect(lastTickets(page).getByRole('button', { name: /^Undo the sale/ })).toHaveCount(3);

  // What is sold now comes after everything that was pressed before.
  await venue.call('desk.sellTicket', { productId: 1, room: 'last' });
  const sold = (await venue.tickets()).map(({ productName }) => productName);
  expect(sold.toSorted()).toEqual(['1 day', '1 day', '1 month', '1 week']);
});

const now = (page: Page): Promise<number> => page.evaluate(() => performance.now());

test('an answer that got lost is asked for again and is not sold twice', async ({ page, venue }) => {
  await venue.addProduct('1 day');
  await openDesk(page, venue);
  await page.route(
    '**/rpc/desk/sellTicket',
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await page.keyboard.press('F1');
  await expect(page.getByRole('alert').filter({ hasText: 'Not sold: 1 day.' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Try again' }).click();
  const [code] = await shownCodes(page);
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect((await venue.tickets()).map((ticket) => ticket.code)).toEqual([code]);
});

test('a sale the venue refuses gives back what was typed and sells nothing', async ({ page, venue }) => {
  const id = await venue.addProduct('1 day');
  await openDesk(page, venue);
  // The tile is still there while the news of the other window is on its way.
  await page.route('**/rpc/products/list', (route) => route.abort());
  await venue.call('products.setRetired', { id, retired: true });
  await page.getByRole('textbox', { name: 'Room' }).fill('7');
  await page.keyboard.press('F1');
  await expect(page.getByRole('alert')).toContainText('The product "1 day" is no longer sold.');
  await expect(page.getByRole('textbox', { name: 'Room' })).toHaveValue('7');
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  expect(await venue.tickets()).toEqual([]);
});

test('three tickets at one press, taken back and brought back together, with the keyboard alone', async ({
  page,
  venue,
}) => {
  await venue.addProduct('Until check-out', { untilCheckOut: true, validForSec: undefined });
  await openDesk(page, venue);
  const quantity = page.getByRole('spinbutton', { name: 'Tickets' });
  await quantity.focus();
  await page.keyboard.type('3');
  await expect(page.getByRole('button', { name: /3 ×/ })).toBeVisible();
  await page.getByRole('combobox', { name: 'Check-out' }).selectOption({ index: 2 });
  await page.keyboard.press('F1');
  const codes = await shownCodes(page, 3);
  expect(new Set(codes).size).toBe(3);
  await expect(soldPanel(page).getByText('€15.00')).toBeVisible();
  await expect(quantity).toHaveValue('1');
  await expectAccessible(page);

  // The next digit replaces the 1, or the next guest would get 12 tickets.
  await quantity.focus();
  await page.keyboard.press('F1');
  await shownCodes(page, 1);
  await page.keyboard.type('2');
  await expect(quantity).toHaveValue('2');
  await page.keyboard.press('Escape');
  await expect(quantity).toHaveValue('1');

  const undo = lastTickets(page).getByRole('button', { name: `Undo the sale of ${codes[0]}` });
  await undo.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('this takes back all 3 tickets');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(undo).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Take all 3 back' }).press('Enter');
  await expect(lastTickets(page).getByText('Taken back')).toHaveCount(3);
  await lastTickets(page).getByRole('button', { name: 'Bring back Until check-out' }).first().press('Enter');
  await expect(lastTickets(page).getByText('Taken back')).toHaveCount(0);
});

test('Undo on the panel takes the ticket back, and the panel follows Ctrl+Z and Ctrl+Y', async ({ page, venue }) => {
  await venue.addProduct('1 day');
  await openDesk(page, venue);
  await page.keyboard.press('F1');
  const [code] = await shownCodes(page);
  await soldPanel(page).getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(soldPanel(page).getByText('Taken back', { exact: true })).toBeVisible();
  expect(await venue.tickets()).toEqual([expect.objectContaining({ undone: true })]);
  const bringBack = soldPanel(page).getByRole('button', { name: 'Bring it back' });
  await expect(bringBack).toBeFocused();
  await expectAccessible(page);
  await bringBack.press('Enter');
  await expect(soldPanel(page).getByRole('button', { name: 'Undo', exact: true })).toBeFocused();

  await page.keyboard.press('Control+z');
  await expect(soldPanel(page).getByText('Taken back', { exact: true })).toBeVisible();
  await page.keyboard.press('Control+y');
  await expect(soldPanel(page).getByText('Taken back', { exact: true })).toHaveCount(0);
  expect(await venue.tickets()).toEqual([expect.objectContaining({ code, undone: false })]);
});

test.describe('with a router that asks', () => {
  test.skip(lacks('radclient'), 'radclient is not installed (package freeradius-utils)');

  test('a guest who is online is seen, locked, and taken back only after a question', async ({ page, venue }) => {
    await venue.addProduct('1 day', { limitations: [{ totalQuotaBytes: 2_000_000_000 }] });
    await addRouter(venue);
    await openDesk(page, venue);
    await expect(onlineNow(page).getByText('No router has been heard yet')).toBeVisible();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Ada Lovelace');
    await page.keyboard.press('F1');
    const [code] = await shownCodes(page);
    await ask(venue, 'hotspot-auth-pap.txt', code!, code!);
    await ask(venue, 'hotspot-acct-start.txt', code!, '');
    const guest = onlineNow(page).getByRole('button', { name: /Ada Lovelace/ });
    await expect(guest).toContainText('left');
    await expect(guest).toContainText('2 GB left');
    await expect(onlineNow(page).getByText('No router has been heard yet')).toHaveCount(0);
    await expectAccessible(page);

    await lockAndOpen(page, venue, code!);
    await page.keyboard.press('Escape');
    await expect(searchBox(page)).toBeFocused();

    await soldPanel(page).getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('has been used already');
    await expect(page.getByRole('alert')).toContainText('online with it now');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Keep' }).click();
    expect(await venue.tickets()).toEqual([expect.objectContaining({ undone: false })]);
    await soldPanel(page).getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByRole('button', { name: 'Take it back' }).click();
    await expect(soldPanel(page).getByText('Taken back', { exact: true })).toBeVisible();
    expect(await ask(venue, 'hotspot-auth-pap.txt', code!, code!)).toContain('Received Access-Reject');
  });

  test('a guest is disconnected from the panel by keyboard, and the desk says what the router did', async ({
    page,
    venue,
  }) => {
    let answerWith: 'acknowledge' | 'silence' = 'silence';
    const router = await openCoaListener(ROUTER_SECRET, (request) => {
      if (answerWith === 'acknowledge') request.answer(DISCONNECT_ACK);
    });
    await venue.addProduct('1 day');
    await addRouter(venue);
    await venue.call('routers.update', { id: 1, coaPort: router.port });
    await openDesk(page, venue);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Ada Lovelace');
    await page.keyboard.press('F1');
    const [code] = await shownCodes(page);
    await ask(venue, 'hotspot-auth-pap.txt', code!, code!);
    await ask(venue, 'hotspot-acct-start.txt', code!, '');
    await onlineNow(page)
      .getByRole('button', { name: /Ada Lovelace/ })
      .click();
    const button = guestPanel(page).getByRole('button', { name: /Disconnect|Asking the router/ });
    await button.press('Enter');
    await expect(page.getByText('Gateway does not answer. It is asked again')).toBeVisible({ timeout: 60_000 });
    await expectAccessible(page);
    expect(router.heard.length).toBeGreaterThan(0);
    expect(router.heard.every(({ authentic }) => authentic)).toBe(true);

    answerWith = 'acknowledge';
    await button.press('Enter');
    await expect(page.getByText('Gateway has ended the connection. The guest is not locked')).toBeVisible();
    await page.screenshot({ path: test.info().outputPath('disconnected.png') });
    await ask(venue, 'hotspot-acct-stop.txt', code!, '');
    await expect(button).toHaveCount(0);
    await router.close();
  });
});

/** Locks the guest in the list, is refused as the router, and finds all that in the guest's panel. */
async function lockAndOpen(page: Page, venue: DeskVenue, code: string): Promise<void> {
  await lastTickets(page)
    .getByRole('button', { name: `Lock ${code}: cannot log in again` })
    .click();
  await expect(lastTickets(page).getByText('Locked')).toBeVisible();
  expect(await ask(venue, 'hotspot-auth-pap.txt', code, code)).toContain('Received Access-Reject');
  await onlineNow(page)
    .getByRole('button', { name: /Ada Lovelace/ })
    .click();
  const panel = guestPanel(page);
  await expect(panel.getByText('The open session is being ended on the router.')).toBeVisible();
  await expect(panel.getByRole('region', { name: 'Last refusals' }).getByText(/locked/i)).toBeVisible();
  await expect(panel.getByRole('region', { name: /^Devices/ }).getByText('Private address')).toBeVisible();
  await expect(panel.getByRole('region', { name: /^Sessions/ }).getByText('Online')).toBeVisible();
  await expectAccessible(page);
  await panel.getByRole('button', { name: 'Unlock' }).click();
  await expect(panel.getByRole('button', { name: 'Lock', exact: true })).toBeVisible();
}

test('the search finds by room, name and code as one types, opens with Enter, and sells nothing', async ({
  page,
  venue,
}) => {
  const productId = await venue.addProduct('1 day');
  await venue.call('desk.sellTicket', { productId, room: '12', displayName: 'Ada Lovelace' });
  await venue.call('desk.sellTicket', { productId, room: '121', displayName: 'Grace Hopper' });
  const code = (await venue.tickets())[0]!.code;
  await openDesk(page, venue);

  await page.keyboard.press('/');
  await expect(searchBox(page)).toBeFocused();
  await page.keyboard.type('12');
  const found = page.getByRole('listbox', { name: 'Guests found' });
  await expect(found.getByRole('option')).toHaveCount(2);
  await expectAccessible(page);
  const first = found.getByRole('option', { selected: true });
  const firstText = await first.textContent();
  await page.keyboard.press('ArrowDown');
  await expect(first).not.toHaveText(firstText!);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(guestPanel(page)).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(guestPanel(page)).toHaveCount(0);

  // A scanner types faster than any list can follow.
  await page.keyboard.press('Control+f');
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
  await expect(guestPanel(page).getByText('Grace Hopper')).toBeVisible();

  await page.keyboard.press('Control+f');
  await page.keyboard.type('nobody at all');
  await expect(page.getByText('Nobody found for "nobody at all".')).toBeVisible();
  await page.keyboard.press('Enter');
  expect(await venue.tickets()).toHaveLength(2);
});

test('a printer out of paper is said in words, and Reprint prints a copy', async ({ page, venue }) => {
  await venue.addProduct('1 day');
  const printer = await venue.addPrinter();
  await openDesk(page, venue);
  await page.keyboard.press('F1');
  await shownCodes(page);
  await expect(soldPanel(page).getByText('Printed', { exact: true }).first()).toBeVisible();
  expect(printer.papers()).toHaveLength(1);

  await soldPanel(page).getByRole('button', { name: 'Reprint' }).click();
  await expect.poll(() => printer.papers().length).toBe(2);
  const { rows } = await venue.call<{ rows: { copy: boolean }[] }>('printers.jobs');
  expect(rows.map(({ copy }) => copy)).toEqual([true, false]);

  printer.become({ status: status.noPaper });
  await page.keyboard.press('F1');
  await expect(
    soldPanel(page)
      .getByText(/out of paper/)
      .first(),
  ).toBeVisible();
  await expect(
    soldPanel(page)
      .getByText(/The sale is safe/)
      .first(),
  ).toBeVisible();
  await expectAccessible(page);
  printer.become({ status: status.ready, confirms: true });
  await soldPanel(page).getByRole('button', { name: 'Reprint' }).click();
  await expect.poll(() => printer.papers().length).toBe(3);
  await expect(soldPanel(page).getByText('Printed', { exact: true }).first()).toBeVisible();
});

test('a name with letters that no typeface has is sold and printed, and the panel says what to do about it', async ({
  page,
  venue,
}) => {
  await venue.addProduct('1 day');
  const printer = await venue.addPrinter();
  await openDesk(page, venue);
  // Private use (Unicode §23.5): no typeface of a computer has a shape for it.
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Anna \u{f1234}');
  await page.keyboard.press('F1');
  await shownCodes(page);
  const word = soldPanel(page).getByRole('alert').filter({ hasText: 'This computer has no typeface for \u{f1234}' });
  await expect(word).toContainText('Install a typeface with these letters');
  await expect(soldPanel(page).getByText('Printed', { exact: true }).first()).toBeVisible();
  expect(printer.papers()).toHaveLength(1);
  await expectToFit(page);
  await expectAccessible(page);

  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Søren Мария');
  await page.keyboard.press('F1');
  await expect(soldPanel(page).getByText('Søren Мария')).toBeVisible();
  await expect(soldPanel(page).getByRole('alert')).toHaveCount(0);
});

test('without a printer the tickets print from the screen, each on a page of its own size', async ({ page, venue }) => {
  await venue.addProduct('1 day');
  // The real dialog would wait for a person.
  await page.addInitScript(() => {
    window.printDialogs = 0;
    window.print = () => (window.printDialogs += 1);
  });
  await openDesk(page, venue);
  await page.getByRole('spinbutton', { name: 'Tickets' }).fill('2');
  await page.keyboard.press('F1');
  await shownCodes(page, 2);
  await expect(soldPanel(page).getByText('No printer. The sale is safe.').first()).toBeVisible();
  await soldPanel(page).getByRole('button', { name: 'Print from screen' }).click();
  await expect.poll(() => page.evaluate(() => window.printDialogs)).toBe(1);
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
  // 80 mm are 226.8 points; Chromium rounds to whole CSS pixels.
  expect(boxes.map(([, width]) => Math.round(Number(width)))).toEqual([227, 227]);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect(page.getByAltText('Ticket 1')).toHaveCount(0);

  const download = page.waitForEvent('download');
  await soldPanel(page).getByRole('button', { name: 'A4 sheet' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.pdf$/);
});

test('an empty desk says what to do, to those who may do it', async ({ page, venue }) => {
  await openDesk(page, venue);
  await expect(page.getByText('There is nothing to sell yet')).toBeVisible();
  await expect(onlineNow(page).getByText('No router is connected yet')).toBeVisible();
  await expect(onlineNow(page).getByText('Nobody is online.')).toBeVisible();
  await expect(lastTickets(page).getByText('No tickets yet today.')).toBeVisible();
  await expectToFit(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Add products' }).click();
  await expect(page.getByRole('heading', { name: 'Products', level: 1 })).toBeVisible();

  await addReceptionist(venue);
  await page.context().clearCookies();
  await openDesk(page, venue, RECEPTIONIST);
  await expect(page.getByText('A manager can add products.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add products' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Connect' })).toHaveCount(0);
});

test('twelve products fit the screen; more scroll inside their area and can be filtered', async ({ page, venue }) => {
  const names = Array.from({ length: 14 }, (_, at) => `Kongresszentrum Ganztagesticket ${at + 1} für Aussteller`);
  for (const name of names.slice(0, 12)) await venue.addProduct(name);
  await openDesk(page, venue);
  await expect(tiles(page).getByRole('button')).toHaveCount(12);
  for (const tile of await tiles(page).getByRole('button').all()) await expect(tile).toBeInViewport({ ratio: 1 });
  await expect(page.getByPlaceholder('Find a product')).toHaveCount(0);
  await page.keyboard.press('F12');
  await shownCodes(page);
  await expectToFit(page);
  await expectAccessible(page);

  for (const name of names.slice(12)) await venue.addProduct(name);
  await expect(tiles(page).getByRole('button')).toHaveCount(14);
  await expectToFit(page);
  await expectAccessible(page);
  await page.getByRole('searchbox', { name: 'Find a product' }).fill('ticket 14');
  await expect(tiles(page).getByRole('button')).toHaveCount(1);
  await tiles(page).getByRole('button').click();
  await expect(soldPanel(page).getByRole('heading', { name: names[13]! })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Find a product' }).fill('sauna');
  await expect(page.getByText('No product is called "sauna".')).toBeVisible();
});

for (const [language, direction] of [
  ['ar', 'rtl'],
  ['de', 'ltr'],
] as const)
  test.describe(`in ${language}`, () => {
    test.use({ language });

    test(`the desk is read ${direction}, fits and can be used`, async ({ page, venue }) => {
      const productId = await venue.addProduct('Until check-out', { untilCheckOut: true, validForSec: undefined });
      await venue.call('desk.sellTicket', { productId, room: '12', displayName: 'أمل حدّاد' });
      await page.goto(venue.url);
      // The sign-in screen speaks the language of the browser until somebody is known.
      await page.getByRole('combobox', { name: 'Name' }).fill(OWNER.name);
      await page.getByRole('textbox', { name: 'Password', exact: true }).fill(OWNER.password);
      await page.keyboard.press('Enter');
      await expect(page.locator('html')).toHaveAttribute('dir', direction);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expect(page.getByRole('button', { name: /^Until check-out/ })).toBeVisible();
      await page.keyboard.press('F1');
      await expect(page.getByTestId('sold-code')).toBeVisible();
      await expectToFit(page);
      await expectAccessible(page);
    });
  });

test('with a guest open the tiles top up that guest, until Escape', async ({ page, venue }) => {
  await venue.addProduct('1 day');
  const stayId = await venue.addProduct('Until check-out', { untilCheckOut: true, validForSec: undefined });
  await venue.call('desk.sellTicket', { productId: stayId, displayName: 'Grace Hopper', print: false });
  await openDesk(page, venue);
  await searchBox(page).fill('Grace');
  await page.keyboard.press('Enter');
  const line = page.getByRole('status').filter({ hasText: 'The tiles top up Grace Hopper.' });
  await expect(line).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Room' })).toHaveCount(0);
  await expect(tiles(page).getByRole('button', { name: /1 day.*Top-up/ })).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);

  await page.keyboard.press('F1');
  await expect(page.getByText('1 day added for Grace Hopper.')).toBeVisible();
  const sales = async (): Promise<number> =>
    (await venue.call<{ rows: { count: number }[] }>('guests.sales', { id: 1 })).rows.reduce(
      (n, row) => n + row.count,
      0,
    );
  expect(await sales()).toBe(2);
  expect(new Set((await venue.tickets()).map(({ guestId }) => guestId))).toEqual(new Set([1]));
  // The notice with its Undo has gone by the time a slow terminal has told all that.
  await page.keyboard.press('Control+z');
  await expect.poll(sales).toBe(1);

  const ends = async (): Promise<number> => (await venue.call<{ endsAtMs: number }>('guests.get', { id: 1 })).endsAtMs;
  const before = await ends();
  await tiles(page).getByRole('button', { name: '+1 night' }).click();
  await expect.poll(ends).toBeGreaterThan(before);

  await page.getByRole('button', { name: 'Sell a new ticket instead' }).click();
  await expect(page.getByText('The tiles sell new tickets.')).toBeVisible();
  await page.keyboard.press('F1');
  await shownCodes(page);
  expect(await sales()).toBe(1);

  await page.getByRole('button', { name: 'Top up Grace Hopper' }).click();
  await page.keyboard.press('Escape');
  await expect(guestPanel(page)).toHaveCount(0);
  await expect(line).toHaveCount(0);
  // Another product: a quick computer is here so soon that the same one would be a bounce.
  await page.keyboard.press('F2');
  await expect.poll(async () => new Set((await venue.tickets()).map(({ guestId }) => guestId)).size).toBe(3);
  expect(await sales()).toBe(1);
});

test('another price needs a reason, belongs to one press, and is not offered without the right', async ({
  page,
  venue,
}) => {
  await venue.addProduct('1 day');
  await addReceptionist(venue);
  await openDesk(page, venue);
  const price = page.getByRole('textbox', { name: 'Other price' });
  await price.fill('three');
  await searchBox(page).focus();
  await page.keyboard.press('F1');
  await expect(price).toBeFocused();
  await expect(price).toHaveAttribute('aria-invalid', 'true');
  expect(await venue.tickets()).toEqual([]);

  await price.fill('3.50');
  await expect(tiles(page).getByRole('button', { name: /€3.50/ })).toBeVisible();
  await page.keyboard.press('F1');
  await expect(page.getByRole('alert')).toContainText('Not sold: 1 day.');
  await expect(price).toHaveValue('3.50');
  await page.getByRole('textbox', { name: 'Why this price' }).fill('regular guest');
  await page.keyboard.press('F1');
  await shownCodes(page);
  await expect(soldPanel(page).getByText('€3.50')).toBeVisible();
  await expect(price).toHaveValue('');
  await expect(tiles(page).getByRole('button', { name: /€5.00/ })).toBeVisible();
  await expectAccessible(page);
});

test('the day of check-out is chosen from a menu or a calendar', async ({ page, venue }) => {
  await venue.addProduct('Until check-out', { untilCheckOut: true, validForSec: undefined });
  await openDesk(page, venue);
  const field = page.getByRole('combobox', { name: 'Check-out' });
  await expect(field.getByRole('option', { selected: true })).toHaveText(/^Tomorrow, /);
  await field.selectOption('Another day…');
  const day = new Date(Date.now() + 20 * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Rome' });
  const calendar = page.getByLabel('Check-out');
  await calendar.fill(day);
  await page.getByRole('textbox', { name: 'Room' }).focus();
  await expect(field).toHaveValue(day);
  await page.keyboard.press('F1');
  await shownCodes(page);
  const { endsAtMs } = await venue.call<{ endsAtMs: number }>('guests.get', { id: 1 });
  expect(new Date(endsAtMs).toLocaleDateString('sv-SE', { timeZone: 'Europe/Rome' })).toBe(day);
  await expect(field.getByRole('option', { selected: true })).toHaveText(/^Tomorrow, /);
});
