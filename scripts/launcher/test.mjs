/** `npm test`: everything that can be tested on this computer, and one line with the sum. */
import { getElectron, isRoot, whyNoDisplay } from './electron.mjs';
import { prepare } from './prepare.mjs';
import { say, Stop } from './say.mjs';
import { runScreenTests, runUnitTests } from './suites.mjs';
import { findChromium, findProgram, testTools } from './tools.mjs';

/** Each returns its counts, or why it cannot run here. */
const suites = {
  unit: (node) => runUnitTests(node),
  /** A million packets, fifty kills: only when asked for by name. */
  long: (node) => runUnitTests(node, { GATEHOUSE_LONG: '1' }),
  chromium(node) {
    const path = findChromium();
    if (path === undefined) return { why: 'Chromium is not installed (package chromium, or set CHROMIUM_PATH)' };
    return runScreenTests(node, 'chromium', { extra: { CHROMIUM_PATH: path } });
  },
  async electron(node) {
    const electron = await getElectron(node);
    if (electron.path === undefined) return { why: electron.why };
    const display = lendDisplay();
    if (display === undefined) return { why: `${whyNoDisplay()} Install xvfb and xauth, or set DISPLAY.` };
    const extra = { ELECTRON_PATH: electron.path, ...(isRoot() && { ELECTRON_NO_SANDBOX: '1' }) };
    return runScreenTests(node, 'electron', { wrapper: display, extra });
  },
};

const askedForOnly = ['long'];

/**
 * @param {readonly string[]} args names of suites; none for all but those that take long
 * @returns {Promise<number>} 0 when nothing failed
 */
export async function test(args) {
  const unknown = args.find((name) => !Object.hasOwn(suites, name));
  if (unknown !== undefined) throw new Stop(`There is no suite "${unknown}": ${Object.keys(suites).join(', ')}.`);
  const node = await prepare({ build: true });
  const total = sayMissingTools();
  for (const name of args.length > 0 ? args : Object.keys(suites).filter((one) => !askedForOnly.includes(one))) {
    say(`Tests: ${name} …`);
    add(total, await outcomeOf(name, await suites[name](node)));
  }
  process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
  return total.failed === 0 ? 0 : 1;
}

/** The machine that decides about a change must have everything; there, what is missing has failed. */
function isDeciding() {
  return process.env.CI === 'true';
}

function outcomeOf(name, outcome) {
  if (outcome.why === undefined) return outcome;
  say(`Tests: ${name} left out: ${outcome.why}`);
  return missing();
}

function missing() {
  return isDeciding() ? { passed: 0, failed: 1, skipped: 0 } : { passed: 0, failed: 0, skipped: 1 };
}

function sayMissingTools() {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const tool of testTools.filter(({ find }) => !find())) {
    say(`${tool.name} is missing: ${tool.without}.`);
    // Elsewhere the tests that leave themselves out are counted by their runner.
    if (isDeciding()) total.failed += 1;
  }
  return total;
}

function add(total, counts) {
  for (const kind of Object.keys(total)) total[kind] += counts[kind];
}

/** What lends the tests a display: nothing where there is one. */
function lendDisplay() {
  if (whyNoDisplay() === undefined) return [];
  const xvfb = findProgram('xvfb-run');
  return xvfb === undefined ? undefined : [xvfb, '-a'];
}
