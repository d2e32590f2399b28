/** The frame of one screen: heading, what it is for, its main buttons. */
import { Box, Stack, Typography } from '@mui/material';
import { useEffect, type ReactNode } from 'react';

interface PageProps {
  readonly title: string;
  /** One sentence on what the screen is for. */
  readonly intro?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A screen of the office. Sets the window's title too, so that a screen reader announces the change of screen. */
export function Page({ title, intro, actions, children }: PageProps): ReactNode {
  useEffect(() => {
    document.title = `${title} – Gatehouse`;
  }, [title]);
  return (
    <Box sx={{ px: { xs: 2, md: 4 }, pt: 3.5, pb: 6, maxWidth: 1440 }}>
      <Stack direction="row" sx={{ alignItems: 'flex-start', justifyContent: 'space-between', gap: 3, mb: 3 }}>
        <Box sx={{ minWidth: 0 }}>
          <Typography variant="h1">{title}</Typography>
          {intro !== undefined && (
            <Typography sx={{ color: 'text.secondary', mt: 0.5, maxWidth: '68ch' }}>{intro}</Typography>
          )}
        </Box>
        {actions !== undefined && (
          <Stack direction="row" sx={{ gap: 1, flexShrink: 0 }}>
            {actions}
          </Stack>
        )}
      </Stack>
      {children}
    </Box>
  );
}
