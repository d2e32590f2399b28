/** A new password: shown on wish, its strength in words while typing. */
import VisibilityIcon from '@mui/icons-material/VisibilityOutlined';
import VisibilityOffIcon from '@mui/icons-material/VisibilityOffOutlined';
import {
  Box,
  IconButton,
  InputAdornment,
  LinearProgress,
  TextField,
  Typography,
  type TextFieldProps,
} from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { passwordStrength, type PasswordStrength } from './password';

/** A password field with an eye. */
export function PasswordInput({ slotProps, ...props }: TextFieldProps): ReactNode {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <TextField
      {...props}
      type={shown ? 'text' : 'password'}
      slotProps={{
        ...slotProps,
        input: {
          endAdornment: (
            <InputAdornment position="end">
              <IconButton
                edge="end"
                aria-label={t(shown ? 'password.hide' : 'password.show')}
                aria-pressed={shown}
                onClick={() => setShown(!shown)}
              >
                {shown ? <VisibilityOffIcon fontSize="small" /> : <VisibilityIcon fontSize="small" />}
              </IconButton>
            </InputAdornment>
          ),
        },
      }}
    />
  );
}

const bars: Record<PasswordStrength, { readonly value: number; readonly color: 'error' | 'warning' | 'success' }> = {
  'too-short': { value: 12, color: 'error' },
  weak: { value: 35, color: 'error' },
  fair: { value: 65, color: 'warning' },
  strong: { value: 100, color: 'success' },
};

/** Bar and word; nothing while nothing is typed. */
export function StrengthHint({ password }: { readonly password: string }): ReactNode {
  const { t } = useTranslation();
  if (password === '') return null;
  const strength = passwordStrength(password);
  const { value, color } = bars[strength];
  return (
    <Box role="status">
      <LinearProgress
        variant="determinate"
        value={value}
        color={color}
        aria-hidden
        sx={{ height: 6, borderRadius: '12px', mb: 0.5 }}
      />
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        {t(`password.${strength}`)}
      </Typography>
    </Box>
  );
}
