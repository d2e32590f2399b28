/** `npm start`: the desktop application, or the same venue in service mode where no window can be opened. */
import { runInFront } from './child.mjs';
import { getElectron, isRoot, whyNoDisplay } from './electron.mjs';
import { prepare } from './prepare.mjs';
import { at, root } from './root.mjs';
import { environmentOf } from './runtime.mjs';
import { say } from './say.mjs';

/** An Electron that ends sooner than this with an error has not come up: a missing library, a display that refuses. */
const COMES_UP_WITHIN_MS = 10_000;

/** The application's own answer to a wrong command line; service mode would only say the same again. */
const WRONG_COMMAND_LINE = 2;

/**
 * @param {readonly string[]} args what stands after `npm start --`
 * @returns {Promise<number>} the exit code
 */
export async function start(args) {
  const node = await prepare({ build: true });
  if (args.includes('--service') || args.includes('--help')) return serve(node, args);
  const why = whyNoDisplay();
  const electron = why === undefined ? await getElectron(node) : { why };
  if (electron.path === undefined) return serveInstead(electron.why, node, args);
  return openDesktop(electron.path, node, args);
}

async function openDesktop(electron, node, args) {
  const switches = isRoot() ? ['--no-sandbox'] : [];
  if (isRoot()) say('Warning: running as root, so Chromium runs without its sandbox. Use an ordinary account.');
  const startedAtMs = Date.now();
  const { code, ended } = await runInFront(electron, [...switches, root, ...args], { env: environmentOf(node) });
  const cameUp = Date.now() - startedAtMs > COMES_UP_WITHIN_MS;
  if (code === 0 || code === WRONG_COMMAND_LINE || ended || cameUp) return code;
  return serveInstead(`The desktop application could not start (exit code ${code}).`, node, args);
}

function serveInstead(why, node, args) {
  say(`${why} So the venue is served in service mode: its windows are a page in the browser of this computer.`);
  return serve(node, args);
}

async function serve(node, args) {
  const { code } = await runInFront(node, [at('out', 'main', 'service.js'), ...args], { env: environmentOf(node) });
  return code;
}
