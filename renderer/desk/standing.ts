/** Where a guest stands, in one word and one colour. */
import { useTranslation } from 'react-i18next';
import type { GuestRow } from './rows';

export interface StandingWord {
  readonly word: string;
  readonly color: 'default' | 'success' | 'warning' | 'error' | 'info';
}

/** Locked before online, online before what is held: the first that the desk has to know. */
export function useStandingWord(): (guest: Pick<GuestRow, 'locked' | 'online' | 'standing'>) => StandingWord {
  const { t } = useTranslation();
  return ({ locked, online, standing }) => {
    if (locked) return { word: t('desk.locked'), color: 'error' };
    if (online) return { word: t('desk.online'), color: 'success' };
    switch (standing) {
      case 'waiting':
        return { word: t('desk.standing-waiting'), color: 'info' };
      case 'active':
        return { word: t('desk.standing-active'), color: 'default' };
      case 'paused':
        return { word: t('desk.standing-paused'), color: 'warning' };
      case 'ended':
        return { word: t('desk.standing-ended'), color: 'warning' };
      case 'used-up':
        return { word: t('desk.standing-used-up'), color: 'warning' };
      case 'none':
        return { word: t('desk.standing-none'), color: 'default' };
    }
  };
}
