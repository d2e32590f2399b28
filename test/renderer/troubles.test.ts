import { describe, expect, it } from 'vitest';
import { faultCodes, viewFault } from '../../preload/contract/faults';
import { isWarning, troublesOf, type PrinterView, type RouterView } from '../../renderer/parts/troubles';

const router: RouterView = {
  id: 1,
  name: 'Reception',
  address: '192.168.88.1',
  services: ['hotspot'],
  state: 'ok',
  onlineSessions: 0,
  coaPort: 3799,
  useCoa: true,
  messageAuthenticator: 'learned',
  direction: 'learned',
  directionInForce: 'normal',
  macPassword: 'empty',
};
const printer: PrinterView = {
  id: 1,
  name: 'Bar',
  kind: 'network',
  target: '192.168.88.50',
  paperMm: 80,
  isDefault: true,
  fallbackId: null,
  fallbackAfterSec: 0,
  takenOver: false,
  state: 'ready',
  usableHere: true,
};
const noPaper = viewFault('PRINTER_NO_PAPER', { printer: 'Bar' });

describe('the health line', () => {
  it('says nothing while all is well', () => {
    expect(troublesOf([], [router, { ...router, id: 2, state: 'waiting' }], [printer])).toEqual([]);
  });

  it('names the fault of the venue first, then routers, then printers, each with the screen that mends it', () => {
    const troubles = troublesOf(
      [viewFault('PORT_IN_USE', {})],
      [{ ...router, state: 'silent' }],
      [{ ...printer, state: 'problem', fault: noPaper }],
    );
    expect(troubles.map(({ place }) => place)).toEqual(['radius-log', 'routers', 'printers']);
  });

  it('leads to the backups where one is missing, and where the disk is nearly full', () => {
    const faults = [viewFault('BACKUP_FAILED'), viewFault('BACKUP_DRIVE_MISSING'), viewFault('DISK_NEARLY_FULL')];
    expect(troublesOf(faults, [], []).map(({ place }) => place)).toEqual(['backup', 'backup', 'backup']);
  });

  it('says what is amber after all that is red', () => {
    const faults = [viewFault('DISK_LOW'), viewFault('PORT_IN_USE')];
    const troubles = troublesOf(faults, [{ ...router, state: 'silent' }], []);
    expect(troubles.map(({ place }) => place)).toEqual(['radius-log', 'routers', 'backup']);
    expect(troubles.map(isWarning)).toEqual([false, false, true]);
  });

  it('leaves alone a printer that this window cannot use anyway', () => {
    expect(troublesOf([], [], [{ ...printer, state: 'problem', fault: noPaper, usableHere: false }])).toEqual([]);
  });

  it('says where tickets come out while another printer has taken over', () => {
    const empty: PrinterView = { ...printer, state: 'problem', fault: noPaper, fallbackId: 2, takenOver: true };
    const other: PrinterView = { ...printer, id: 2, name: 'Reception', isDefault: false };
    expect(troublesOf([], [], [empty, other])).toEqual([
      { kind: 'taken-over', fault: noPaper, by: 'Reception', place: 'printers' },
    ]);
    expect(troublesOf([], [], [{ ...empty, takenOver: false }, other])).toMatchObject([{ kind: 'fault' }]);
  });

  it('has a screen for every fault there is', () => {
    const troubles = troublesOf(
      faultCodes.map((code) => viewFault(code)),
      [],
      [],
    );
    expect(troubles.map(({ place }) => place)).not.toContain(undefined);
    expect(troubles).toHaveLength(faultCodes.length);
  });
});
