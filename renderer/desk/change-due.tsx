/** Cash at the counter: what the guest hands over, and what goes back. */
import { Box, Stack, TextField, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../parts/formats';
import { changeDue } from './change';

interface ChangeDueProps {
  readonly totalMinor: number;
  readonly currency: string;
}

export function ChangeDue({ totalMinor, currency }: ChangeDueProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const [given, setGiven] = useState('');
  const due = changeDue(given, totalMinor, currency);
  return (
    <Stack direction="row" sx={{ alignItems: 'center', gap: 1.5, mt: 0.5 }}>
      <TextField
        label={t('desk.given')}
        value={given}
        autoComplete="off"
        onChange={(event) => setGiven(event.target.value)}
        sx={{ width: 112, flexShrink: 0 }}
        slotProps={{ htmlInput: { inputMode: 'decimal' } }}
      />
      <Box role="status">
        {due !== undefined && (
          <Typography
            sx={{
              fontSize: '1.375rem',
              fontWeight: 700,
              fontVariantNumeric: 'tabular-nums',
              color: due < 0 ? 'warning.main' : 'text.primary',
            }}
          >
            {due < 0
              ? t('desk.still-missing', { amount: formats.money(0 - due, currency) })
              : t('desk.change', { amount: formats.money(due, currency) })}
          </Typography>
        )}
      </Box>
    </Stack>
  );
}
