/** Cards and vouchers: the batches, what became of each, and a new one. */
import AddIcon from '@mui/icons-material/Add';
import CardsIcon from '@mui/icons-material/StyleOutlined';
import { Button, FormControlLabel, Switch, TableCell, TableRow, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../api';
import { Answer, Empty } from '../parts/answer';
import { useFormats } from '../parts/formats';
import { ListTable, RowLink, useSorting } from '../parts/list-table';
import { Page } from '../parts/page';
import { BatchMarks, type BatchView } from './batch-marks';
import { CardBatch } from './card-batch';
import { MakeCards } from './make-cards';

type Panel = { readonly kind: 'make' } | { readonly kind: 'batch'; readonly id: number };

export function Cards(): ReactNode {
  const { t } = useTranslation();
  const [withdrawn, setWithdrawn] = useState(false);
  const [panel, setPanel] = useState<Panel>();
  const batches = useAsk('cards.list', { withdrawn }, { keepLast: true });
  const chosen = panel?.kind === 'batch' ? batches.data?.rows.find(({ id }) => id === panel.id) : undefined;
  const make = (): void => setPanel({ kind: 'make' });
  return (
    <Page
      title={t('place.cards')}
      intro={t('cards.intro')}
      actions={
        <>
          <FormControlLabel
            control={<Switch checked={withdrawn} onChange={(_event, checked) => setWithdrawn(checked)} />}
            label={t('cards.show-deleted')}
          />
          <Button variant="contained" startIcon={<AddIcon />} onClick={make}>
            {t('cards.make')}
          </Button>
        </>
      }
    >
      <Answer of={batches}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty
              icon={<CardsIcon />}
              title={t('cards.none')}
              action={
                <Button variant="contained" onClick={make}>
                  {t('cards.make')}
                </Button>
              }
            >
              {t('cards.none-hint')}
            </Empty>
          ) : (
            <BatchTable rows={rows} onOpen={(id) => setPanel({ kind: 'batch', id })} />
          )
        }
      </Answer>
      {panel?.kind === 'make' && (
        <MakeCards onClose={() => setPanel(undefined)} onMade={(id) => setPanel({ kind: 'batch', id })} />
      )}
      {chosen && (
        <CardBatch
          key={chosen.id}
          batch={chosen}
          onClose={() => setPanel(undefined)}
          onMoved={(id) => setPanel({ kind: 'batch', id })}
        />
      )}
    </Page>
  );
}

const countColumns = ['made', 'printed', 'sold', 'used', 'unused', 'ended'] as const;

const sortValues = {
  name: ({ name }: BatchView) => name,
  product: ({ productName }: BatchView) => productName,
  sellBefore: ({ sellBeforeMs }: BatchView) => sellBeforeMs,
  made: ({ counts }: BatchView) => counts.made,
  printed: ({ counts }: BatchView) => counts.printed,
  sold: ({ counts }: BatchView) => counts.sold,
  used: ({ counts }: BatchView) => counts.used,
  unused: ({ counts }: BatchView) => counts.unused,
  ended: ({ counts }: BatchView) => counts.ended,
};

interface BatchTableProps {
  readonly rows: readonly BatchView[];
  readonly onOpen: (id: number) => void;
}

function BatchTable({ rows: batches, onOpen }: BatchTableProps): ReactNode {
  const { t } = useTranslation();
  const { rows, sorting } = useSorting(batches, sortValues);
  const formats = useFormats();
  return (
    <ListTable
      label={t('place.cards')}
      sorting={sorting}
      columns={[
        { title: t('cards.name'), sortBy: 'name' },
        { title: t('cards.product'), sortBy: 'product' },
        ...countColumns.map(
          (column) => ({ title: t(`cards.count-${column}`), align: 'right', sortBy: column }) as const,
        ),
        { title: t('cards.sell-before'), sortBy: 'sellBefore' },
      ]}
    >
      {rows.map((batch) => (
        <TableRow key={batch.id} hover sx={batch.withdrawn ? { '& td': { color: 'text.secondary' } } : null}>
          <TableCell sx={{ maxWidth: 320 }}>
            <RowLink onOpen={() => onOpen(batch.id)}>{batch.name}</RowLink>
            <BatchMarks batch={batch} />
          </TableCell>
          <TableCell sx={{ maxWidth: 240, overflowWrap: 'anywhere' }}>
            <bdi>{batch.productName}</bdi>
            <Typography variant="body2" sx={{ color: 'text.secondary' }}>
              {formats.money(batch.priceMinor, batch.currency)}
            </Typography>
          </TableCell>
          {countColumns.map((column) => (
            <TableCell key={column} align="right" sx={{ fontVariantNumeric: 'tabular-nums' }}>
              {formats.number(batch.counts[column])}
            </TableCell>
          ))}
          <TableCell sx={{ whiteSpace: 'nowrap' }}>
            {batch.sellBeforeMs === undefined ? '–' : formats.date(batch.sellBeforeMs)}
          </TableCell>
        </TableRow>
      ))}
    </ListTable>
  );
}
