/** The cards or vouchers of one batch, a page of them, to look at and to choose from. */
import {
  Box,
  Button,
  Checkbox,
  Chip,
  MenuItem,
  Stack,
  TableCell,
  TableRow,
  TextField,
  Typography,
} from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cardFilters } from '../../preload/contract/cards';
import type { Output } from '../api';
import { useFormats } from '../parts/formats';
import { ListTable } from '../parts/list-table';
import { monospace } from '../theme';
import type { BatchView } from './batch-marks';

export type CardFilter = (typeof cardFilters)[number];
type CardRow = Output<'cards.listOne'>['rows'][number];

/** Pixels: some nine rows, so that what can be done with them stays in sight. */
const listHeight = 420;

/** What a voucher cannot be. */
const ofCardsOnly: readonly CardFilter[] = ['sold', 'ended'];

interface CardListProps {
  readonly batch: BatchView;
  readonly rows: readonly CardRow[];
  readonly show: CardFilter;
  readonly chosen: ReadonlySet<number>;
  readonly onShow: (show: CardFilter) => void;
  readonly onChoose: (chosen: ReadonlySet<number>) => void;
  /** Undefined: there is no page in that direction. */
  readonly onBack: (() => void) | undefined;
  readonly onNext: (() => void) | undefined;
}

export function CardList({ batch, rows, show, chosen, onShow, onChoose, onBack, onNext }: CardListProps): ReactNode {
  const { t } = useTranslation();
  const filters = batch.kind === 'cards' ? cardFilters : cardFilters.filter((one) => !ofCardsOnly.includes(one));
  return (
    <Box>
      <Stack direction="row" sx={{ gap: 1, alignItems: 'center', mb: 1 }}>
        <TextField
          select
          label={t('cards.show')}
          value={show}
          onChange={(event) => onShow(event.target.value as CardFilter)}
          sx={{ width: 220 }}
        >
          {filters.map((one) => (
            <MenuItem key={one} value={one}>
              {t(`cards.show-${one}`)}
            </MenuItem>
          ))}
        </TextField>
        <Box sx={{ flex: 1 }} />
        <Button disabled={!onBack} onClick={onBack}>
          {t('common.back')}
        </Button>
        <Button disabled={!onNext} onClick={onNext}>
          {t('cards.next')}
        </Button>
      </Stack>
      {rows.length === 0 ? (
        <Typography role="status" sx={{ color: 'text.secondary', py: 2 }}>
          {t('cards.none-shown')}
        </Typography>
      ) : (
        <CardTable rows={rows} chosen={chosen} onChoose={onChoose} />
      )}
    </Box>
  );
}

type CardTableProps = Pick<CardListProps, 'rows' | 'chosen' | 'onChoose'>;

function CardTable({ rows, chosen, onChoose }: CardTableProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const all = rows.every(({ id }) => chosen.has(id));
  const some = rows.some(({ id }) => chosen.has(id));
  const choose = (ids: readonly number[], wanted: boolean): void =>
    onChoose(wanted ? new Set([...chosen, ...ids]) : new Set([...chosen].filter((id) => !ids.includes(id))));
  const chooseAll = (
    <Checkbox
      checked={all}
      indeterminate={some && !all}
      onChange={(_event, wanted) =>
        choose(
          rows.map(({ id }) => id),
          wanted,
        )
      }
      slotProps={{ input: { 'aria-label': t('cards.choose-all') } }}
    />
  );
  return (
    <ListTable
      dense
      within={listHeight}
      label={t('place.cards')}
      columns={[
        { title: t('cards.choose-all'), head: chooseAll },
        { title: t('cards.serial'), align: 'right' },
        { title: t('cards.code') },
        { title: t('common.state') },
        { title: t('cards.who') },
        { title: t('cards.printed-at') },
      ]}
    >
      {rows.map((row) => (
        <TableRow key={row.id} hover selected={chosen.has(row.id)}>
          <TableCell padding="checkbox">
            <Checkbox
              checked={chosen.has(row.id)}
              onChange={(_event, wanted) => choose([row.id], wanted)}
              slotProps={{ input: { 'aria-label': t('cards.choose', { serial: row.serial }) } }}
            />
          </TableCell>
          <TableCell align="right" sx={{ fontVariantNumeric: 'tabular-nums' }}>
            {formats.number(row.serial)}
          </TableCell>
          <TableCell>
            <Box component="span" dir="ltr" sx={{ fontFamily: monospace, unicodeBidi: 'isolate' }}>
              {row.code}
            </Box>
          </TableCell>
          <TableCell>
            <StateChip state={row.state} />
          </TableCell>
          <TableCell sx={{ overflowWrap: 'anywhere' }}>
            <bdi>{[row.room, row.displayName].filter((part) => part !== undefined).join(' · ')}</bdi>
          </TableCell>
          <TableCell sx={{ whiteSpace: 'nowrap' }}>
            {row.printedAtMs === undefined ? '–' : formats.moment(row.printedAtMs)}
          </TableCell>
        </TableRow>
      ))}
    </ListTable>
  );
}

const colors = {
  ready: 'info',
  'to-sell': 'default',
  sold: 'success',
  used: 'success',
  ended: 'default',
  redeemed: 'success',
  suspended: 'error',
  expired: 'warning',
  withdrawn: 'default',
} as const;

function StateChip({ state }: { readonly state: CardRow['state'] }): ReactNode {
  const { t } = useTranslation();
  return <Chip size="small" variant="outlined" color={colors[state]} label={t(`cards.state-${state}`)} />;
}
