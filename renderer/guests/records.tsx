/** What happened with a guest: sessions, refused logins, sales by product, and what operators did. */
import { Box, Button, Chip, Table, TableBody, TableCell, TableFooter, TableHead, TableRow } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, type Output } from '../api';
import { Answer, LoadingRows } from '../parts/answer';
import { changeText } from '../parts/change-text';
import { useFormats } from '../parts/formats';
import { RefusalLine, SessionLine } from '../parts/guest-lines';
import { Line, plainList, Quiet } from '../parts/lines';
import { useMay } from '../parts/who';
import { Panel } from './panel';

const shownFirst = 10;
const mostSessions = 200;
const mostChanges = 200;
const shownRefusals = 5;

export function Sessions({ guestId }: { readonly guestId: number }): ReactNode {
  const { t } = useTranslation();
  const [limit, setLimit] = useState(shownFirst);
  const mayLookBack = useMay('sessions');
  const asked = { guestId, limit, ...(!mayLookBack && { online: true }) };
  const sessions = useAsk('sessions.list', asked, { keepLast: true });
  return (
    <Panel title={t('desk.sessions')} count={sessions.data?.total}>
      <Answer of={sessions} loading={<LoadingRows rows={3} />}>
        {({ rows, total }) => (
          <>
            {rows.length === 0 && <Quiet>{t(mayLookBack ? 'guests.no-sessions' : 'guests.not-online')}</Quiet>}
            <Box component="ul" sx={plainList}>
              {rows.map((row) => (
                <SessionLine key={row.id} row={row} />
              ))}
            </Box>
            {total > rows.length && limit < mostSessions && (
              <Button onClick={() => setLimit(mostSessions)}>{t('common.show-more')}</Button>
            )}
          </>
        )}
      </Answer>
    </Panel>
  );
}

/** The last times the router asked and was told no, with the reason: the answer to "it does not work". */
export function Refusals({ guestId }: { readonly guestId: number }): ReactNode {
  const { t } = useTranslation();
  const rows = useAsk('radiusLog.list', { guestId, outcome: 'reject', limit: shownRefusals }).data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <Panel title={t('desk.refused')}>
      <Box component="ul" sx={plainList}>
        {rows.map((row) => (
          <RefusalLine key={row.id} row={row} />
        ))}
      </Box>
    </Panel>
  );
}

type SoldRow = Output<'guests.sales'>['rows'][number];

export function Sales({ guestId }: { readonly guestId: number }): ReactNode {
  const { t } = useTranslation();
  const sales = useAsk('guests.sales', { id: guestId });
  return (
    <Panel title={t('guests.sales')}>
      <Answer of={sales} loading={<LoadingRows rows={1} />}>
        {({ rows }) => (rows.length === 0 ? <Quiet>{t('guests.no-sales')}</Quiet> : <SalesTable rows={rows} />)}
      </Answer>
    </Panel>
  );
}

function SalesTable({ rows }: { readonly rows: readonly SoldRow[] }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const number = { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' } as const;
  return (
    <Table size="small" aria-label={t('guests.sales')}>
      <TableHead>
        <TableRow>
          <TableCell>{t('guests.product')}</TableCell>
          <TableCell align="right">{t('guests.sold-count')}</TableCell>
          <TableCell align="right">{t('guests.sold-total')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={`${row.productName} ${row.currency}`}>
            <TableCell sx={{ overflowWrap: 'anywhere' }}>
              <bdi>{row.productName}</bdi>
            </TableCell>
            <TableCell align="right" sx={number}>
              {formats.number(row.count)}
            </TableCell>
            <TableCell align="right" sx={number}>
              {formats.money(row.totalMinor, row.currency)}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
      <TableFooter>
        {totals(rows).map(({ currency, count, totalMinor }) => (
          <TableRow key={currency} sx={{ '& td': { fontWeight: 650, color: 'text.primary', fontSize: '0.875rem' } }}>
            <TableCell>{t('guests.total')}</TableCell>
            <TableCell align="right" sx={number}>
              {formats.number(count)}
            </TableCell>
            <TableCell align="right" sx={number}>
              {formats.money(totalMinor, currency)}
            </TableCell>
          </TableRow>
        ))}
      </TableFooter>
    </Table>
  );
}

/** One sum per currency: a venue that changed its currency has two. */
function totals(rows: readonly SoldRow[]): readonly Pick<SoldRow, 'currency' | 'count' | 'totalMinor'>[] {
  return [...new Set(rows.map(({ currency }) => currency))].map((currency) => {
    const own = rows.filter((row) => row.currency === currency);
    const sum = (key: 'count' | 'totalMinor'): number => own.reduce((all, row) => all + row[key], 0);
    return { currency, count: sum('count'), totalMinor: sum('totalMinor') };
  });
}

export function GuestHistory({ guestId }: { readonly guestId: number }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const [limit, setLimit] = useState(shownFirst);
  const history = useAsk('guests.history', { id: guestId, limit }, { keepLast: true });
  return (
    <Panel title={t('place.history')}>
      <Answer of={history} loading={<LoadingRows rows={2} />}>
        {({ rows }) => (
          <>
            {rows.length === 0 && <Quiet>{t('history.none')}</Quiet>}
            <Box component="ul" sx={plainList}>
              {rows.map((row) => {
                const what = changeText(row);
                return (
                  <Line
                    key={row.id}
                    main={row.kind === 'do' ? what : t(row.kind === 'undo' ? 'undo.undone' : 'undo.redone', { what })}
                    mark={
                      row.state === 'undone' &&
                      row.kind === 'do' && <Chip size="small" label={t('history.taken-back')} />
                    }
                    aside={[formats.moment(row.atMs), row.operatorName]}
                  />
                );
              })}
            </Box>
            {rows.length === limit && limit < mostChanges && (
              <Button onClick={() => setLimit(mostChanges)}>{t('common.show-more')}</Button>
            )}
          </>
        )}
      </Answer>
    </Panel>
  );
}
