/** A ticket of the venue's own, made by keyboard, and the paper that comes of it. */
import { expect, type Locator, type Page } from '@playwright/test';
import { layOutTicket } from '../../main/printing/layout';
import type { Dots } from '../../main/printing/qr';
import { drawTicket } from '../../main/printing/raster';
import type { TemplateBlock } from '../../preload/contract/ticket-templates';
import { sectionsOf } from '../fakes/escpos';
import { ticketOf } from '../fakes/tickets';
import { expectAccessible, openDesk, shownCodes, test } from './desk-venue';

const editor = (page: Page): Locator => page.getByRole('dialog');
const rows = (page: Page): Locator => editor(page).getByRole('listitem');
const words = (page: Page): Locator => editor(page).getByRole('textbox', { name: 'Text', exact: true });

test('a ticket is put together by keyboard, seen, printed for a guest, and taken back', async ({ page, venue }) => {
  await venue.addProduct('1 day');
  const printer = await venue.addPrinter();
  await openDesk(page, venue);
  await page.getByRole('link', { name: 'Tickets' }).press('Enter');
  await page.getByRole('button', { name: 'New ticket' }).press('Enter');
  await expect(editor(page).getByRole('textbox', { name: 'Name of the ticket' })).toBeFocused();
  await page.keyboard.type('Summer');
  const asItComes = await pictureOf(page);

  await addTextUnderTheSentence(page);
  await writeGreeting(page);
  await expect.poll(() => pictureOf(page)).not.toBe(asItComes);
  await expect(editor(page).getByText('Everything fits on this paper.')).toBeVisible();
  await expectAccessible(page);
  await editor(page).getByRole('button', { name: 'Save' }).press('Enter');
  await expect(page.getByText('The ticket Summer is there.')).toBeVisible();
  await page.getByRole('button', { name: 'Use for all: Summer' }).press('Enter');
  await expect(page.getByText('All tickets look like Summer now.')).toBeVisible();

  await sellToAda(page);
  await expect.poll(() => printer.papers().length).toBe(1);
  expect(sectionsOf(printer.papers()[0]!)).toContainEqual(await greetingOnPaper());

  await page.getByRole('link', { name: 'History' }).press('Enter');
  await page.getByRole('button', { name: 'Undo: Tickets look like Summer from now on' }).press('Enter');
  await expect(page.getByText('taken back')).toBeVisible();
  await sellToAda(page);
  await expect.poll(() => printer.papers().length).toBe(2);
  expect(sectionsOf(printer.papers()[1]!)).not.toContainEqual(await greetingOnPaper());
});

/** What the editor shows, once it has been drawn. */
async function pictureOf(page: Page): Promise<string> {
  const picture = editor(page).getByRole('img', { name: 'The ticket as it prints' });
  await expect(picture).toBeVisible();
  return (await picture.getAttribute('src')) ?? '';
}

/** Between two lines, so that it stands by itself on the paper. The focus goes with the block, up and down. */
async function addTextUnderTheSentence(page: Page): Promise<void> {
  await expect(rows(page)).toHaveCount(13);
  await editor(page).getByRole('button', { name: 'Add', exact: true }).press('Enter');
  await page.getByRole('menuitem', { name: 'Text' }).press('Enter');
  await expect(rows(page)).toHaveCount(14);
  await blockAt(page, 14).focus();
  for (const place of [13, 12, 11, 10, 9, 8]) {
    await page.keyboard.press('Alt+ArrowUp');
    await expect(blockAt(page, place)).toBeFocused();
  }
  await page.keyboard.press('Alt+ArrowDown');
  await expect(blockAt(page, 9)).toBeFocused();
  await expect(blockAt(page, 9)).toHaveText('9. Text');
  await expect(blockAt(page, 8)).toHaveText('8. Line');
}

/** The button that opens the block at this place of the list, counted from 1. */
function blockAt(page: Page, place: number): Locator {
  return rows(page)
    .nth(place - 1)
    .getByRole('button')
    .first();
}

/** The room comes from the list of values; a value that does not exist is said, and Ctrl+Z takes it back. */
async function writeGreeting(page: Page): Promise<void> {
  await words(page).focus();
  await page.keyboard.type('Welcome to {venue}, {guest}!\nHouse 7, {rom}');
  await expect(editor(page).getByText('Nothing is called “rom”. Choose a value from the list.')).toBeVisible();
  for (let letter = 0; letter < '{rom}'.length; letter++) await page.keyboard.press('Backspace');
  await editor(page).getByRole('button', { name: 'Insert a value' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Room', exact: true }).press('Enter');
  await expect(words(page)).toHaveValue(GREETING);
  await words(page).focus();
  await page.keyboard.press('Control+z');
  await expect(words(page)).toHaveValue(GREETING.replace('{room}', ''));
  await page.keyboard.press('Control+y');
  await expect(words(page)).toHaveValue(GREETING);
}

const GREETING = 'Welcome to {venue}, {guest}!\nHouse 7, {room}';

async function sellToAda(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Desk' }).press('Enter');
  await page.getByRole('textbox', { name: 'Room' }).fill('214');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Ada Lovelace');
  await page.keyboard.press('F1');
  await shownCodes(page);
}

/** The piece of the ticket between two lines that the block must come to, drawn from its filled words. */
async function greetingOnPaper(): Promise<Dots> {
  const line: TemplateBlock = { kind: 'line' };
  const text: TemplateBlock = { kind: 'text', text: GREETING, size: 'medium', bold: false, align: 'center' };
  const ticket = ticketOf({
    venueName: 'Hotel Bellavista',
    ...{ displayName: 'Ada Lovelace', room: '214' },
    template: { blocks: [line, text, line], cardsPerPage: 10 },
  });
  const [, greeting] = sectionsOf(await drawTicket(layOutTicket(ticket, 80)));
  return greeting!;
}
