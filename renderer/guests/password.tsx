/** The password of a guest, unseen until it is asked for: a desk has people looking over it. */
import HideIcon from '@mui/icons-material/VisibilityOffOutlined';
import ShowIcon from '@mui/icons-material/VisibilityOutlined';
import { Box, Button, Stack } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../api';
import { ProblemNote } from '../parts/answer';
import { monospace } from '../theme';

export function Password({ guestId }: { readonly guestId: number }): ReactNode {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const password = useAsk('guests.password', { id: guestId }, { enabled: shown });
  return (
    <Stack direction="row" sx={{ alignItems: 'center', gap: 1 }}>
      {shown && password.data && (
        <Box component="span" sx={{ fontFamily: monospace, overflowWrap: 'anywhere' }}>
          <bdi>{password.data.password}</bdi>
        </Box>
      )}
      {shown && <ProblemNote error={password.error} />}
      <Button
        size="small"
        startIcon={shown ? <HideIcon /> : <ShowIcon />}
        loading={shown && password.isLoading}
        onClick={() => setShown(!shown)}
      >
        {t(shown ? 'guests.hide-password' : 'guests.show-password')}
      </Button>
    </Stack>
  );
}
