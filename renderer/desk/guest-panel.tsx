/** One guest at a glance: what they hold, what is left, their devices, sessions and why they were refused. */
import BackIcon from '@mui/icons-material/ArrowBack';
import { Box, Chip, IconButton, Link, Paper as Surface, Stack, Typography } from '@mui/material';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { useAsk } from '../api';
import { pathOfGuest } from '../guests/guest-path';
import { sayName } from '../parts/guest-words';
import { Answer } from '../parts/answer';
import { cutAtItsEnd } from '../parts/facts';
import { useFormats } from '../parts/formats';
import { GuestActions } from '../parts/guest-actions';
import { RefusalLine, SessionLine } from '../parts/guest-lines';
import { Line, Mac, plainList } from '../parts/lines';
import { useNow } from '../parts/now';
import { useMay } from '../parts/who';
import { monospace } from '../theme';
import { CardSale } from './card-sale';
import { CodeText } from './code-text';
import { useGuestTitle } from './guest-name';
import { leftNow } from './left';
import type { GuestDetails, SessionRow } from './rows';
import { useStandingWord } from './standing';
import { RedeemVoucher } from './voucher';

const shownSessions = 10;
const shownRefusals = 5;

interface GuestPanelProps {
  readonly guestId: number;
  /** `byKeyboard`: the focus has to go somewhere sensible. */
  readonly onClose: (byKeyboard: boolean) => void;
}

export function GuestPanel({ guestId, onClose }: GuestPanelProps): ReactNode {
  const { t } = useTranslation();
  const headingId = useId();
  const back = useRef<HTMLButtonElement>(null);
  const guest = useAsk('guests.get', { id: guestId });
  useEffect(() => back.current?.focus(), [guestId]);
  return (
    <Surface
      component="section"
      variant="outlined"
      aria-labelledby={headingId}
      sx={{ flex: 1, minHeight: 0, borderRadius: 1.25, display: 'flex', flexDirection: 'column', overflow: 'hidden' }}
    >
      <Stack
        direction="row"
        sx={{ alignItems: 'center', gap: 1, px: 1, py: 0.75, borderBottom: 1, borderColor: 'divider' }}
      >
        <IconButton
          ref={back}
          aria-label={t('desk.back')}
          aria-keyshortcuts="Escape"
          onClick={(event) => onClose(event.detail === 0)}
        >
          <BackIcon sx={{ '[dir=rtl] &': { transform: 'scaleX(-1)' } }} />
        </IconButton>
        <Typography id={headingId} variant="h3" component="h2" sx={{ flex: 1 }}>
          {t('desk.guest')}
        </Typography>
        <Link component={RouterLink} to={pathOfGuest(guestId)} sx={{ fontWeight: 600, px: 1, py: 1.25 }}>
          {t('desk.open-guest')}
        </Link>
      </Stack>
      <Box sx={{ flex: 1, minHeight: 0, overflowY: 'auto', px: 2, py: 1.5 }}>
        <Answer of={guest}>{(details) => <GuestBody guest={details} />}</Answer>
      </Box>
    </Surface>
  );
}

function GuestBody({ guest }: { readonly guest: GuestDetails }): ReactNode {
  const mayRecharge = useMay('recharge');
  const mayLookBack = useMay('sessions');
  const sessions = useAsk('sessions.list', {
    ...{ guestId: guest.id, limit: shownSessions },
    ...(!mayLookBack && { online: true }),
  });
  return (
    <Stack sx={{ gap: 2 }}>
      <GuestHeading guest={guest} />
      <CardSale key={guest.id} guest={guest} />
      <GuestActions guest={guest}>
        {mayRecharge && guest.card?.obstacle === undefined && <RedeemVoucher key={guest.id} guestId={guest.id} />}
      </GuestActions>
      <Held
        guest={guest}
        open={sessions.data?.rows.filter(({ endedAtMs }) => endedAtMs === undefined) ?? []}
        askedAtMs={sessions.dataUpdatedAt}
      />
      <Refusals guestId={guest.id} />
      <Devices guest={guest} />
      <Answer of={sessions}>{({ rows, total }) => <Sessions rows={rows} total={total} />}</Answer>
    </Stack>
  );
}

function GuestHeading({ guest }: { readonly guest: GuestDetails }): ReactNode {
  const { t } = useTranslation();
  const title = useGuestTitle()(guest);
  const standing = useStandingWord()(guest);
  return (
    <Box>
      {!title.isCode && (
        <Typography variant="h2" component="p" sx={{ overflowWrap: 'anywhere' }}>
          <bdi>{title.text}</bdi>
        </Typography>
      )}
      <Stack direction="row" sx={{ alignItems: 'center', gap: 1, flexWrap: 'wrap' }}>
        {guest.kind === 'code' ? (
          <CodeText code={guest.username} sx={{ fontSize: title.isCode ? '1.75rem' : '1.25rem' }} />
        ) : (
          <Box component="span" sx={{ fontFamily: monospace, overflowWrap: 'anywhere' }}>
            {sayName(guest.username)}
          </Box>
        )}
        <Chip size="small" variant="outlined" color={standing.color} label={standing.word} />
        {guest.room !== undefined && guest.displayName !== undefined && (
          <Chip size="small" label={t('desk.room-is', { room: guest.room })} />
        )}
      </Stack>
      {guest.note !== undefined && (
        <Typography variant="body2" dir="auto" sx={{ ...cutAtItsEnd, mt: 1, whiteSpace: 'pre-line' }}>
          {guest.note}
        </Typography>
      )}
    </Box>
  );
}

interface HeldProps {
  readonly guest: GuestDetails;
  readonly open: readonly SessionRow[];
  readonly askedAtMs: number;
}

/** The product with its sentence and what is left of it. */
function Held({ guest, open, askedAtMs }: HeldProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const nowMs = useNow(30_000);
  const left = open[0] && leftNow(open[0], undefined, askedAtMs, nowMs);
  return (
    <Box sx={{ bgcolor: 'background.sunken', borderRadius: 1, p: 1.5 }}>
      <Typography sx={{ fontWeight: 650 }}>
        <bdi>{guest.productName ?? t('desk.holds-nothing')}</bdi>
      </Typography>
      {guest.sentence !== undefined && (
        <Typography variant="body2">
          <bdi>{guest.sentence}</bdi>
        </Typography>
      )}
      <Facts
        facts={[
          [t('desk.time-left'), left?.timeSec === undefined ? undefined : formats.duration(left.timeSec, 'short')],
          [t('desk.data-left'), left?.bytes === undefined ? undefined : formats.bytes(left.bytes)],
          [t('desk.ends'), guest.endsAtMs === undefined ? undefined : formats.moment(guest.endsAtMs)],
          [
            t('desk.traffic'),
            t('desk.down-up', { down: formats.bytes(guest.downloadBytes), up: formats.bytes(guest.uploadBytes) }),
          ],
          [t('desk.created'), formats.moment(guest.createdAtMs)],
        ]}
      />
    </Box>
  );
}

type Fact = readonly [label: string, value: string | undefined];

function Facts({ facts }: { readonly facts: readonly Fact[] }): ReactNode {
  return (
    <Box
      component="dl"
      sx={{ m: 0, mt: 1, display: 'grid', gridTemplateColumns: 'auto 1fr', columnGap: 2, rowGap: 0.25 }}
    >
      {facts.map(
        ([label, value]) =>
          value !== undefined && (
            <Box key={label} sx={{ display: 'contents' }}>
              <Typography component="dt" variant="body2" sx={{ color: 'text.secondary' }}>
                {label}
              </Typography>
              <Typography component="dd" variant="body2" sx={{ m: 0, fontVariantNumeric: 'tabular-nums' }}>
                {value}
              </Typography>
            </Box>
          ),
      )}
    </Box>
  );
}

/** The last times the router asked and was told no, with the reason: the answer to "it does not work". */
function Refusals({ guestId }: { readonly guestId: number }): ReactNode {
  const { t } = useTranslation();
  const log = useAsk('radiusLog.list', { guestId, outcome: 'reject', limit: shownRefusals });
  const rows = log.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <Section title={t('desk.refused')}>
      {rows.map((row) => (
        <RefusalLine key={row.id} row={row} />
      ))}
    </Section>
  );
}

function Devices({ guest }: { readonly guest: GuestDetails }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const nowMs = useNow(30_000);
  if (guest.devices.length === 0) return null;
  return (
    <Section title={t('desk.devices')} count={guest.devices.length}>
      {guest.devices.map((device) => (
        <Line
          key={device.macAddress}
          main={
            <Stack component="span" direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
              <Mac address={device.macAddress} />
              {device.privateAddress && <Chip component="span" size="small" label={t('desk.private-address')} />}
            </Stack>
          }
          aside={[t('desk.last-seen', { ago: formats.ago(device.lastSeenAtMs, nowMs) })]}
        />
      ))}
    </Section>
  );
}

function Sessions({ rows, total }: { readonly rows: readonly SessionRow[]; readonly total: number }): ReactNode {
  const { t } = useTranslation();
  if (rows.length === 0) return null;
  return (
    <Section title={t('desk.sessions')} count={total}>
      {rows.map((row) => (
        <SessionLine key={row.id} row={row} />
      ))}
    </Section>
  );
}

interface SectionProps {
  readonly title: string;
  readonly count?: number;
  readonly children: ReactNode;
}

function Section({ title, count, children }: SectionProps): ReactNode {
  const formats = useFormats();
  const id = useId();
  return (
    <Box component="section" aria-labelledby={id}>
      <Typography id={id} variant="subtitle2" component="h3" sx={{ color: 'text.secondary', mb: 0.5 }}>
        {title}
        {count !== undefined && ` (${formats.number(count)})`}
      </Typography>
      <Box component="ul" sx={plainList}>
        {children}
      </Box>
    </Box>
  );
}
