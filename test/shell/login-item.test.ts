import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoginItemSettings, Settings } from 'electron';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { desktopEntry, loginItem, startCommand } from '../../main/shell/login-item';

describe('starting with the computer', () => {
  test('starts this venue again, without a window', () => {
    expect(startCommand('/srv/hotel', [], '/opt/Gatehouse/gatehouse', undefined, {})).toEqual({
      program: '/opt/Gatehouse/gatehouse',
      args: ['--hidden', '--data', '/srv/hotel'],
    });
  });

  test('starts with the ports and addresses it has now', () => {
    for (const argv of [
      ['--data', 'hotel', '--auth-port', '11812', '--hidden', '--bind=192.168.88.2'],
      ['--auth-port', '11812', '--data=hotel', '--bind=192.168.88.2'],
    ])
      expect(startCommand('/srv/hotel', argv, '/opt/gatehouse', undefined, {}).args).toEqual([
        '--hidden',
        '--data',
        '/srv/hotel',
        '--auth-port',
        '11812',
        '--bind=192.168.88.2',
      ]);
  });

  test('starts the AppImage, not the folder it is mounted on', () => {
    const command = startCommand('/srv/hotel', [], '/tmp/.mount_x/gatehouse', undefined, {
      APPIMAGE: '/home/a/G.AppImage',
    });
    expect(command.program).toBe('/home/a/G.AppImage');
  });

  test('names the application to Electron while it is not packed', () => {
    expect(startCommand('/srv/hotel', [], '/usr/bin/electron', '/src/gatehouse', {}).args).toEqual([
      '/src/gatehouse',
      '--hidden',
      '--data',
      '/srv/hotel',
    ]);
  });

  describe('on Linux', () => {
    let configHome: string;
    beforeEach(() => (configHome = mkdtempSync(join(tmpdir(), 'gatehouse-config-'))));
    afterEach(() => rmSync(configHome, { recursive: true }));
    const item = (dataFolder: string) =>
      loginItem(noSystemItems, 'linux', { XDG_CONFIG_HOME: configHome }, dataFolder, {
        program: '/opt/Gatehouse/gatehouse',
        args: ['--hidden', '--data', dataFolder],
      });

    test('is a file in the autostart folder, there only while it is wanted', () => {
      expect(item('/srv/hotel').enabled).toBe(false);
      item('/srv/hotel').set(true);
      expect(item('/srv/hotel').enabled).toBe(true);
      item('/srv/hotel').set(false);
      item('/srv/hotel').set(false);
      expect(item('/srv/hotel').enabled).toBe(false);
    });

    test('does not mix up two venues on one computer', () => {
      item('/srv/hotel').set(true);
      expect(item('/srv/camping').enabled).toBe(false);
      item('/srv/camping').set(true);
      item('/srv/hotel').set(false);
      expect(item('/srv/camping').enabled).toBe(true);
      expect(existsSync(join(configHome, 'autostart'))).toBe(true);
    });
  });

  test('quotes what a path may hold, as the Desktop Entry Specification asks', () => {
    const exec = desktopEntry({ program: '/opt/a b/gate', args: ['--data', '/srv/100% "a$`\\'] })
      .split('\n')
      .find((line) => line.startsWith('Exec='));
    expect(exec).toBe(String.raw`Exec="/opt/a b/gate" "--data" "/srv/100%% \\"a\\$\\` + '`' + String.raw`\\\\"`);
  });

  test('on Windows is an item of its own per venue, with the arguments it is asked back with', () => {
    const set: Settings[] = [];
    const asked: unknown[] = [];
    const app = {
      getLoginItemSettings: (wanted?: unknown) => {
        asked.push(wanted);
        return { openAtLogin: set.at(-1)?.openAtLogin ?? false } as LoginItemSettings;
      },
      setLoginItemSettings: (settings: Settings) => void set.push(settings),
    };
    const command = { program: 'C:\\Gatehouse.exe', args: ['--hidden', '--data', 'C:\\hotel'] };
    const item = loginItem(app, 'win32', {}, 'C:\\hotel', command);
    expect(item.enabled).toBe(false);
    item.set(true);
    expect(item.enabled).toBe(true);
    expect(set[0]).toMatchObject({ openAtLogin: true, path: command.program, args: command.args });
    expect(set[0]?.name).toMatch(/^gatehouse-[0-9a-f]{8}$/);
    expect(asked[0]).toEqual({ path: command.program, args: command.args });
  });
});

const noSystemItems = {
  getLoginItemSettings: () => {
    throw new Error('Linux has no login items');
  },
  setLoginItemSettings: () => {
    throw new Error('Linux has no login items');
  },
};

test('the autostart file is a whole desktop entry', () => {
  const entry = desktopEntry({ program: '/opt/gatehouse', args: ['--hidden'] });
  expect(entry.startsWith('[Desktop Entry]\nType=Application\n')).toBe(true);
  expect(entry).toContain('Exec="/opt/gatehouse" "--hidden"\n');
});
