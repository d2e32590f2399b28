/** The pretend guests at the router, and what the trainer has each of them do. */
import MoreIcon from '@mui/icons-material/MoreVert';
import { Box, Button, Card, IconButton, Menu, MenuItem, Stack, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useDo, type Input, type Output } from '../api';
import { CodeText } from '../desk/code-text';
import { useFormats } from '../parts/formats';
import { Light, type LightColor } from '../parts/light';
import { useNamed } from '../parts/named';
import { useNotices } from '../parts/notices';

type Phone = Output<'rehearsal.state'>['phones'][number];
type Act = Input<'rehearsal.act'>['act'];

const colors: Readonly<Record<Phone['state'], LightColor>> = {
  waiting: 'quiet',
  online: 'success',
  refused: 'error',
  gone: 'quiet',
};
/** As many as stay on screen; the trainer asks for the others. */
const shownAtFirst = 8;

export function RehearsalGuests({ phones }: { readonly phones: readonly Phone[] }): ReactNode {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const shown = all ? phones : phones.slice(0, shownAtFirst);
  return (
    <Card sx={{ p: 3 }}>
      <Typography variant="h2">{t('rehearsal.guests')}</Typography>
      <Typography variant="body2" sx={{ color: 'text.secondary', mt: 0.5, mb: 1.5 }}>
        {t(phones.length === 0 ? 'rehearsal.no-guests' : 'rehearsal.guests-hint')}
      </Typography>
      <Stack component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {shown.map((phone) => (
          <GuestRow key={phone.id} phone={phone} />
        ))}
      </Stack>
      {phones.length > shown.length && (
        <Button sx={{ mt: 1 }} onClick={() => setAll(true)}>
          {t('rehearsal.all-guests', { count: phones.length })}
        </Button>
      )}
    </Card>
  );
}

function GuestRow({ phone }: { readonly phone: Phone }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const { usedBytes, limitBytes, refusedWith } = phone;
  const use =
    usedBytes === undefined
      ? refusedWith
      : limitBytes === undefined
        ? formats.bytes(usedBytes)
        : t('rehearsal.used-of', { used: formats.bytes(usedBytes), limit: formats.bytes(limitBytes) });
  return (
    <Stack
      component="li"
      direction="row"
      sx={{ alignItems: 'center', gap: 2, minHeight: 52, borderTop: '1px solid', borderColor: 'divider' }}
    >
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Typography sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
          <CodeText code={phone.username} />
        </Typography>
        {use !== undefined && (
          <Typography variant="caption" sx={{ color: 'text.secondary' }}>
            <bdi>{use}</bdi>
          </Typography>
        )}
      </Box>
      <Light color={colors[phone.state]}>{t(`rehearsal.guest-${phone.state}`)}</Light>
      <GuestMenu phone={phone} />
    </Stack>
  );
}

/** What can be done by a guest who is online, and by one who is not. */
function actsOf({ state, limitBytes }: Phone): readonly Act[] {
  if (state !== 'online') return ['come-back', 'mistype', 'other-device'];
  return limitBytes === undefined ? ['leave', 'other-device'] : ['leave', 'other-device', 'use-up'];
}

function GuestMenu({ phone }: { readonly phone: Phone }): ReactNode {
  const { t } = useTranslation();
  const named = useNamed();
  const notices = useNotices();
  const [anchor, setAnchor] = useState<HTMLElement>();
  const act = useDo('rehearsal.act');
  const choose = (chosen: Act): void => {
    setAnchor(undefined);
    act.mutate({ phoneId: phone.id, act: chosen }, { onError: notices.showProblem });
  };
  return (
    <>
      <IconButton
        aria-label={named(t('rehearsal.have-guest'), phone.username)}
        aria-haspopup="menu"
        aria-expanded={anchor !== undefined}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <MoreIcon />
      </IconButton>
      <Menu open={anchor !== undefined} anchorEl={anchor ?? null} onClose={() => setAnchor(undefined)}>
        {actsOf(phone).map((each) => (
          <MenuItem key={each} onClick={() => choose(each)}>
            {t(`rehearsal.act-${each}`)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
