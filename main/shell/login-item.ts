/** Start with the computer, in the tray: the system's login items, on Linux a file in the autostart folder. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { App } from 'electron';
import type { LoginItem } from '../venue';

/** What the system has to start: the program, and the arguments that open this venue without a window. */
export interface StartCommand {
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * The command that starts this application again as it was started now (ports, addresses), for the same venue.
 * @param argv its arguments, understood and found right
 * @param appPath undefined once packed: the program is the application then
 * @param env APPIMAGE names the file to start, where the running program is only a mount of it
 */
export function startCommand(
  dataFolder: string,
  argv: readonly string[],
  execPath: string,
  appPath: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): StartCommand {
  return {
    program: env['APPIMAGE'] ?? execPath,
    args: [...(appPath === undefined ? [] : [appPath]), '--hidden', '--data', dataFolder, ...furtherArguments(argv)],
  };
}

/** All but --hidden and --data, which are given anew: the folder may have been named relative to another one. */
function furtherArguments(argv: readonly string[]): readonly string[] {
  return argv.filter(
    (argument, at) =>
      argument !== '--hidden' && argument !== '--data' && !argument.startsWith('--data=') && argv[at - 1] !== '--data',
  );
}

/** The login item of this platform. On Linux that is `gatehouse-….desktop` in the XDG autostart folder. */
export function loginItem(
  app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>,
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  dataFolder: string,
  command: StartCommand,
): LoginItem {
  return platform === 'linux'
    ? autostartFile(autostartFolder(env), itemName(dataFolder), command)
    : systemItem(app, itemName(dataFolder), command);
}

/** One item per venue folder: a second venue on the same computer must not take the place of the first. */
function itemName(dataFolder: string): string {
  return `gatehouse-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 8)}`;
}

function systemItem(
  app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>,
  name: string,
  command: StartCommand,
): LoginItem {
  // `name` is the value in the registry's Run key; macOS ignores it, and the arguments too.
  const item = { path: command.program, args: [...command.args] };
  return {
    get enabled() {
      return app.getLoginItemSettings(item).openAtLogin;
    },
    set: (enabled) => app.setLoginItemSettings({ ...item, name, openAtLogin: enabled }),
  };
}

function autostartFolder(env: Readonly<Record<string, string | undefined>>): string {
  const configHome = env['XDG_CONFIG_HOME'];
  // XDG Base Directory Specification: a relative path there is invalid and to be ignored.
  return join(configHome && isAbsolute(configHome) ? configHome : join(homedir(), '.config'), 'autostart');
}

function autostartFile(folder: string, name: string, command: StartCommand): LoginItem {
  const file = join(folder, `${name}.desktop`);
  return {
    get enabled() {
      return existsSync(file);
    },
    set(enabled) {
      if (!enabled) {
        rmSync(file, { force: true });
        return;
      }
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, desktopEntry(command));
    },
  };
}

/** A desktop entry (freedesktop.org Desktop Entry Specification 1.5, Desktop Application Autostart Specification). */
export function desktopEntry(command: StartCommand): string {
  const exec = [command.program, ...command.args].map(quoteExecArgument).join(' ');
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Gatehouse',
    'Comment=Guest internet access: RADIUS server and front desk',
    `Exec=${escapeValue(exec)}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** "The Exec key": inside double quotes the characters " ` $ and \ are escaped; % is doubled, it begins a field code. */
function quoteExecArgument(argument: string): string {
  return `"${argument.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`;
}

/** "Possible value types": the general escape rule of string values comes on top of the quoting rule. */
function escapeValue(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r');
}
