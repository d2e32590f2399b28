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
import { leftNow, scarceShare, type Left } from './left';
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
  const nowMs = useNow(tickMs);
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
                  <OnlineRow
                    session={session}
                    left={leftNow(
                      session,
                      products.find(({ name }) => name === session.productName),
                      sessions.dataUpdatedAt,
                      nowMs,
                    )}
                    nowMs={nowMs}
                    isOneOfSeveral={rows.some((other) => other.guestId === session.guestId && other.id !== session.id)}
                    onOpen={onOpenGuest}
                  />
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

interface OnlineRowProps {
  readonly session: SessionRow;
  readonly left: Left;
  readonly nowMs: number;
  /** The guest is online with another device too, so that only the address tells them apart. */
  readonly isOneOfSeveral: boolean;
  readonly onOpen: (guestId: number) => void;
}

function OnlineRow({ session, left, nowMs, isOneOfSeveral, onOpen }: OnlineRowProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const title = useGuestTitle()(session);
  const { guestId } = session;
  return (
    <ButtonBase
      disabled={guestId === undefined}
      onClick={() => guestId !== undefined && onOpen(guestId)}
      sx={{
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
      }}
    >
      <Box component="span" sx={{ display: 'block', minWidth: 0, flex: 1 }}>
        <Stack component="span" direction="row" sx={{ gap: 0.75, alignItems: 'center' }}>
          {title.isCode ? (
            <CodeText code={title.text} />
          ) : (
            <Typography component="span" noWrap dir="auto" sx={{ fontWeight: 650, ...cutAtItsEnd }}>
              {title.text}
            </Typography>
          )}
          {session.silent && (
            <Tooltip title={t('desk.silent-hint', { ago: formats.ago(session.lastHeardAtMs, nowMs) })}>
              <Chip component="span" size="small" color="warning" variant="outlined" label={t('desk.silent')} />
            </Tooltip>
          )}
        </Stack>
        <Typography component="span" variant="caption" noWrap sx={{ display: 'block', color: 'text.secondary' }}>
          <Parts
            parts={[
              isOneOfSeveral ? session.macAddress : undefined,
              title.isCode ? undefined : session.username,
              session.room !== undefined && session.displayName !== undefined
                ? t('desk.room-is', { room: session.room })
                : undefined,
              session.productName,
              t('desk.since', { time: formats.moment(session.startedAtMs) }),
            ]}
          />
        </Typography>
      </Box>
      <Stack component="span" sx={{ width: 128, flexShrink: 0, gap: 0.75 }}>
        <LeftLine
          text={
            left.timeSec === undefined
              ? undefined
              : t('desk.left', { amount: formats.duration(minuteFloor(left.timeSec), 'short') })
          }
          share={left.timeShare}
        />
        <LeftLine
          text={left.bytes === undefined ? undefined : t('desk.left', { amount: formats.bytes(left.bytes) })}
          share={left.bytesShare}
        />
        {left.timeSec === undefined && left.bytes === undefined && (
          <LeftLine text={t('desk.no-limit')} share={undefined} />
        )}
      </Stack>
    </ButtonBase>
  );
}

/** Whole minutes above one minute: nobody plans in seconds. */
function minuteFloor(seconds: number): number {
  return seconds < 60 ? seconds : Math.floor(seconds / 60) * 60;
}

/** The bar repeats what the words say, so that it is decoration for a screen reader. */
function LeftLine({ text, share }: { readonly text: string | undefined; readonly share: number | undefined }) {
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
      {share !== undefined && (
        <Box component="span" aria-hidden sx={{ display: 'block', height: 4, borderRadius: 4, bgcolor: 'divider' }}>
          <Box
            component="span"
            sx={{
              display: 'block',
              height: 1,
              borderRadius: 4,
              width: `${share * 100}%`,
              bgcolor: share < scarceShare ? 'warning.main' : 'primary.main',
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

const listStyle = { listStyle: 'none', m: 0, p: 0 } as const;
