/** How far the ticket printer is with the cards of a batch; stopped, or broken off, it goes on behind what has come out. */
import { Alert, Box, Button, LinearProgress, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, useDo, type Output } from '../api';
import { useFormats } from '../parts/formats';
import { useNotices } from '../parts/notices';
import { usePrintSaid } from '../parts/printers';
import { faultText } from '../parts/problem';
import { useMay } from '../parts/who';

type PrintJob = Output<'printers.jobs'>['rows'][number];

/** Runs are rare among the jobs of a day; one that is further back is continued from the print queue. */
const jobsLookedAt = 200;

interface BatchRunProps {
  readonly batchId: number;
}

/** Nothing where no run of the batch is left to finish. */
export function BatchRun({ batchId }: BatchRunProps): ReactNode {
  const mayPrint = useMay('print');
  return mayPrint && <LastRun batchId={batchId} />;
}

function LastRun({ batchId }: BatchRunProps): ReactNode {
  const jobs = useAsk('printers.jobs', { limit: jobsLookedAt });
  const run = jobs.data?.rows.find(({ batch }) => batch?.id === batchId);
  if (!run?.batch || run.state === 'printed') return null;
  return run.state === 'failed' || run.state === 'cancelled' ? <BrokenOff run={run} /> : <Running run={run} />;
}

function Running({ run }: { readonly run: PrintJob }): ReactNode {
  const { t } = useTranslation();
  const notices = useNotices();
  const stop = useDo('printers.cancelJob');
  const howFar = useHowFar(run);
  const { printed, total } = run.batch!;
  const trouble = run.fault && faultText(run.fault);
  return (
    <Box role="status" sx={{ my: 2 }}>
      <Stack direction="row" sx={{ alignItems: 'center', gap: 2, mb: 0.5, minHeight: 40 }}>
        <Typography sx={{ flex: 1 }}>
          {howFar} {trouble?.sentence}
        </Typography>
        <Button loading={stop.isPending} onClick={() => stop.mutate({ id: run.id }, { onError: notices.showProblem })}>
          {t('cards.stop')}
        </Button>
      </Stack>
      <LinearProgress aria-label={t('cards.run')} variant="determinate" value={(printed / total) * 100} />
    </Box>
  );
}

function BrokenOff({ run }: { readonly run: PrintJob }): ReactNode {
  const { t } = useTranslation();
  const notices = useNotices();
  const said = usePrintSaid();
  const retry = useDo('printers.retryJob');
  const howFar = useHowFar(run);
  const formats = useFormats();
  const trouble = run.state === 'failed' && run.fault ? faultText(run.fault) : undefined;
  const { nextSerial = 1 } = run.batch!;
  return (
    <Alert
      severity={trouble ? 'error' : 'info'}
      sx={{ my: 2 }}
      action={
        <Button
          color="inherit"
          loading={retry.isPending}
          onClick={() => retry.mutate({ id: run.id }, { onSuccess: said, onError: notices.showProblem })}
        >
          {t('cards.run-go-on', { from: formats.number(nextSerial) })}
        </Button>
      }
    >
      {trouble?.sentence} {howFar}
    </Alert>
  );
}

/** "137 of 1,000 have come out of Reception." */
function useHowFar({ batch, printerName }: PrintJob): string {
  const { t } = useTranslation();
  const { number } = useFormats();
  if (!batch) return '';
  return t('cards.run-state', { printed: number(batch.printed), total: number(batch.total), printer: printerName });
}
