/** A code as it is read aloud and typed: monospaced, in groups, left to right in every language. */
import { Box } from '@mui/material';
import type { SxProps, Theme } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { monospace } from '../theme';
import './code-face.css';

/** 'k7mn4px2' -> ['k7mn', '4px2']; six become 3 + 3; up to five stay whole. */
export function codeGroups(code: string): readonly string[] {
  const characters = Array.from(code);
  if (characters.length <= 5) return [code];
  const size = characters.length % 4 === 0 || characters.length % 3 !== 0 ? 4 : 3;
  const groups: string[] = [];
  for (let at = 0; at < characters.length; at += size) groups.push(characters.slice(at, at + size).join(''));
  return groups;
}

/** 'k7mn' -> 'k, 7, m, n': a screen reader says it letter by letter. */
export function spellOut(code: string): string {
  return Array.from(code).join(', ');
}

interface CodeTextProps {
  readonly code: string;
  readonly struck?: boolean;
  readonly testId?: string;
  readonly sx?: SxProps<Theme>;
}

/** The gaps are space, not characters: copying gives the code alone. */
export function CodeText({ code, struck = false, testId, sx }: CodeTextProps): ReactNode {
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
