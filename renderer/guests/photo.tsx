/** A guest's picture: chosen from a file, made small here before it is sent. */
import PersonIcon from '@mui/icons-material/PersonOutlined';
import { Box, Button, Stack } from '@mui/material';
import { useRef, type ChangeEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../api';
import { useChange } from '../parts/changes';
import { useNotices } from '../parts/notices';

/** Enough to recognise a face; far below what the contract takes. */
const sidePx = 320;
const jpegQuality = 0.8;
const shownPx = 72;

export function Photo({ guestId }: { readonly guestId: number }): ReactNode {
  const { t } = useTranslation();
  const notices = useNotices();
  const picker = useRef<HTMLInputElement>(null);
  const photo = useAsk('guests.photo', { id: guestId }).data;
  const set = useChange('guests.setPhoto', { said: () => t('person.photo-changed') });

  async function choose(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const file = event.target.files?.[0];
    // The same file may be chosen again after an undo.
    event.target.value = '';
    if (!file) return;
    try {
      set.run({ id: guestId, image: await makeSmall(file) });
    } catch {
      notices.show({ kind: 'problem', text: t('person.photo-unreadable') });
    }
  }

  return (
    <Stack sx={{ alignItems: 'center', flexShrink: 0 }}>
      <Box
        sx={{
          ...{ width: shownPx, height: shownPx, borderRadius: '50%', overflow: 'hidden' },
          ...{ display: 'grid', placeItems: 'center', bgcolor: 'background.sunken', color: 'text.secondary' },
        }}
      >
        {photo?.image === undefined ? (
          <PersonIcon aria-hidden fontSize="large" />
        ) : (
          <Box
            component="img"
            src={`data:${photo.type};base64,${photo.image}`}
            alt={t('person.photo')}
            sx={{ width: '100%', height: '100%', objectFit: 'cover' }}
          />
        )}
      </Box>
      <Button size="small" loading={set.isPending} onClick={() => picker.current?.click()}>
        {t('person.photo')}
      </Button>
      {photo?.image !== undefined && (
        <Button size="small" onClick={() => set.run({ id: guestId, image: null })}>
          {t('common.remove')}
        </Button>
      )}
      <input
        ref={picker}
        type="file"
        accept="image/png,image/jpeg"
        hidden
        aria-label={t('person.photo')}
        onChange={(event) => void choose(event)}
      />
    </Stack>
  );
}

/** Base64 of a JPEG of at most 320 × 320. @throws where the file is no picture */
async function makeSmall(file: File): Promise<string> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, sidePx / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas.toDataURL('image/jpeg', jpegQuality).split(',')[1]!;
}
