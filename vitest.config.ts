import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/screens/**', 'node_modules/**'],
    // Bounds against hanging, not measurements: the demo hotel alone takes a slow, busy machine half a minute.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Two cores on the smallest machine we support for development; more workers only make timings noisy.
    maxWorkers: 2,
  },
});
