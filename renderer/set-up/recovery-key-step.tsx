/** The recovery key, once: to write down, print or copy. Nobody can show it again. */
import PrintIcon from '@mui/icons-material/LocalPrintshopOutlined';
import { Box, Button, Checkbox, FormControlLabel, GlobalStyles, Stack, Typography } from '@mui/material';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../parts/copy-button';
import { monospace } from '../theme';
import { WizardFrame } from './wizard-frame';

interface RecoveryKeyStepProps {
  readonly venueName: string;
  readonly recoveryKey: string;
  readonly onDone: () => void;
}

const sheetId = 'recovery-sheet';

export function RecoveryKeyStep({ venueName, recoveryKey, onDone }: RecoveryKeyStepProps): ReactNode {
  const { t } = useTranslation();
  const [written, setWritten] = useState(false);
  useWarnBeforeClosing(!written);
  return (
    <WizardFrame
      step="key"
      title={t('set-up.key-title')}
      intro={t('set-up.key-intro')}
      foot={
        <Button variant="contained" size="large" disabled={!written} onClick={onDone}>
          {t('common.continue')}
        </Button>
      }
    >
      <PrintOnlySheet />
      <Box
        id={sheetId}
        sx={{
          p: 4,
          borderRadius: '12px',
          border: '2px solid',
          borderColor: 'primary.main',
          bgcolor: 'background.paper',
          textAlign: 'center',
        }}
      >
        <Typography sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
          {t('set-up.key-of', { venue: venueName })}
        </Typography>
        <Typography
          dir="ltr"
          aria-label={t('unlock.key')}
          sx={{
            fontFamily: monospace,
            fontSize: '1.375rem',
            fontWeight: 600,
            letterSpacing: '0.02em',
            lineHeight: 1.7,
            my: 1.5,
            overflowWrap: 'anywhere',
            userSelect: 'all',
          }}
        >
          {recoveryKey}
        </Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {t('set-up.key-use')}
        </Typography>
      </Box>
      <Stack direction="row" sx={{ gap: 1.5, mt: 2.5 }}>
        <Button variant="outlined" startIcon={<PrintIcon />} onClick={() => window.print()}>
          {t('set-up.key-print')}
        </Button>
        <CopyButton variant="outlined" text={recoveryKey} label={t('set-up.key-copy')} />
      </Stack>
      <FormControlLabel
        sx={{ mt: 3, alignSelf: 'flex-start' }}
        control={<Checkbox checked={written} onChange={(_event, checked) => setWritten(checked)} />}
        label={<Typography sx={{ fontWeight: 600 }}>{t('set-up.key-written')}</Typography>}
      />
    </WizardFrame>
  );
}

/** On paper only the sheet itself, black on white. */
function PrintOnlySheet(): ReactNode {
  return (
    <GlobalStyles
      styles={{
        '@media print': {
          'body *': { visibility: 'hidden' },
          [`#${sheetId}, #${sheetId} *`]: { visibility: 'visible', color: '#000000 !important' },
          [`#${sheetId}`]: { position: 'fixed', inset: '2cm 2cm auto 2cm', background: '#ffffff' },
        },
      }}
    />
  );
}

/** A reload would lose the key for good. */
function useWarnBeforeClosing(warn: boolean): void {
  useEffect(() => {
    if (!warn) return undefined;
    const stop = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', stop);
    return () => window.removeEventListener('beforeunload', stop);
  }, [warn]);
}
