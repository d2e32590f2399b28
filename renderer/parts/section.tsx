/** Fields that belong together, under a heading. */
import { Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';

interface SectionProps {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

export function Section({ title, hint, children }: SectionProps): ReactNode {
  return (
    <Stack component="fieldset" sx={{ border: 0, m: 0, p: 0, gap: 2, minWidth: 0 }}>
      <Typography component="legend" variant="h3" sx={{ mb: 1.5, p: 0 }}>
        {title}
      </Typography>
      {hint !== undefined && (
        <Typography variant="body2" sx={{ color: 'text.secondary', mt: -1 }}>
          {hint}
        </Typography>
      )}
      {children}
    </Stack>
  );
}
