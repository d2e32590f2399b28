/** A thread as it is shipped: bundled, because a worker cannot load TypeScript. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export interface BuiltThread {
  readonly file: string;
  remove(): void;
}

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Bundles main/aaa/thread.ts, or another entry, below node_modules, from where its packages are found. */
export async function buildThread(entry = 'main/aaa/thread.ts', name = 'radius-thread'): Promise<BuiltThread> {
  const cache = at('node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, `${name}-`));
  await build({
    configFile: false,
    logLevel: 'error',
    // As in electron.vite.config.ts.
    ssr: { noExternal: ['drizzle-orm'] },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: { input: at(entry), output: { entryFileNames: `${name}.js` } },
    },
  });
  return { file: join(folder, `${name}.js`), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
