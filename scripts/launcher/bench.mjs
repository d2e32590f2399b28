import { runInFront, runQuietly } from './child.mjs';
import { prepare } from './prepare.mjs';
import { at } from './root.mjs';
import { environmentOf } from './runtime.mjs';
import { Stop } from './say.mjs';

/** `npm run bench`: measures on this computer. Built first, so that it measures what runs in a venue. */
export async function bench(args) {
  const node = await prepare({ build: true });
  const env = environmentOf(node);
  const vite = at('node_modules', 'vite', 'bin', 'vite.js');
  const built = await runQuietly(node, [vite, 'build', '--ssr', 'test/bench/main.ts', '--outDir', 'out/bench'], {
    env,
  });
  if (built.code !== 0) throw new Stop(`The benchmark could not be built:\n${built.output}`);
  const { code } = await runInFront(node, [at('out', 'bench', 'main.js'), ...args], { env });
  return code;
}
