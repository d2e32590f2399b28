import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readWindowState, writeWindowState, type Area } from '../../main/shell/window-state';

const screen: Area = { x: 0, y: 0, width: 1920, height: 1040 };
const second: Area = { x: 1920, y: 0, width: 1280, height: 1024 };

describe('the place of the window', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gatehouse-window-'));
    file = join(folder, 'window.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is found again at the next start', () => {
    writeWindowState(file, { x: 100, y: 50, width: 1400, height: 900 }, true);
    expect(readWindowState(file, [screen])).toEqual({
      width: 1400,
      height: 900,
      place: { x: 100, y: 50 },
      maximized: true,
    });
  });

  test('is the usual one at the first start and after a file that is broken', () => {
    const usual = readWindowState(file, [screen]);
    expect(usual.place).toBeUndefined();
    for (const broken of ['', '{', '{"x":1}', '{"x":"1","y":0,"width":-5,"height":1,"maximized":0}']) {
      writeFileSync(file, broken);
      expect(readWindowState(file, [screen])).toEqual(usual);
    }
  });

  test('is left to the system when the screen it was on is gone', () => {
    writeWindowState(file, { x: 2000, y: 10, width: 1200, height: 800 }, false);
    expect(readWindowState(file, [screen, second]).place).toEqual({ x: 2000, y: 10 });
    expect(readWindowState(file, [screen]).place).toBeUndefined();
  });

  test('is left to the system when the title bar could not be reached', () => {
    for (const place of [
      { x: 100, y: -400 },
      { x: 100, y: 1030 },
      { x: 1900, y: 10 },
    ]) {
      writeWindowState(file, { ...place, width: 1200, height: 800 }, false);
      expect(readWindowState(file, [screen]).place).toBeUndefined();
    }
  });

  test('never makes the window smaller than the desk needs or larger than the screen', () => {
    writeWindowState(file, { x: 0, y: 0, width: 300, height: 200 }, false);
    expect(readWindowState(file, [screen])).toMatchObject({ width: 1024, height: 700 });
    writeWindowState(file, { x: 0, y: 0, width: 9000, height: 9000 }, false);
    expect(readWindowState(file, [screen])).toMatchObject({ width: 1920, height: 1040 });
  });
});
