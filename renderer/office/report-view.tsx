/** One report on screen and on paper: tiles with the days before, charts by day, tables. */
import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../parts/formats';
import { sayName } from '../parts/guest-words';
import { useVenue } from '../parts/who';
import { batchCounts, type Batches, type Sales, type Usage } from './report-file';
import { DayChart, ReportTable, Tile, Tiles } from './report-parts';

interface ReportProps {
  readonly usage: Usage;
  readonly sales: Sales;
}

/** Two beside each other, as far as the window allows: four charts leave no gap. */
const columns = { display: 'grid', gap: 2, gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 480px), 1fr))' };

type Money = Sales['total'][number];
type Amounts = Pick<Usage['total'], 'sessions' | 'timeSec' | 'uploadBytes' | 'downloadBytes'>;

const trafficOf = ({ uploadBytes, downloadBytes }: Amounts): number => uploadBytes + downloadBytes;
const inCurrency = (sums: readonly Money[], currency: string): number =>
  sums.find((sum) => sum.currency === currency)?.amountMinor ?? 0;

/** The numbers of the whole range, each with how it has changed. */
export function ReportTiles({ usage, sales }: ReportProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const { currency } = useVenue();
  const { total, before } = usage;
  const compared = (now: number, then: number, format: (value: number) => string) => ({
    value: format(now),
    lines: [
      // From nothing there is no percentage.
      then > 0
        ? t('reports.before-change', { value: format(then), change: formats.change((now - then) / then) })
        : t('reports.before', { value: format(then) }),
    ],
  });
  const money = [currency, ...sales.total.map((sum) => sum.currency).filter((each) => each !== currency)];
  return (
    <Tiles>
      <Tile label={t('reports.connections')} {...compared(total.sessions, before.sessions, formats.number)} />
      <Tile label={t('reports.guests')} {...compared(total.guests, before.guests, formats.number)} />
      <Tile label={t('reports.new-guests')} {...compared(total.newGuests, before.newGuests, formats.number)} />
      <Tile label={t('reports.time-online')} {...compared(total.timeSec, before.timeSec, formats.hours)} />
      <Tile label={t('reports.traffic')} {...compared(trafficOf(total), trafficOf(before), formats.bytes)} />
      {money.map((each) => (
        <Tile
          key={each}
          label={t('reports.sales')}
          {...compared(inCurrency(sales.total, each), inCurrency(sales.before, each), (minor) =>
            formats.money(minor, each),
          )}
        />
      ))}
    </Tiles>
  );
}

interface DayChartsProps {
  readonly days: Usage['days'];
  /** Minor units of `currency`, of the same days. */
  readonly taken: readonly number[];
  readonly currency: string;
}

/** Sales, guests, traffic and connections, day by day. */
export function DayCharts({ days: usage, taken, currency }: DayChartsProps): ReactNode {
  const { t } = useTranslation();
  const { number, bytes, money } = useFormats();
  const days = usage.map(({ day }) => day);
  const of = (value: (day: Usage['days'][number]) => number): readonly number[] => usage.map(value);
  return (
    <Box sx={columns}>
      <DayChart
        title={t('reports.sales-by-day')}
        days={days}
        format={(minor) => money(minor, currency)}
        series={[{ label: t('reports.sales'), color: 'success', values: taken }]}
      />
      <DayChart
        title={t('reports.guests-by-day')}
        days={days}
        format={number}
        series={[
          {
            label: t('reports.known-guests'),
            color: 'primary',
            values: of(({ guests, newGuests }) => Math.max(0, guests - newGuests)),
          },
          { label: t('reports.new-guests'), color: 'warning', values: of(({ newGuests }) => newGuests) },
        ]}
      />
      <DayChart
        title={t('reports.traffic-by-day')}
        days={days}
        format={bytes}
        series={[
          { label: t('reports.download'), color: 'primary', values: of(({ downloadBytes }) => downloadBytes) },
          { label: t('reports.upload'), color: 'warning', values: of(({ uploadBytes }) => uploadBytes) },
        ]}
      />
      <DayChart
        title={t('reports.connections-by-day')}
        days={days}
        format={number}
        series={[{ label: t('reports.connections'), color: 'primary', values: of(({ sessions }) => sessions) }]}
      />
    </Box>
  );
}

interface ReportTablesProps extends ReportProps {
  readonly batches: Batches;
}

export function ReportTables({ usage, sales, batches }: ReportTablesProps): ReactNode {
  return (
    <Box sx={columns}>
      <MoneyTables sales={sales} />
      <TopGuests usage={usage} />
      <PlaceTables usage={usage} />
      <Days usage={usage} />
      <BatchTable batches={batches} />
    </Box>
  );
}

function MoneyTables({ sales }: { readonly sales: Sales }): ReactNode {
  const { t } = useTranslation();
  const { number, money } = useFormats();
  const nameOf = ({ payment }: Sales['payments'][number]): string => t(`shift.payment-${payment}`);
  const table = (title: string, sums: readonly Money[], nameAt: (at: number) => string): ReactNode => (
    <ReportTable
      title={title}
      columns={[
        { title },
        { title: t('reports.sales-count'), numeric: true },
        { title: t('reports.taken-back'), numeric: true },
        { title: t('reports.amount'), numeric: true },
      ]}
      rows={sums.map((sum, at) => ({
        key: `${at}`,
        cells: [nameAt(at), number(sum.sales), number(sum.reversals), money(sum.amountMinor, sum.currency)],
      }))}
    />
  );
  return (
    <>
      {table(t('reports.product'), sales.products, (at) => sales.products[at]!.name)}
      {table(t('reports.operator'), sales.operators, (at) => sales.operators[at]!.name)}
      {table(t('reports.payment'), sales.payments, (at) => nameOf(sales.payments[at]!))}
    </>
  );
}

/** Over the whole width: it has more columns than the others. */
function BatchTable({ batches }: { readonly batches: Batches }): ReactNode {
  const { t } = useTranslation();
  const { number, money } = useFormats();
  if (batches.length === 0) return null;
  return (
    <Box sx={{ gridColumn: '1 / -1', minWidth: 0 }}>
      <ReportTable
        title={t('reports.batches')}
        columns={[
          { title: t('reports.batch') },
          { title: t('reports.product') },
          ...batchCounts.map((count) => ({ title: t(`reports.batch-${count}`), numeric: true })),
          { title: t('reports.amount'), numeric: true },
        ]}
        rows={batches.map(({ id, name, productName, revenue, ...counts }) => ({
          key: String(id),
          cells: [
            ...[name, productName, ...batchCounts.map((count) => number(counts[count]))],
            revenue.map((sum) => money(sum.amountMinor, sum.currency)).join(' + ') || '–',
          ],
        }))}
      />
    </Box>
  );
}

/** Connections, hours and traffic, as cells and as the heads of their columns. */
function useAmountColumns() {
  const { t } = useTranslation();
  const formats = useFormats();
  return {
    columns: [
      { title: t('reports.connections'), numeric: true },
      { title: t('reports.time-online'), numeric: true },
      { title: t('reports.traffic'), numeric: true },
    ],
    cells: (of: Amounts) => [formats.number(of.sessions), formats.hours(of.timeSec), formats.bytes(trafficOf(of))],
  };
}

function TopGuests({ usage }: { readonly usage: Usage }): ReactNode {
  const { t } = useTranslation();
  const amounts = useAmountColumns();
  return (
    <ReportTable
      title={t('reports.top-guests')}
      columns={[{ title: t('reports.guest') }, { title: t('reports.room') }, ...amounts.columns]}
      rows={usage.topGuests.map((guest) => ({
        key: String(guest.guestId),
        cells: [
          guest.name === undefined ? t('reports.unknown') : sayName(guest.name),
          guest.room ?? '',
          ...amounts.cells(guest),
        ],
      }))}
    />
  );
}

function PlaceTables({ usage }: { readonly usage: Usage }): ReactNode {
  const { t } = useTranslation();
  const amounts = useAmountColumns();
  const table = (title: string, rows: Usage['domains']): ReactNode => (
    <ReportTable
      title={title}
      columns={[{ title }, ...amounts.columns]}
      rows={rows.map((row) => ({
        key: String(row.id),
        cells: [row.name ?? t('reports.unknown'), ...amounts.cells(row)],
      }))}
    />
  );
  return (
    <>
      {table(t('reports.use-by-product'), usage.products)}
      {table(t('reports.router'), usage.routers)}
      {usage.domains.length > 1 && table(t('reports.domain'), usage.domains)}
    </>
  );
}

function Days({ usage }: { readonly usage: Usage }): ReactNode {
  const { t } = useTranslation();
  const { number, calendarDay } = useFormats();
  const amounts = useAmountColumns();
  return (
    <ReportTable
      title={t('reports.days')}
      columns={[
        { title: t('reports.day'), whole: true },
        { title: t('reports.guests'), numeric: true },
        { title: t('reports.new-guests'), numeric: true },
        ...amounts.columns,
      ]}
      rows={usage.days.toReversed().map((day) => ({
        key: day.day,
        cells: [calendarDay(day.day, 'long'), number(day.guests), number(day.newGuests), ...amounts.cells(day)],
      }))}
    />
  );
}
