/** A single card in the middle of the window: sign-in, unlock, and what stands in the way. */
import { Box, Card, Stack, Typography } from '@mui/material';
import { useEffect, type ReactNode } from 'react';
import { LanguageChoice } from './language-choice';
import { Wordmark } from '../parts/wordmark';

interface PlainScreenProps {
  readonly title: string;
  readonly intro?: string;
  readonly children: ReactNode;
}

export function PlainScreen({ title, intro, children }: PlainScreenProps): ReactNode {
  useEffect(() => {
    document.title = `${title} – Gatehouse`;
  }, [title]);
  return (
    <Stack
      sx={(theme) => ({
        minHeight: '100%',
        alignItems: 'center',
        justifyContent: 'center',
        p: 3,
        bgcolor: 'background.default',
        backgroundImage: `radial-gradient(1200px 600px at 50% -10%, color-mix(in srgb, ${theme.vars.palette.primary.main} 16%, transparent), transparent)`,
      })}
    >
      <Box component="header" sx={{ mb: 3 }}>
        <Wordmark />
      </Box>
      <Card
        component="main"
        sx={{ width: '100%', maxWidth: 440, p: 4, boxShadow: '0 12px 40px rgba(8, 35, 42, 0.10)' }}
      >
        <Typography variant="h1" sx={{ overflowWrap: 'anywhere' }}>
          {title}
        </Typography>
        {intro !== undefined && <Typography sx={{ color: 'text.secondary', mt: 0.5 }}>{intro}</Typography>}
        <Stack sx={{ gap: 2.5, mt: 3 }}>{children}</Stack>
      </Card>
      <Box component="footer" sx={{ mt: 2.5 }}>
        <LanguageChoice />
      </Box>
    </Stack>
  );
}
