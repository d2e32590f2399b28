import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { cpSync } from 'node:fs';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      // Their hundreds of small files would be read anew by every thread: a second of each start.
      externalizeDeps: { exclude: ['drizzle-orm', 'zod', '@orpc/client', '@orpc/contract', '@orpc/server', 'luxon'] },
      rolldownOptions: {
        input: {
          index: at('main/index.ts'),
          service: at('main/service.ts'),
          terminal: at('main/terminal.ts'),
          'radius-thread': at('main/aaa/thread.ts'),
          'work-thread': at('main/work/thread.ts'),
          'update-thread': at('main/work/update-thread.ts'),
        },
        // Shared chunks lie beside the entries, so that `import.meta.dirname` is the same folder in all of them.
        output: { chunkFileNames: '[name]-[hash].js' },
      },
    },
    plugins: [
      {
        // Migrations are read from disk at run time, so they travel beside the built main.
        name: 'copy-migrations',
        writeBundle: () => cpSync(at('db/migrations'), at('out/main/migrations'), { recursive: true }),
      },
    ],
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload must be one CommonJS file (Electron docs, "Process Sandboxing").
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: at('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    base: './',
    build: {
      outDir: at('out/renderer'),
      minify: true,
      rolldownOptions: { input: { index: at('renderer/index.html') } },
    },
    plugins: [react()],
  },
});
