/** A batch in a few chips. */
import { Chip, Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../api';

export type BatchView = Output<'cards.list'>['rows'][number];

/** What kind of batch it is, and what is the matter with it. */
export function BatchMarks({ batch }: { readonly batch: BatchView }): ReactNode {
  const { t } = useTranslation();
  return (
    <Stack direction="row" sx={{ gap: 0.5, flexWrap: 'wrap', mt: 0.5 }}>
      <Chip size="small" variant="outlined" label={t(`cards.kind-${batch.kind}`)} />
      {batch.soldAtDesk && <Chip size="small" variant="outlined" label={t('cards.sold-at-desk-mark')} />}
      {batch.suspended.length > 0 && <Chip size="small" color="error" label={t('cards.suspended-mark')} />}
      {batch.withdrawn && <Chip size="small" label={t('cards.deleted-mark')} />}
      {batch.expired && !batch.withdrawn && <Chip size="small" color="warning" label={t('cards.expired-mark')} />}
    </Stack>
  );
}
