/** What the printers were given, newest first: state, why it failed, and the button that mends it. */
import { Button, Chip, TableCell, TableRow, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, useDo, type Output } from '../api';
import { Answer } from '../parts/answer';
import { useFormats } from '../parts/formats';
import { ListTable } from '../parts/list-table';
import { Light, type LightColor } from '../parts/light';
import { useNamed } from '../parts/named';
import { useNotices } from '../parts/notices';
import { usePrintSaid } from '../parts/printers';
import { faultText } from '../parts/problem';
import { monospace } from '../theme';

type PrintJob = Output<'printers.jobs'>['rows'][number];

const lights: Record<PrintJob['state'], LightColor> = {
  waiting: 'warning',
  printing: 'warning',
  printed: 'success',
  failed: 'error',
  cancelled: 'quiet',
};

/** Codes shown of a job with many tickets. */
const codesShown = 3;

export function PrintJobs(): ReactNode {
  const { t } = useTranslation();
  const jobs = useAsk('printers.jobs', { limit: 50 });
  return (
    <Answer of={jobs}>
      {({ rows }) =>
        rows.length === 0 ? (
          <Typography sx={{ color: 'text.secondary' }}>{t('print-jobs.none')}</Typography>
        ) : (
          <ListTable
            label={t('print-jobs.title')}
            columns={[
              { title: t('common.when') },
              { title: t('print-jobs.what') },
              { title: t('print-jobs.printer') },
              { title: t('common.state') },
              { title: t('common.actions'), align: 'right' },
            ]}
          >
            {rows.map((job) => (
              <JobRow key={job.id} job={job} />
            ))}
          </ListTable>
        )
      }
    </Answer>
  );
}

function JobRow({ job }: { readonly job: PrintJob }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const { fault, takenOver } = job;
  const trouble = job.state === 'failed' && fault ? faultText(fault) : undefined;
  return (
    <TableRow>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>
        {formats.moment(job.createdAtMs)}
        <Typography variant="caption" component="div" sx={{ color: 'text.secondary' }}>
          {job.operatorName}
        </Typography>
      </TableCell>
      <TableCell>
        <What job={job} />
        {job.copy && <Chip size="small" label={t('print-jobs.copy')} sx={{ marginInlineStart: 1 }} />}
      </TableCell>
      <TableCell>{job.printerName}</TableCell>
      <TableCell sx={{ maxWidth: 360 }}>
        <Light color={lights[job.state]}>{t(`print-jobs.state-${job.state}`)}</Light>
        {trouble && (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {trouble.sentence} {trouble.remedy}
          </Typography>
        )}
        {takenOver && (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {t('print-jobs.taken-over', { fault: faultText(takenOver).sentence })}
          </Typography>
        )}
        {job.attempts > 1 && (
          <Typography variant="caption" component="div" sx={{ color: 'text.secondary' }}>
            {t('print-jobs.attempts', { count: job.attempts })}
          </Typography>
        )}
      </TableCell>
      <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
        <JobButtons job={job} />
      </TableCell>
    </TableRow>
  );
}

function What({ job }: { readonly job: PrintJob }): ReactNode {
  const paper = usePaperName();
  const formats = useFormats();
  const { t } = useTranslation();
  const { codes, batch } = job;
  if (batch) {
    return (
      <>
        <bdi>{batch.name}</bdi>
        <Typography variant="caption" component="div" sx={{ color: 'text.secondary' }}>
          {t('print-jobs.run-state', { printed: formats.number(batch.printed), total: formats.number(batch.total) })}
        </Typography>
      </>
    );
  }
  if (codes.length === 0) return paper(job);
  const more = codes.length - codesShown;
  return (
    <span dir="ltr" style={{ fontFamily: monospace, fontWeight: 600 }}>
      {codes.slice(0, codesShown).join(', ')}
      {more > 0 && ` +${more}`}
    </span>
  );
}

/** What is printed where it is no ticket. */
function usePaperName(): (job: PrintJob) => string {
  const { t } = useTranslation();
  return ({ shiftId, templateId }) => {
    if (shiftId !== undefined) return t('print-jobs.shift-report');
    return t(templateId === undefined ? 'print-jobs.test-page' : 'print-jobs.sample');
  };
}

function JobButtons({ job }: { readonly job: PrintJob }): ReactNode {
  const { t } = useTranslation();
  const notices = useNotices();
  const said = usePrintSaid();
  const retry = useDo('printers.retryJob');
  const cancel = useDo('printers.cancelJob');
  const named = useNamed();
  const onError = notices.showProblem;
  const paper = usePaperName();
  const isRunning = job.state === 'waiting' || (job.state === 'printing' && job.batch !== undefined);
  const again = job.batch ? t('print-jobs.go-on') : t('print-jobs.retry');
  const halt = job.batch ? t('cards.stop') : t('common.cancel');
  const what = job.batch
    ? job.batch.name
    : job.codes.length === 0
      ? paper(job)
      : job.codes.slice(0, codesShown).join(', ');
  const canRetry = job.state === 'failed' || job.state === 'cancelled';
  return (
    <>
      {canRetry && (
        <Button
          size="small"
          variant="outlined"
          aria-label={named(again, what)}
          loading={retry.isPending}
          onClick={() => retry.mutate({ id: job.id }, { onSuccess: said, onError })}
        >
          {again}
        </Button>
      )}
      {isRunning && (
        <Button
          size="small"
          aria-label={named(halt, what)}
          loading={cancel.isPending}
          onClick={() => cancel.mutate({ id: job.id }, { onError })}
        >
          {halt}
        </Button>
      )}
    </>
  );
}
