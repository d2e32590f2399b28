/** Erasing a person: asked once, in words, because it is the one thing here that cannot be taken back. */
import { Alert, Box, Button, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useDo } from '../api';
import type { GuestDetails } from '../desk/rows';
import { ProblemNote } from '../parts/answer';
import { JobProgress } from '../parts/job-progress';
import { sayName } from '../parts/guest-words';
import { useNotices } from '../parts/notices';
import { SidePanel } from '../parts/side-panel';

interface EraseGuestProps {
  readonly guest: GuestDetails;
  readonly onClose: () => void;
}

export function EraseGuest({ guest, onClose }: EraseGuestProps): ReactNode {
  const { t } = useTranslation();
  const notices = useNotices();
  const erase = useDo('guests.erase');
  const run = (): void =>
    erase.mutate(
      { id: guest.id },
      {
        onSuccess: ({ name }) => {
          notices.show({ kind: 'done', text: t('guests.erased', { name: sayName(name) }) });
          onClose();
        },
      },
    );
  return (
    <SidePanel
      open
      title={t('guests.erase')}
      onClose={onClose}
      foot={
        <>
          <Button autoFocus onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button variant="contained" color="error" loading={erase.isPending} onClick={run}>
            {t('guests.erase-now')}
          </Button>
        </>
      }
    >
      <Stack sx={{ gap: 2.5 }}>
        <ProblemNote error={erase.error ?? undefined} />
        {erase.isPending && <JobProgress names={['erase-guest']} label={t('guests.erasing')} />}
        <Typography sx={{ fontWeight: 650, overflowWrap: 'anywhere' }}>
          <bdi>{guest.displayName ?? sayName(guest.username)}</bdi>
        </Typography>
        <Alert severity="warning">{t('guests.erase-warning')}</Alert>
        <Consequence title={t('guests.erase-goes')}>{t('guests.erase-goes-what')}</Consequence>
        <Consequence title={t('guests.erase-stays')}>{t('guests.erase-stays-what')}</Consequence>
        <Consequence title={t('guests.erase-copies')}>{t('guests.erase-copies-what')}</Consequence>
      </Stack>
    </SidePanel>
  );
}

function Consequence({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <Box>
      <Typography variant="subtitle2" component="h3">
        {title}
      </Typography>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {children}
      </Typography>
    </Box>
  );
}
