/** What the venue owes its guests' data: the texts they agree to, and how long what is known of them is kept. */
import { Tab, Tabs } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../parts/page';
import { LegalTexts } from './legal-texts';
import { Retention } from './retention';

type Part = 'texts' | 'retention';

export function DataProtection(): ReactNode {
  const { t } = useTranslation();
  const [part, setPart] = useState<Part>('texts');
  const title = t('place.data-protection');
  return (
    <Page title={title} intro={t(part === 'texts' ? 'legal.intro' : 'retention.intro')}>
      <Tabs value={part} aria-label={title} sx={{ mb: 3 }} onChange={(_event, chosen: Part) => setPart(chosen)}>
        <Tab value="texts" label={t('legal.title')} />
        <Tab value="retention" label={t('retention.title')} />
      </Tabs>
      {part === 'texts' ? <LegalTexts /> : <Retention />}
    </Page>
  );
}
