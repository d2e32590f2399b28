/** How far the work thread is with what this window asked for, and the way to stop it. */
import { Box, Button, LinearProgress, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, useDo, type Output } from '../api';
import { useFormats } from './formats';

type JobName = Output<'work.list'>['rows'][number]['name'];

interface JobProgressProps {
  readonly names: readonly JobName[];
  /** What is being done. */
  readonly label: string;
}

export function JobProgress({ names, label }: JobProgressProps): ReactNode {
  const { t } = useTranslation();
  const { number } = useFormats();
  const { data } = useAsk('work.list');
  const stop = useDo('work.stop');
  const job = data?.rows.find(({ name }) => names.includes(name));
  const { done, total } = job ?? {};
  const share = done !== undefined && total !== undefined && total > 0 ? done / total : undefined;
  return (
    <Box role="status">
      <Stack direction="row" sx={{ alignItems: 'center', gap: 2, mb: 0.5, minHeight: 40 }}>
        <Typography sx={{ flex: 1 }}>
          {share === undefined ? label : `${label} ${number(Math.round(share * 100))} %`}
        </Typography>
        {job && <Button onClick={() => stop.mutate({ id: job.id })}>{t('cards.stop')}</Button>}
      </Stack>
      <LinearProgress
        aria-label={label}
        variant={share === undefined ? 'indeterminate' : 'determinate'}
        value={(share ?? 0) * 100}
      />
    </Box>
  );
}
