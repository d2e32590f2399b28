/** From a bare clone to something that runs: a fit Node, the libraries, the build. What is there already is kept. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, isBuilt } from './build.mjs';
import { install, isInstalled } from './install.mjs';
import { runtimeFolder } from './root.mjs';
import { fetchNode, findNode } from './runtime.mjs';
import { say } from './say.mjs';

const BUSY_FILE = join(runtimeFolder, 'busy');
const LOOK_AGAIN_MS = 500;
/** Between making the file and writing the process number into it. */
const WRITTEN_WITHIN_MS = 2_000;
/** Runtime, libraries and build over a slow line. */
const LONGEST_WORK_MS = 60 * 60 * 1000;

/**
 * @param {{ build: boolean }} what the tests of the code itself need no build
 * @returns {Promise<string>} the path of the Node to go on with
 */
export async function prepare(what) {
  const ready = await findReady(what);
  return ready ?? alone(async () => (await findReady(what)) ?? prepareNow(what));
}

async function findReady(what) {
  const node = await findNode();
  return node !== undefined && isInstalled() && (!what.build || isBuilt()) ? node : undefined;
}

async function prepareNow(what) {
  const node = (await findNode()) ?? (await fetchNode());
  if (!isInstalled()) await install();
  if (what.build && !isBuilt()) await build(node);
  return node;
}

/** Two commands started at once on a fresh clone must not install into each other. */
async function alone(work) {
  mkdirSync(runtimeFolder, { recursive: true });
  let told = false;
  while (!take()) {
    if (!told) say(`Another command (process ${holder()}) is preparing this folder; waiting for it …`);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  try {
    return await work();
  } finally {
    rmSync(BUSY_FILE, { force: true });
  }
}

function take() {
  try {
    writeFileSync(BUSY_FILE, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (isAbandoned()) rmSync(BUSY_FILE, { force: true });
    return false;
  }
}

/** Its process is gone (killed, power cut), or its number was given to another one since. */
function isAbandoned() {
  try {
    const ageMs = Date.now() - statSync(BUSY_FILE).mtimeMs;
    return ageMs > LONGEST_WORK_MS || (ageMs > WRITTEN_WITHIN_MS && !isAlive(holder()));
  } catch {
    // Gone in this very moment.
    return false;
  }
}

function holder() {
  try {
    return Number(readFileSync(BUSY_FILE, 'utf8'));
  } catch {
    return 0;
  }
}

function isAlive(pid) {
  try {
    // Signal 0 asks without doing anything; process 0 would be ourselves, and means that the file is empty.
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
