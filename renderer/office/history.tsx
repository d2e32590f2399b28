/** Everything operators did, newest first; each line can be unfolded, taken back or repeated. */
import ExpandIcon from '@mui/icons-material/ExpandMoreOutlined';
import HistoryIcon from '@mui/icons-material/HistoryOutlined';
import { Box, Button, Chip, IconButton, Stack, TableCell, TableRow, Tooltip, Typography } from '@mui/material';
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
import { HistoryDetails } from './history-details';
import { HistoryFilters, noHistoryFilter, useHistoryInput } from './history-filters';

const pageRows = 100;

export function History(): ReactNode {
  const { t } = useTranslation();
  const [filter, setFilter] = useState(noHistoryFilter);
  /** Where each page that was turned begins; undefined: with the newest. */
  const [turned, setTurned] = useState<readonly (number | undefined)[]>([undefined]);
  const beforeId = turned.at(-1);
  const asked = useHistoryInput(filter);
  const history = useAsk(
    'history.list',
    { ...asked, limit: pageRows, ...(beforeId !== undefined && { beforeId }) },
    { keepLast: true },
  );
  return (
    <Page title={t('place.history')} intro={t('history.intro')}>
      <HistoryFilters
        filter={filter}
        onChange={(next) => {
          setFilter(next);
          setTurned([undefined]);
        }}
      />
      <Answer of={history}>
        {({ rows, blocked, nextBeforeId }) => (
          <>
            {rows.length === 0 ? (
              <Nothing isFiltered={filter !== noHistoryFilter || turned.length > 1} />
            ) : (
              <HistoryTable rows={rows} blocked={new Set(blocked)} />
            )}
            <Stack direction="row" sx={{ gap: 1, justifyContent: 'center', mt: 2 }}>
              {turned.length > 1 && (
                <Button onClick={() => setTurned(turned.slice(0, -1))}>{t('history.newer')}</Button>
              )}
              {nextBeforeId !== undefined && (
                <Button onClick={() => setTurned([...turned, nextBeforeId])}>{t('history.older')}</Button>
              )}
            </Stack>
          </>
        )}
      </Answer>
    </Page>
  );
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }): ReactNode {
  const { t } = useTranslation();
  return (
    <Empty icon={<HistoryIcon />} title={t(isFiltered ? 'history.none-fits' : 'history.none')}>
      {t(isFiltered ? 'history.none-fits-hint' : 'history.none-hint')}
    </Empty>
  );
}

interface HistoryTableProps {
  readonly rows: readonly HistoryRow[];
  readonly blocked: ReadonlySet<number>;
}

/** Fold, when, what, flags, who, actions. */
const columnCount = 6;

function HistoryTable({ rows, blocked }: HistoryTableProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <ListTable
      dense
      label={t('place.history')}
      columns={[
        { title: t('history.details'), head: <span />, width: 48 },
        { title: t('common.when') },
        { title: t('history.what') },
        { title: t('history.flags') },
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
            <ChangeLine row={row} isBlocked={blocked.has(row.id)} />
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
        colSpan={columnCount}
        sx={{ bgcolor: 'background.sunken', fontWeight: 650, py: 0.75 }}
      >
        {day}
      </TableCell>
    </TableRow>
  );
}

interface ChangeLineProps {
  readonly row: HistoryRow;
  readonly isBlocked: boolean;
}

function ChangeLine({ row, isBlocked }: ChangeLineProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const named = useNamed();
  const [open, setOpen] = useState(false);
  const undone = row.kind === 'do' && row.state === 'undone';
  const sentence = changeText(row);
  const detailsId = `change-${row.id}`;
  return (
    <>
      <TableRow hover sx={open ? { '& > td': { borderBottom: 0 } } : null}>
        <TableCell padding="checkbox">
          <IconButton
            aria-expanded={open}
            {...(open && { 'aria-controls': detailsId })}
            aria-label={named(t('history.details'), sentence)}
            onClick={() => setOpen(!open)}
          >
            <ExpandIcon
              fontSize="small"
              sx={{ transform: open ? 'rotate(180deg)' : 'none', transition: 'transform .15s' }}
            />
          </IconButton>
        </TableCell>
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
        <TableCell>
          <Flags row={row} isBlocked={isBlocked} />
        </TableCell>
        <TableCell sx={{ whiteSpace: 'nowrap' }}>
          <bdi>{row.operatorName}</bdi>
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
      {open && (
        <TableRow id={detailsId}>
          <TableCell />
          <TableCell colSpan={columnCount - 1} sx={{ pb: 2 }}>
            <HistoryDetails id={row.kind === 'do' ? row.id : (row.ofChangeId ?? row.id)} />
          </TableCell>
        </TableRow>
      )}
    </>
  );
}

/** U, R and F, as network engineers know them; said in full to whoever points at them or listens. */
function Flags({ row, isBlocked }: ChangeLineProps): ReactNode {
  const { t } = useTranslation();
  const flags = [
    ...(row.canUndo ? [['U', t('history.undoable')]] : []),
    ...(row.canRedo ? [['R', t('history.redoable')]] : []),
    ...(isBlocked ? [['F', t('history.fails')]] : []),
  ] as const;
  return (
    <Stack direction="row" sx={{ gap: 0.5 }}>
      {flags.map(([letter, meaning]) => (
        <Tooltip key={letter} title={meaning}>
          <Box
            component="span"
            role="img"
            aria-label={meaning}
            sx={{
              minWidth: 20,
              textAlign: 'center',
              fontSize: '0.8125rem',
              fontWeight: 650,
              color: letter === 'F' ? 'error.main' : 'text.secondary',
            }}
          >
            {letter}
          </Box>
        </Tooltip>
      ))}
    </Stack>
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
