/** A shift's report as it stands on paper and in files, in the venue's language. */
import { getVenue, type VenueRow } from '../../db/queries/venue';
import { sayGuestName } from '../../preload/contract/erased-names';
import { shiftWords, type ShiftWords } from '../../preload/contract/shift-words';
import { formatDateTime, formatMoney } from '../../preload/contract/units';
import type { OpenVenue } from '../open-venue';
import type { Report, ReportLine, ReportSection } from '../printing/report';
import type { ShiftReport } from './shifts';

export function shiftPaper(open: OpenVenue, shift: ShiftReport): Report {
  const venue = getVenue(open.db);
  const words = shiftWords(venue.language);
  const sections: readonly ReportSection[] = [
    { heading: undefined, lines: headOf(shift, venue, words) },
    { heading: words.drawer, lines: drawerOf(shift, words) },
    { heading: words.byPayment, lines: shift.payments.flatMap((row) => soldLines(words[row.payment], row, words)) },
    { heading: words.byProduct, lines: shift.products.flatMap((row) => soldLines(row.productName, row, words)) },
    { heading: words.otherPrices, lines: otherPricesOf(shift, venue) },
    { heading: words.movements, lines: movementsOf(shift, words) },
    { heading: words.pieces, lines: piecesOf(shift, venue) },
  ];
  return {
    venueName: venue.name,
    title: words.title,
    language: venue.language,
    sections: sections.filter(({ lines }) => lines.length > 0),
    signature: `${words.signature}: ${shift.closing?.operatorName ?? shift.operatorName}`,
  };
}

function headOf(shift: ShiftReport, venue: VenueRow, words: ShiftWords): readonly ReportLine[] {
  const at = (timeMs: number): string => formatDateTime(timeMs, venue.language, venue.timeZone);
  const { closing, closedAtMs } = shift;
  return [
    { label: words.operator, text: shift.operatorName },
    { label: words.from, text: at(shift.openedAtMs) },
    closedAtMs === undefined ? { label: words.stillOpen } : { label: words.till, text: at(closedAtMs) },
    ...(closing && closing.operatorName !== shift.operatorName
      ? [{ label: words.countedBy, text: closing.operatorName }]
      : []),
    { label: words.reprints, count: shift.reprints },
  ];
}

function drawerOf({ drawer, closing, currency }: ShiftReport, words: ShiftWords): readonly ReportLine[] {
  const amount = (label: string, minor: number, bold = false): ReportLine => ({ label, minor, currency, bold });
  return [
    amount(words.float, drawer.floatMinor),
    amount(words.cashSales, drawer.salesMinor),
    amount(words.takenBack, drawer.takenBackMinor),
    amount(words.putIn, drawer.inMinor),
    amount(words.takenOut, 0 - drawer.outMinor),
    amount(words.expected, drawer.expectedMinor, true),
    ...(closing
      ? [amount(words.counted, closing.countedMinor, true), amount(words.difference, closing.differenceMinor, true)]
      : []),
    ...(closing?.note === undefined ? [] : [{ label: words.note, text: closing.note }]),
  ];
}

interface Sold {
  readonly currency: string;
  readonly sold: number;
  readonly soldMinor: number;
  readonly takenBack: number;
  readonly takenBackMinor: number;
}

function soldLines(label: string, row: Sold, words: ShiftWords): readonly ReportLine[] {
  const { currency } = row;
  return [
    ...(row.sold === 0 ? [] : [{ label, count: row.sold, minor: row.soldMinor, currency }]),
    ...(row.takenBack === 0
      ? []
      : [{ label: `${label}, ${words.takenBack}`, count: row.takenBack, minor: row.takenBackMinor, currency }]),
  ];
}

function otherPricesOf({ otherPrices }: ShiftReport, { language }: VenueRow): readonly ReportLine[] {
  return otherPrices.map(({ productName, listPriceMinor, amountMinor, currency, reason }) => ({
    label: `${productName} (${formatMoney(listPriceMinor, currency, language)}): ${sayGuestName(reason, language)}`,
    minor: amountMinor,
    currency,
  }));
}

function movementsOf({ movements }: ShiftReport, words: ShiftWords): readonly ReportLine[] {
  return movements.flatMap(({ kind, amountMinor, currency, note }) =>
    kind === 'float'
      ? []
      : [
          {
            label: `${kind === 'in' ? words.putIn : words.takenOut}: ${note ?? ''}`,
            minor: kind === 'in' ? amountMinor : 0 - amountMinor,
            currency,
          },
        ],
  );
}

function piecesOf({ closing, currency }: ShiftReport, { language }: VenueRow): readonly ReportLine[] {
  return (closing?.pieces ?? []).map(({ valueMinor, count }) => ({
    label: formatMoney(valueMinor, currency, language),
    count,
    minor: valueMinor * count,
    currency,
  }));
}
