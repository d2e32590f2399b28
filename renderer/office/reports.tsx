/** What some days come to: traffic, guests and sales, compared with as many days before; as tables, file and paper. */
import { Alert, Box, Button, GlobalStyles, Stack, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import ReportsIcon from '@mui/icons-material/BarChartOutlined';
import PrintIcon from '@mui/icons-material/PrintOutlined';
import { DateTime } from 'luxon';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, useDo } from '../api';
import { Answer, Empty } from '../parts/answer';
import { DayField } from '../parts/day-field';
import { useFormats } from '../parts/formats';
import { useNotices } from '../parts/notices';
import { Page } from '../parts/page';
import { saveFile } from '../parts/save-file';
import { useMay, useVenue } from '../parts/who';
import { batchCounts, sheetsOf, type Batches, type ReportWords, type Sales, type Usage } from './report-file';
import { MakingSums } from './report-parts';
import { DayCharts, ReportTables, ReportTiles } from './report-view';

const spans = [7, 15, 30] as const;
type Span = (typeof spans)[number];

/** 'YYYY-MM-DD', both included. */
export interface Range {
  readonly fromDay: string;
  readonly tillDay: string;
}

export function Reports(): ReactNode {
  const { t } = useTranslation();
  const today = useToday();
  const [span, setSpan] = useState<Span | undefined>(7);
  const [chosen, setChosen] = useState(() => lastDays(today, 7));
  const range = span === undefined ? chosen : lastDays(today, span);
  const problem = rangeProblem(range);
  const usage = useAsk('reports.usage', range, { keepLast: true, enabled: problem === undefined });
  const sales = useAsk('reports.sales', range, { keepLast: true, enabled: problem === undefined });
  const batches = useAsk('reports.batches');
  const made = usage.data?.kind === 'usage' && sales.data?.kind === 'sales' && batches.data !== undefined;
  return (
    <Page
      title={t('place.reports')}
      intro={t('reports.intro')}
      actions={
        made && (
          <ReportActions
            {...{ usage: usage.data as Usage, sales: sales.data as Sales, batches: batches.data.rows, range }}
          />
        )
      }
    >
      <GlobalStyles styles={onPaper} />
      <RangeBar
        {...{ span, range }}
        problem={problem}
        onSpan={setSpan}
        onRange={(next) => {
          setSpan(undefined);
          setChosen(next);
        }}
      />
      <Answer of={usage}>
        {(view) =>
          view.kind === 'making' ? (
            <MakingSums {...view} />
          ) : (
            <Answer of={sales}>
              {(money) =>
                money.kind === 'making' ? (
                  <MakingSums />
                ) : (
                  <Answer of={batches}>{({ rows }) => <ReportBody usage={view} sales={money} batches={rows} />}</Answer>
                )
              }
            </Answer>
          )
        }
      </Answer>
    </Page>
  );
}

function useToday(): string {
  const { timeZone } = useVenue();
  return DateTime.now().setZone(timeZone).toFormat('yyyy-MM-dd');
}

function lastDays(today: string, span: Span): Range {
  const fromDay = DateTime.fromISO(today, { zone: 'utc' }).minus({ days: span - 1 });
  return { fromDay: fromDay.toFormat('yyyy-MM-dd'), tillDay: today };
}

/** The contract's limit (preload/contract/reports.ts). */
const mostDays = 3_700;

function rangeProblem({ fromDay, tillDay }: Range): 'reports.not-a-range' | 'reports.too-long' | undefined {
  const days = DateTime.fromISO(tillDay).diff(DateTime.fromISO(fromDay), 'days').days;
  if (Number.isNaN(days) || days < 0) return 'reports.not-a-range';
  return days >= mostDays ? 'reports.too-long' : undefined;
}

interface RangeBarProps {
  readonly span: Span | undefined;
  readonly range: Range;
  readonly problem: ReturnType<typeof rangeProblem>;
  readonly onSpan: (span: Span) => void;
  readonly onRange: (range: Range) => void;
}

function RangeBar({ span, range, problem, onSpan, onRange }: RangeBarProps): ReactNode {
  const { t } = useTranslation();
  const dayField = (name: keyof Range, label: string): ReactNode => (
    <DayField
      label={label}
      value={range[name]}
      isWrong={problem !== undefined}
      onChange={(day) => onRange({ ...range, [name]: day })}
    />
  );
  return (
    <Stack
      direction="row"
      sx={{ flexWrap: 'wrap', gap: 2, mb: 2, alignItems: 'center', '@media print': { display: 'none' } }}
    >
      <ToggleButtonGroup
        exclusive
        aria-label={t('reports.span')}
        value={span ?? null}
        onChange={(_, next: Span | null) => next !== null && onSpan(next)}
      >
        {spans.map((days) => (
          <ToggleButton key={days} value={days}>
            {t('reports.last-days', { count: days })}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {dayField('fromDay', t('reports.from'))}
      {dayField('tillDay', t('reports.till'))}
      {problem !== undefined && (
        <Alert severity="warning" sx={{ py: 0 }}>
          {t(problem)}
        </Alert>
      )}
    </Stack>
  );
}

interface ReportBodyProps {
  readonly usage: Usage;
  readonly sales: Sales;
  readonly batches: Batches;
}

function ReportBody({ usage, sales, batches }: ReportBodyProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const { currency } = useVenue();
  const isQuiet = usage.total.sessions + usage.before.sessions + sales.total.length + sales.before.length === 0;
  if (isQuiet && batches.length === 0)
    return (
      <Empty icon={<ReportsIcon />} title={t('reports.none')}>
        {t('reports.none-hint')}
      </Empty>
    );
  const first = usage.days[0]!.day;
  return (
    <Stack sx={{ gap: 2 }}>
      {usage.byMonthTillDay !== undefined && first < usage.byMonthTillDay && (
        <Alert severity="info">
          {t('reports.by-month', { day: formats.calendarDay(usage.byMonthTillDay, 'long') })}
        </Alert>
      )}
      <Box>
        <Typography variant="body2" sx={{ color: 'text.secondary', mb: 1 }}>
          {t('reports.compared', {
            from: formats.calendarDay(first, 'long'),
            till: formats.calendarDay(usage.days.at(-1)!.day, 'long'),
            beforeFrom: formats.calendarDay(usage.beforeRange.fromDay, 'long'),
            beforeTill: formats.calendarDay(usage.beforeRange.tillDay, 'long'),
          })}
        </Typography>
        <ReportTiles usage={usage} sales={sales} />
        <DayCharts days={usage.days} taken={takenByDay(usage, sales, currency)} currency={currency} />
      </Box>
      <ReportTables usage={usage} sales={sales} batches={batches} />
    </Stack>
  );
}

/** Money in other currencies has tiles and tables, but no bars: they would stand side by side as if they could be compared. */
function takenByDay({ days }: Usage, sales: Sales, currency: string): readonly number[] {
  const taken = new Map(sales.days.filter((sum) => sum.currency === currency).map((sum) => [sum.day, sum.amountMinor]));
  return days.map(({ day }) => taken.get(day) ?? 0);
}

interface ReportActionsProps extends ReportBodyProps {
  readonly range: Range;
}

const fileTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv;charset=utf-8',
  zip: 'application/zip',
} as const;
const fileKinds = ['xlsx', 'csv'] as const;
type FileKind = (typeof fileKinds)[number];

function ReportActions({ usage, sales, batches, range }: ReportActionsProps): ReactNode {
  const { t, i18n } = useTranslation();
  const notices = useNotices();
  const words = useReportWords();
  const mayExport = useMay('export');
  const { mutateAsync: makeFile, isPending, variables } = useDo('reports.workbook');
  const fileName = `gatehouse-${range.fromDay}-${range.tillDay}`;
  async function save(kind: FileKind): Promise<void> {
    try {
      const sheets = sheetsOf(usage, sales, batches, words);
      const { base64 } = await makeFile({ kind, sheets, rightToLeft: i18n.dir() === 'rtl' });
      const ending = kind === 'csv' && sheets.length > 1 ? 'zip' : kind;
      saveFile(base64, fileTypes[ending], `${fileName}.${ending}`);
    } catch (error) {
      notices.showProblem(error);
    }
  }
  return (
    <Stack
      direction="row"
      sx={{ gap: 1, flexWrap: 'wrap', justifyContent: 'flex-end', '@media print': { display: 'none' } }}
    >
      {mayExport &&
        fileKinds.map((kind) => (
          <Button
            key={kind}
            variant="outlined"
            disabled={isPending}
            loading={isPending && variables.kind === kind}
            onClick={() => void save(kind)}
          >
            {t(`reports.${kind}`)}
          </Button>
        ))}
      <Button variant="outlined" startIcon={<PrintIcon />} onClick={() => window.print()}>
        {t('reports.print')}
      </Button>
    </Stack>
  );
}

function useReportWords(): ReportWords {
  const { t } = useTranslation();
  return {
    ...{ days: t('reports.days'), day: t('reports.day'), connections: t('reports.connections') },
    ...{ guests: t('reports.guests'), newGuests: t('reports.new-guests'), devices: t('reports.devices') },
    ...{ hours: t('reports.hours'), uploadMb: t('reports.upload-mb'), downloadMb: t('reports.download-mb') },
    ...{ guest: t('reports.guest'), room: t('reports.room'), topGuests: t('reports.top-guests') },
    ...{ product: t('reports.product'), operator: t('reports.operator'), payment: t('reports.payment') },
    ...{ domain: t('reports.domain'), router: t('reports.router'), sales: t('reports.sales-count') },
    ...{ takenBack: t('reports.taken-back'), currency: t('reports.currency'), amount: t('reports.amount') },
    ...{ batches: t('reports.batches'), batch: t('reports.batch') },
    batchCounts: batchCounts.map((count) => t(`reports.batch-${count}`)),
    unknown: t('reports.unknown'),
    paymentOf: (payment) => t(`shift.payment-${payment}`),
  };
}

/** On paper there is the report and nothing else, and all of it. */
const onPaper = {
  '@media print': {
    'html, body, :has(main), main': {
      display: 'block !important',
      height: 'auto !important',
      overflow: 'visible !important',
    },
    'body :has(main) > :not(main):not(:has(main)), body > :not(:has(main))': { display: 'none !important' },
  },
};
