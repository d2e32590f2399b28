/** What the main thread tells of itself for a file for support, where a test is about something else. */
import type { SupportQuestion } from '../../main/office/support-bundle';

const idle = { upSec: 60, busy: 0.01, heapBytes: 30_000_000, delayMs: { median: 0, p99: 1, longest: 4 } };

export const plainSupport: SupportQuestion = {
  ...({ version: '0.0.0', mode: 'service', demo: false, standing: [], faultCounts: {} } as const),
  ...{ mainThread: idle, radius: undefined, freeBytes: { data: undefined, backups: undefined }, logFiles: [] },
};
