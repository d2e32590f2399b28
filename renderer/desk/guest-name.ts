/** How the desk calls a guest: by name, else by room, else by code. */
import { useTranslation } from 'react-i18next';

interface Named {
  readonly username: string;
  readonly displayName?: string | undefined;
  readonly room?: string | undefined;
}

/** First what a receptionist would say, then what else identifies the guest; the code is marked to be set as code. */
export interface GuestTitle {
  readonly text: string;
  readonly isCode: boolean;
}

export function useGuestTitle(): (guest: Named) => GuestTitle {
  const { t } = useTranslation();
  return ({ username, displayName, room }) => {
    if (displayName !== undefined) return { text: displayName, isCode: false };
    if (room !== undefined) return { text: t('desk.room-is', { room }), isCode: false };
    return { text: username, isCode: true };
  };
}
