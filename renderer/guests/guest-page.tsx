/** One guest in full: what they hold, their devices, what happened, what was sold, and everything that can be done. */
import BackIcon from '@mui/icons-material/ArrowBack';
import EditIcon from '@mui/icons-material/EditOutlined';
import { Box, Button, Chip, Link, Stack, Typography } from '@mui/material';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useParams } from 'react-router';
import { useAsk } from '../api';
import { CodeText } from '../desk/code-text';
import { useGuestTitle } from '../desk/guest-name';
import type { GuestDetails } from '../desk/rows';
import { useStandingWord } from '../desk/standing';
import { sayName } from '../parts/guest-words';
import { Answer, LoadingRows } from '../parts/answer';
import { cutAtItsEnd } from '../parts/facts';
import { useFormats } from '../parts/formats';
import { GuestActions } from '../parts/guest-actions';
import { PaperProvider } from '../parts/paper';
import { pathOf } from '../parts/places';
import { useMay } from '../parts/who';
import { monospace } from '../theme';
import { EditDetails } from './details';
import { Devices } from './devices';
import { Holdings } from './holdings';
import { MoreActions } from './more';
import { Password } from './password';
import { PersonPanel } from './person';
import { GuestHistory, Refusals, Sales, Sessions } from './records';
import { Technical } from './technical';
import { WhyNotOnline } from './why-not-online';

export function GuestPage(): ReactNode {
  const { t } = useTranslation();
  const guestId = Number(useParams().guestId);
  const guest = useAsk('guests.get', { id: guestId });
  return (
    <PaperProvider>
      <Box sx={{ px: { xs: 2, md: 4 }, pt: 2, pb: 6, maxWidth: 1440 }}>
        <Link
          component={RouterLink}
          to={pathOf('guests')}
          sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.75, minHeight: 44, fontWeight: 600 }}
        >
          <BackIcon fontSize="small" sx={{ '[dir=rtl] &': { transform: 'scaleX(-1)' } }} />
          {t('place.guests')}
        </Link>
        <Answer of={guest} loading={<LoadingRows rows={6} />}>
          {(details) => <GuestBody key={details.id} guest={details} />}
        </Answer>
      </Box>
    </PaperProvider>
  );
}

function GuestBody({ guest }: { readonly guest: GuestDetails }): ReactNode {
  const mayTechnical = useMay('technical');
  return (
    <>
      <GuestHead guest={guest} />
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          alignItems: 'start',
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 3fr) minmax(0, 2fr)' },
        }}
      >
        <Stack sx={{ gap: 2 }}>
          <Holdings guestId={guest.id} />
          <Sessions guestId={guest.id} />
        </Stack>
        <Stack sx={{ gap: 2 }}>
          {guest.kind !== 'device' && <PersonPanel guest={guest} />}
          <Devices guest={guest} />
          <Refusals guestId={guest.id} />
          <Sales guestId={guest.id} />
          {mayTechnical && <Technical guest={guest} />}
          <GuestHistory guestId={guest.id} />
        </Stack>
      </Box>
    </>
  );
}

function GuestHead({ guest }: { readonly guest: GuestDetails }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const title = useGuestTitle()(guest);
  const standing = useStandingWord()(guest);
  const maySeePasswords = useMay('see-passwords');
  useEffect(() => {
    document.title = `${t('desk.guest')} – Gatehouse`;
  }, [t]);
  return (
    <Stack sx={{ gap: 1.5, mb: 2.5 }}>
      <Stack direction="row" sx={{ gap: 1.5, alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography variant="h1" dir="auto" sx={{ overflowWrap: 'anywhere', minWidth: 0 }}>
          {title.isCode ? <CodeText code={title.text} /> : title.text}
        </Typography>
        {!title.isCode && <Login guest={guest} />}
        {guest.kind === 'person' && maySeePasswords && <Password guestId={guest.id} />}
        <Chip size="small" variant="outlined" color={standing.color} label={standing.word} />
        {guest.room !== undefined && guest.displayName !== undefined && (
          <Chip size="small" label={t('desk.room-is', { room: guest.room })} />
        )}
      </Stack>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {t('guests.created', { when: formats.moment(guest.createdAtMs) })}
        {' · '}
        {t('desk.down-up', { down: formats.bytes(guest.downloadBytes), up: formats.bytes(guest.uploadBytes) })}
      </Typography>
      {guest.note !== undefined && (
        <Typography
          variant="body2"
          dir="auto"
          sx={{ ...cutAtItsEnd, whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}
        >
          {guest.note}
        </Typography>
      )}
      <GuestActions guest={guest} rare={<MoreActions guest={guest} />}>
        <EditButton guest={guest} />
      </GuestActions>
      {!guest.online && <WhyNotOnline text={guest.username} />}
    </Stack>
  );
}

/** What the guest types, where the page is not headed by it already. */
function Login({ guest }: { readonly guest: GuestDetails }): ReactNode {
  if (guest.kind === 'code') return <CodeText code={guest.username} sx={{ fontSize: '1.125rem' }} />;
  return (
    <Box component="span" sx={{ fontFamily: monospace, overflowWrap: 'anywhere' }}>
      <bdi>{sayName(guest.username)}</bdi>
    </Box>
  );
}

function EditButton({ guest }: { readonly guest: GuestDetails }): ReactNode {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  if (!useMay('edit-guests')) return null;
  return (
    <>
      <Button variant="outlined" startIcon={<EditIcon />} onClick={() => setEditing(true)}>
        {t('guests.edit')}
      </Button>
      {editing && <EditDetails guest={guest} onClose={() => setEditing(false)} />}
    </>
  );
}
