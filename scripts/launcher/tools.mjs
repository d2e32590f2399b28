/** Programs of this computer that some tests need; without one of them those tests are left out, and that is said. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** On the PATH, or where Debian keeps what is not for everybody's PATH. */
export function findProgram(...names) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  const ending = process.platform === 'win32' ? '.exe' : '';
  return folders.flatMap((folder) => names.map((name) => join(folder, name + ending))).find(existsSync);
}

export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  return named || findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
}

/** Single tests leave themselves out by these (test/tools.ts); the line here says it once for all. */
export const testTools = [
  {
    name: 'radclient',
    find: () => findProgram('radclient'),
    without: 'tests with packets of a real RADIUS client are left out (package freeradius-utils)',
  },
  {
    name: 'CUPS',
    find: () => findProgram('cupsd') && findProgram('lpadmin'),
    without: 'tests with a real print queue are left out (packages cups, printer-driver-cups-pdf)',
  },
  {
    name: 'poppler',
    find: () => findProgram('pdftoppm'),
    without: 'tests that look at printed paper are left out (package poppler-utils)',
  },
];
