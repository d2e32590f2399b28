import { describe, expect, it } from 'vitest';
import { printableMm } from '../../main/printing/layout';
import { DOTS_PER_MM } from '../../main/printing/qr';
import { layOutReport, reportPdf, type Report, type ReportLine } from '../../main/printing/report';
import { typeset, type Placed } from '../../main/printing/typeset';
import { hardNames } from '../fakes/tickets';

const reportOf = (lines: readonly ReportLine[], language = 'en'): Report => ({
  venueName: 'Hotel Miramare',
  title: 'Shift report',
  language,
  sections: [{ heading: 'Cash drawer', lines }],
  signature: 'Signature: Olivia',
});

type Line = Extract<Placed, { kind: 'line' }>;
const plain = (text: string): string => text.replace(/[\u2066-\u2069]/g, '');

function linesOf(report: Report, paperMm: 58 | 80 = 80): readonly Line[] {
  const page = typeset(layOutReport(report, paperMm), printableMm[paperMm] * DOTS_PER_MM);
  return page.items.filter((item) => item.kind === 'line');
}

function lineWith(lines: readonly Line[], text: string): Line {
  const found = lines.find((line) => plain(line.text).includes(text));
  if (!found) throw new Error(`nothing says ${text}`);
  return found;
}

const float: ReportLine = { label: 'Float', minor: 10_000, currency: 'EUR' };

describe('a line of a report', () => {
  it('has its label at one edge and its amount at the other, on one height', () => {
    const lines = linesOf(reportOf([float]));
    const [label, amount] = [lineWith(lines, 'Float'), lineWith(lines, '€100.00')];
    expect(label).toMatchObject({ x: 0, textAlign: 'left' });
    expect(amount).toMatchObject({ x: printableMm[80] * DOTS_PER_MM, textAlign: 'right' });
    expect(label.baseline).toBe(amount.baseline);
  });

  it('changes edges in Arabic', () => {
    const lines = linesOf(reportOf([{ label: 'الرصيد', minor: 10_000, currency: 'EUR' }], 'ar'));
    expect(lineWith(lines, 'الرصيد')).toMatchObject({ x: printableMm[80] * DOTS_PER_MM, textAlign: 'right' });
    expect(lineWith(lines, '100')).toMatchObject({ x: 0, textAlign: 'left' });
  });

  it('says how many before how much, and wraps a long name beside its amount', () => {
    const name = 'A product with a name that goes on and on for longer than any paper is wide';
    const lines = linesOf(reportOf([{ label: name, count: 3, minor: 1_500, currency: 'EUR' }]), 58);
    expect(lineWith(lines, '× 3').baseline).toBeGreaterThan(lineWith(lines, 'A product').baseline);
    expect(lineWith(lines, '€15.00').baseline).toBe(lineWith(lines, 'A product').baseline);
  });

  it('puts a long word of somebody beneath its label', () => {
    const note = 'gave wrong change to the guest of room 12 and noticed it only at night';
    const lines = linesOf(reportOf([{ label: 'Note', text: note }]));
    expect(lineWith(lines, 'gave wrong').baseline).toBeGreaterThan(lineWith(lines, 'Note').baseline);
  });

  it('takes any name', () => {
    for (const label of hardNames)
      expect(linesOf(reportOf([{ label, minor: 1, currency: 'EUR' }]), 58)).not.toEqual([]);
  });
});

describe('a report as PDF', () => {
  const pagesOf = (pdf: Uint8Array): number =>
    Buffer.from(pdf)
      .toString('latin1')
      .match(/\/Type \/Page\b/g)?.length ?? 0;

  it('of a usual shift is one page, of a long one as many as it needs', () => {
    expect(pagesOf(reportPdf(reportOf([float])))).toBe(1);
    expect(pagesOf(reportPdf(reportOf(Array.from({ length: 120 }, () => float))))).toBeGreaterThan(1);
  });
});
