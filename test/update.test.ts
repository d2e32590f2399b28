/** The built service on the data of an earlier Gatehouse: what it says, what it does when it is killed, or when it fails. */
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../db/open';
import { contentOf, countMigrations, makeOldVenue, migrationsOf } from './fakes/old-venue';
import { startService, type ServiceProcess } from './fakes/service';

const SESSIONS = 5_000;
/** Migrations of the file before; and check, copy, check of the copy and end around those that are missing. */
const OLD = 2;
const STEPS = countMigrations() - OLD + 4;
/** Before the check, the copy, its check, the first change, one in the middle, and the end with everything but the commit. */
const KILLED_AT = [1, 2, 3, 4, 12, STEPS] as const;
const killer = pathToFileURL(join(import.meta.dirname, 'fakes/kill-at-step.ts')).href;

interface Folder {
  readonly path: string;
  readonly file: string;
  readonly copies: string;
}

function folderOf(sessions: number): Folder {
  const path = mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  const file = join(path, 'gatehouse.sqlite');
  makeOldVenue(file, sessions);
  return { path, file, copies: join(path, 'copies') };
}

async function kill({ child }: ServiceProcess): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

const linesAbout = (output: string): readonly string[] =>
  output.split('\n').filter((line) => /^Step |brought up to date|is up to date|A copy of it/.test(line));

test('says step by step what is done to older data, and nothing the next time', async () => {
  const { path, copies } = folderOf(10);
  const first = await startService(path);
  const said = linesAbout(first.output());
  expect(said).toHaveLength(1 + STEPS + 2);
  expect(said[0]).toContain('Leave this computer on');
  expect(said[1]).toBe(`Step 1 of ${STEPS}: checking the data`);
  expect(said[2]).toBe(`Step 2 of ${STEPS}: making a copy of the data as it is`);
  expect(said[STEPS]).toMatch(new RegExp(`^Step ${STEPS} of ${STEPS}: `));
  expect(said.at(-2)).toMatch(/^The data is up to date; it took \d+\.\d s\.$/);
  expect(said.at(-1)).toContain(copies);
  expect(first.url).toBeDefined();
  await kill(first);
  const second = await startService(path);
  expect(second.url).toBeDefined();
  expect(linesAbout(second.output())).toEqual([]);
});

test('killed in the middle of it, has the old data whole, and brings it up to date at the next start', async () => {
  const { path, file, copies } = folderOf(SESSIONS);
  const uninterrupted = join(path, 'uninterrupted.sqlite');
  copyFileSync(file, uninterrupted);
  const before = contentOf(file);
  for (const step of KILLED_AT) {
    const env = { ...process.env, NODE_OPTIONS: `--import ${killer}`, KILL_AT_STEP: String(step) };
    const { child, url } = await startService(path, { env });
    expect(url, `at step ${step}`).toBeUndefined();
    expect(child.signalCode, `at step ${step}`).toBe('SIGKILL');
    // Read as the next start will find it, WAL and all.
    expect(migrationsOf(file), `after a kill at step ${step}`).toHaveLength(OLD);
    expect(contentOf(file), `after a kill at step ${step}`).toEqual(before);
  }
  const finished = await startService(path, { until: /^The data is up to date/m });
  await kill(finished);
  expect(readdirSync(copies).filter((name) => name.endsWith('.part'))).toEqual([]);

  const migrationsFolder = join(import.meta.dirname, '../db/migrations');
  openDatabase(uninterrupted, { migrationsFolder, copiesFolder: join(path, 'other'), nowMs: 0 }).close();
  expect(contentOf(file)).toEqual(contentOf(uninterrupted));
  expect(migrationsOf(file)).toHaveLength(countMigrations());
});

test('told to end in the middle of it, ends in order and leaves the data as it was', async () => {
  const { path, file } = folderOf(10);
  const before = contentOf(file);
  const env = { ...process.env, NODE_OPTIONS: `--import ${killer}`, KILL_AT_STEP: '12', KILL_SIGNAL: 'SIGINT' };
  const { child, url, output } = await startService(path, { env, until: /Gatehouse is closed/ });
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.exitCode, output()).toBe(0);
  expect(url).toBeUndefined();
  expect(migrationsOf(file)).toHaveLength(OLD);
  expect(contentOf(file)).toEqual(before);
});

test('opens all the same where the data cannot be brought up to date, and says what to do and where the copy lies', async () => {
  const { path, file, copies } = folderOf(10);
  // A table of that name is in the way of the one that a later version makes.
  const sqlite = new Database(file);
  sqlite.exec('create table guest_persons (id integer primary key) strict');
  sqlite.close();
  const before = contentOf(file);
  const service = await startService(path);
  expect(service.url).toBeDefined();
  const [copy] = readdirSync(copies);
  const words = service.output().replace(/\s+/g, ' ');
  expect(words).toContain('The data could not be brought up to date; nothing of it was changed.');
  expect(words).toContain(`A copy made before lies in ${join(copies, copy!)}.`);
  expect(words).not.toContain('The data is up to date');
  await kill(service);
  expect(contentOf(file)).toEqual(before);
  expect(contentOf(join(copies, copy!))).toEqual(before);
  // Why, for support.
  expect(readFileSync(join(path, 'logs/gatehouse.log'), 'utf8')).toContain('guest_persons');
});

test('that cannot make the copy changes nothing', async () => {
  const { path, file, copies } = folderOf(10);
  writeFileSync(copies, 'a file where the folder should be');
  const before = contentOf(file);
  const service = await startService(path);
  expect(service.output()).toContain('Gatehouse may not write to');
  await kill(service);
  expect(contentOf(file)).toEqual(before);
});
