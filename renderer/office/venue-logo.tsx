/** The logo on tickets: chosen from a file, shown as it will be printed. */
import ImageIcon from '@mui/icons-material/ImageOutlined';
import { Box, Button, Card, Stack, Typography } from '@mui/material';
import { useRef, type ChangeEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../api';
import { useChange } from '../parts/changes';
import { useNotices } from '../parts/notices';

/** The contract's most, before base64 (venue.setLogo). */
const mostBytes = 1_000_000;

export function VenueLogo(): ReactNode {
  const { t } = useTranslation();
  const notices = useNotices();
  const picker = useRef<HTMLInputElement>(null);
  const logo = useAsk('venue.logo').data?.png;
  const setLogo = useChange('venue.setLogo', {
    said: ({ image }) => t(image === null ? 'venue.logo-removed' : 'venue.logo-changed'),
  });

  async function choose(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const file = event.target.files?.[0];
    // The same file may be chosen again after an undo.
    event.target.value = '';
    if (!file) return;
    if (file.size > mostBytes) {
      notices.show({ kind: 'problem', text: t('venue.logo-too-large') });
      return;
    }
    setLogo.run({ image: toBase64(await file.arrayBuffer()) });
  }

  return (
    <Card sx={{ p: 3 }}>
      <Typography variant="h2">{t('venue.logo')}</Typography>
      <Stack direction="row" sx={{ gap: 2.5, mt: 2, alignItems: 'center' }}>
        <Box
          sx={{
            width: 140,
            height: 92,
            flexShrink: 0,
            display: 'grid',
            placeItems: 'center',
            borderRadius: '10px',
            border: 1,
            borderColor: 'divider',
            // Paper is white in the dark scheme too.
            backgroundColor: '#ffffff',
            color: '#5b6b71',
            overflow: 'hidden',
          }}
        >
          {logo === undefined ? (
            <ImageIcon aria-hidden />
          ) : (
            <Box
              component="img"
              src={`data:image/png;base64,${logo}`}
              alt={t('venue.logo')}
              sx={{ maxWidth: '100%', maxHeight: '100%' }}
            />
          )}
        </Box>
        <Stack sx={{ gap: 1, alignItems: 'flex-start' }}>
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {t('venue.logo-hint')}
          </Typography>
          <Stack direction="row" sx={{ gap: 1 }}>
            <Button variant="outlined" loading={setLogo.isPending} onClick={() => picker.current?.click()}>
              {t('venue.logo-choose')}
            </Button>
            {logo !== undefined && <Button onClick={() => setLogo.run({ image: null })}>{t('common.remove')}</Button>}
          </Stack>
          <input
            ref={picker}
            type="file"
            accept="image/png,image/jpeg"
            hidden
            aria-label={t('venue.logo-choose')}
            onChange={(event) => void choose(event)}
          />
        </Stack>
      </Stack>
    </Card>
  );
}

function toBase64(bytes: ArrayBuffer): string {
  let binary = '';
  for (const byte of new Uint8Array(bytes)) binary += String.fromCharCode(byte);
  return btoa(binary);
}
