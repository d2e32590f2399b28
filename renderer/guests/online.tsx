/** Who is online now: time and data left, how fast, through which router, and whether something is wrong. Live. */
import OnlineIcon from '@mui/icons-material/WifiOutlined';
import { Box, Button, Chip, Link, TableCell, TableRow, Tooltip, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { useAsk } from '../api';
import { CodeText } from '../desk/code-text';
import { useDisconnect } from '../parts/disconnect';
import { useGuestTitle } from '../desk/guest-name';
import { leftNow } from '../desk/left';
import { cutAtItsEnd, Parts } from '../parts/facts';
import type { SessionRow } from '../desk/rows';
import { Answer, Empty } from '../parts/answer';
import { useFormats } from '../parts/formats';
import { Mac } from '../parts/lines';
import { ListTable } from '../parts/list-table';
import { useNamed } from '../parts/named';
import { useNow } from '../parts/now';
import { Page } from '../parts/page';
import { pathOfGuest } from './guest-path';
import { WhyNotOnline } from './why-not-online';

const shownFirst = 100;
const mostShown = 1_000;
/** Minutes are what is read here; five seconds keep them honest without redrawing all the time. */
const tickMs = 5_000;
/** Below this the guest will notice soon. */
const scarceSec = 600;
const scarceBytes = 50_000_000;

export function Online(): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const [limit, setLimit] = useState(shownFirst);
  const sessions = useAsk('sessions.list', { online: true, limit }, { keepLast: true });
  return (
    <Page title={t('place.online')} intro={t('online.intro')}>
      <Box sx={{ mb: 2.5 }}>
        <WhyNotOnline />
      </Box>
      <Answer of={sessions}>
        {({ rows, total }) =>
          rows.length === 0 ? (
            <Empty icon={<OnlineIcon />} title={t('desk.nobody-online')}>
              {t('online.none-hint')}
            </Empty>
          ) : (
            <>
              <Typography role="status" variant="body2" sx={{ color: 'text.secondary', mb: 1 }}>
                {t('online.count', { count: total, shown: formats.number(total) })}
              </Typography>
              <OnlineTable rows={rows} askedAtMs={sessions.dataUpdatedAt} />
              {total > rows.length && limit < mostShown && (
                <Box sx={{ textAlign: 'center', mt: 2 }}>
                  <Button onClick={() => setLimit(mostShown)}>{t('common.show-more')}</Button>
                </Box>
              )}
            </>
          )
        }
      </Answer>
    </Page>
  );
}

function OnlineTable({
  rows,
  askedAtMs,
}: {
  readonly rows: readonly SessionRow[];
  readonly askedAtMs: number;
}): ReactNode {
  const { t } = useTranslation();
  const nowMs = useNow(tickMs);
  const disconnect = useDisconnect();
  return (
    <ListTable
      dense
      label={t('place.online')}
      columns={[
        { title: t('desk.guest') },
        { title: t('guests.product') },
        { title: t('desk.time-left'), align: 'right' },
        { title: t('desk.data-left'), align: 'right' },
        { title: t('online.rate'), align: 'right' },
        { title: t('online.device') },
        { title: t('online.since') },
        { title: t('common.actions'), align: 'right' },
      ]}
    >
      {rows.map((session) => (
        <OnlineLine
          key={session.id}
          session={session}
          askedAtMs={askedAtMs}
          nowMs={nowMs}
          isAsking={disconnect.isAsking}
          onDisconnect={() => disconnect.runSession(session.id)}
        />
      ))}
    </ListTable>
  );
}

interface OnlineLineProps {
  readonly session: SessionRow;
  readonly askedAtMs: number;
  readonly nowMs: number;
  readonly isAsking: boolean;
  readonly onDisconnect: () => void;
}

const figures = { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' } as const;

function OnlineLine({ session, askedAtMs, nowMs, isAsking, onDisconnect }: OnlineLineProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const named = useNamed();
  const title = useGuestTitle()(session);
  const left = leftNow(session, undefined, askedAtMs, nowMs);
  const { rateDownBps, rateUpBps } = session;
  const rate = (bps: number | undefined): string => (bps === undefined ? '∞' : formats.rate(bps));
  return (
    <TableRow hover sx={{ height: 56 }}>
      <TableCell sx={{ maxWidth: 260 }}>
        <Name session={session} />
        <Typography variant="caption" noWrap sx={{ display: 'block', color: 'text.secondary' }}>
          <Parts
            parts={[
              title.isCode ? undefined : session.username,
              session.room !== undefined && session.displayName !== undefined
                ? t('desk.room-is', { room: session.room })
                : undefined,
            ]}
          />
        </Typography>
      </TableCell>
      <TableCell sx={{ maxWidth: 180 }}>
        <bdi>{session.productName}</bdi>
        {session.silent && (
          <Tooltip title={t('desk.silent-hint', { ago: formats.ago(session.lastHeardAtMs, nowMs) })}>
            <Chip size="small" color="warning" variant="outlined" label={t('desk.silent')} sx={{ display: 'flex' }} />
          </Tooltip>
        )}
      </TableCell>
      <TableCell align="right" sx={{ ...figures, ...(isScarce(left.timeSec, scarceSec) && scarce) }}>
        {left.timeSec === undefined ? t('desk.no-limit') : formats.duration(left.timeSec, 'short')}
      </TableCell>
      <TableCell align="right" sx={{ ...figures, ...(isScarce(left.bytes, scarceBytes) && scarce) }}>
        {left.bytes === undefined ? t('desk.no-limit') : formats.bytes(left.bytes)}
      </TableCell>
      <TableCell align="right" sx={figures}>
        {rateDownBps === undefined && rateUpBps === undefined ? (
          t('desk.no-limit')
        ) : (
          <>
            <div>{t('online.rate-down', { rate: rate(rateDownBps) })}</div>
            <div>{t('online.rate-up', { rate: rate(rateUpBps) })}</div>
          </>
        )}
      </TableCell>
      <TableCell>
        <Mac address={session.macAddress} />
        <Typography variant="caption" sx={{ display: 'block', color: 'text.secondary' }}>
          <Parts parts={[session.framedIpAddress, session.routerName]} />
        </Typography>
      </TableCell>
      <TableCell sx={{ fontVariantNumeric: 'tabular-nums' }}>{formats.moment(session.startedAtMs)}</TableCell>
      <TableCell align="right">
        <Button
          size="small"
          color="error"
          disabled={isAsking}
          aria-label={named(t('desk.disconnect'), title.text)}
          onClick={onDisconnect}
        >
          {t('desk.disconnect')}
        </Button>
      </TableCell>
    </TableRow>
  );
}

const scarce = { color: 'warning.main', fontWeight: 650 } as const;

function isScarce(left: number | undefined, least: number): boolean {
  return left !== undefined && left < least;
}

function Name({ session }: { readonly session: SessionRow }): ReactNode {
  const title = useGuestTitle()(session);
  const name = title.isCode ? <CodeText code={title.text} /> : title.text;
  const style = { display: 'block', fontWeight: 600, ...cutAtItsEnd } as const;
  if (session.guestId === undefined) {
    return (
      <Typography noWrap dir="auto" sx={style}>
        {name}
      </Typography>
    );
  }
  return (
    <Link component={RouterLink} to={pathOfGuest(session.guestId)} noWrap dir="auto" sx={style}>
      {name}
    </Link>
  );
}
