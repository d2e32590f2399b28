/** What is wrong now, for the windows: one line per fault, gone when it is cleared. */
import { faultCodes, type FaultCode, type FaultView } from '../preload/contract/faults';

export interface FaultBoard {
  /** Most severe first: in the order of `severity`. */
  list(): readonly FaultView[];
  /** `source` keeps two faults of one code apart (two ports in use). */
  report(fault: FaultView, source?: string): void;
  clear(code: FaultCode, source?: string): void;
}

/** The venue is closed; money waits; guests wait; paper waits; everything else in the order of the fault table. */
const severity: readonly FaultCode[] = [
  'DATABASE_DAMAGED',
  'DATABASE_NEWER',
  'KEY_MISSING',
  'KEY_LOCKED',
  'DISK_FULL',
  'FOLDER_READ_ONLY',
  'DATABASE_LOCKED',
  'RADIUS_STOPPED',
  'PORT_IN_USE',
  'PORT_NOT_ALLOWED',
  'DISK_NEARLY_FULL',
  ...faultCodes,
];

export function createFaultBoard(changed: () => void): FaultBoard {
  const standing = new Map<string, FaultView>();
  const key = (code: FaultCode, source: string): string => `${code} ${source}`;
  return {
    list: () => [...standing.values()].sort((a, b) => severity.indexOf(a.code) - severity.indexOf(b.code)),
    report(fault, source = '') {
      standing.set(key(fault.code, source), fault);
      changed();
    },
    clear(code, source = '') {
      if (standing.delete(key(code, source))) changed();
    },
  };
}
