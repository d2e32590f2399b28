/** Locking a guest out of the next login, and letting them in again. */
import { useTranslation } from 'react-i18next';
import { useChange } from './changes';

export function useGuestLock() {
  const { t } = useTranslation();
  return useChange('guests.setLocked', {
    said: ({ locked }) => (locked ? t('desk.locked-done') : t('desk.unlocked-done')),
  });
}
