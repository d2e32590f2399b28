/** What can be done with a guest from wherever they are shown: print, copy the login, lock, disconnect. */
import DisconnectIcon from '@mui/icons-material/LinkOff';
import LockIcon from '@mui/icons-material/LockOutlined';
import PrintIcon from '@mui/icons-material/PrintOutlined';
import ScreenIcon from '@mui/icons-material/DesktopWindowsOutlined';
import UnlockIcon from '@mui/icons-material/LockOpenOutlined';
import { Alert, Button, Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../api';
import { CopyButton } from './copy-button';
import { useDisconnect } from './disconnect';
import { useGuestLock } from './guest-lock';
import { usePaper } from './paper';
import { useMay } from './who';

type Guest = Pick<Output<'guests.get'>, 'id' | 'kind' | 'username' | 'locked' | 'online'>;

interface GuestActionsProps {
  readonly guest: Guest;
  /** What only this screen offers. */
  readonly children?: ReactNode;
  /** What is rarely done, at the end. */
  readonly rare?: ReactNode;
}

export function GuestActions({ guest, children, rare }: GuestActionsProps): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
        <PrintAgain guest={guest} />
        {children}
        <CopyButton variant="outlined" text={guest.username} label={t('desk.copy')} />
        {useMay('lock') && <LockButton guest={guest} />}
        {useMay('disconnect') && guest.online && <DisconnectButton guestId={guest.id} />}
        {rare}
      </Stack>
      {guest.locked && (
        <Alert severity="warning" sx={{ py: 0 }}>
          {guest.online ? t('desk.locked-but-online') : t('desk.locked-explained')}
        </Alert>
      )}
    </>
  );
}

function PrintAgain({ guest }: { readonly guest: Guest }): ReactNode {
  const { t } = useTranslation();
  const paper = usePaper();
  // On screen the ticket of a person shows the password.
  const mayDraw = useMay('see-passwords') || guest.kind !== 'person';
  return (
    <>
      {paper.offersReprint && (
        <Button variant="outlined" startIcon={<PrintIcon />} onClick={() => paper.reprint([guest.id])}>
          {t('desk.reprint')}
        </Button>
      )}
      {mayDraw && paper.offersScreenPrint && (
        <Button variant="outlined" startIcon={<ScreenIcon />} onClick={() => paper.printFromScreen([guest.id], true)}>
          {t('desk.print-from-screen')}
        </Button>
      )}
    </>
  );
}

function LockButton({ guest: { id, locked } }: { readonly guest: Guest }): ReactNode {
  const { t } = useTranslation();
  const lock = useGuestLock();
  return (
    <Button
      variant="outlined"
      color={locked ? 'primary' : 'error'}
      startIcon={locked ? <UnlockIcon /> : <LockIcon />}
      onClick={() => lock.run({ id, locked: !locked })}
    >
      {locked ? t('desk.unlock') : t('desk.lock')}
    </Button>
  );
}

function DisconnectButton({ guestId }: { readonly guestId: number }): ReactNode {
  const { t } = useTranslation();
  const disconnect = useDisconnect();
  return (
    <Button
      variant="outlined"
      color="error"
      startIcon={<DisconnectIcon />}
      disabled={disconnect.isAsking}
      onClick={() => disconnect.run(guestId)}
    >
      {disconnect.isAsking ? t('desk.disconnecting') : t('desk.disconnect')}
    </Button>
  );
}
