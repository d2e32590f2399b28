/** A clone with the real launcher and pretend libraries: what it installs, builds and starts only writes down that it was. */
import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const SCRIPTS = join(import.meta.dirname, '../../scripts');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Writes one line about itself into `<clone>/done`. */
const note = (text: string): string => `require('node:fs').appendFileSync(process.env.DONE, ${text} + '\\n');`;

/** `npm`: "installs" by writing what npm writes last; fails when NPM_FAILS is set. */
const NPM = `
const fs = require('node:fs'), path = require('node:path');
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
${note("'npm ' + words[0]")}
if (process.env.NPM_FAILS) { console.error('npm error network is unreachable'); process.exit(7); }
if (words[0] === 'ci') {
  fs.mkdirSync('node_modules', { recursive: true });
  fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
} else {
  const prefix = process.argv[process.argv.indexOf('--prefix') + 1];
  const bin = path.join(prefix, 'node_modules', words.at(-1).split('@')[0], 'bin');
  fs.mkdirSync(bin, { recursive: true });
  const runtime = '#!/bin/sh\\nif [ "$1" = --version ]; then echo v24.21.0; else NODE_OPTIONS= exec ' + process.execPath + ' "$@"; fi\\n';
  fs.writeFileSync(path.join(bin, 'node'), runtime, { mode: 0o755 });
}`;

const BUILDER = `
const fs = require('node:fs'), path = require('node:path');
${note("'build'")}
if (process.env.BUILD_FAILS) { console.error('error TS2322: wrong'); process.exit(1); }
const threads = ['main/radius-thread.js', 'main/work-thread.js', 'main/update-thread.js'];
for (const file of ['main/index.js', ...threads, 'preload/index.cjs', 'renderer/index.html']) write(file, '');
write('main/service.js', fs.readFileSync('service.js'));
write('main/terminal.js', "console.log(JSON.stringify(process.argv.slice(2)));");
function write(file, text) {
  fs.mkdirSync(path.dirname('out/' + file), { recursive: true });
  fs.writeFileSync('out/' + file, text);
}`;

const SERVICE = `
${note("'service ' + process.argv.slice(2).join(' ')")}
if (process.argv.includes('--stay')) {
  const timer = setInterval(() => {}, 1000);
  process.once('SIGTERM', () => { ${note("'closed in order'")} clearInterval(timer); process.exitCode = 5; });
  console.log('serving');
}`;

const ELECTRON_INSTALLER = `${note("'electron download'")} console.error('no way to the server'); process.exit(1);`;

/** Both runners write the report they are asked for. */
const VITEST = `
${note("'vitest'")}
const file = process.argv.find((word) => word.startsWith('--outputFile.json=')).slice('--outputFile.json='.length);
const report = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0 };
if (!process.env.VITEST_BREAKS) require('node:fs').writeFileSync(file, JSON.stringify(report));
process.exitCode = process.env.VITEST_BREAKS ? 1 : 0;`;
const PLAYWRIGHT = `
${note("'playwright ' + process.argv.find((word) => word.startsWith('--project='))")}
const stats = { expected: 3, flaky: 0, unexpected: process.env.SCREENS_FAIL ? 2 : 0, skipped: 0 };
require('node:fs').writeFileSync(process.env.PLAYWRIGHT_JSON_OUTPUT_NAME, JSON.stringify({ stats }));
process.exitCode = stats.unexpected ? 1 : 0;`;

export class PretendClone {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-clone-')));

  constructor() {
    cpSync(SCRIPTS, join(this.folder, 'scripts'), { recursive: true });
    this.write('package.json', '{ "type": "commonjs" }');
    this.write('scripts/package.json', '{ "type": "module" }');
    this.writeLock('1.0.0');
    for (const file of ['electron.vite.config.ts', 'tsconfig.base.json']) this.write(file, '');
    for (const folder of ['main', 'db', 'preload', 'renderer']) this.write(`${folder}/index.ts`, folder);
    this.write('service.js', SERVICE);
    this.write('npm/npm-cli.js', NPM);
    // Libraries are there from the beginning; whether they count as installed is what npm has written down.
    this.write('node_modules/electron-vite/bin/electron-vite.js', BUILDER);
    this.write('node_modules/electron/package.json', '{ "version": "45.4.1" }');
    this.write('node_modules/electron/install.js', ELECTRON_INSTALLER);
    this.write(
      'node_modules/vitest/vitest.mjs',
      `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);${VITEST}`,
    );
    this.write('node_modules/@playwright/test/cli.js', PLAYWRIGHT);
  }

  /** The lock file with one library in this version, and one that is for another platform. */
  writeLock(version: string): void {
    const packages = {
      '': { name: 'pretend' },
      'node_modules/library': { version, integrity: `sha512-${version}` },
      'node_modules/for-another-platform': { version: '1.0.0', optional: true },
    };
    this.write('package-lock.json', JSON.stringify({ packages }));
  }

  write(path: string, text: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** An executable that writes down how it was started and ends with this code. */
  writeProgram(path: string, code = 0): void {
    this.write(path, `#!/bin/sh\necho "program $* run-as-node=$ELECTRON_RUN_AS_NODE" >> "$DONE"\nexit ${code}\n`);
    chmodSync(join(this.folder, path), 0o755);
  }

  /** What was done, in order, since the last look. */
  done(): readonly string[] {
    const file = join(this.folder, 'done');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
    rmSync(file, { force: true });
    return lines;
  }

  /** `node scripts/run.mjs …` in the clone, without a display and with nothing of ours in its environment. */
  async run(words: readonly string[], env: Env = {}): Promise<Ended> {
    const child = this.start(words, env);
    let stdout = '';
    let stderr = '';
    child.stdout!.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, stdout, stderr };
  }

  start(words: readonly string[], env: Env = {}): ChildProcess {
    return spawn(process.execPath, ['scripts/run.mjs', ...words], {
      cwd: this.folder,
      env: {
        PATH: process.env['PATH'],
        npm_execpath: join(this.folder, 'npm/npm-cli.js'),
        DONE: join(this.folder, 'done'),
        // Nothing here may reach for the network: a mirror keeps the launcher from asking first.
        ELECTRON_MIRROR: 'http://127.0.0.1:9/',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
