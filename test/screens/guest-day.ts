/** The main job as a person does it, in whichever window: the wizard, a sale, the router's questions, the undo. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';

export const ROUTER_SECRET = 'a-secret-for-the-test-router';
export const OWNER = { name: 'Olivia', password: 'correct horse battery staple' } as const;
const PACKETS = join(import.meta.dirname, '../radius/data/mikrotik');

export interface Ports {
  readonly authPort: number;
  readonly acctPort: number;
  /** Where the changed packets are written. */
  readonly dataFolder: string;
}

/** Step by step through the wizard with the keyboard and the fields' names, up to the desk. */
export async function walkThroughWizard(
  page: Page,
  ports: Ports,
  addPrinter: (page: Page) => Promise<void>,
): Promise<void> {
  await page.getByRole('textbox', { name: 'Name of the venue' }).fill('Hotel Bellavista');
  await choose(page, 'Country', 'Italy');
  await choose(page, 'Language', 'English');
  await page.getByRole('button', { name: 'Continue' }).click();

  await page.getByRole('textbox', { name: 'Your name' }).fill(OWNER.name);
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(OWNER.password);
  await page.getByRole('textbox', { name: 'Repeat the password' }).fill(OWNER.password);
  await page.getByRole('button', { name: 'Make the venue' }).click();

  await expect(page.getByText(/^([0-9A-HJKMNP-TV-Z]{5}-){6}[0-9A-HJKMNP-TV-Z]{5}$/)).toBeVisible();
  await page.getByRole('checkbox', { name: 'I have written it down' }).check();
  await page.getByRole('button', { name: 'Continue' }).click();

  await page.getByRole('button', { name: 'Add 5 products' }).click();
  await addPrinter(page);
  await addRouter(page, ports);
  await page.getByRole('button', { name: 'Go to the desk' }).click();
}

async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: field, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

/** Adds the test router and waits for the light that a first authentic packet turns green. */
async function addRouter(page: Page, ports: Ports): Promise<void> {
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Gateway');
  await page.getByRole('textbox', { name: 'Address', exact: true }).fill('127.0.0.1');
  await page.getByRole('textbox', { name: 'Secret' }).fill(ROUTER_SECRET);
  await page.getByRole('button', { name: 'Show the commands' }).click();
  await expect(page.getByText(`secret="${ROUTER_SECRET}"`)).toBeVisible();
  await expect(page.getByText('Waiting for 127.0.0.1 to ask')).toBeVisible();
  await ask(ports, 'hotspot-auth-chap.txt', 'nobody', 'nothing');
  await expect(page.getByText('Gateway is connected')).toBeVisible();
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** Presses F1 on the desk; returns the code that is shown. */
export async function sellWithF1(page: Page): Promise<string> {
  await expect(page.getByRole('button', { name: /30 minutes/ })).toBeVisible();
  await page.keyboard.press('F1');
  const code = page.getByTestId('sold-code').first();
  await expect(code).toBeVisible();
  return ((await code.textContent()) ?? '').replace(/\s/g, '');
}

export type Packet =
  | 'hotspot-auth-chap.txt'
  | 'hotspot-auth-pap.txt'
  | 'hotspot-acct-start.txt'
  | 'hotspot-acct-interim.txt'
  | 'hotspot-acct-stop.txt';

/**
 * Sends a packet of a real HotSpot with this name and password put in, by radclient.
 * @param change further lines of the packet to replace: attribute name to value as radclient writes it
 * @returns what radclient printed
 */
export async function ask(
  ports: Ports,
  packet: Packet,
  username: string,
  password: string,
  change: Readonly<Record<string, string | number>> = {},
): Promise<string> {
  let text = readFileSync(join(PACKETS, packet), 'utf8')
    .replace('"guest-101"', `"${username}"`)
    .replace('"room-101-pw"', `"${password}"`);
  for (const [name, value] of Object.entries(change)) {
    expect(text).toContain(`${name} = `);
    text = text.replace(new RegExp(`^${name} = .*$`, 'm'), `${name} = ${value}`);
  }
  const file = join(ports.dataFolder, `asked-${packet}`);
  writeFileSync(file, text);
  const accounting = packet.includes('-acct-');
  const server = `127.0.0.1:${accounting ? ports.acctPort : ports.authPort}`;
  const args = ['-x', '-r', '3', '-t', '2', '-f', file, server, accounting ? 'acct' : 'auth', ROUTER_SECRET];
  return new Promise((resolve) => execFile('radclient', args, (_failure, stdout, stderr) => resolve(stdout + stderr)));
}

/**
 * A guest's day with a sold code: in by CHAP and PAP, refused with a wrong password and an unknown code, seen online
 * and gone again, refused after the quota, and after the sale was taken back.
 */
export async function liveThroughTheDay(page: Page, ports: Ports, code: string): Promise<void> {
  for (const packet of ['hotspot-auth-chap.txt', 'hotspot-auth-pap.txt'] as const) {
    const accepted = await ask(ports, packet, code, code);
    expect(accepted).toContain('Received Access-Accept');
    expect(accepted).toMatch(/Session-Timeout = (1800|17\d\d)/);
    expect(accepted).toContain('Mikrotik-Rate-Limit = "5M/10M"');
    expect(accepted).toContain('Acct-Interim-Interval = 60');
  }
  expect(await ask(ports, 'hotspot-auth-chap.txt', code, 'wrong')).toContain('Received Access-Reject');
  expect(await ask(ports, 'hotspot-auth-pap.txt', code, 'wrong')).toContain('Reply-Message = ');
  expect(await ask(ports, 'hotspot-auth-pap.txt', 'zzzzzz', 'zzzzzz')).toContain('Received Access-Reject');

  const online = page.getByRole('region', { name: 'Online now' });
  await expect(online.getByText('Nobody is online.')).toBeVisible();
  expect(await ask(ports, 'hotspot-acct-start.txt', code, '')).toContain('Received Accounting-Response');
  await expect(online.getByText('30 minutes')).toBeVisible();
  expect(await ask(ports, 'hotspot-acct-interim.txt', code, '')).toContain('Received Accounting-Response');
  expect(await ask(ports, 'hotspot-acct-stop.txt', code, '')).toContain('Received Accounting-Response');
  await expect(online.getByText('Nobody is online.')).toBeVisible();
}

/** Opens the RADIUS log and finds the day in it, in words. */
export async function readRadiusLog(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'RADIUS log' }).click();
  await expect(page.getByText('Refused').first()).toBeVisible();
  await expect(page.getByText('Let in').first()).toBeVisible();
  await page.getByRole('link', { name: 'Desk' }).click();
}

/** Takes the sale back at the desk, through the question that a used ticket asks; the code stops working. */
export async function undoTheSale(page: Page, ports: Ports, code: string): Promise<void> {
  await page
    .getByRole('button', { name: /^Undo the sale of/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Take it back' }).click();
  await expect(page.getByText('Taken back').first()).toBeVisible();
  expect(await ask(ports, 'hotspot-auth-pap.txt', code, code)).toContain('Received Access-Reject');
}
