/** All shifts for the manager, newest first, and one of them in full. */
import ShiftIcon from '@mui/icons-material/PointOfSaleOutlined';
import { Box, Button, TableCell, TableRow, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, type Output } from '../api';
import { Answer, Empty } from '../parts/answer';
import { cutAtItsEnd } from '../parts/facts';
import { useFormats } from '../parts/formats';
import { ListTable, RowLink } from '../parts/list-table';
import { Light } from '../parts/light';
import { SidePanel } from '../parts/side-panel';
import { CloseShift } from './close-shift';
import { ShiftPaper } from './shift-paper';
import { DifferenceWords, ShiftReportView, type Shift } from './shift-report';

type ShiftRow = Output<'shifts.list'>['rows'][number];

/** The contract's most (preload/contract/shifts.ts); two months of three shifts a day. */
const shownAtFirst = 30;
const shownAtMost = 200;

export function ShiftList(): ReactNode {
  const { t } = useTranslation();
  const [limit, setLimit] = useState(shownAtFirst);
  const [openId, setOpenId] = useState<number>();
  const shifts = useAsk('shifts.list', { limit }, { keepLast: true });
  return (
    <Box component="section" aria-label={t('shift.all')}>
      <Typography variant="h2" sx={{ mb: 1.5 }}>
        {t('shift.all')}
      </Typography>
      <Answer of={shifts}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty icon={<ShiftIcon />} title={t('shift.list-empty')} />
          ) : (
            <>
              <ShiftTable rows={rows} onOpen={setOpenId} />
              {rows.length === limit && limit < shownAtMost && (
                <Button sx={{ mt: 1 }} onClick={() => setLimit(shownAtMost)}>
                  {t('common.show-more')}
                </Button>
              )}
            </>
          )
        }
      </Answer>
      {openId !== undefined && <ShiftPanel id={openId} onClose={() => setOpenId(undefined)} />}
    </Box>
  );
}

interface ShiftTableProps {
  readonly rows: readonly ShiftRow[];
  readonly onOpen: (id: number) => void;
}

function ShiftTable({ rows, onOpen }: ShiftTableProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <ListTable
      label={t('place.shift')}
      columns={[
        { title: t('shift.operator') },
        { title: t('shift.from') },
        { title: t('shift.till') },
        { title: t('shift.taken'), align: 'right' },
        { title: t('shift.expected'), align: 'right' },
        { title: t('shift.counted'), align: 'right' },
        { title: t('shift.difference') },
      ]}
    >
      {rows.map((row) => (
        <TableRow key={row.id} hover>
          <TableCell>
            <RowLink
              onOpen={() => onOpen(row.id)}
              label={t('shift.of-since', { operator: row.operatorName, from: formats.moment(row.openedAtMs) })}
            >
              {row.operatorName}
            </RowLink>
          </TableCell>
          <TableCell sx={{ whiteSpace: 'nowrap' }}>{formats.moment(row.openedAtMs)}</TableCell>
          <TableCell sx={{ whiteSpace: 'nowrap' }}>
            {row.closedAtMs === undefined ? '' : formats.moment(row.closedAtMs)}
          </TableCell>
          <TableCell align="right">{formats.money(row.takenMinor, row.currency)}</TableCell>
          <TableCell align="right">{formats.money(row.expectedMinor, row.currency)}</TableCell>
          <TableCell align="right">
            {row.countedMinor === undefined ? '' : formats.money(row.countedMinor, row.currency)}
          </TableCell>
          <TableCell sx={{ maxWidth: 300 }}>
            <Difference row={row} />
          </TableCell>
        </TableRow>
      ))}
    </ListTable>
  );
}

function Difference({ row }: { readonly row: ShiftRow }): ReactNode {
  const { t } = useTranslation();
  if (row.closedAtMs === undefined) return <Light color="quiet">{t('shift.is-open')}</Light>;
  if (row.countedMinor === undefined) return <Light color="quiet">{t('shift.not-counted')}</Light>;
  return (
    <>
      <DifferenceWords differenceMinor={row.countedMinor - row.expectedMinor} currency={row.currency} />
      {row.note !== undefined && (
        <Typography
          variant="caption"
          component="div"
          dir="auto"
          noWrap
          title={row.note}
          sx={{ ...cutAtItsEnd, color: 'text.secondary' }}
        >
          {row.note}
        </Typography>
      )}
    </>
  );
}

interface ShiftPanelProps {
  readonly id: number;
  readonly onClose: () => void;
}

/** One shift in full, beside the list; a shift that was left open is closed from here. */
export function ShiftPanel({ id, onClose }: ShiftPanelProps): ReactNode {
  const { t } = useTranslation();
  const shift = useAsk('shifts.get', { id });
  const [closing, setClosing] = useState(false);
  if (closing && shift.data && shift.data.closedAtMs === undefined)
    return <CloseShift shift={shift.data} onClose={() => setClosing(false)} onClosed={() => setClosing(false)} />;
  return (
    <SidePanel
      open
      toRead
      width={560}
      title={shift.data?.operatorName ?? t('place.shift')}
      onClose={onClose}
      foot={shift.data && <Foot shift={shift.data} onCount={() => setClosing(true)} />}
    >
      <Answer of={shift}>
        {(report) => (
          <>
            <Times shift={report} />
            <ShiftReportView shift={report} />
          </>
        )}
      </Answer>
    </SidePanel>
  );
}

function Foot({ shift, onCount }: { readonly shift: Shift; readonly onCount: () => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <ShiftPaper id={shift.id} />
      {shift.closedAtMs === undefined && (
        <Button variant="contained" onClick={onCount}>
          {t('shift.count')}
        </Button>
      )}
    </>
  );
}

function Times({ shift }: { readonly shift: Shift }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const from = formats.moment(shift.openedAtMs);
  const closedBy =
    shift.closing && shift.closing.operatorName !== shift.operatorName ? shift.closing.operatorName : undefined;
  return (
    <Typography sx={{ color: 'text.secondary', mb: 2 }}>
      {shift.closedAtMs === undefined
        ? t('shift.since', { from })
        : t('shift.from-till', { from, till: formats.moment(shift.closedAtMs) })}
      {closedBy !== undefined && ` · ${t('shift.closed-by', { operator: closedBy })}`}
    </Typography>
  );
}
