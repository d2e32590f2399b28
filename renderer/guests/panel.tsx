/** One heading of the guest page with what stands under it. */
import { Box, Card, Chip, Stack, Typography } from '@mui/material';
import { useId, type ReactNode } from 'react';
import { useFormats } from '../parts/formats';
import { Parts } from '../desk/parts';
import { monospace } from '../theme';

interface PanelProps {
  readonly title: string;
  readonly count?: number | undefined;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

export function Panel({ title, count, action, children }: PanelProps): ReactNode {
  const formats = useFormats();
  const id = useId();
  return (
    <Card component="section" aria-labelledby={id} sx={{ px: 2.5, py: 2 }}>
      <Stack direction="row" sx={{ alignItems: 'center', gap: 1, mb: 1, minHeight: 32 }}>
        <Typography id={id} variant="h2" sx={{ fontSize: '1.0625rem' }}>
          {title}
        </Typography>
        {count !== undefined && count > 0 && <Chip size="small" label={formats.number(count)} />}
        <Box sx={{ flex: 1 }} />
        {action}
      </Stack>
      {children}
    </Card>
  );
}

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
