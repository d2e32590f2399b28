/** The developer's gate: what needs no window. */
import { runInFront } from './child.mjs';
import { prepare } from './prepare.mjs';
import { at } from './root.mjs';
import { environmentOf } from './runtime.mjs';
import { say } from './say.mjs';
import { runUnitTests } from './suites.mjs';

const COMPILER = at('node_modules', 'typescript', 'bin', 'tsc');
/** One per kind of surroundings: Node, sandboxed preload, neither, browser, tests. */
const PROJECTS = ['.', 'preload', 'preload/contract', 'renderer', 'test'];

const LINT_STEPS = [
  ...PROJECTS.map((project) => ({ name: `Types in ${project}`, args: [COMPILER, '-p', project] })),
  { name: 'Rules', args: [at('node_modules', 'eslint', 'bin', 'eslint.js'), '.'] },
  { name: 'Format', args: [at('node_modules', 'prettier', 'bin', 'prettier.cjs'), '--check', '.'] },
];

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

async function lintUnder(node) {
  let clean = true;
  for (const { name, args } of LINT_STEPS) {
    say(`${name} …`);
    const { code } = await runInFront(node, args, { env: environmentOf(node) });
    clean = clean && code === 0;
  }
  return clean;
}
