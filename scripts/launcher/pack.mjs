import { runInFront } from './child.mjs';
import { prepare } from './prepare.mjs';
import { at } from './root.mjs';
import { environmentOf } from './runtime.mjs';
import { say } from './say.mjs';

/** `npm run pack`: the application in a folder under dist/; with arguments, what electron-builder makes of them. */
export async function pack(args) {
  const node = await prepare({ build: true });
  say('Packing …');
  const builder = at('node_modules', 'electron-builder', 'cli.js');
  const wanted = args.length > 0 ? args : ['--dir'];
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const own = dist ? [`-c.electronDist=${dist}`] : [];
  const { code } = await runInFront(node, [builder, ...wanted, ...own], { env: environmentOf(node) });
  return code;
}
