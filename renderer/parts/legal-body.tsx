/** A text that guests agree to, in its own language and direction. */
import { Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import type { Language } from '../../preload/contract/base';

interface LegalBodyProps {
  readonly language: Language;
  /** Paragraphs, with empty lines between them. */
  readonly body: string;
}

export function LegalBody({ language, body }: LegalBodyProps): ReactNode {
  const paragraphs = body.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== '');
  return (
    <Stack lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'} sx={{ gap: 1.5, maxWidth: '68ch' }}>
      {paragraphs.map((paragraph, at) => (
        <Typography key={at} sx={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere', textAlign: 'start' }}>
          {paragraph}
        </Typography>
      ))}
    </Stack>
  );
}
