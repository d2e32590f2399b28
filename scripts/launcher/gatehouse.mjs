import { runInFront } from './child.mjs';
import { prepare } from './prepare.mjs';
import { at } from './root.mjs';
import { environmentOf } from './runtime.mjs';

/** `npm run -s gatehouse --`: the terminal command; progress goes to standard error, so that the output stays JSON. */
export async function gatehouse(args) {
  const node = await prepare({ build: true });
  const { code } = await runInFront(node, [at('out', 'main', 'terminal.js'), ...args], { env: environmentOf(node) });
  return code;
}
