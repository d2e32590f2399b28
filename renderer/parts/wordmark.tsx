import { Box, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';

/** The mark: a gate that stands open. Drawn here so that nothing is fetched. */
export function Mark({ size = 28 }: { readonly size?: number }): ReactNode {
  return (
    <Box component="svg" viewBox="0 0 32 32" aria-hidden sx={{ width: size, height: size, flexShrink: 0 }}>
      <rect width="32" height="32" rx="8" fill="#0b6470" />
      <path d="M8 25V15a8 8 0 0 1 16 0v10" fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
      <path
        d="M13.4 25v-9.4a2.6 2.6 0 0 1 5.2 0V25"
        fill="none"
        stroke="#57c7d1"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
    </Box>
  );
}

/** Mark and name, as on the sign-in and in the wizard. */
export function Wordmark(): ReactNode {
  return (
    <Stack direction="row" sx={{ alignItems: 'center', gap: 1.25 }}>
      <Mark />
      <Typography component="span" sx={{ fontWeight: 700, fontSize: '1.125rem', letterSpacing: '-0.02em' }}>
        Gatehouse
      </Typography>
    </Stack>
  );
}
