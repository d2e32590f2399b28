/** A code as it is read aloud and typed: monospaced, in groups, left to right in every language. */
import { Box } from '@mui/material';
import type { SxProps, Theme } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { monospace } from '../theme';
import './code-face.css';
import { isErasedName, sayName } from '../parts/guest-words';
import { codeGroups } from './code-groups';

interface CodeTextProps {
  readonly code: string;
  readonly struck?: boolean;
  readonly testId?: string;
  readonly sx?: SxProps<Theme>;
}

/** The gaps are space, not characters: copying gives the code alone. */
export function CodeText({ code, struck = false, testId, sx }: CodeTextProps): ReactNode {
  // Nobody types it any more: words, in the direction of the language.
  if (isErasedName(code)) return <bdi>{sayName(code)}</bdi>;
  return (
    <Box
      component="span"
      dir="ltr"
      translate="no"
      {...(testId !== undefined && { 'data-testid': testId })}
      sx={
        [
          {
            fontFamily: `"Ticket Mono", ${monospace}`,
            fontWeight: 700,
            unicodeBidi: 'isolate',
            overflowWrap: 'anywhere',
            ...(struck && { textDecoration: 'line-through' }),
          },
          ...(Array.isArray(sx) ? (sx as readonly SxProps<Theme>[]) : [sx]),
        ] as SxProps<Theme>
      }
    >
      {codeGroups(code).map((group, at) => (
        <Box component="span" key={at} sx={{ marginInlineStart: at === 0 ? 0 : '0.28em' }}>
          {group}
        </Box>
      ))}
    </Box>
  );
}
