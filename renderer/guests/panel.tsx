/** One heading of the guest page with what stands under it. */
import { Box, Card, Chip, Stack, Typography } from '@mui/material';
import { useId, type ReactNode } from 'react';
import { useFormats } from '../parts/formats';

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
