/** A session and a refused login of a guest as one line each, the same beside the desk and on the guest's own page. */
import { Chip } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../api';
import { useFormats } from './formats';
import { Line } from './lines';
import { textOr } from './problem';

type SessionRow = Output<'sessions.list'>['rows'][number];
type RadiusLogRow = Output<'radiusLog.list'>['rows'][number];

export function SessionLine({ row }: { readonly row: SessionRow }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const from = formats.moment(row.startedAtMs);
  return (
    <Line
      main={
        row.endedAtMs === undefined
          ? t('desk.session-open', { from })
          : t('desk.session-closed', { from, to: formats.moment(row.endedAtMs) })
      }
      mark={
        row.endedAtMs === undefined && (
          <Chip
            size="small"
            variant="outlined"
            color={row.silent ? 'warning' : 'success'}
            label={row.silent ? t('desk.silent') : t('desk.online')}
          />
        )
      }
      aside={[
        formats.duration(row.sessionTimeSec, 'short'),
        t('desk.down-up', { down: formats.bytes(row.downloadBytes), up: formats.bytes(row.uploadBytes) }),
        row.macAddress === '' ? undefined : row.macAddress,
        row.framedIpAddress,
        row.routerName,
        row.terminateCause === undefined
          ? undefined
          : textOr(`desk.terminate-cause.${row.terminateCause}`, row.terminateCause),
      ]}
    />
  );
}

/** Why the router was told no, and how often it asked: the answer to "it does not work". */
export function RefusalLine({ row }: { readonly row: RadiusLogRow }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <Line
      main={textOr(`radius-log.reason.${row.reason}`, row.detail)}
      aside={[
        formats.moment(row.atMs),
        row.count > 1 ? t('desk.times', { quantity: formats.number(row.count) }) : undefined,
        row.macAddress,
        row.routerName,
      ]}
    />
  );
}
