/**
 * Every command of this project on a bare clone: `npm start`, `npm test` and their like. Runs under any Node from 18 on,
 * with nothing installed; the work itself is in scripts/launcher.
 */
import { bench } from './launcher/bench.mjs';
import { checkAll, lint } from './launcher/check.mjs';
import { getElectron } from './launcher/electron.mjs';
import { gatehouse } from './launcher/gatehouse.mjs';
import { pack } from './launcher/pack.mjs';
import { prepare } from './launcher/prepare.mjs';
import { say, sayOnStandardError, Stop } from './launcher/say.mjs';
import { start } from './launcher/start.mjs';
import { test } from './launcher/test.mjs';

/** Each takes what stands after `--` and returns the exit code. */
const commands = {
  start,
  test,
  check: checkAll,
  lint,
  bench,
  gatehouse,
  pack,
  async build() {
    await prepare({ build: true });
    say('Built.');
    return 0;
  },
  async install() {
    await prepare({ build: false });
    say('Installed.');
    return 0;
  },
  async electron() {
    const electron = await getElectron(await prepare({ build: false }), { retry: true });
    say(electron.path === undefined ? electron.why : `Electron is at ${electron.path}`);
    return electron.path === undefined ? 1 : 0;
  },
};

const [name, ...args] = process.argv.slice(2);
if (name === 'gatehouse') sayOnStandardError();
try {
  const command = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined;
  if (command === undefined) throw new Stop(`node scripts/run.mjs ${Object.keys(commands).join(' | ')}`);
  process.exitCode = await command(args);
} catch (error) {
  process.exitCode = 1;
  if (error instanceof Stop) process.stderr.write(`Gatehouse: ${error.message}\n`);
  else process.stderr.write(`Gatehouse: "${name}" broke off: ${error.stack}\n`);
}
