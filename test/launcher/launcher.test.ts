import { once } from 'node:events';
import { existsSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isFit } from '../../scripts/launcher/runtime.mjs';
import { PretendClone } from './pretend-clone';

const isRoot = process.getuid?.() === 0;

// The pretend programs are shell scripts; on Windows the launcher is proved by its build there.
describe.skipIf(process.platform === 'win32')('on a bare clone', () => {
  let clone: PretendClone;
  beforeEach(() => {
    clone = new PretendClone();
  });
  afterEach(() => clone.remove());

  describe('npm start', () => {
    it('installs, builds and serves, with a line per step', async () => {
      const { code, stdout, stderr } = await clone.run(['start', '--service', '--data', 'my venue']);
      expect(clone.done()).toEqual(['npm ci', 'build', 'service --service --data my venue']);
      expect(stdout).toMatch(/^Gatehouse: Installing the libraries.*\nGatehouse: Building …\n$/);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    });

    it('installs and builds nothing the second time', async () => {
      await clone.run(['start', '--service']);
      clone.done();
      const { stdout } = await clone.run(['start', '--service']);
      expect(clone.done()).toEqual(['service --service']);
      expect(stdout).toBe('');
    });

    it('builds again when a source has changed, not when only its time or a README has', async () => {
      await clone.run(['build']);
      clone.done();
      utimesSync(join(clone.folder, 'main/index.ts'), 1, 1);
      clone.write('main/README.md', 'new words');
      await clone.run(['build']);
      expect(clone.done()).toEqual([]);
      clone.write('renderer/desk/new.tsx', '');
      await clone.run(['build']);
      expect(clone.done()).toEqual(['build']);
    });

    it('installs again when another version is wanted', async () => {
      await clone.run(['start', '--service']);
      clone.done();
      clone.writeLock('1.0.1');
      await clone.run(['start', '--service']);
      expect(clone.done()).toEqual(['npm ci', 'build', 'service --service']);
    });

    it('twice at once installs and builds once', async () => {
      const [one, other] = await Promise.all([clone.run(['build']), clone.run(['build'])]);
      expect([one.code, other.code]).toEqual([0, 0]);
      expect(clone.done()).toEqual(['npm ci', 'build']);
      expect(existsSync(join(clone.folder, '.runtime/busy'))).toBe(false);
    });

    it('is not held up by a command that died while it was preparing', async () => {
      clone.write('.runtime/busy', '2147483646');
      utimesSync(join(clone.folder, '.runtime/busy'), Date.now() / 1000 - 60, Date.now() / 1000 - 60);
      expect(await clone.run(['build'])).toMatchObject({ code: 0 });
    });

    it('passes on the exit code, and the signal that ends it', async () => {
      const running = clone.start(['start', '--service', '--stay']);
      await once(running.stdout!.setEncoding('utf8'), 'data');
      while (!clone.done().includes('service --service --stay')) await once(running.stdout!, 'data');
      running.kill('SIGTERM');
      const [code] = (await once(running, 'close')) as [number];
      expect(code).toBe(5);
      expect(clone.done()).toEqual(['closed in order']);
    });
  });

  describe('what goes wrong', () => {
    it('with npm is said in a sentence, with npm’s own words and no stack', async () => {
      const { code, stderr } = await clone.run(['start', '--service'], { NPM_FAILS: '1' });
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /^Gatehouse: The libraries could not be installed \(npm ended with 7\)\. Check the connection/,
      );
      expect(stderr).toContain('network is unreachable');
      expect(stderr).not.toContain('    at ');
      expect(existsSync(join(clone.folder, '.runtime/busy'))).toBe(false);
    });

    it('with the build is said, and tried again the next time', async () => {
      const { code, stderr } = await clone.run(['start', '--service'], { BUILD_FAILS: '1' });
      expect(code).toBe(1);
      expect(stderr).toContain('Gatehouse: The build failed:\nerror TS2322: wrong');
      clone.done();
      expect(await clone.run(['build'])).toMatchObject({ code: 0 });
      expect(clone.done()).toEqual(['build']);
    });

    it('with the command itself is answered with the commands there are', async () => {
      for (const words of [[], ['sell'], ['constructor']]) {
        const { code, stderr } = await clone.run(words);
        expect(code).toBe(1);
        expect(stderr).toContain('start | test | check');
      }
    });
  });

  describe('a Node that does not fit', () => {
    /** Loaded into the launcher only, it makes the running Node look old. */
    const oldNode = (clone: PretendClone, version: string, napi: string) => {
      clone.write(
        'old-node.cjs',
        `if (process.argv[1]?.endsWith('run.mjs')) Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}', napi: '${napi}' } });`,
      );
      return { NODE_OPTIONS: `--require ${join(clone.folder, 'old-node.cjs')}` };
    };

    it('fetches one that does, once, and goes on under it', async () => {
      const env = oldNode(clone, '18.20.8', '9');
      const { code, stdout } = await clone.run(['start', '--service'], env);
      expect(clone.done()).toEqual(['npm install', 'npm ci', 'build', 'service --service']);
      expect(stdout).toContain('This is Node.js 18.20.8; Gatehouse needs 22.22 or newer. Fetching Node.js 24.21.0');
      expect(code).toBe(0);
      await clone.run(['start', '--service'], env);
      expect(clone.done()).toEqual(['service --service']);
    });

    it('and cannot be replaced is said in a sentence', async () => {
      const { code, stderr } = await clone.run(['start'], { ...oldNode(clone, '20.20.2', '9'), NPM_FAILS: '1' });
      expect(code).toBe(1);
      expect(stderr).toMatch(/^Gatehouse: Node.js 24\.21\.0 could not be fetched .* or install Node\.js 24 yourself/);
      expect(clone.done()).toEqual(['npm install']);
    });

    it.each([
      ['22.22.0', '10', true],
      ['24.0.0', '10', true],
      ['26.1.0', '11', true],
      ['22.21.1', '10', false],
      ['23.11.0', '10', false],
      ['22.22.0', '9', false],
      ['18.0.0', '8', false],
    ])('%s with Node-API %s: fits %s', (node, napi, fits) => {
      expect(isFit({ node, napi })).toBe(fits);
    });
  });

  describe('the desktop application', () => {
    const display = (folder: string) => ({ DISPLAY: ':99', ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'electron') });
    const program =
      process.platform === 'darwin' ? 'electron/Electron.app/Contents/MacOS/Electron' : 'electron/electron';

    it('is started with the options, as root without the sandbox and with a warning', async () => {
      clone.writeProgram(program);
      const { code, stdout } = await clone.run(['start', '--demo'], {
        ...display(clone.folder),
        ELECTRON_RUN_AS_NODE: '1',
      });
      const switches = isRoot ? '--no-sandbox ' : '';
      expect(clone.done().slice(2)).toEqual([`program ${switches}${clone.folder} --demo run-as-node=`]);
      expect(stdout.includes('Warning: running as root')).toBe(isRoot);
      expect(code).toBe(0);
    });

    it('gives way to service mode without a display, and says so', async () => {
      const { stdout } = await clone.run(['start', '--demo'], { ...display(clone.folder), DISPLAY: '' });
      expect(stdout).toContain(
        'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set). So the venue is served',
      );
      expect(clone.done().at(-1)).toBe('service --demo');
    });

    it('gives way to service mode when its program is not where it should be', async () => {
      const { stdout } = await clone.run(['start'], display(clone.folder));
      expect(stdout).toMatch(/ELECTRON_OVERRIDE_DIST_PATH is set, but .* does not exist\. So the venue is served/);
      expect(clone.done().at(-1)).toBe('service');
    });

    it('gives way to service mode when it cannot start', async () => {
      clone.writeProgram(program, 127);
      const { stdout } = await clone.run(['start'], display(clone.folder));
      expect(stdout).toContain('The desktop application could not start (exit code 127). So the venue is served');
      expect(clone.done().at(-1)).toBe('service');
    });

    it('has the last word about a wrong command line', async () => {
      clone.writeProgram(program, 2);
      expect(await clone.run(['start', '--prot'], display(clone.folder))).toMatchObject({ code: 2 });
      expect(clone.done().at(-1)).toContain('program');
    });

    it('is fetched in vain once a day, not at every start, and again when asked', async () => {
      const env = { DISPLAY: ':99' };
      const first = await clone.run(['start'], env);
      expect(first.stdout).toContain(
        'Electron could not be fetched (no way to the server). Try again with "npm run electron".',
      );
      expect(clone.done()).toEqual(['npm ci', 'build', 'electron download', 'service']);
      const second = await clone.run(['start'], env);
      expect(second.stdout).toMatch(
        /Electron could not be fetched on \d{4}-\d\d-\d\d\. Try again with "npm run electron"\./,
      );
      expect(clone.done()).toEqual(['service']);
      expect(await clone.run(['electron'], env)).toMatchObject({ code: 1 });
      expect(clone.done()).toEqual(['electron download']);
    });
  });

  describe('npm run gatehouse', () => {
    it('keeps standard output for the JSON, also when it has to install and build first', async () => {
      const { code, stdout, stderr } = await clone.run(['gatehouse', 'call', 'guests.find', '{"text":"42 b"}']);
      expect(stdout).toBe('["call","guests.find","{\\"text\\":\\"42 b\\"}"]\n');
      expect(stderr).toMatch(/Installing the libraries[^]*Building/);
      expect(code).toBe(0);
    });
  });

  describe('npm test', () => {
    const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1)!;
    /** A computer with a browser and a desktop, but without the programs of the network and the printers. */
    const equipped = (clone: PretendClone) => {
      clone.write('chromium', '');
      clone.writeProgram(
        process.platform === 'darwin' ? 'electron/Electron.app/Contents/MacOS/Electron' : 'electron/electron',
      );
      return {
        CHROMIUM_PATH: join(clone.folder, 'chromium'),
        ELECTRON_OVERRIDE_DIST_PATH: join(clone.folder, 'electron'),
        DISPLAY: ':99',
      };
    };

    it('runs every suite and ends with the sum', async () => {
      const { code, stdout } = await clone.run(['test'], equipped(clone));
      expect(clone.done().slice(2)).toEqual([
        'vitest',
        'playwright --project=chromium',
        'playwright --project=electron',
      ]);
      expect(lastLine(stdout)).toBe('11 passed, 0 failed, 1 skipped');
      expect(code).toBe(0);
    });

    it('fails when a suite has failed, after running the others', async () => {
      const { code, stdout } = await clone.run(['test'], { ...equipped(clone), SCREENS_FAIL: '1' });
      expect(lastLine(stdout)).toBe('11 passed, 4 failed, 1 skipped');
      expect(code).toBe(1);
    });

    it('counts a runner that broke off before it could count as failed', async () => {
      const { code, stdout } = await clone.run(['test', 'unit'], { VITEST_BREAKS: '1' });
      expect(lastLine(stdout)).toBe('0 passed, 1 failed, 0 skipped');
      expect(code).toBe(1);
    });

    it('leaves out a suite whose tool is missing, and says which and why', async () => {
      const { code, stdout } = await clone.run(['test', 'electron'], { ELECTRON_OVERRIDE_DIST_PATH: clone.folder });
      expect(stdout).toMatch(/Tests: electron left out: ELECTRON_OVERRIDE_DIST_PATH is set, but/);
      expect(lastLine(stdout)).toBe('0 passed, 0 failed, 1 skipped');
      expect(code).toBe(0);
    });

    it('does not let the deciding machine leave anything out', async () => {
      const env = { ...equipped(clone), ELECTRON_OVERRIDE_DIST_PATH: clone.folder, CI: 'true' };
      const { code, stdout } = await clone.run(['test', 'chromium', 'electron'], env);
      expect(lastLine(stdout)).toMatch(/^3 passed, [1-4] failed, 0 skipped$/);
      expect(code).toBe(1);
    });

    it('does not know a suite that is not there', async () => {
      const { code, stderr } = await clone.run(['test', 'screens']);
      expect(code).toBe(1);
      expect(stderr).toContain('There is no suite "screens": unit, long, chromium, electron.');
    });
  });
});
