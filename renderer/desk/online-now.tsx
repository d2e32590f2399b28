/** Who is online now, with time and data left; live. */
import CloudOffIcon from '@mui/icons-material/WifiOffOutlined';
import { Box, Button, ButtonBase, Chip, Stack, Tooltip, Typography } from '@mui/material';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useAsk } from '../api';
import { Answer } from '../parts/answer';
import { useFormats } from '../parts/formats';
import { useNow } from '../parts/now';
import { pathOf } from '../parts/places';
import { useMay } from '../parts/who';
import { CodeText } from './code-text';
import { useGuestTitle } from './guest-name';
import { leftNow, scarceShare } from './left';
import { cutAtItsEnd, Parts } from '../parts/facts';
import type { Product, SessionRow } from './rows';
import { SideList } from './side-list';

/** Rows on the desk; the whole list belongs to the office. */
const shownSessions = 100;
/** Minutes are what is read here; five seconds keep them honest without redrawing all the time. */
const tickMs = 5_000;

interface OnlineNowProps {
  readonly products: readonly Product[];
  readonly onOpenGuest: (guestId: number) => void;
}

export const OnlineNow = memo(function OnlineNow({ products, onOpenGuest }: OnlineNowProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const sessions = useAsk('sessions.list', { online: true, limit: shownSessions });
  const wordsOf = useRowWords(products);
  return (
    <SideList
      title={t('desk.online-now')}
      mark={sessions.data && sessions.data.total > 0 ? formats.number(sessions.data.total) : undefined}
    >
      <Answer of={sessions}>
        {({ rows, total }) => (
          <>
            <RouterNotHeard />
            {rows.length === 0 && <Quiet>{t('desk.nobody-online')}</Quiet>}
            <Box component="ul" sx={listStyle}>
              {rows.map((session) => (
                <li key={session.id}>
                  <OnlineRow {...wordsOf(session, rows, sessions.dataUpdatedAt)} onOpen={onOpenGuest} />
                </li>
              ))}
            </Box>
            {total > rows.length && <Quiet>{t('desk.more-online', { count: total - rows.length })}</Quiet>}
          </>
        )}
      </Answer>
    </SideList>
  );
});

/** Tickets cannot work before a router has asked; says so without shouting. */
function RouterNotHeard(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayConnect = useMay('technical');
  const routers = useAsk('routers.list').data?.rows;
  if (!routers || routers.some(({ state }) => state !== 'waiting')) return null;
  return (
    <Stack direction="row" sx={{ alignItems: 'center', gap: 1, px: 1, py: 0.5, color: 'text.secondary' }}>
      <CloudOffIcon fontSize="small" aria-hidden />
      <Typography variant="body2" sx={{ flex: 1 }}>
        {routers.length === 0 ? t('desk.no-router') : t('desk.router-not-heard')}
      </Typography>
      {mayConnect && (
        <Button size="small" onClick={() => void navigate(pathOf('routers'))}>
          {t('desk.connect-router')}
        </Button>
      )}
    </Stack>
  );
}

/** What a row shows: of plain values, so that it is drawn again only when one of them has changed. */
interface OnlineRowProps {
  readonly guestId: number | undefined;
  readonly title: string;
  readonly titleIsCode: boolean;
  /** Since when nothing was heard of it; undefined: it is not silent. */
  readonly silentFor: string | undefined;
  /** Where the guest is online with another device too, so that only the address tells them apart. */
  readonly macAddress: string | undefined;
  readonly username: string | undefined;
  readonly room: string | undefined;
  readonly productName: string | undefined;
  readonly since: string;
  readonly timeLeft: string | undefined;
  readonly timePercent: number | undefined;
  readonly bytesLeft: string | undefined;
  readonly bytesPercent: number | undefined;
  readonly onOpen: (guestId: number) => void;
}

type WordsOf = (session: SessionRow, rows: readonly SessionRow[], askedAtMs: number) => Omit<OnlineRowProps, 'onOpen'>;

function useRowWords(products: readonly Product[]): WordsOf {
  const { t } = useTranslation();
  const formats = useFormats();
  const titleOf = useGuestTitle();
  const nowMs = useNow(tickMs);
  return (session, rows, askedAtMs) => {
    const product = products.find(({ name }) => name === session.productName);
    const left = leftNow(session, product, askedAtMs, nowMs);
    const title = titleOf(session);
    const isOneOfSeveral = rows.some((other) => other.guestId === session.guestId && other.id !== session.id);
    const isNamed = session.displayName !== undefined;
    return {
      guestId: session.guestId,
      title: title.text,
      titleIsCode: title.isCode,
      silentFor: session.silent ? formats.ago(session.lastHeardAtMs, nowMs) : undefined,
      macAddress: isOneOfSeveral ? session.macAddress : undefined,
      username: title.isCode ? undefined : session.username,
      room: session.room !== undefined && isNamed ? t('desk.room-is', { room: session.room }) : undefined,
      productName: session.productName,
      since: t('desk.since', { time: formats.moment(session.startedAtMs) }),
      timeLeft:
        left.timeSec === undefined
          ? undefined
          : t('desk.left', { amount: formats.duration(minuteFloor(left.timeSec), 'short') }),
      timePercent: percentOf(left.timeShare),
      bytesLeft: left.bytes === undefined ? undefined : t('desk.left', { amount: formats.bytes(left.bytes) }),
      bytesPercent: percentOf(left.bytesShare),
    };
  };
}

const OnlineRow = memo(function OnlineRow({ guestId, onOpen, ...words }: OnlineRowProps): ReactNode {
  const { t } = useTranslation();
  return (
    <ButtonBase disabled={guestId === undefined} onClick={() => guestId !== undefined && onOpen(guestId)} sx={rowStyle}>
      <Box component="span" sx={{ display: 'block', minWidth: 0, flex: 1 }}>
        <Stack component="span" direction="row" sx={{ gap: 0.75, alignItems: 'center' }}>
          {words.titleIsCode ? (
            <CodeText code={words.title} />
          ) : (
            <Typography component="span" noWrap dir="auto" sx={{ fontWeight: 650, ...cutAtItsEnd }}>
              {words.title}
            </Typography>
          )}
          {words.silentFor !== undefined && (
            <Tooltip title={t('desk.silent-hint', { ago: words.silentFor })}>
              <Chip component="span" size="small" color="warning" variant="outlined" label={t('desk.silent')} />
            </Tooltip>
          )}
        </Stack>
        <Typography component="span" variant="caption" noWrap sx={{ display: 'block', color: 'text.secondary' }}>
          <Parts parts={[words.macAddress, words.username, words.room, words.productName, words.since]} />
        </Typography>
      </Box>
      <Stack component="span" sx={{ width: 128, flexShrink: 0, gap: 0.75 }}>
        <LeftLine text={words.timeLeft} percent={words.timePercent} />
        <LeftLine text={words.bytesLeft} percent={words.bytesPercent} />
        {words.timeLeft === undefined && words.bytesLeft === undefined && (
          <LeftLine text={t('desk.no-limit')} percent={undefined} />
        )}
      </Stack>
    </ButtonBase>
  );
});

/** Whole minutes above one minute: nobody plans in seconds. */
function minuteFloor(seconds: number): number {
  return seconds < 60 ? seconds : Math.floor(seconds / 60) * 60;
}

/** The bar is not finer than that. */
function percentOf(share: number | undefined): number | undefined {
  return share === undefined ? undefined : Math.round(share * 100);
}

/** The bar repeats what the words say, so that it is decoration for a screen reader. */
function LeftLine({ text, percent }: { readonly text: string | undefined; readonly percent: number | undefined }) {
  if (text === undefined) return null;
  return (
    <Box component="span" sx={{ display: 'block' }}>
      <Typography
        component="span"
        variant="caption"
        noWrap
        sx={{ display: 'block', textAlign: 'end', fontVariantNumeric: 'tabular-nums' }}
      >
        {text}
      </Typography>
      {percent !== undefined && (
        <Box component="span" aria-hidden sx={{ display: 'block', height: 4, borderRadius: 4, bgcolor: 'divider' }}>
          <Box
            component="span"
            sx={{
              display: 'block',
              height: 1,
              borderRadius: 4,
              width: `${percent}%`,
              bgcolor: percent < scarceShare * 100 ? 'warning.main' : 'primary.main',
            }}
          />
        </Box>
      )}
    </Box>
  );
}

function Quiet({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <Typography variant="body2" sx={{ color: 'text.secondary', px: 1, py: 1 }}>
      {children}
    </Typography>
  );
}

const rowStyle = {
  width: '100%',
  fontFamily: 'inherit',
  px: 1,
  py: 0.75,
  gap: 1.5,
  borderRadius: 1,
  justifyContent: 'space-between',
  alignItems: 'flex-start',
  textAlign: 'start',
  minHeight: 56,
  '&:hover': { bgcolor: 'background.sunken' },
} as const;

const listStyle = { listStyle: 'none', m: 0, p: 0 } as const;
