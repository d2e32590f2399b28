import { Box, Button } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { RestoreForm } from '../parts/restore';
import { WizardFrame } from './wizard-frame';

/** Instead of a new venue, the one of a backup. When it is in place the window asks who signs in. */
export function RestoreStep({ onBack }: { readonly onBack: () => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <WizardFrame
      step="venue"
      title={t('restore.title')}
      intro={t('restore.intro-anew')}
      foot={
        <Button size="large" onClick={onBack}>
          {t('common.back')}
        </Button>
      }
    >
      <Box sx={{ maxWidth: 560 }}>
        <RestoreForm anew />
      </Box>
    </WizardFrame>
  );
}
