/** One day of the calendar. */
import { TextField } from '@mui/material';
import type { ReactNode } from 'react';

interface DayFieldProps {
  readonly label: string;
  /** YYYY-MM-DD; '': none. */
  readonly value: string;
  readonly isWrong?: boolean;
  readonly onChange: (value: string) => void;
}

export function DayField({ label, value, isWrong = false, onChange }: DayFieldProps): ReactNode {
  return (
    <TextField
      type="date"
      label={label}
      value={value}
      error={isWrong}
      onChange={({ target }) => onChange(target.value)}
      sx={{ width: 180 }}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
}
