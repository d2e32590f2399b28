import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../parts/page';

export function Venue(): ReactNode {
  const { t } = useTranslation();
  return <Page title={t('place.venue')}>{null}</Page>;
}
