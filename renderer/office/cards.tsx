/** Cards and vouchers: the batches, what became of each, and a new one. */
import AddIcon from '@mui/icons-material/Add';
import CardsIcon from '@mui/icons-material/StyleOutlined';
import {
  Button,
  Card,
  FormControlLabel,
  Link,
  Switch,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../api';
import { Answer, Empty } from '../parts/answer';
import { useFormats } from '../parts/formats';
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
      {chosen && <CardBatch key={chosen.id} batch={chosen} onClose={() => setPanel(undefined)} />}
    </Page>
  );
}

const countColumns = ['made', 'printed', 'sold', 'used', 'unused', 'ended'] as const;

interface BatchTableProps {
  readonly rows: readonly BatchView[];
  readonly onOpen: (id: number) => void;
}

function BatchTable({ rows, onOpen }: BatchTableProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <TableContainer component={Card}>
      <Table>
        <TableHead>
          <TableRow>
            <TableCell>{t('cards.name')}</TableCell>
            <TableCell>{t('cards.product')}</TableCell>
            {countColumns.map((column) => (
              <TableCell key={column} align="right">
                {t(`cards.count-${column}`)}
              </TableCell>
            ))}
            <TableCell>{t('cards.sell-before')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((batch) => (
            <TableRow key={batch.id} hover sx={batch.withdrawn ? { '& td': { color: 'text.secondary' } } : null}>
              <TableCell sx={{ maxWidth: 320 }}>
                <Link
                  component="button"
                  onClick={() => onOpen(batch.id)}
                  sx={{ fontWeight: 600, textAlign: 'start', overflowWrap: 'anywhere', fontSize: '0.9375rem' }}
                >
                  <bdi>{batch.name}</bdi>
                </Link>
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
        </TableBody>
      </Table>
    </TableContainer>
  );
}
