import { describe, expect, it } from 'vitest';
import { argumentsAfterApp, parseOptions, type Options } from '../main/options';

const parse = (...argv: string[]) => parseOptions(argv, {}, 'linux', '/home/rosa');

function parsed(...argv: string[]): Options {
  const options = parse(...argv);
  if (options.kind === 'problem') throw new Error(options.sentence);
  return options;
}

function sentence(...argv: string[]): string {
  const options = parse(...argv);
  if (options.kind !== 'problem') throw new Error('There was no problem.');
  return options.sentence;
}

describe('the command line', () => {
  it('without options opens the venue of this account on the usual ports and all addresses', () => {
    expect(parsed()).toEqual({
      kind: 'options',
      service: false,
      demo: false,
      dataFolder: '/home/rosa/.config/Gatehouse',
      authPort: 1812,
      acctPort: 1813,
      httpPort: 8812,
      bind: ['0.0.0.0', '::'],
      hidden: false,
    });
  });

  it('takes values after a space or an equals sign', () => {
    expect(
      parsed('--service', '--hidden', '--data=/srv/v', '--auth-port', '11812', '--acct-port=11813', '--http-port', '0'),
    ).toEqual({
      ...parsed(),
      service: true,
      hidden: true,
      dataFolder: '/srv/v',
      authPort: 11812,
      acctPort: 11813,
      httpPort: 0,
    });
  });

  it.each([
    [
      'win32',
      { APPDATA: 'C:\\Users\\Rosa\\AppData\\Roaming' },
      'C:\\Users\\Rosa',
      'C:\\Users\\Rosa\\AppData\\Roaming\\Gatehouse',
    ],
    ['win32', {}, 'C:\\Users\\Rosa', 'C:\\Users\\Rosa\\AppData\\Roaming\\Gatehouse'],
    ['darwin', {}, '/Users/rosa', '/Users/rosa/Library/Application Support/Gatehouse'],
    ['linux', { XDG_CONFIG_HOME: '/data/config' }, '/home/rosa', '/data/config/Gatehouse'],
    ['linux', { XDG_CONFIG_HOME: 'relative' }, '/home/rosa', '/home/rosa/.config/Gatehouse'],
  ] as const)('keeps the venue in the user-data folder of %s (%o)', (platform, env, home, folder) => {
    expect(parseOptions([], env, platform, home)).toMatchObject({ dataFolder: folder });
  });

  it('keeps the demo in a folder of its own and on this computer', () => {
    expect(parsed('--demo')).toMatchObject({
      demo: true,
      dataFolder: '/home/rosa/.config/Gatehouse demo',
      bind: ['127.0.0.1', '::1'],
    });
  });

  it('lets the demo take any free ports, so that it runs beside a real venue', () => {
    expect(parsed('--demo', '--auth-port', '0', '--acct-port', '0')).toMatchObject({ authPort: 0, acctPort: 0 });
  });

  it('does not let the demo listen to the network', () => {
    expect(sentence('--demo', '--bind', '0.0.0.0')).toMatch(/this computer only/);
    expect(parsed('--demo', '--bind', '127.0.0.1').bind).toEqual(['127.0.0.1']);
  });

  it('binds to several addresses, each once', () => {
    expect(parsed('--bind', '192.168.88.2, fd00::2,192.168.88.2').bind).toEqual(['192.168.88.2', 'fd00::2']);
  });

  it.each([
    [['--prot', '1'], /does not know "--prot"/],
    [['venue'], /does not know "venue"/],
    [['--data'], /--data needs a value/],
    [['--data='], /--data needs a value/],
    [['--data', '--demo'], /--data needs a value/],
    [['--demo=yes'], /--demo takes no value/],
    [['--auth-port', '0'], /--auth-port must be a whole number from 1 to 65535, not "0"/],
    [['--auth-port', '65536'], /from 1 to 65535/],
    [['--http-port', '-1'], /from 0 to 65535/],
    [['--acct-port', '18e1'], /not "18e1"/],
    [['--auth-port', '1813'], /must differ; both are 1813/],
    [['--bind', 'router.lan'], /--bind must be an IPv4 or IPv6 address, not "router.lan"/],
    [['--bind', '127.0.0.1,'], /not ""/],
  ])('says what is wrong with %j', (argv, expected) => {
    expect(sentence(...argv)).toMatch(expected);
  });

  it('lets the switches of Electron and Chromium pass', () => {
    expect(parsed('--no-sandbox', '--remote-debugging-port=0', '--inspect=0')).toEqual(parsed());
  });
});

describe('the arguments of the desktop application', () => {
  it('begin after the path of the application while it is not packed', () => {
    expect(argumentsAfterApp(['/e/electron', '--no-sandbox', '/app', '--demo'], false)).toEqual(['--demo']);
  });

  it('begin after the program once it is packed', () => {
    expect(argumentsAfterApp(['/opt/gatehouse', '--hidden'], true)).toEqual(['--hidden']);
  });
});
