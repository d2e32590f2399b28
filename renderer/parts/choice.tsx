/** One of a few, all of them to be seen: a switch with more than two positions. */
import { Box, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import { useId, type ReactNode } from 'react';
import { touchPx } from '../theme';

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly T[];
  /** What an option is called. */
  readonly said: (option: T) => string;
  readonly onChoose: (option: T) => void;
}

export function Choice<T extends string>({ label, value, options, said, onChoose }: ChoiceProps<T>): ReactNode {
  const labelId = useId();
  return (
    <Box>
      <Typography id={labelId} variant="subtitle2" sx={{ mb: 0.75 }}>
        {label}
      </Typography>
      <ToggleButtonGroup
        exclusive
        color="primary"
        value={value}
        aria-labelledby={labelId}
        sx={{ flexWrap: 'wrap', gap: 0.75 }}
        // The chosen one pressed again stays chosen.
        onChange={(_event, chosen: T | null) => chosen !== null && onChoose(chosen)}
      >
        {options.map((option) => (
          <ToggleButton
            key={option}
            value={option}
            sx={{
              minHeight: touchPx,
              px: 1.75,
              textTransform: 'none',
              // Each stands for itself: in a row that wraps, a group's shared corners would be in the middle.
              '&&': { borderRadius: '10px', border: '1px solid', borderColor: 'divider', marginInlineStart: 0 },
              '&&.Mui-selected': { borderColor: 'primary.main' },
            }}
          >
            {said(option)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </Box>
  );
}
