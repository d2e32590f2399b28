import { useTranslation } from 'react-i18next';

/**
 * The name of a button that stands on every line of a list: what is written on it, and of which line it is. The written
 * words come first, so that speech control finds the button by them (WCAG 2.5.3).
 */
export function useNamed(): (action: string, name: string) => string {
  const { t } = useTranslation();
  return (action, name) => t('common.named', { action, name });
}
