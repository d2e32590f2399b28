/** Whose guests an operator sees, in a few words: "Domain Camping", "The whole venue". */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScopeView } from '../../preload/contract/operators';

/** Undefined: everybody's. */
export function useSees(): (sees: ScopeView | undefined) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    (sees) => {
      if (sees === undefined) return t('sees.all');
      const { domains, prefix } = sees;
      if (domains?.length === 0) return t('sees.nobody');
      const names = new Intl.ListFormat(i18n.language, { type: 'unit' }).format(
        (domains ?? []).map(({ name }) => name),
      );
      const ofDomains = domains && t(domains.length === 1 ? 'sees.domain' : 'sees.domains', { names });
      const withPrefix = prefix === undefined ? undefined : t('sees.prefix', { prefix });
      return [ofDomains, withPrefix].filter((one) => one !== undefined).join(' · ');
    },
    [t, i18n.language],
  );
}
