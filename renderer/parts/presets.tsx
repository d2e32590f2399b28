/** Usual values of a field, one press each. */
import { Chip, Stack, Typography } from '@mui/material';
import { useId, type ReactNode } from 'react';

export interface Preset {
  readonly label: string;
  readonly choose: () => void;
}

interface PresetsProps {
  /** What is set by them; read out before the values. */
  readonly label: string;
  readonly presets: readonly Preset[];
}

export function Presets({ label, presets }: PresetsProps): ReactNode {
  const id = useId();
  return (
    <Stack
      direction="row"
      role="group"
      aria-labelledby={id}
      sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center', mt: -0.5 }}
    >
      <Typography id={id} variant="caption" sx={{ color: 'text.secondary' }}>
        {label}
      </Typography>
      {presets.map(({ label: value, choose }) => (
        <Chip key={value} label={<bdi>{value}</bdi>} variant="outlined" onClick={choose} />
      ))}
    </Stack>
  );
}
