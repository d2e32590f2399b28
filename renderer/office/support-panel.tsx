/** A file for whoever helps from afar: put together, read part by part, and only then saved. */
import SupportIcon from '@mui/icons-material/SupportAgentOutlined';
import { Box, Button, Stack, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { client, useDo, type Output } from '../api';
import { ProblemNote } from '../parts/answer';
import { Fold } from '../parts/fold';
import { JobProgress } from '../parts/job-progress';
import { useMadeFile } from '../parts/made-file';
import { SidePanel } from '../parts/side-panel';
import { useMay } from '../parts/who';

type Made = Output<'support.make'>;

/** The button, for whoever may take copies of the venue. */
export function SupportButton(): ReactNode {
  const { t } = useTranslation();
  const mayMake = useMay('back-up');
  const [open, setOpen] = useState(false);
  if (!mayMake) return null;
  return (
    <>
      <Button variant="outlined" startIcon={<SupportIcon />} onClick={() => setOpen(true)}>
        {t('support.open')}
      </Button>
      {/* Made anew each time: an old file says nothing about now. */}
      {open && <SupportPanel onClose={() => setOpen(false)} />}
    </>
  );
}

function SupportPanel({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const saveMade = useMadeFile(client.support.piece);
  const make = useDo('support.make');

  async function save(made: Made): Promise<void> {
    if (
      await saveMade(
        () => made,
        () => t('support.saved'),
      )
    )
      onClose();
  }

  return (
    <SidePanel
      open
      title={t('support.title')}
      onClose={onClose}
      width={640}
      foot={
        make.data ? (
          <Button variant="contained" onClick={() => void save(make.data)}>
            {t('support.save')}
          </Button>
        ) : (
          <Button variant="contained" loading={make.isPending} onClick={() => make.mutate(undefined)}>
            {t('support.make')}
          </Button>
        )
      }
    >
      <Stack sx={{ gap: 2 }}>
        <Typography sx={{ color: 'text.secondary' }}>{t('support.intro')}</Typography>
        <Typography>{t('support.holds')}</Typography>
        <Typography>{t('support.holds-not')}</Typography>
        <ProblemNote error={make.error} />
        {make.isPending && <JobProgress names={['make-support-bundle']} label={t('support.making')} />}
        {make.data && <Parts made={make.data} />}
      </Stack>
    </SidePanel>
  );
}

function Parts({ made }: { readonly made: Made }): ReactNode {
  const { t } = useTranslation();
  return (
    <Box>
      <Typography variant="h3" sx={{ mb: 1 }}>
        {t('support.content')}
      </Typography>
      {made.parts.map(({ name, text }) => (
        <Fold key={name} title={name} openAtFirst={false} hasError={false}>
          <Box
            component="pre"
            dir="ltr"
            tabIndex={0}
            aria-label={name}
            sx={{
              m: 0,
              p: 1.5,
              maxHeight: 320,
              overflow: 'auto',
              fontSize: '0.75rem',
              lineHeight: 1.5,
              borderRadius: 1,
              bgcolor: 'action.hover',
            }}
          >
            {text}
          </Box>
        </Fold>
      ))}
    </Box>
  );
}
