/** The command line, the same for the desktop application, service mode and the terminal. */
import { isIP } from 'node:net';
import { posix, win32 } from 'node:path';

export interface Options {
  readonly kind: 'options';
  readonly service: boolean;
  readonly demo: boolean;
  /** Absolute. */
  readonly dataFolder: string;
  /** 0, in a rehearsal only, takes any free port: a real router has to know it. */
  readonly authPort: number;
  readonly acctPort: number;
  /** 0 takes any free port. */
  readonly httpPort: number;
  /** Addresses RADIUS listens on. */
  readonly bind: readonly string[];
  /** Start in the tray, without a window. */
  readonly hidden: boolean;
}

export interface OptionsProblem {
  readonly kind: 'problem';
  /** What is wrong and what to write instead. */
  readonly sentence: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Ports registered for RADIUS (RFC 2865 §3, RFC 2866 §3). */
const DEFAULT_AUTH_PORT = 1812;
const DEFAULT_ACCT_PORT = 1813;
const DEFAULT_HTTP_PORT = 8812;
const GREATEST_PORT = 65_535;

const ALL_ADDRESSES = ['0.0.0.0', '::'] as const;
const THIS_COMPUTER = ['127.0.0.1', '::1'] as const;

const FLAGS = ['--service', '--demo', '--hidden'] as const;
const VALUES = ['--data', '--auth-port', '--acct-port', '--http-port', '--bind'] as const;
type Flag = (typeof FLAGS)[number];
type ValueOption = (typeof VALUES)[number];

/** Switches that Electron and Chromium read themselves and leave on our command line. */
const RUNTIME_SWITCHES: ReadonlySet<string> = new Set([
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--enable-logging',
  '--force-device-scale-factor',
  '--inspect',
  '--lang',
  '--ozone-platform',
  '--ozone-platform-hint',
  '--remote-debugging-port',
  '--user-data-dir',
  // Chromium adds these two to the command line it hands to the first instance.
  '--allow-file-access-from-files',
  '--original-process-start-time',
]);

/** One line per option, for `--help` and for the sentence about an unknown one. */
export const optionsHelp = [
  '--service          run without windows: the windows become a page for this computer',
  '--demo             rehearse in a demo hotel: a folder of its own, a pretend router and printer, nothing real',
  '--data DIR         the folder of the venue',
  `--auth-port N      RADIUS authentication port (${DEFAULT_AUTH_PORT}; with --demo 0 for any free one)`,
  `--acct-port N      RADIUS accounting port (${DEFAULT_ACCT_PORT}; with --demo 0 for any free one)`,
  `--http-port N      port of the page in service mode (${DEFAULT_HTTP_PORT}; 0 for any free one)`,
  '--bind ADDRESS     address RADIUS listens on (all); several: separated by commas',
  '--hidden           start in the tray, without a window',
].join('\n');

interface Given {
  readonly flags: ReadonlySet<Flag>;
  readonly values: ReadonlyMap<ValueOption, string>;
}

/**
 * Reads the command line.
 * @param argv the arguments after the program (see `argumentsAfterApp` for Electron)
 * @param platform `process.platform`; decides the user-data folder and the kind of path
 * @returns the options, or one sentence about the first thing that is wrong
 */
export function parseOptions(
  argv: readonly string[],
  env: Env,
  platform: NodeJS.Platform,
  homedir: string,
): Options | OptionsProblem {
  const given = collect(argv);
  if ('sentence' in given) return given;
  const demo = given.flags.has('--demo');
  const authPort = readPort(given, '--auth-port', DEFAULT_AUTH_PORT, demo ? 0 : 1);
  if (typeof authPort !== 'number') return authPort;
  const acctPort = readPort(given, '--acct-port', DEFAULT_ACCT_PORT, demo ? 0 : 1);
  if (typeof acctPort !== 'number') return acctPort;
  if (authPort === acctPort && authPort !== 0)
    return problem(`--auth-port and --acct-port must differ; both are ${authPort}.`);
  const httpPort = readPort(given, '--http-port', DEFAULT_HTTP_PORT, 0);
  if (typeof httpPort !== 'number') return httpPort;
  const bind = readBind(given.values.get('--bind'), demo);
  if ('sentence' in bind) return bind;
  return {
    kind: 'options',
    service: given.flags.has('--service'),
    demo,
    dataFolder: resolveDataFolder(given.values.get('--data'), demo, env, platform, homedir),
    authPort,
    acctPort,
    httpPort,
    bind,
    hidden: given.flags.has('--hidden'),
  };
}

/** The folder named with `--data`, made absolute; else the platform's user-data folder, with one of its own for the demo. */
export function resolveDataFolder(
  named: string | undefined,
  demo: boolean,
  env: Env,
  platform: NodeJS.Platform,
  homedir: string,
): string {
  const path = platform === 'win32' ? win32 : posix;
  if (named !== undefined) return path.resolve(named);
  return path.join(userDataFolder(env, platform, homedir), demo ? 'Gatehouse demo' : 'Gatehouse');
}

/**
 * Electron's `process.argv` without the program, its switches and, before it is packed, the path of the application.
 * @param packed `app.isPackaged`
 */
export function argumentsAfterApp(argv: readonly string[], packed: boolean): readonly string[] {
  if (packed) return argv.slice(1);
  const app = argv.findIndex((argument, at) => at > 0 && !argument.startsWith('-'));
  return app === -1 ? [] : argv.slice(app + 1);
}

function userDataFolder(env: Env, platform: NodeJS.Platform, homedir: string): string {
  if (platform === 'win32') return env['APPDATA'] || win32.join(homedir, 'AppData', 'Roaming');
  if (platform === 'darwin') return posix.join(homedir, 'Library', 'Application Support');
  const configHome = env['XDG_CONFIG_HOME'];
  // XDG Base Directory Specification: a relative path there is invalid and to be ignored.
  return configHome && posix.isAbsolute(configHome) ? configHome : posix.join(homedir, '.config');
}

function collect(argv: readonly string[]): Given | OptionsProblem {
  const flags = new Set<Flag>();
  const values = new Map<ValueOption, string>();
  for (let at = 0; at < argv.length; at++) {
    const argument = argv[at]!;
    const equals = argument.indexOf('=');
    const name = equals === -1 ? argument : argument.slice(0, equals);
    if (isOneOf(FLAGS, name)) {
      if (equals !== -1) return problem(`${name} takes no value.`);
      flags.add(name);
    } else if (isOneOf(VALUES, name)) {
      const value = equals === -1 ? argv[++at] : argument.slice(equals + 1);
      if (value === undefined || value === '' || (equals === -1 && value.startsWith('--')))
        return problem(`${name} needs a value, for example ${example[name]}.`);
      values.set(name, value);
    } else if (!RUNTIME_SWITCHES.has(name)) {
      return problem(`Gatehouse does not know "${argument}". It knows:\n${optionsHelp}`);
    }
  }
  return { flags, values };
}

const example: Readonly<Record<ValueOption, string>> = {
  '--data': '--data ./venue',
  '--auth-port': `--auth-port ${DEFAULT_AUTH_PORT}`,
  '--acct-port': `--acct-port ${DEFAULT_ACCT_PORT}`,
  '--http-port': `--http-port ${DEFAULT_HTTP_PORT}`,
  '--bind': '--bind 192.168.88.2',
};

function isOneOf<Name extends string>(names: readonly Name[], name: string): name is Name {
  return (names as readonly string[]).includes(name);
}

function readPort(given: Given, name: ValueOption, usual: number, least: number): number | OptionsProblem {
  const text = given.values.get(name);
  if (text === undefined) return usual;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (port >= least && port <= GREATEST_PORT) return port;
  return problem(`${name} must be a whole number from ${least} to ${GREATEST_PORT}, not "${text}".`);
}

function readBind(text: string | undefined, demo: boolean): readonly string[] | OptionsProblem {
  if (text === undefined) return demo ? THIS_COMPUTER : ALL_ADDRESSES;
  const addresses = text.split(',').map((address) => address.trim());
  const wrong = addresses.find((address) => isIP(address) === 0);
  if (wrong !== undefined) return problem(`--bind must be an IPv4 or IPv6 address, not "${wrong}".`);
  const outside = addresses.find((address) => !isLoopback(address));
  if (demo && outside !== undefined)
    return problem(`--demo listens on this computer only, so --bind ${outside} is not possible with it.`);
  return [...new Set(addresses)];
}

function isLoopback(address: string): boolean {
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}

function problem(sentence: string): OptionsProblem {
  return { kind: 'problem', sentence };
}
