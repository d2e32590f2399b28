import { Box, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';

export type LightColor = 'success' | 'warning' | 'error' | 'quiet';

/** A state as a dot and a word: never by colour alone. */
export function Light({ color, children }: { readonly color: LightColor; readonly children: ReactNode }): ReactNode {
  return (
    <Stack component="span" direction="row" sx={{ alignItems: 'center', gap: 1, display: 'inline-flex' }}>
      <Box
        component="span"
        aria-hidden
        sx={(theme) => {
          const ink = color === 'quiet' ? theme.vars.palette.text.disabled : theme.vars.palette[color].main;
          return {
            width: 10,
            height: 10,
            borderRadius: '50%',
            flexShrink: 0,
            backgroundColor: ink,
            boxShadow: `0 0 0 3px color-mix(in srgb, ${ink} 22%, transparent)`,
          };
        }}
      />
      <Typography component="span" sx={{ fontWeight: 550, fontSize: '0.875rem' }}>
        {children}
      </Typography>
    </Stack>
  );
}
