import { describe, expect, test } from 'vitest';
import type { FaultCode } from '../../preload/contract/faults';
import { checkPrinter } from '../../main/shell/check-printer';

const printer = (state?: string, reasons?: string) => [
  {
    name: 'TICKET',
    options: {
      ...(state !== undefined && { 'printer-state': state }),
      ...(reasons !== undefined && { 'printer-state-reasons': reasons }),
    },
  },
];

describe('a system printer is asked for its state before a ticket is sent', () => {
  test.each<[string, FaultCode, ReturnType<typeof printer>]>([
    ['unknown to the computer', 'PRINTER_NOT_FOUND', []],
    ['stopped', 'PRINTER_UNREACHABLE', printer('5', 'paused')],
    ['stopped for want of paper', 'PRINTER_NO_PAPER', printer('5', 'media-empty-error')],
    ['waiting for paper in the middle of a job', 'PRINTER_NO_PAPER', printer('4', 'com.vendor-x,media-needed')],
    ['open', 'PRINTER_COVER_OPEN', printer('4', 'cover-open-report')],
  ])('%s: %s', (_name, code, known) => {
    expect(() => checkPrinter('TICKET', known)).toThrow(
      expect.objectContaining({ code, params: { printer: 'TICKET' } }),
    );
  });

  test.each([
    ['idle', printer('3', 'none')],
    ['busy', printer('4', 'cups-waiting-for-job-completed')],
    ['low on paper', printer('4', 'media-low-warning')],
    ['of a system that tells nothing', printer()],
  ])('a printer that is %s may print', (_name, known) => {
    expect(() => checkPrinter('TICKET', known)).not.toThrow();
  });

  test('an idle printer may print although its last job ran out of paper: only the next job can clear that', () => {
    expect(() => checkPrinter('TICKET', printer('3', 'media-empty-error'))).not.toThrow();
  });
});
