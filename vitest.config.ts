import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/screens/**', 'node_modules/**'],
    // Bounds against hanging, not measurements: a shared computer may stand still for a minute in the middle of a test.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Where the computer is shared, as above; a test that needed its second try says so.
    retry: process.env['CI'] === 'true' ? 1 : 0,
    // Two cores on the smallest machine we support for development; more workers only make timings noisy.
    maxWorkers: 2,
  },
});
