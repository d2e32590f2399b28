/** The four faces of a list: loading, failed, empty, filled. */
import { Alert, Box, Button, Skeleton, Stack, Typography } from '@mui/material';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from './problem';

interface AnswerProps<O> {
  readonly of: UseQueryResult<O>;
  /** Shown while the first answer is on its way; usual: rows of grey. */
  readonly loading?: ReactNode;
  readonly children: (output: O) => ReactNode;
}

/** Shows an answer, or why there is none yet. An old answer stays on screen when asking again fails. */
export function Answer<O>({ of: query, loading, children }: AnswerProps<O>): ReactNode {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  return loading ?? <LoadingRows />;
}

export function LoadingRows({ rows = 4 }: { readonly rows?: number }): ReactNode {
  const { t } = useTranslation();
  return (
    <Stack role="status" aria-label={t('common.loading')} sx={{ gap: 1 }}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} variant="rounded" height={52} />
      ))}
    </Stack>
  );
}

/** A refusal or fault in a box: sentence, remedy, and a way to try again. */
export function ProblemNote({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }): ReactNode {
  const { t } = useTranslation();
  if (error === null || error === undefined) return null;
  const { sentence, remedy } = problemOf(error);
  return (
    <Alert
      severity="error"
      role="alert"
      action={
        onRetry && (
          <Button color="inherit" size="small" onClick={onRetry}>
            {t('common.try-again')}
          </Button>
        )
      }
    >
      <strong>{sentence}</strong>
      {remedy !== undefined && ` ${remedy}`}
    </Alert>
  );
}

interface EmptyProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** Nothing here yet: says why, and what to do about it. */
export function Empty({ icon, title, children, action }: EmptyProps): ReactNode {
  return (
    <Stack
      sx={{
        alignItems: 'center',
        textAlign: 'center',
        gap: 1,
        px: 3,
        py: 6,
        borderRadius: '12px',
        border: '1px dashed',
        borderColor: 'divider',
        bgcolor: 'background.paper',
      }}
    >
      <Box aria-hidden sx={{ color: 'text.secondary', '& svg': { fontSize: 44 } }}>
        {icon}
      </Box>
      <Typography variant="h2">{title}</Typography>
      {children !== undefined && (
        <Typography component="div" sx={{ color: 'text.secondary', maxWidth: '56ch' }}>
          {children}
        </Typography>
      )}
      {action !== undefined && <Box sx={{ mt: 1.5 }}>{action}</Box>}
    </Stack>
  );
}
