/** One list at the side of the desk: heading, count, and rows that scroll inside. */
import { Box, Chip, Paper, Stack, Typography } from '@mui/material';
import { useId, type ReactNode } from 'react';

interface SideListProps {
  readonly title: string;
  /** A count beside the heading. */
  readonly mark?: string | undefined;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

export function SideList({ title, mark, action, children }: SideListProps): ReactNode {
  const id = useId();
  return (
    <Paper
      component="section"
      variant="outlined"
      aria-labelledby={id}
      sx={{ flex: 1, minHeight: 0, borderRadius: 1.25, display: 'flex', flexDirection: 'column', overflow: 'hidden' }}
    >
      <Stack direction="row" sx={{ alignItems: 'center', gap: 1, px: 2, pt: 1.25, pb: 0.5 }}>
        <Typography id={id} variant="h3" component="h2">
          {title}
        </Typography>
        {mark !== undefined && (
          <Chip size="small" color="primary" label={mark} sx={{ fontVariantNumeric: 'tabular-nums' }} />
        )}
        <Box sx={{ flex: 1 }} />
        {action}
      </Stack>
      <Box sx={{ flex: 1, minHeight: 0, overflowY: 'auto', px: 1, pb: 1 }}>{children}</Box>
    </Paper>
  );
}
