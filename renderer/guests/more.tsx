/** What is rarely done with a guest, out of the way until it is wanted. */
import MoreIcon from '@mui/icons-material/MoreHoriz';
import { Button, ListItemText, Menu, MenuItem } from '@mui/material';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { GuestDetails } from '../desk/rows';
import { useMay } from '../parts/who';
import { AddGuest } from './add-guest';
import { EraseGuest } from './erase';
import { NewPassword } from './new-password';
import { OwnData } from './own-data';

type Action = 'new-password' | 'copy-guest' | 'own-data' | 'erase';

export function MoreActions({ guest }: { readonly guest: GuestDetails }): ReactNode {
  const { t } = useTranslation();
  const menuId = useId();
  const [anchor, setAnchor] = useState<HTMLElement>();
  const [doing, setDoing] = useState<Action>();
  const offered = useOffered(guest);
  const close = (): void => setDoing(undefined);
  if (offered.length === 0) return null;
  return (
    <>
      <Button
        variant="outlined"
        startIcon={<MoreIcon />}
        aria-haspopup="menu"
        aria-controls={anchor && menuId}
        aria-expanded={anchor !== undefined}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {t('guests.more')}
      </Button>
      <Menu
        id={menuId}
        open={anchor !== undefined}
        anchorEl={anchor ?? null}
        // Beside its button: a menu belongs to a landmark of the page.
        container={() => anchor?.parentElement ?? null}
        onClose={() => setAnchor(undefined)}
      >
        {offered.map((action) => (
          <MenuItem
            key={action}
            onClick={() => {
              setAnchor(undefined);
              setDoing(action);
            }}
          >
            <ListItemText>{t(`guests.${action}`)}</ListItemText>
          </MenuItem>
        ))}
      </Menu>
      {doing === 'new-password' && <NewPassword guest={guest} onClose={close} />}
      {doing === 'copy-guest' && <AddGuest from={guest} onClose={close} />}
      {doing === 'own-data' && <OwnData guest={guest} onClose={close} />}
      {doing === 'erase' && <EraseGuest guest={guest} onClose={close} />}
    </>
  );
}

function useOffered({ kind }: GuestDetails): readonly Action[] {
  const mayEdit = useMay('edit-guests');
  const mayExport = useMay('export');
  const mayErase = useMay('erase');
  const hasPassword = kind === 'person';
  return [
    ...(hasPassword && mayEdit ? (['new-password'] as const) : []),
    ...(hasPassword && mayEdit ? (['copy-guest'] as const) : []),
    ...(mayExport ? (['own-data'] as const) : []),
    ...(mayErase ? (['erase'] as const) : []),
  ];
}
