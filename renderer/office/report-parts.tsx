/** What dashboard and reports are made of: tiles, charts by day, tables, and the wait for the first sums. */
import {
  Box,
  Card,
  LinearProgress,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { BarChart } from '@mui/x-charts/BarChart';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../parts/formats';

const chartHeight = 232;
const legendHeight = 29;
const axisWidth = 76;

/** Tiles side by side, as many as fit. */
export function Tiles({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: 'repeat(auto-fit, minmax(156px, 1fr))', mb: 2 }}>
      {children}
    </Box>
  );
}

interface TileProps {
  readonly label: string;
  readonly value: string;
  /** What it is compared with, a line each. */
  readonly lines?: readonly string[];
}

/** One number, large, with what it stands beside. */
export function Tile({ label, value, lines = [] }: TileProps): ReactNode {
  return (
    <Card role="group" aria-label={label} sx={{ p: 2, minWidth: 0, breakInside: 'avoid' }}>
      <Typography variant="subtitle2" sx={{ color: 'text.secondary' }}>
        {label}
      </Typography>
      <Typography
        component="p"
        sx={{ fontSize: '1.625rem', fontWeight: 700, lineHeight: 1.35, fontVariantNumeric: 'tabular-nums' }}
      >
        <bdi>{value}</bdi>
      </Typography>
      {lines.map((line) => (
        <Typography key={line} variant="caption" sx={{ color: 'text.secondary', display: 'block' }}>
          {line}
        </Typography>
      ))}
    </Card>
  );
}

export interface Series {
  readonly label: string;
  readonly values: readonly number[];
  readonly color: 'primary' | 'info' | 'success' | 'warning';
}

interface DayChartProps {
  readonly title: string;
  /** 'YYYY-MM-DD', one after the other. */
  readonly days: readonly string[];
  /** On top of each other. */
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
}

/** Bars by day; in Arabic time runs from right to left. */
export function DayChart({ title, days, series, format }: DayChartProps): ReactNode {
  const formats = useFormats();
  const { direction, vars } = useTheme();
  const isRtl = direction === 'rtl';
  return (
    <Card component="section" aria-label={title} sx={{ p: 2, minWidth: 0, breakInside: 'avoid' }}>
      <Typography variant="h3" component="h2">
        {title}
      </Typography>
      <Box
        sx={{
          mt: 1,
          // The library takes the ring off the chart it puts the focus on.
          '& .MuiChartsSurface-root:has(:focus-visible)': {
            outline: `3px solid ${vars.palette.primary.main}`,
            borderRadius: 1,
          },
        }}
      >
        <BarChart
          // What has no legend is as high as what has one.
          height={series.length < 2 ? chartHeight + legendHeight : chartHeight}
          skipAnimation
          hideLegend={series.length < 2}
          // The last day's date is wider than its bar.
          margin={{ top: 8, bottom: 0, left: isRtl ? 16 : 4, right: isRtl ? 4 : 16 }}
          grid={{ horizontal: true }}
          xAxis={[
            {
              scaleType: 'band',
              data: [...days],
              reverse: isRtl,
              valueFormatter: (day: string) => formats.calendarDay(day),
            },
          ]}
          yAxis={[{ width: axisWidth, position: isRtl ? 'right' : 'left', min: 0, valueFormatter: format }]}
          series={series.map(({ label, values, color }) => ({
            label,
            data: [...values],
            stack: 'all',
            color: vars.palette[color].main,
            valueFormatter: (value: number | null) => format(value ?? 0),
          }))}
          slotProps={{ legend: { position: { vertical: 'top', horizontal: 'start' } } }}
        />
      </Box>
    </Card>
  );
}

export interface Column {
  readonly title: string;
  readonly numeric?: boolean;
  /** Stays on one line: a date is read as a whole. */
  readonly whole?: boolean;
}

interface ReportTableProps {
  readonly title: string;
  readonly columns: readonly Column[];
  /** The first cell names the row. */
  readonly rows: readonly { readonly key: string; readonly cells: readonly string[] }[];
}

/** A table with its heading; nothing at all where there are no rows. */
export function ReportTable({ title, columns, rows }: ReportTableProps): ReactNode {
  if (rows.length === 0) return null;
  return (
    <Card sx={{ minWidth: 0, alignSelf: 'start', breakInside: 'avoid' }}>
      <Typography variant="h3" component="h2" sx={{ px: 2, pt: 2, pb: 0.5 }}>
        {title}
      </Typography>
      <TableContainer
        tabIndex={0}
        role="region"
        aria-label={title}
        sx={{ maxHeight: 420, '@media print': { maxHeight: 'none' } }}
      >
        <Table size="small" stickyHeader aria-label={title} sx={narrowCells}>
          <TableHead>
            <TableRow>
              {columns.map((column) => (
                <TableCell key={column.title} align={column.numeric === true ? 'right' : 'left'}>
                  {column.title}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {rows.map(({ key, cells }) => (
              <TableRow key={key} hover>
                {cells.map((cell, at) => (
                  <Cell key={columns[at]!.title} text={cell} column={columns[at]!} isFirst={at === 0} />
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
    </Card>
  );
}

/** Five columns stand in half a screen of 1366 pixels. */
const narrowCells = {
  '& .MuiTableCell-root': { px: 1 },
  '& .MuiTableCell-root:first-of-type': { paddingInlineStart: 2 },
  '& .MuiTableCell-root:last-of-type': { paddingInlineEnd: 2 },
} as const;

interface CellProps {
  readonly text: string;
  readonly column: Column;
  readonly isFirst: boolean;
}

function Cell({ text, column: { numeric: isNumeric = false, whole = false }, isFirst }: CellProps): ReactNode {
  const wide =
    isNumeric || whole
      ? { whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }
      : { overflowWrap: 'anywhere', minWidth: 96 };
  return (
    <TableCell
      align={isNumeric ? 'right' : 'left'}
      {...(isFirst && { component: 'th', scope: 'row' })}
      sx={{ ...wide, ...(isFirst && { fontWeight: 550 }) }}
    >
      <bdi>{text}</bdi>
    </TableCell>
  );
}

/** The first sums of a large venue take minutes; afterwards nobody sees this again. */
export function MakingSums({
  done,
  total,
}: {
  readonly done?: number | undefined;
  readonly total?: number | undefined;
}): ReactNode {
  const { t } = useTranslation();
  const isKnown = done !== undefined && total !== undefined && total > 0;
  return (
    <Card sx={{ p: 3 }}>
      <Stack role="status" sx={{ gap: 1.5, maxWidth: '60ch' }}>
        <Typography variant="h2">{t('reports.making')}</Typography>
        <Typography sx={{ color: 'text.secondary' }}>{t('reports.making-hint')}</Typography>
        <LinearProgress
          aria-label={t('reports.making')}
          variant={isKnown ? 'determinate' : 'indeterminate'}
          value={isKnown ? (100 * done) / total : 0}
        />
      </Stack>
    </Card>
  );
}
