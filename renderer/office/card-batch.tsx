/** One batch: print it, suspend a stolen part of it, delete what is left of it, and see each card. */
import DownloadIcon from '@mui/icons-material/DownloadOutlined';
import EditIcon from '@mui/icons-material/EditOutlined';
import PrintIcon from '@mui/icons-material/PrintOutlined';
import SheetIcon from '@mui/icons-material/GridOnOutlined';
import { Alert, Box, Button, Stack, TextField, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mostOnSheet } from '../../preload/contract/cards';
import { client, useAsk, useDo } from '../api';
import { Answer } from '../parts/answer';
import { useChange } from '../parts/changes';
import { useFormats } from '../parts/formats';
import { useNotices } from '../parts/notices';
import { usePrintSaid } from '../parts/printers';
import { saveFile, saveText } from '../parts/save-file';
import { Section } from '../parts/section';
import { SidePanel } from '../parts/side-panel';
import { useMay } from '../parts/who';
import { BatchMarks, type BatchView } from './batch-marks';
import { CardList, type CardFilter } from './card-list';
import { EditBatch } from './edit-batch';

/** Cards on one page of the list. */
const pageRows = 100;

interface CardBatchProps {
  readonly batch: BatchView;
  readonly onClose: () => void;
}

export function CardBatch({ batch, onClose }: CardBatchProps): ReactNode {
  const formats = useFormats();
  const { t } = useTranslation();
  const [isEditing, setEditing] = useState(false);
  if (isEditing) return <EditBatch batch={batch} onClose={() => setEditing(false)} />;
  return (
    <SidePanel open width={860} title={batch.name} onClose={onClose}>
      <Stack sx={{ gap: 3 }}>
        <Box>
          <BatchMarks batch={batch} />
          <Typography sx={{ mt: 1 }}>
            <bdi>{batch.productName}</bdi> · {formats.money(batch.priceMinor, batch.currency)} ·{' '}
            <bdi>{batch.domainName}</bdi> · {t('cards.made-on', { date: formats.date(batch.createdAtMs) })}
          </Typography>
          {batch.note !== undefined && (
            <Typography variant="body2" dir="auto" sx={{ color: 'text.secondary', mt: 0.5, overflowWrap: 'anywhere' }}>
              {batch.note}
            </Typography>
          )}
          <Button startIcon={<EditIcon />} onClick={() => setEditing(true)} sx={{ mt: 1 }}>
            {t('cards.change')}
          </Button>
        </Box>
        <BatchCards batch={batch} />
        <Suspension batch={batch} />
        <DeleteUnused batch={batch} />
      </Stack>
    </SidePanel>
  );
}

/** The list, and paper for what is chosen in it, or else for what it shows. */
function BatchCards({ batch }: { readonly batch: BatchView }): ReactNode {
  const { t } = useTranslation();
  const [show, setShow] = useState<CardFilter>('all');
  /** The last serial before each page that was turned. */
  const [turned, setTurned] = useState<readonly number[]>([0]);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const after = turned.at(-1)!;
  const page = useAsk('cards.listOne', { batchId: batch.id, show, after, limit: pageRows }, { keepLast: true });

  function showOthers(next: CardFilter): void {
    setShow(next);
    setTurned([0]);
    setChosen(new Set());
  }

  return (
    <Section title={t('cards.each')}>
      <Paper batch={batch} show={show} chosen={chosen} />
      <Answer of={page}>
        {({ rows, more }) => (
          <CardList
            {...{ batch, rows, show, chosen }}
            onShow={showOthers}
            onChoose={setChosen}
            onBack={turned.length > 1 ? () => setTurned(turned.slice(0, -1)) : undefined}
            onNext={more ? () => setTurned([...turned, rows.at(-1)!.serial]) : undefined}
          />
        )}
      </Answer>
    </Section>
  );
}

interface PaperProps {
  readonly batch: BatchView;
  readonly show: CardFilter;
  readonly chosen: ReadonlySet<number>;
}

function Paper({ batch, show, chosen }: PaperProps): ReactNode {
  const { t } = useTranslation();
  const notices = useNotices();
  const sayPrint = usePrintSaid();
  const mayExport = useMay('export');
  const mayPrint = useMay('print');
  const sheet = useDo('cards.sheet');
  const print = useDo('cards.print');
  const csv = useDo('cards.csv');
  const printers = useAsk('printers.list').data?.rows.filter(({ usableHere }) => usableHere) ?? [];
  const isBusy = sheet.isPending || print.isPending || csv.isPending;

  /** What is chosen, else the first of the list. */
  async function idsToPrint(): Promise<number[]> {
    if (chosen.size > 0) return [...chosen].slice(0, mostOnSheet);
    const { rows } = await client.cards.listOne({ batchId: batch.id, show, limit: mostOnSheet });
    return rows.map(({ id }) => id);
  }

  async function onPaper(put: (ids: number[]) => Promise<void>): Promise<void> {
    try {
      const ids = await idsToPrint();
      if (ids.length > 0) await put(ids);
      else notices.show({ kind: 'problem', text: t('cards.nothing-to-print') });
    } catch (error) {
      notices.showProblem(error);
    }
  }

  const saveSheet = () =>
    onPaper(async (ids) => {
      const { pdf, fileName } = await sheet.mutateAsync({ batchId: batch.id, ids });
      saveFile(pdf, 'application/pdf', fileName);
      notices.show({ kind: 'done', text: t('cards.sheet-saved', { count: ids.length }) });
    });
  const printTickets = () => onPaper(async (ids) => sayPrint(await print.mutateAsync({ ids })));
  const saveCsv = () =>
    csv.mutateAsync({ batchId: batch.id, show }).then(
      (file) => saveText(file.csv, 'text/csv', file.fileName),
      (error: unknown) => notices.showProblem(error),
    );
  return (
    <Box>
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
        {mayPrint && (
          <Button variant="outlined" startIcon={<SheetIcon />} disabled={isBusy} onClick={() => void saveSheet()}>
            {t('cards.sheet')}
          </Button>
        )}
        {mayPrint && batch.kind === 'cards' && printers.length > 0 && (
          <Button variant="outlined" startIcon={<PrintIcon />} disabled={isBusy} onClick={() => void printTickets()}>
            {t('cards.print')}
          </Button>
        )}
        {mayExport && (
          <Button startIcon={<DownloadIcon />} disabled={isBusy} onClick={() => void saveCsv()}>
            {t('cards.csv')}
          </Button>
        )}
      </Stack>
      <Typography variant="body2" sx={{ color: 'text.secondary', mt: 0.75 }}>
        {chosen.size > 0
          ? t('cards.prints-chosen', { count: chosen.size })
          : t('cards.prints-shown', { most: mostOnSheet })}
      </Typography>
    </Box>
  );
}

/** A stolen roll: a range of serials that is worth nothing until it is released. */
function Suspension({ batch }: { readonly batch: BatchView }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const [from, setFrom] = useState('1');
  const [till, setTill] = useState(String(batch.count));
  const suspend = useChange('cards.suspend', {
    said: (_input, { online }) => t(online > 0 ? 'cards.suspended-online' : 'cards.suspended', { count: online }),
  });
  const release = useChange('cards.release', { said: () => t('cards.released') });
  const [least, most] = [Number(from), Number(till)];
  const isRange =
    Number.isInteger(least) && Number.isInteger(most) && 1 <= least && least <= most && most <= batch.count;
  return (
    <Section title={t('cards.suspend-title')} hint={t('cards.suspend-hint')}>
      {batch.suspended.length > 0 && (
        <Alert
          severity="error"
          action={
            <Button color="inherit" size="small" onClick={() => release.run({ batchId: batch.id })}>
              {t('cards.release')}
            </Button>
          }
        >
          {t('cards.suspended-ranges', {
            ranges: batch.suspended.map((one) => `${formats.number(one.from)}–${formats.number(one.till)}`).join(', '),
          })}
        </Alert>
      )}
      <Stack direction="row" sx={{ gap: 1.5, alignItems: 'center' }}>
        <SerialField label={t('cards.from')} value={from} onChange={setFrom} />
        <SerialField label={t('cards.till')} value={till} onChange={setTill} />
        <Button
          variant="outlined"
          color="error"
          disabled={!isRange}
          loading={suspend.isPending}
          onClick={() => suspend.run({ batchId: batch.id, from: least, till: most })}
        >
          {t('cards.suspend')}
        </Button>
      </Stack>
    </Section>
  );
}

interface SerialFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function SerialField({ label, value, onChange }: SerialFieldProps): ReactNode {
  return (
    <TextField
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      sx={{ maxWidth: 130 }}
      slotProps={{ htmlInput: { inputMode: 'numeric', dir: 'ltr' } }}
    />
  );
}

function DeleteUnused({ batch }: { readonly batch: BatchView }): ReactNode {
  const { t } = useTranslation();
  const remove = useChange('cards.deleteUnused', { said: () => t('cards.deleted') });
  if (batch.withdrawn) return null;
  return (
    <Section title={t('cards.delete-title')} hint={t('cards.delete-hint')}>
      <Box>
        <Button color="error" loading={remove.isPending} onClick={() => remove.run({ batchId: batch.id })}>
          {t('cards.delete', { count: batch.counts.unused })}
        </Button>
      </Box>
    </Section>
  );
}
