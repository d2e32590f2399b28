/** The libraries: `npm ci` when what lies in node_modules is not what package-lock.json says. */
import { readFileSync } from 'node:fs';
import { runNpm } from './npm.mjs';
import { at } from './root.mjs';
import { say, Stop } from './say.mjs';

const MOST_LINES = 12;

/**
 * Whether node_modules holds every library of package-lock.json in its version. npm writes what it has installed into
 * node_modules/.package-lock.json as its last step, so a broken-off installation does not count.
 */
export function isInstalled() {
  const wanted = readLock(at('package-lock.json'));
  const present = readLock(at('node_modules', '.package-lock.json'));
  if (wanted === undefined) throw new Stop('package-lock.json is missing or damaged. Restore it from git.');
  if (present === undefined) return false;
  return Object.entries(wanted).every(([path, library]) => {
    // '' is the project itself; optional ones are for other platforms too.
    if (path === '' || (library.optional && present[path] === undefined)) return true;
    return present[path]?.version === library.version && present[path]?.integrity === library.integrity;
  });
}

export async function install() {
  say('Installing the libraries (once; a minute or two) …');
  const { code, output } = await runNpm(['ci']);
  if (code === 0) return;
  throw new Stop(
    `The libraries could not be installed (npm ended with ${code}). ` +
      `Check the connection to the npm registry and start again.\n${firstLines(output)}`,
  );
}

/** What went wrong stands first; npm goes on with its manual. */
function firstLines(output) {
  return output.split('\n').slice(0, MOST_LINES).join('\n');
}

function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
