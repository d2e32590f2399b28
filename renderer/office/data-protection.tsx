/** What the venue owes its guests' data: the texts they agree to. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../parts/page';
import { LegalTexts } from './legal-texts';

export function DataProtection(): ReactNode {
  const { t } = useTranslation();
  return (
    <Page title={t('place.data-protection')} intro={t('legal.intro')}>
      <LegalTexts />
    </Page>
  );
}
