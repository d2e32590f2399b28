import { defineConfig } from '@playwright/test';

/** Screens that are driven in the desktop application carry it in their name; all others run in Chromium. */
const ELECTRON_TESTS = /\.electron\.test\.ts$/;
const isRoot = process.platform === 'linux' && process.getuid?.() === 0;

export default defineConfig({
  testDir: 'test/screens',
  outputDir: 'test-results',
  // Bounds against hanging, not measurements: a shared computer may stand still for a minute in the middle of a test.
  timeout: 600_000,
  expect: { timeout: 60_000 },
  // A shared computer may also stand still between two steps that belong together. What fails twice is broken; what needed
  // its second try is named at the end.
  retries: process.env['CI'] === 'true' ? 1 : 0,
  // Each test has its own venue with its own ports, but two cores carry no more than one browser beside it.
  workers: 1,
  forbidOnly: process.env['CI'] === 'true',
  reporter: 'list',
  // A trace films every test: `--trace retain-on-failure` where one looks for a fault.
  use: {
    ...{ locale: 'en-GB', timezoneId: 'Europe/Rome', screenshot: 'only-on-failure' },
    // What has gone never comes: a press waits no longer than a look.
    actionTimeout: 60_000,
  },
  projects: [
    {
      name: 'chromium',
      testMatch: /\.test\.ts$/,
      testIgnore: ELECTRON_TESTS,
      use: {
        browserName: 'chromium',
        launchOptions: {
          executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
          // Chromium refuses to run its sandbox for root.
          args: isRoot ? ['--no-sandbox'] : [],
        },
      },
    },
    { name: 'electron', testMatch: ELECTRON_TESTS },
  ],
});
