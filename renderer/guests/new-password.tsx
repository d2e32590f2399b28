/** Another password for a guest, typed or made at random; one that was made is shown at once. */
import { Alert, Button, Stack, TextField, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { GuestDetails } from '../desk/rows';
import { ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { CopyButton } from '../parts/copy-button';
import { useMay } from '../parts/who';
import { FormPanel, SidePanel } from '../parts/side-panel';
import { monospace } from '../theme';

interface NewPasswordProps {
  readonly guest: GuestDetails;
  readonly onClose: () => void;
}

export function NewPassword({ guest, onClose }: NewPasswordProps): ReactNode {
  const { t } = useTranslation();
  const mayType = useMay('see-passwords');
  const [typed, setTyped] = useState('');
  const [made, setMade] = useState<string>();
  const change = useChange('guests.setPassword', {
    said: () => t('guests.password-changed', { name: guest.username }),
    onDone: ({ password }) => (password === undefined ? onClose() : setMade(password)),
    onProblem: () => false,
  });
  if (made !== undefined) return <ShownOnce username={guest.username} password={made} onClose={onClose} />;
  return (
    <FormPanel
      open
      title={t('guests.new-password')}
      onClose={onClose}
      dirty={typed !== ''}
      submitLabel={typed === '' ? t('guests.make-password') : t('common.save')}
      submitting={change.isPending}
      onSubmit={(event) => {
        event.preventDefault();
        change.run({ id: guest.id, ...(typed !== '' && { password: typed }) });
      }}
    >
      <Stack sx={{ gap: 2.5 }}>
        <ProblemNote error={change.shownError} />
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {t(mayType ? 'guests.new-password-hint' : 'guests.new-password-random')}
        </Typography>
        {mayType && (
          <TextField
            autoFocus
            label={t('guests.password')}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            helperText={t('guests.password-hint')}
            slotProps={{ htmlInput: { maxLength: 128, autoComplete: 'off', dir: 'ltr', spellCheck: false } }}
          />
        )}
      </Stack>
    </FormPanel>
  );
}

interface ShownOnceProps {
  readonly username: string;
  readonly password: string;
  readonly onClose: () => void;
}

/** Afterwards only those who may see passwords can read it. */
export function ShownOnce({ username, password, onClose }: ShownOnceProps): ReactNode {
  const { t } = useTranslation();
  return (
    <SidePanel
      open
      dirty
      title={t('guests.password-of', { name: username })}
      onClose={onClose}
      foot={
        <Button variant="contained" autoFocus onClick={onClose}>
          {t('common.done')}
        </Button>
      }
    >
      <Stack sx={{ gap: 2.5, alignItems: 'flex-start' }}>
        <Alert severity="info" sx={{ alignSelf: 'stretch' }}>
          {t('guests.shown-once')}
        </Alert>
        <Typography
          component="output"
          dir="ltr"
          sx={{ fontFamily: monospace, fontSize: '1.75rem', letterSpacing: '0.06em', overflowWrap: 'anywhere' }}
        >
          {password}
        </Typography>
        <CopyButton variant="outlined" text={password} label={t('guests.copy-password')} />
      </Stack>
    </SidePanel>
  );
}
