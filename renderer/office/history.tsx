import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../parts/page';

export function History(): ReactNode {
  const { t } = useTranslation();
  return <Page title={t('place.history')}>{null}</Page>;
}
