/** The build: again only when something it is made from has changed. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './child.mjs';
import { at, root } from './root.mjs';
import { environmentOf } from './runtime.mjs';
import { say, Stop } from './say.mjs';

const SOURCE_FOLDERS = ['main', 'db', 'preload', 'renderer'];
const SOURCE_FILES = ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.base.json'];
const BUILT_FILES = [
  'main/index.js',
  'main/service.js',
  'main/terminal.js',
  'main/radius-thread.js',
  'main/work-thread.js',
  'main/update-thread.js',
  'preload/index.cjs',
  'renderer/index.html',
];
const STAMP = at('out', 'built-from');

/** A hash over names and contents: times of files change with every clone and checkout. */
function sourceHash() {
  const hash = createHash('sha256');
  const files = [...SOURCE_FOLDERS.flatMap(filesBelow), ...SOURCE_FILES].sort();
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

function filesBelow(folder) {
  return readdirSync(at(folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() && !entry.name.endsWith('.md') ? [path] : [];
  });
}

export function isBuilt() {
  if (!existsSync(STAMP) || !BUILT_FILES.every((file) => existsSync(at('out', file)))) return false;
  return readFileSync(STAMP, 'utf8') === sourceHash();
}

/** @param {string} node a fit Node */
export async function build(node) {
  say('Building …');
  // Taken before the build: what is saved during it is built the next time.
  const hash = sourceHash();
  rmSync(STAMP, { force: true });
  const builder = at('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const env = { ...environmentOf(node), NO_COLOR: '1' };
  const { code, output } = await runQuietly(node, [builder, 'build'], { env });
  if (code !== 0) throw new Stop(`The build failed:\n${output}`);
  writeFileSync(STAMP, hash);
}
