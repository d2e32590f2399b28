import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { judge, resolveTarget, rooms } from './fences';
import { readIdentifiers, readImports } from './imports';

const root = join(import.meta.dirname, '../..');
const MOST_README_LINES = 30;

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const sources = ['preload', 'db', 'main', 'renderer'].flatMap(filesBelow);
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const tests = filesBelow('test');
const imports = new Map([...sources, ...tests].map((file) => [file, readImports(file, read(file))]));
const importsOf = (file: string) => imports.get(file)!;

describe('the reader of imports', () => {
  it('finds every way to name another file, and knows which are types only', () => {
    const text = `
      import a, { b } from './a';
      import type { C } from './c';
      import { type D } from './d';
      export * from './e';
      export type { F } from './f';
      const g = await import('./g');
      const h = require('./h');
      let i: import('./i').I;
      import './j.css';
      // import './no';
      const text = "import './no'";`;
    const types = ['./c', './f', './i'];
    const found = ['./a', './c', './d', './e', './f', './g', './h', './i', './j.css'];
    const byName = [...readImports('x.ts', text)].sort((one, other) => one.specifier.localeCompare(other.specifier));
    expect(byName).toEqual(found.map((specifier) => ({ specifier, typeOnly: types.includes(specifier) })));
  });

  it('tells names from comments and texts', () => {
    const names = readIdentifiers('x.ts', `// ipcMain\nconst text = 'ipcMain'; electron.ipcRenderer.send();`);
    expect([...names]).toEqual(['text', 'electron', 'ipcRenderer', 'send']);
  });
});

describe('libraries that take long to load', () => {
  /** A tenth of a second each, for the main thread and every worker, before the first window opens. */
  const loadedWithFirstUse = /^import (?!type )[^;]*? from '(?:exceljs|@napi-rs\/canvas)'/m;

  it('come with their first use, not with the program', () => {
    const eager = sources.filter((file) => loadedWithFirstUse.test(read(file)));
    expect(eager).toEqual([]);
  });
});

describe('the fences', () => {
  it.each([
    ['main/radius/server.ts', '../aaa/authorize'],
    ['main/radius/server.ts', '../../db/open'],
    ['main/radius/server.ts', '../log'],
    ['main/radius/server.ts', 'electron-log'],
    ['main/printing/layout.ts', '../../db/queries/venue'],
    ['main/printing/layout.ts', '../../preload/contract/venue'],
    ['main/aaa/authorize.ts', '../desk/sell-ticket'],
    ['main/desk/sell-ticket.ts', '../api/desk'],
    ['main/desk/sell-ticket.ts', '../work/start'],
    ['main/work/jobs.ts', '../desk/sell-ticket'],
    ['main/work/jobs.ts', '../venue'],
    ['main/desk/sell-ticket.ts', 'electron'],
    ['main/desk/sell-ticket.ts', '../../db/undo'],
    ['main/api/desk.ts', '../shell/window'],
    ['main/doors/page.ts', '../api/desk'],
    ['main/doors/page.ts', '../../db/open'],
    ['main/serve.ts', './shell/window'],
    ['main/serve.ts', 'electron/main'],
    ['main/venue.ts', './doors/page'],
    ['main/options.ts', './venue'],
    ['main/shell/window.ts', '../desk/sell-ticket'],
    ['main/shell/window.ts', '../venue'],
    ['db/write.ts', '../main/log'],
    ['db/schema/guests.ts', '../open'],
    ['preload/contract/venue.ts', '../../main/log'],
    ['preload/contract/venue.ts', 'node:crypto'],
    ['renderer/desk/sell-ticket.tsx', '../../main/desk/sell-ticket'],
    ['renderer/desk/sell-ticket.tsx', 'node:fs'],
    ['renderer/desk/sell-ticket.tsx', 'electron'],
    ['renderer/desk/sell-ticket.tsx', '@orpc/server/node'],
    ['main/venue.ts', '../test/fakes/clock'],
    ['test/radius/server.test.ts', '../../db/open'],
    ['test/screens/desk.test.ts', '../../main/desk/sell-ticket'],
    ['scripts/tool.ts', './other'],
  ])('keep %s from importing %s', (importer, specifier) => {
    expect(judge(importer, { specifier, typeOnly: false })).toContain(importer);
  });

  it.each([
    ['main/radius/server.ts', './packet'],
    ['main/radius/server.ts', 'node:dgram'],
    ['main/aaa/authorize.ts', '../radius/packet'],
    ['main/printing/layout.ts', '../../preload/contract/units'],
    ['main/index.ts', 'electron'],
    ['renderer/desk/sell-ticket.tsx', '../../preload/contract'],
    ['renderer/desk/sell-ticket.tsx', '../parts/money'],
    ['db/queries/guests.ts', '../schema'],
  ])('let %s import %s', (importer, specifier) => {
    expect(judge(importer, { specifier, typeOnly: false })).toBeUndefined();
  });

  it('let a type pass where the thing itself may not run', () => {
    expect(judge('main/shell/quit.ts', { specifier: '../venue', typeOnly: true })).toBeUndefined();
    expect(judge('main/radius/server.ts', { specifier: '../venue', typeOnly: true })).toBeDefined();
  });

  it('stand around rooms that exist', () => {
    expect(rooms.map(({ room }) => room).filter((room) => !existsSync(join(root, room)))).toEqual([]);
  });

  it('hold for every import there is', () => {
    const broken = [...sources, ...tests].flatMap((file) => importsOf(file).map((found) => judge(file, found)));
    expect(broken.filter((sentence) => sentence !== undefined)).toEqual([]);
  });
});

describe('Electron', () => {
  it('is known to the entry, the shell and the preload only', () => {
    const users = sources.filter((file) => importsOf(file).some(({ specifier }) => /^electron(\/|$)/.test(specifier)));
    const strangers = users.filter((file) => !/^main\/(index\.ts|shell\/)|^preload\/index\.ts$/.test(file));
    expect(strangers).toEqual([]);
    expect(users).toContain('main/index.ts');
  });

  it('passes messages by name in the shell and the preload only; everything else is a call of the contract', () => {
    const users = sources.filter((file) => {
      const names = readIdentifiers(file, read(file));
      return names.has('ipcMain') || names.has('ipcRenderer');
    });
    expect(users.filter((file) => !/^main\/(index\.ts|shell\/)|^preload\/index\.ts$/.test(file))).toEqual([]);
  });
});

describe('files at run time', () => {
  it('never go round in a circle of imports', () => {
    expect(findCircle()).toBeUndefined();
  });

  it('find their packages in the packed application: what main and db load is a dependency', () => {
    const shipped = new Set(Object.keys(packageJson.dependencies));
    const missing = sources
      .filter((file) => !file.startsWith('renderer/'))
      .flatMap((file) => importsOf(file).filter(({ typeOnly }) => !typeOnly))
      .map(({ specifier }) => packageOf(specifier))
      .filter((name) => name !== undefined && name !== 'electron' && !shipped.has(name));
    expect([...new Set(missing)]).toEqual([]);
  });
});

describe('every room', () => {
  const folders = ['main', 'db', 'preload', 'renderer', 'test', 'scripts'];
  const inMain = readdirSync(join(root, 'main'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `main/${name}`);

  it.each([...folders, ...inMain])('%s opens with a README of one page', (folder) => {
    const readme = join(root, folder, 'README.md');
    expect(existsSync(readme), `${folder}/README.md exists`).toBe(true);
    expect(readFileSync(readme, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(MOST_README_LINES);
  });
});

function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** The first circle among imports that are still there after compiling, as a list of files. */
function findCircle(): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of runningImports(file)) {
      const circle = visit(next, [...path, file]);
      if (circle !== undefined) return circle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of sources) {
    const circle = visit(file, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

function runningImports(file: string): readonly string[] {
  return importsOf(file)
    .filter(({ typeOnly }) => !typeOnly)
    .map(({ specifier }) => resolveTarget(file, specifier))
    .flatMap((target) => (target.kind === 'file' ? candidates(target.path) : []))
    .filter((path) => imports.has(path));
}

function candidates(path: string): readonly string[] {
  return [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`, `${path}/index.tsx`];
}
