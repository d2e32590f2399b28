/** "Why can't this guest get online?": asked by a press, answered in one sentence with the way to put it right. */
import HelpIcon from '@mui/icons-material/HelpOutlineOutlined';
import { Alert, Box, Button, Link, Stack, TextField, Typography } from '@mui/material';
import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useNavigate } from 'react-router';
import { useAsk, useDo, type Input, type Output } from '../api';
import { useDisconnect } from '../parts/disconnect';
import { useGuestLock } from '../parts/guest-lock';
import { Parts } from '../parts/facts';
import { ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { useFormats } from '../parts/formats';
import { plainList } from '../parts/lines';
import { pathOf } from '../parts/places';
import { textOr } from '../parts/problem';
import { pathOfGuest } from './guest-path';

type Told = Output<'guests.whyNotOnline'>;
type Fix = NonNullable<Told['fix']>;

const shownEvidence = 4;
/** More than these are found in the list of guests. */
const shownOthers = 6;
const longestText = 100;

/** Without a text: a box to type one in, always at hand. */
export function WhyNotOnline({ text }: { readonly text?: string }): ReactNode {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState<string>();
  const wanted = (text ?? typed).trim();
  const told = useAsk('guests.whyNotOnline', { text: asked ?? '' }, { enabled: asked !== undefined });
  function ask(event: SyntheticEvent): void {
    event.preventDefault();
    if (wanted === '') return;
    if (asked === wanted) void told.refetch();
    setAsked(wanted);
  }
  return (
    <Box>
      <Stack component="form" direction="row" onSubmit={ask} sx={{ gap: 1, maxWidth: 640 }}>
        {text === undefined && (
          <TextField
            type="search"
            label={t('why.who')}
            placeholder={t('guests.search-hint')}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            slotProps={{
              htmlInput: { maxLength: longestText, spellCheck: false, autoComplete: 'off', dir: 'auto' },
              inputLabel: { shrink: true },
            }}
          />
        )}
        <Button
          type="submit"
          variant="outlined"
          startIcon={<HelpIcon />}
          sx={{ flexShrink: 0 }}
          loading={told.isFetching}
        >
          {t('why.ask')}
        </Button>
      </Stack>
      <Box role="status" sx={{ mt: told.data || told.isError ? 1.5 : 0 }}>
        {told.isError && <ProblemNote error={told.error} />}
        {told.data && asked !== undefined && <Verdict told={told.data} isElsewhere={text === undefined} />}
      </Box>
    </Box>
  );
}

/** What is wrong is a warning; that the guest is online, or would be let in, is not. */
const harmless = new Set(['online', 'not-asked', 'went-offline']);

function Verdict({ told, isElsewhere }: { readonly told: Told; readonly isElsewhere: boolean }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const sentence = textOr(
    `why.${told.verdict}`,
    textOr(`radius-log.reason.${told.verdict}`, told.sentence, told.params),
    told.params,
  );
  return (
    <Alert
      severity={harmless.has(told.verdict) ? 'info' : 'warning'}
      sx={{ alignItems: 'flex-start', '& .MuiAlert-message': { flex: 1, minWidth: 0 } }}
      action={told.fix && <FixButton fix={told.fix} />}
    >
      <Typography sx={{ fontWeight: 650, overflowWrap: 'anywhere' }}>{sentence}</Typography>
      {told.evidence.length > 0 && (
        <Box component="ul" sx={{ ...plainList, mt: 0.5 }}>
          {told.evidence.slice(0, shownEvidence).map((one, at) => (
            <Typography key={at} component="li" variant="body2">
              <Parts parts={[formats.moment(one.atMs), evidenceText(one, t), one.macAddress]} />
            </Typography>
          ))}
        </Box>
      )}
      {isElsewhere && told.guest && (
        <Link component={RouterLink} to={pathOfGuest(told.guest.id)} sx={{ fontWeight: 650 }}>
          {t('desk.open-guest')}
        </Link>
      )}
      {isElsewhere && told.others.length > 0 && (
        <Typography variant="body2" sx={{ mt: 0.5 }}>
          {t('why.others')}{' '}
          {told.others.slice(0, shownOthers).map((other, at) => (
            <span key={other.id}>
              {at > 0 && ', '}
              <GuestLink guest={other} />
            </span>
          ))}
        </Typography>
      )}
    </Alert>
  );
}

function GuestLink({ guest }: { readonly guest: NonNullable<Told['guest']> }): ReactNode {
  const { t } = useTranslation();
  const name =
    guest.displayName ?? (guest.room === undefined ? guest.username : t('desk.room-is', { room: guest.room }));
  return (
    <Link component={RouterLink} to={pathOfGuest(guest.id)} sx={{ fontWeight: 650 }}>
      <bdi>{name}</bdi>
    </Link>
  );
}

function evidenceText(
  { kind, reason, sentence }: Told['evidence'][number],
  t: ReturnType<typeof useTranslation>['t'],
): string {
  if (kind === 'login') return textOr(`radius-log.reason.${reason}`, sentence);
  if (kind === 'device') return t('why.last-login');
  if (reason === 'open') return t('why.session-began');
  return t('why.session-ended', { cause: textOr(`desk.terminate-cause.${reason}`, reason) });
}

/** Does what puts it right, or leads to where that is done. */
function FixButton({ fix }: { readonly fix: Fix }): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const lock = useGuestLock();
  const disconnect = useDisconnect();
  const swap = useChange('devices.swap', {
    said: (_input, { forgottenMacAddress }) => t('guests.device-forgotten', { mac: forgottenMacAddress }),
  });
  const allow = useChange('devices.reassociate', {
    said: ({ macAddress }) => t('guests.device-allowed', { mac: macAddress }),
  });
  const recharge = useChange('desk.recharge', {
    said: (_input, { productName }) => t('guests.recharged', { product: productName }),
  });
  const reprint = useDo('desk.reprint');
  const fixes: Readonly<Record<string, readonly [label: string, run: () => void]>> = {
    'guests.setLocked': [t('desk.unlock'), () => lock.run(fix.input as Input<'guests.setLocked'>)],
    'devices.swap': [t('guests.make-room'), () => swap.run(fix.input as Input<'devices.swap'>)],
    'devices.reassociate': [t('guests.allow-again'), () => allow.run(fix.input as Input<'devices.reassociate'>)],
    'desk.recharge': [t('guests.recharge'), () => recharge.run(fix.input as Input<'desk.recharge'>)],
    'desk.disconnect': [
      t('desk.disconnect'),
      () => disconnect.runSession((fix.input as { readonly sessionId: number }).sessionId),
    ],
    'desk.reprint': [t('desk.reprint'), () => reprint.mutate(fix.input as Input<'desk.reprint'>)],
    'desk.sellTicket': [t('place.desk'), () => void navigate(pathOf('desk'))],
    'radius.doctor': [t('place.doctor'), () => void navigate(pathOf('doctor'))],
    'routers.list': [t('place.routers'), () => void navigate(pathOf('routers'))],
  };
  const found = fixes[fix.call];
  if (!found) return null;
  const [label, run] = found;
  return (
    <Button color="inherit" variant="outlined" size="small" onClick={run}>
      {label}
    </Button>
  );
}
