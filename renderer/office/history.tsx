/** Everything operators did, newest first; each line can be taken back or repeated. */
import HistoryIcon from '@mui/icons-material/HistoryOutlined';
import { Box, Button, Chip, TableCell, TableRow, Typography } from '@mui/material';
import { Fragment, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../api';
import { Answer, Empty } from '../parts/answer';
import { changeText } from '../parts/change-text';
import { useUndo } from '../parts/changes';
import { useFormats } from '../parts/formats';
import { ListTable } from '../parts/list-table';
import { useNamed } from '../parts/named';
import { Page } from '../parts/page';
import type { HistoryRow } from '../parts/undo-order';
import { useMayTakeBack } from '../parts/who';

const pageRows = 100;
/** The contract's most (history.list). */
const mostRows = 500;

export function History(): ReactNode {
  const { t } = useTranslation();
  const [limit, setLimit] = useState(pageRows);
  const history = useAsk('history.list', { limit }, { keepLast: true });
  return (
    <Page title={t('place.history')} intro={t('history.intro')}>
      <Answer of={history}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty icon={<HistoryIcon />} title={t('history.none')}>
              {t('history.none-hint')}
            </Empty>
          ) : (
            <>
              <HistoryTable rows={rows} />
              {rows.length === limit && limit < mostRows && (
                <Box sx={{ textAlign: 'center', mt: 2 }}>
                  <Button onClick={() => setLimit(mostRows)}>{t('common.show-more')}</Button>
                </Box>
              )}
            </>
          )
        }
      </Answer>
    </Page>
  );
}

function HistoryTable({ rows }: { readonly rows: readonly HistoryRow[] }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <ListTable
      dense
      label={t('place.history')}
      columns={[
        { title: t('common.when') },
        { title: t('history.what') },
        { title: t('history.who') },
        { title: t('common.actions'), align: 'right' },
      ]}
    >
      {rows.map((row, index) => {
        const day = formats.day(row.atMs);
        const above = rows[index - 1];
        const newDay = above === undefined || formats.day(above.atMs) !== day;
        return (
          <Fragment key={row.id}>
            {newDay && <DayLine day={day} />}
            <ChangeLine row={row} />
          </Fragment>
        );
      })}
    </ListTable>
  );
}

function DayLine({ day }: { readonly day: string }): ReactNode {
  return (
    <TableRow>
      <TableCell
        component="th"
        scope="rowgroup"
        colSpan={4}
        sx={{ bgcolor: 'background.sunken', fontWeight: 650, py: 0.75 }}
      >
        {day}
      </TableCell>
    </TableRow>
  );
}

function ChangeLine({ row }: { readonly row: HistoryRow }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const undone = row.kind === 'do' && row.state === 'undone';
  const sentence = changeText(row);
  return (
    <TableRow hover>
      <TableCell sx={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>
        <time dateTime={new Date(row.atMs).toISOString()} title={formats.exact(row.atMs)}>
          {formats.clock(row.atMs)}
        </time>
      </TableCell>
      <TableCell sx={{ overflowWrap: 'anywhere' }}>
        <Typography
          component="span"
          variant="body2"
          sx={{
            fontWeight: row.kind === 'do' ? 550 : 400,
            ...(row.kind !== 'do' && { color: 'text.secondary' }),
            ...(undone && { textDecoration: 'line-through', color: 'text.secondary' }),
          }}
        >
          {row.kind === 'do' ? sentence : t(row.kind === 'undo' ? 'undo.undone' : 'undo.redone', { what: sentence })}
        </Typography>
        {undone && <Chip size="small" label={t('history.taken-back')} sx={{ marginInlineStart: 1 }} />}
      </TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>
        {row.operatorName}
        {(row.via === 'terminal' || row.via === 'system') && (
          <Typography component="span" variant="caption" sx={{ color: 'text.secondary' }}>
            {' '}
            · {t(`history.via-${row.via}`)}
          </Typography>
        )}
      </TableCell>
      <TableCell align="right" sx={{ whiteSpace: 'nowrap', height: 56 }}>
        <ChangeButton row={row} sentence={sentence} />
      </TableCell>
    </TableRow>
  );
}

/** Undo or Redo. A desk operator sees it on their own lines only; what stands in the way is said when it is pressed. */
function ChangeButton({ row, sentence }: { readonly row: HistoryRow; readonly sentence: string }): ReactNode {
  const { t } = useTranslation();
  const { undo, redo } = useUndo();
  const named = useNamed();
  const mayTakeBack = useMayTakeBack();
  const [busy, setBusy] = useState(false);
  const way = row.canUndo ? 'undo' : row.canRedo ? 'redo' : undefined;
  if (!way || row.kind !== 'do' || !mayTakeBack(row.operatorName)) return null;
  return (
    <Button
      size="small"
      variant="outlined"
      loading={busy}
      aria-label={named(t(way === 'undo' ? 'undo.undo' : 'undo.redo'), sentence)}
      onClick={() => {
        setBusy(true);
        void (way === 'undo' ? undo(row.id) : redo(row.id)).finally(() => setBusy(false));
      }}
    >
      {t(way === 'undo' ? 'undo.undo' : 'undo.redo')}
    </Button>
  );
}
