import { defineConfig } from '@playwright/test';

/** Screens that are driven in the desktop application carry it in their name; all others run in Chromium. */
const ELECTRON_TESTS = /\.electron\.test\.ts$/;
const isRoot = process.platform === 'linux' && process.getuid?.() === 0;

export default defineConfig({
  testDir: 'test/screens',
  outputDir: 'test-results',
  // A guest's whole day is one test; a slow computer takes its time over the wizard's password hash.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // Each test has its own venue with its own ports, but two cores carry no more than one browser beside it.
  workers: 1,
  forbidOnly: process.env['CI'] === 'true',
  reporter: 'list',
  use: { locale: 'en-GB', timezoneId: 'Europe/Rome', screenshot: 'only-on-failure', trace: 'retain-on-failure' },
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
