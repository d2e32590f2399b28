/** One batch: print it, suspend a stolen part of it, delete what is left of it, and see each card. */
import DownloadIcon from '@mui/icons-material/DownloadOutlined';
import EditIcon from '@mui/icons-material/EditOutlined';
import ProductIcon from '@mui/icons-material/SwapHorizOutlined';
import PrintIcon from '@mui/icons-material/PrintOutlined';
import SheetIcon from '@mui/icons-material/GridOnOutlined';
import { Alert, Box, Button, Stack, TextField, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mostOnSheet } from '../../preload/contract/cards';
import { useAsk, useDo } from '../api';
import { Answer } from '../parts/answer';
import { useChange } from '../parts/changes';
import { cutAtItsEnd } from '../parts/facts';
import { useFormats } from '../parts/formats';
import { JobProgress } from '../parts/job-progress';
import { useNotices } from '../parts/notices';
import { usePrintSaid } from '../parts/printers';
import { saveFile, saveText } from '../parts/save-file';
import { Section } from '../parts/section';
import { SidePanel } from '../parts/side-panel';
import { useMay } from '../parts/who';
import { BatchMarks, type BatchView } from './batch-marks';
import { CardList, type CardFilter } from './card-list';
import { BatchRun } from './batch-run';
import { ChangeCards } from './change-cards';
import { EditBatch } from './edit-batch';

/** Cards on one page of the list. */
const pageRows = 100;

interface CardBatchProps {
  readonly batch: BatchView;
  readonly onClose: () => void;
  /** What was chosen of it is in this batch now. */
  readonly onMoved: (batchId: number) => void;
}

export function CardBatch({ batch, onClose, onMoved }: CardBatchProps): ReactNode {
  const formats = useFormats();
  const { t } = useTranslation();
  const [form, setForm] = useState<'edit' | 'change'>();
  const closeForm = (): void => setForm(undefined);
  if (form === 'edit') return <EditBatch batch={batch} onClose={closeForm} />;
  if (form === 'change') return <ChangeCards batch={batch} onClose={closeForm} onChanged={onMoved} />;
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
            <Typography
              variant="body2"
              dir="auto"
              sx={{ ...cutAtItsEnd, color: 'text.secondary', mt: 0.5, overflowWrap: 'anywhere' }}
            >
              {batch.note}
            </Typography>
          )}
          <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', mt: 1 }}>
            <Button startIcon={<EditIcon />} onClick={() => setForm('edit')}>
              {t('cards.change')}
            </Button>
            {!batch.withdrawn && batch.counts.unused > 0 && (
              <Button startIcon={<ProductIcon />} onClick={() => setForm('change')}>
                {t('cards.change-product')}
              </Button>
            )}
          </Stack>
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
      <Paper key={show} batch={batch} show={show} chosen={chosen} />
      <BatchRun batchId={batch.id} />
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
  const formats = useFormats();
  const notices = useNotices();
  const sayPrint = usePrintSaid();
  const mayExport = useMay('export');
  const mayPrint = useMay('print');
  const sheet = useDo('cards.sheet');
  const print = useDo('cards.print');
  const csv = useDo('cards.csv');
  const printers = useAsk('printers.list').data?.rows.filter(({ usableHere }) => usableHere) ?? [];
  const isBusy = sheet.isPending || print.isPending || csv.isPending;
  /** The last serial of the file before; there are others behind it. */
  const [sheetAfter, setSheetAfter] = useState(0);
  const isPart = chosen.size > 0;
  const which = { batchId: batch.id, show, ...(isPart && { ids: [...chosen] }) };

  const saveSheet = () =>
    sheet.mutateAsync({ ...which, after: isPart ? 0 : sheetAfter }).then(
      ({ pdf, fileName, cards, till, more }) => {
        saveFile(pdf, 'application/pdf', fileName);
        if (!isPart) setSheetAfter(more ? till : 0);
        notices.show({ kind: 'done', text: t('cards.sheet-saved', { count: cards }) });
      },
      (error: unknown) => notices.showProblem(error),
    );
  const printTickets = () => print.mutateAsync(which).then(sayPrint, (error: unknown) => notices.showProblem(error));
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
            {sheetAfter === 0 || isPart
              ? t('cards.sheet')
              : t('cards.sheet-next', { after: formats.number(sheetAfter) })}
          </Button>
        )}
        {mayPrint && printers.length > 0 && (
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
          : t('cards.prints-shown', { most: formats.number(mostOnSheet) })}
      </Typography>
      {sheet.isPending && <JobProgress names={['draw-sheet']} label={t('cards.drawing-sheet')} />}
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
