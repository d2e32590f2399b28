/** The developer's gate: what needs no window. */
import { runQuietly } from './child.mjs';
import { prepare } from './prepare.mjs';
import { at } from './root.mjs';
import { environmentOf } from './runtime.mjs';
import { say } from './say.mjs';
import { runUnitTests } from './suites.mjs';

const COMPILER = at('node_modules', 'typescript', 'bin', 'tsc');
/** One per kind of surroundings: Node, sandboxed preload, neither, browser, tests. */
const PROJECTS = ['.', 'preload', 'preload/contract', 'renderer', 'test'];

/** The longest first, so that the others go on beside it. */
const LINT_STEPS = [
  { name: 'Rules', args: [at('node_modules', 'eslint', 'bin', 'eslint.js'), '--max-warnings=0', '.'] },
  ...PROJECTS.map((project) => ({ name: `Types in ${project}`, args: [COMPILER, '-p', project] })),
  { name: 'Format', args: [at('node_modules', 'prettier', 'bin', 'prettier.cjs'), '--check', '.'] },
];
/** Each takes a core and, with the rules, a good part of a gigabyte. */
const AT_ONCE = 2;

/** `npm run lint`: types, rules and format. */
export async function lint() {
  return (await lintUnder(await prepare({ build: false }))) ? 0 : 1;
}

/** `npm run check`: the same, and the tests that need no window. */
export async function checkAll() {
  const node = await prepare({ build: true });
  const clean = await lintUnder(node);
  const unit = await runUnitTests(node);
  return clean && unit.failed === 0 ? 0 : 1;
}

/** @returns whether there was nothing to say */
async function lintUnder(node) {
  const waiting = [...LINT_STEPS];
  let clean = true;
  const lane = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const { code, output } = await runQuietly(node, step.args, { env: environmentOf(node) });
      say(`${step.name}: ${code === 0 ? 'in order' : 'not in order'}`);
      if (code !== 0) process.stdout.write(output);
      clean = clean && code === 0;
    }
  };
  say('Looking at types, rules and format …');
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return clean;
}
