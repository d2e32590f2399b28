/** Electron's program: where it is, how it is fetched, and why it cannot be used here. */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './child.mjs';
import { at, runtimeFolder } from './root.mjs';
import { environmentOf } from './runtime.mjs';
import { say } from './say.mjs';

/** 120 MB over a slow line; after that, service mode is of more use than waiting. */
const LONGEST_DOWNLOAD_MS = 5 * 60 * 1000;
const LONGEST_ANSWER_MS = 10_000;
/** After a download in vain, starts do not try again for a day; `npm run electron` does at once. */
const REMEMBER_FAILURE_MS = 24 * 60 * 60 * 1000;
const TRIED_IN_VAIN = join(runtimeFolder, 'electron-unavailable.json');
const HOW_TO_RETRY = 'Try again with "npm run electron".';

const PROGRAM =
  { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform] ?? 'electron';

/**
 * Electron's program, fetched if it is missing.
 * @param {string} node a fit Node
 * @param {{ retry?: boolean }} [options] `retry`: also after a download in vain
 * @returns {Promise<{ path: string } | { why: string }>} `why` is one sentence
 */
export async function getElectron(node, { retry = false } = {}) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const path = join(override, PROGRAM);
    return isFile(path) ? { path } : { why: `ELECTRON_OVERRIDE_DIST_PATH is set, but ${path} does not exist.` };
  }
  const path = at('node_modules', 'electron', 'dist', PROGRAM);
  if (isInstalled(path)) return { path };
  const failure = retry ? undefined : rememberedFailure();
  if (failure !== undefined) return { why: `Electron could not be fetched on ${failure.day}. ${HOW_TO_RETRY}` };
  return fetchElectron(node, path);
}

/** Why no window can be opened here, in one sentence; undefined where one can. */
export function whyNoDisplay(env = process.env, platform = process.platform) {
  if (platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY) return undefined;
  return 'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set).';
}

/** Chromium refuses to run its sandbox for root. */
export function isRoot() {
  return process.platform === 'linux' && process.getuid() === 0;
}

function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** Only a complete download counts: electron's installer writes the version last of all it unpacks, then path.txt. */
function isInstalled(path) {
  const { version } = JSON.parse(readFileSync(at('node_modules', 'electron', 'package.json'), 'utf8'));
  try {
    const unpacked = readFileSync(at('node_modules', 'electron', 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '');
    return unpacked === version && existsSync(at('node_modules', 'electron', 'path.txt')) && isFile(path);
  } catch {
    return false;
  }
}

async function fetchElectron(node, path) {
  say(`Fetching Electron (once; about 120 MB, for at most ${LONGEST_DOWNLOAD_MS / 60_000} minutes) …`);
  const problem = (await whyUnreachable()) ?? (await download(node));
  if (problem === undefined && isInstalled(path)) {
    rmSync(TRIED_IN_VAIN, { force: true });
    return { path };
  }
  mkdirSync(runtimeFolder, { recursive: true });
  writeFileSync(TRIED_IN_VAIN, JSON.stringify({ atMs: Date.now() }));
  return { why: `Electron could not be fetched (${problem ?? 'the download is not complete'}). ${HOW_TO_RETRY}` };
}

/** A quick question first: the downloader itself waits for minutes where a firewall drops what it sends. */
async function whyUnreachable() {
  const { env } = process;
  const ownWay = env.ELECTRON_MIRROR ?? env.npm_config_electron_mirror ?? env.HTTPS_PROXY ?? env.https_proxy;
  // A mirror or a proxy may answer the downloader only.
  if (ownWay) return undefined;
  try {
    const signal = AbortSignal.timeout(LONGEST_ANSWER_MS);
    await fetch('https://github.com/electron/electron/releases', { method: 'HEAD', redirect: 'manual', signal });
    return undefined;
  } catch (error) {
    return `github.com does not answer: ${error.cause?.code ?? error.name}`;
  }
}

async function download(node) {
  const installer = at('node_modules', 'electron', 'install.js');
  const { code, output, timedOut } = await runQuietly(node, [installer], {
    env: environmentOf(node),
    limitMs: LONGEST_DOWNLOAD_MS,
  });
  if (timedOut) return `not done after ${LONGEST_DOWNLOAD_MS / 60_000} minutes`;
  return code === 0 ? undefined : (output.split('\n').find((line) => line.trim() !== '') ?? `exit code ${code}`);
}

function rememberedFailure() {
  try {
    const { atMs } = JSON.parse(readFileSync(TRIED_IN_VAIN, 'utf8'));
    if (Date.now() - atMs > REMEMBER_FAILURE_MS) return undefined;
    return { day: new Date(atMs).toISOString().slice(0, 10) };
  } catch {
    return undefined;
  }
}
