/** The npm that belongs to the running Node; it started us, or it lies beside Node. */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { runQuietly } from './child.mjs';

const QUIET = ['--loglevel=error', '--no-audit', '--no-fund', '--no-update-notifier'];

/**
 * @returns {Promise<{ code: number, output: string }>}
 * @throws the system's error when there is no npm
 */
export function runNpm(args) {
  const script = npmScript();
  if (script !== undefined) return runQuietly(process.execPath, [script, ...args, ...QUIET]);
  // On Windows npm is a command file, which only a shell starts.
  return runQuietly('npm', [...args, ...QUIET], { shell: process.platform === 'win32' });
}

function npmScript() {
  const starter = process.env.npm_execpath;
  if (starter !== undefined && basename(starter) === 'npm-cli.js' && existsSync(starter)) return starter;
  const besideNode = dirname(process.execPath);
  return [
    join(besideNode, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(besideNode, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find(existsSync);
}
