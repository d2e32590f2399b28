/** The test runners, and what they counted. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInFront } from './child.mjs';
import { at } from './root.mjs';
import { environmentOf } from './runtime.mjs';

const VITEST = at('node_modules', 'vitest', 'vitest.mjs');
const PLAYWRIGHT = at('node_modules', '@playwright', 'test', 'cli.js');

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @param {Readonly<Record<string, string>>} [extra] environment of the tests
 * @returns {Promise<Counts>}
 */
export function runUnitTests(node, extra = {}) {
  return withReport(async (report) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const { code } = await runInFront(node, [VITEST, 'run', ...reporters], {
      env: { ...environmentOf(node), ...extra },
    });
    return { code, count: countVitest };
  });
}

/**
 * @param {'chromium' | 'electron'} project
 * @param {readonly string[]} [wrapper] a program that lends a display, with its arguments
 * @param {Readonly<Record<string, string>>} [extra] environment of the tests
 * @returns {Promise<Counts>}
 */
export function runScreenTests(node, project, { wrapper = [], extra = {} } = {}) {
  return withReport(async (report) => {
    const env = { ...environmentOf(node), ...extra, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
    const [program, ...args] = [...wrapper, node, PLAYWRIGHT, 'test', `--project=${project}`, '--reporter=list,json'];
    const { code } = await runInFront(program, args, { env });
    return { code, count: countPlaywright };
  });
}

/** A runner that broke off before it could count has failed, too. */
async function withReport(run) {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-report-'));
  try {
    const report = join(folder, 'report.json');
    const { code, count } = await run(report);
    const counts = readCounts(report, count);
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readCounts(report, count) {
  try {
    return count(JSON.parse(readFileSync(report, 'utf8')));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function countVitest({ numPassedTests, numFailedTests, numPendingTests, numTodoTests }) {
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}

function countPlaywright({ stats }) {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}
