/** What is listed line by line: the fact, its mark, and smaller what else is known. */
import { Box, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { monospace } from '../theme';
import { Parts } from './facts';

export const plainList = { listStyle: 'none', m: 0, p: 0 } as const;

interface LineProps {
  readonly main: ReactNode;
  /** Beside it, at the end of the line. */
  readonly mark?: ReactNode;
  readonly aside: readonly (string | undefined)[];
}

export function Line({ main, mark, aside }: LineProps): ReactNode {
  return (
    <Stack
      component="li"
      direction="row"
      sx={{ py: 1, gap: 1, alignItems: 'center', borderTop: 1, borderColor: 'divider' }}
    >
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Typography component="div" variant="body2" sx={{ fontWeight: 550, overflowWrap: 'anywhere' }}>
          {main}
        </Typography>
        <Typography variant="caption" component="div" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
          <Parts parts={aside} />
        </Typography>
      </Box>
      {mark}
    </Stack>
  );
}

/** Nothing to list. */
export function Quiet({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <Typography variant="body2" sx={{ color: 'text.secondary' }}>
      {children}
    </Typography>
  );
}

export function Mac({ address }: { readonly address: string }): ReactNode {
  return (
    <Box component="span" dir="ltr" sx={{ fontFamily: monospace, fontSize: '0.875rem', unicodeBidi: 'isolate' }}>
      {address}
    </Box>
  );
}
