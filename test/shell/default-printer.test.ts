import { describe, expect, test } from 'vitest';
import { findDefaultPrinter, parseLpstat, parseWindowsDevice } from '../../main/shell/default-printer';

describe('the default printer', () => {
  test('is read from what CUPS says', () => {
    expect(parseLpstat('system default destination: TICKET\n')).toBe('TICKET');
    expect(parseLpstat('no system default destination\n')).toBeUndefined();
  });

  test('is read from the registry of Windows, whatever its name holds but a comma', () => {
    const answer = [
      '',
      String.raw`HKEY_CURRENT_USER\Software\Microsoft\Windows NT\CurrentVersion\Windows`,
      '    Device    REG_SZ    EPSON TM-T20III (2), winspool,Ne00:',
      '',
    ].join('\r\n');
    expect(parseWindowsDevice(answer)).toBe('EPSON TM-T20III (2)');
    expect(parseWindowsDevice('    Device    REG_SZ    \r\n')).toBeUndefined();
  });

  test('is unknown where the system does not answer', async () => {
    const broken = (): Promise<string> => Promise.reject(new Error('spawn lpstat ENOENT'));
    expect(await findDefaultPrinter('linux', broken)).toBeUndefined();
    expect(await findDefaultPrinter('win32', broken)).toBeUndefined();
  });

  test('is asked in the way of each system', async () => {
    const asked: string[] = [];
    const run = (program: string): Promise<string> => {
      asked.push(program);
      return Promise.resolve('');
    };
    for (const platform of ['linux', 'darwin', 'win32'] as const) await findDefaultPrinter(platform, run);
    expect(asked).toEqual(['lpstat', 'lpstat', 'reg.exe']);
  });
});
