import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../parts/page';

export function Printers(): ReactNode {
  const { t } = useTranslation();
  return <Page title={t('place.printers')}>{null}</Page>;
}
