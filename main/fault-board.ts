/** What is wrong now, for the windows: one line per fault, gone when it is cleared. */
import { faultCodes, warningCodes, type FaultCode, type FaultView } from '../preload/contract/faults';

export interface FaultBoard {
  /** Most severe first: in the order of `severity`. */
  list(): readonly FaultView[];
  /** `source` keeps two faults of one code apart (two ports in use). */
  report(fault: FaultView, source?: string): void;
  clear(code: FaultCode, source?: string): void;
  /** How often each has begun since the start. */
  counts(): Readonly<Partial<Record<FaultCode, number>>>;
}

/** The venue is closed; money waits; guests wait; paper waits; everything else in the order of the fault table. */
const severity: readonly FaultCode[] = [
  'DATABASE_DAMAGED',
  'DATABASE_NEWER',
  'UPDATE_DISK_FULL',
  'UPDATE_FAILED',
  'KEY_MISSING',
  'KEY_LOCKED',
  'DISK_FULL',
  'FOLDER_READ_ONLY',
  'DATABASE_LOCKED',
  'RADIUS_STOPPED',
  'PORT_IN_USE',
  'PORT_NOT_ALLOWED',
  'DISK_NEARLY_FULL',
  ...faultCodes.filter((code) => !warningCodes.includes(code)),
  ...warningCodes,
];

export function createFaultBoard(changed: () => void): FaultBoard {
  const standing = new Map<string, FaultView>();
  const begun: Partial<Record<FaultCode, number>> = {};
  const key = (code: FaultCode, source: string): string => `${code} ${source}`;
  return {
    list: () => [...standing.values()].sort((a, b) => severity.indexOf(a.code) - severity.indexOf(b.code)),
    report(fault, source = '') {
      if (!standing.has(key(fault.code, source))) begun[fault.code] = (begun[fault.code] ?? 0) + 1;
      standing.set(key(fault.code, source), fault);
      changed();
    },
    clear(code, source = '') {
      if (standing.delete(key(code, source))) changed();
    },
    counts: () => ({ ...begun }),
  };
}
