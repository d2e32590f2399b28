/** The backups that this computer has, to be looked into and put in place. */
import { List, ListItem, ListItemButton, ListItemText, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../api';
import { Answer } from '../parts/answer';
import { cutAtItsEnd } from '../parts/facts';
import { useFormats } from '../parts/formats';
import { RestoreForm } from '../parts/restore';
import { SidePanel } from '../parts/side-panel';
import { useVenue } from '../parts/who';

interface RestorePanelProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

export function RestorePanel({ open, onClose }: RestorePanelProps): ReactNode {
  const { t } = useTranslation();
  const { timeZone } = useVenue();
  return (
    <SidePanel open={open} title={t('restore.title')} onClose={onClose}>
      <Typography sx={{ color: 'text.secondary', mb: 2 }}>{t('restore.intro')}</Typography>
      <RestoreForm
        anew={false}
        timeZone={timeZone}
        onDone={onClose}
        choices={(choose) => <Found onChoose={choose} />}
      />
    </SidePanel>
  );
}

function Found({ onChoose }: { readonly onChoose: (file: string) => void }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const files = useAsk('backup.files');
  return (
    <Answer of={files}>
      {({ rows }) =>
        rows.length > 0 && (
          <List aria-label={t('restore.found')} disablePadding sx={{ maxHeight: 260, overflowY: 'auto' }}>
            {rows.map(({ file, kind, takenAtMs, bytes }) => (
              <ListItem key={file} disablePadding>
                <ListItemButton onClick={() => onChoose(file)} sx={{ borderRadius: '8px', minHeight: 56 }}>
                  <ListItemText
                    primary={`${formats.exact(takenAtMs)} · ${t(`restore.kind-${kind}`)} · ${formats.bytes(bytes)}`}
                    secondary={file}
                    slotProps={{ secondary: { dir: 'ltr', sx: { ...cutAtItsEnd, overflowWrap: 'anywhere' } } }}
                  />
                </ListItemButton>
              </ListItem>
            ))}
          </List>
        )
      }
    </Answer>
  );
}
