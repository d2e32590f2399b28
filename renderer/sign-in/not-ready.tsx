/** The window while there is nothing to sign in to: starting, not answering, or a database that cannot be opened. */
import ErrorIcon from '@mui/icons-material/ErrorOutlined';
import { Box, Button, CircularProgress, Stack, Typography } from '@mui/material';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, type Output } from '../api';
import { faultText } from '../parts/problem';
import { RestoreForm } from '../parts/restore';
import { PlainScreen } from './plain-screen';

/** An answer that comes sooner shows no spinner at all, so nothing flickers. */
const quietMs = 400;

export function Starting(): ReactNode {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), quietMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Stack
      role="status"
      aria-label={t('common.loading')}
      sx={{ height: '100%', alignItems: 'center', justifyContent: 'center' }}
    >
      {shown && <CircularProgress aria-hidden />}
    </Stack>
  );
}

export function NotAnswering({ onRetry }: { readonly onRetry: () => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <PlainScreen title={t('gone.sentence')}>
      <Typography>{t('gone.remedy')}</Typography>
      <Box>
        <Button variant="contained" onClick={onRetry}>
          {t('common.try-again')}
        </Button>
      </Box>
    </PlainScreen>
  );
}

/** The data folder cannot be used: every fault with its remedy; looks again when something changes. */
export function Broken({ status }: { readonly status: Output<'venue.status'> }): ReactNode {
  const { t } = useTranslation();
  const again = useAsk('venue.status');
  return (
    <PlainScreen title={t('broken.title')}>
      {status.faults.map((fault) => {
        const { sentence, remedy } = faultText(fault);
        return (
          <Stack key={fault.code} direction="row" sx={{ gap: 1.5 }} role="alert">
            <ErrorIcon color="error" aria-hidden />
            <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
              <Typography sx={{ fontWeight: 600 }}>{sentence}</Typography>
              <Typography sx={{ color: 'text.secondary' }}>{remedy}</Typography>
            </Box>
          </Stack>
        );
      })}
      <Typography variant="caption" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
        {t('broken.folder', { folder: status.dataFolder })}
      </Typography>
      <Box>
        <Button variant="contained" loading={again.isFetching} onClick={() => void again.refetch()}>
          {t('common.try-again')}
        </Button>
      </Box>
      <Typography variant="h2">{t('restore.title')}</Typography>
      <RestoreForm anew />
    </PlainScreen>
  );
}
