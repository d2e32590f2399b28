/** What a role is called: the built-in ones in the language of the window, own ones as the venue named them. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoleKind } from '../../preload/contract/rights';

interface NamedRole {
  readonly kind: RoleKind;
  readonly name: string;
}

export function useRoleName(): (role: NamedRole) => string {
  const { t } = useTranslation();
  return useCallback(({ kind, name }) => (kind === 'own' ? name : t(`role.${kind}`)), [t]);
}

/** One line on what a role may do. */
export function useRoleHint(): (role: NamedRole & { readonly rights: readonly string[] }) => string {
  const { t } = useTranslation();
  return useCallback(
    ({ kind, rights }) => (kind === 'own' ? t('role.own-hint', { count: rights.length }) : t(`role.${kind}-hint`)),
    [t],
  );
}
