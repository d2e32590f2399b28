/** From the real venue to a rehearsal beside it: starts it, and says where it is and who signs in there. */
import OpenIcon from '@mui/icons-material/OpenInNewOutlined';
import { Box, Button, Card, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useDo, type Output } from '../api';
import { ProblemNote } from '../parts/answer';
import { CopyButton } from '../parts/copy-button';
import { useVenueStatus } from '../parts/who';
import { monospace } from '../theme';

type Running = Output<'rehearsal.start'>;

export function Rehearse(): ReactNode {
  const { t } = useTranslation();
  const { demo } = useVenueStatus();
  const start = useDo('rehearsal.start');
  const stop = useDo('rehearsal.stop');
  if (demo) return null;
  return (
    <Card sx={{ p: 3 }}>
      <Typography variant="h2">{t('rehearse.title')}</Typography>
      <Typography variant="body2" sx={{ color: 'text.secondary', mt: 0.5, mb: 2 }}>
        {t('rehearse.intro')}
      </Typography>
      <ProblemNote error={start.error ?? stop.error} />
      {start.data === undefined ? (
        <Button variant="outlined" loading={start.isPending} onClick={() => start.mutate(undefined)}>
          {t('rehearse.start')}
        </Button>
      ) : (
        <Where
          running={start.data}
          stopping={stop.isPending}
          onStop={() => stop.mutate(undefined, { onSuccess: () => start.reset() })}
        />
      )}
    </Card>
  );
}

interface WhereProps {
  readonly running: Running;
  readonly stopping: boolean;
  readonly onStop: () => void;
}

function Where({ running, stopping, onStop }: WhereProps): ReactNode {
  const { t } = useTranslation();
  const { url, ownerName, ownerPassword } = running;
  return (
    <Stack role="status" sx={{ gap: 1.5, alignItems: 'flex-start' }}>
      <Typography variant="body2">{t(url === undefined ? 'rehearse.in-window' : 'rehearse.on-page')}</Typography>
      <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: 'auto 1fr', columnGap: 2, rowGap: 0.5 }}>
        <Typography component="dt" variant="body2" sx={{ color: 'text.secondary' }}>
          {t('sign-in.name')}
        </Typography>
        <Typography component="dd" variant="body2" sx={{ m: 0 }}>
          <bdi>{ownerName}</bdi>
        </Typography>
        <Typography component="dt" variant="body2" sx={{ color: 'text.secondary' }}>
          {t('sign-in.password')}
        </Typography>
        <Typography component="dd" variant="body2" dir="ltr" sx={{ m: 0, fontFamily: monospace }}>
          {ownerPassword}
        </Typography>
      </Box>
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
        {url !== undefined && (
          <Button variant="contained" startIcon={<OpenIcon />} href={url} target="_blank" rel="noreferrer">
            {t('rehearse.open')}
          </Button>
        )}
        <CopyButton variant="outlined" text={ownerPassword} label={t('rehearse.copy-password')} />
        <Button loading={stopping} onClick={onStop}>
          {t('rehearse.stop')}
        </Button>
      </Stack>
    </Stack>
  );
}
