/** The printers that print tickets, and the queue of what they were given. */
import AddIcon from '@mui/icons-material/Add';
import PrintIcon from '@mui/icons-material/LocalPrintshopOutlined';
import { zodResolver } from '@hookform/resolvers/zod';
import { Box, Button, Card, Chip, Link, Stack, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useForm, useWatch, type UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useAsk, useDo, type Output } from '../api';
import { Answer, Empty, ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { SelectInput } from '../parts/fields';
import { showAtField } from '../parts/form-problem';
import { Light } from '../parts/light';
import { useNotices } from '../parts/notices';
import { useNamed } from '../parts/named';
import { Page } from '../parts/page';
import {
  emptyPrinter,
  PrinterFields,
  printerForm,
  printerInput,
  usePrintSaid,
  type PrinterForm,
} from '../parts/printers';
import { faultText } from '../parts/problem';
import { FormPanel } from '../parts/side-panel';
import { useMay } from '../parts/who';
import { PrintJobs } from './print-jobs';

type PrinterView = Output<'printers.list'>['rows'][number];

const fieldOf = {
  name: 'name',
  target: 'target',
  paperMm: 'paperMm',
  kind: 'kind',
  isDefault: 'isDefault',
  fallbackId: 'fallbackId',
} as const;

/** Waits offered before another printer takes over: from "at once" to the time it takes to change a roll. */
const takeOverSeconds = [0, 5, 15, 30, 60, 300] as const;

export function Printers(): ReactNode {
  const { t } = useTranslation();
  const mayChange = useMay('printers');
  const [editing, setEditing] = useState<PrinterView | 'new'>();
  const printers = useAsk('printers.list');
  const addButton = mayChange && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => setEditing('new')}>
      {t('printers.add')}
    </Button>
  );
  return (
    <Page title={t('place.printers')} intro={t('printers.intro')} actions={addButton}>
      <Answer of={printers}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty icon={<PrintIcon />} title={t('printers.none')} action={addButton}>
              {t('printers.none-hint')}
            </Empty>
          ) : (
            <Stack component="ul" sx={{ listStyle: 'none', m: 0, p: 0, gap: 1.5 }}>
              {rows.map((printer) => (
                <PrinterRow key={printer.id} printer={printer} all={rows} mayChange={mayChange} onOpen={setEditing} />
              ))}
            </Stack>
          )
        }
      </Answer>
      <Typography variant="h2" sx={{ mt: 5, mb: 1.5 }}>
        {t('print-jobs.title')}
      </Typography>
      <PrintJobs />
      {editing !== undefined && (
        <PrinterPanel
          all={printers.data?.rows ?? []}
          printer={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Page>
  );
}

interface PrinterRowProps {
  readonly printer: PrinterView;
  readonly all: readonly PrinterView[];
  readonly mayChange: boolean;
  readonly onOpen: (printer: PrinterView) => void;
}

function PrinterRow({ printer, all, mayChange, onOpen }: PrinterRowProps): ReactNode {
  const { t } = useTranslation();
  const { id, name, isDefault } = printer;
  const fallback = all.find((other) => other.id === printer.fallbackId);
  const remove = useChange('printers.remove', { said: () => t('printers.removed', { name }) });
  const makeDefault = useChange('printers.update', { said: () => t('printers.is-default-now', { name }) });
  const test = useTestPage();
  const named = useNamed();
  return (
    <Card component="li" sx={{ p: 2.5 }}>
      <Stack direction="row" sx={{ gap: 3, alignItems: 'center', flexWrap: 'wrap' }}>
        <Box sx={{ flex: 1, minWidth: 220 }}>
          <Stack direction="row" sx={{ gap: 1, alignItems: 'center' }}>
            {mayChange ? (
              <Link
                component="button"
                onClick={() => onOpen(printer)}
                sx={{ fontWeight: 650, fontSize: '1.0625rem', textAlign: 'start', overflowWrap: 'anywhere' }}
              >
                <bdi>{name}</bdi>
              </Link>
            ) : (
              <Typography sx={{ fontWeight: 650 }}>
                <bdi>{name}</bdi>
              </Typography>
            )}
            {isDefault && <Chip size="small" color="primary" variant="outlined" label={t('printers.is-default')} />}
          </Stack>
          <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
            {t(`printers.kind-${printer.kind}`)} · <bdi>{printer.target}</bdi> · {printer.paperMm} mm
          </Typography>
          {fallback && (
            <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
              {t('printers.falls-back-on', { name: fallback.name })}
            </Typography>
          )}
        </Box>
        <PrinterLight printer={printer} fallback={fallback} />
        <Stack direction="row" sx={{ gap: 1 }}>
          <Button
            variant="outlined"
            disabled={!printer.usableHere}
            loading={test.isPending}
            aria-label={named(t('printers.test'), name)}
            onClick={() => test.run(id)}
          >
            {t('printers.test')}
          </Button>
          {mayChange && !isDefault && (
            <Button
              aria-label={named(t('printers.make-default'), name)}
              onClick={() => makeDefault.run({ id, isDefault: true })}
            >
              {t('printers.make-default')}
            </Button>
          )}
          {mayChange && (
            <Button aria-label={named(t('common.remove'), name)} onClick={() => remove.run({ id })}>
              {t('common.remove')}
            </Button>
          )}
        </Stack>
      </Stack>
    </Card>
  );
}

interface PrinterLightProps {
  readonly printer: PrinterView;
  readonly fallback: PrinterView | undefined;
}

function PrinterLight({ printer, fallback }: PrinterLightProps): ReactNode {
  const { t } = useTranslation();
  const trouble = printer.fault && faultText(printer.fault);
  if (!printer.usableHere) {
    return (
      <Box sx={{ width: 260 }}>
        <Light color="quiet">{t('printers.state-elsewhere')}</Light>
      </Box>
    );
  }
  return (
    <Box sx={{ width: 260 }}>
      <Light color={printer.state === 'ready' ? 'success' : printer.state === 'problem' ? 'error' : 'quiet'}>
        {t(`printers.state-${printer.state}`)}
      </Light>
      {trouble && (
        <Typography variant="body2" sx={{ color: 'text.secondary', mt: 0.5 }}>
          {trouble.sentence}{' '}
          {printer.takenOver && fallback ? t('health.prints-on', { printer: fallback.name }) : trouble.remedy}
        </Typography>
      )}
    </Box>
  );
}

/** Prints a test page and says what became of it. */
function useTestPage(): { readonly run: (id: number) => void; readonly isPending: boolean } {
  const notices = useNotices();
  const said = usePrintSaid();
  const test = useDo('printers.test');
  return {
    run: (id) => test.mutate({ id }, { onSuccess: said, onError: notices.showProblem }),
    isPending: test.isPending,
  };
}

interface PrinterPanelProps {
  readonly all: readonly PrinterView[];
  readonly printer: PrinterView | undefined;
  readonly onClose: () => void;
}

function PrinterPanel({ all, printer, onClose }: PrinterPanelProps): ReactNode {
  const { t } = useTranslation();
  const form = useForm<PrinterForm>({
    defaultValues: printer ? formOf(printer) : emptyPrinter,
    resolver: zodResolver(printerForm),
  });
  const ending = { onDone: onClose, onProblem: (error: unknown) => showAtField(form, error, fieldOf) };
  const add = useChange('printers.add', { said: ({ name }) => t('printers.added', { name }), ...ending });
  const update = useChange('printers.update', {
    said: ({ name }) => t('printers.changed', { name: name ?? '' }),
    ...ending,
  });
  const submit = form.handleSubmit((checked) => {
    if (printer) update.run({ id: printer.id, ...printerInput(checked) });
    else add.run(printerInput(checked));
  });
  return (
    <FormPanel
      open
      title={printer?.name ?? t('printers.add')}
      onClose={onClose}
      dirty={form.formState.isDirty}
      submitLabel={t('common.save')}
      submitting={add.isPending || update.isPending}
      onSubmit={(event) => void submit(event)}
    >
      <ProblemNote error={add.shownError ?? update.shownError} />
      <PrinterFields form={form} />
      <FallbackFields form={form} others={all.filter(({ id }) => id !== printer?.id)} />
    </FormPanel>
  );
}

function formOf(printer: PrinterView): PrinterForm {
  const { kind, target, name, isDefault, fallbackId, fallbackAfterSec } = printer;
  return {
    ...{ kind, target, name, isDefault },
    paperMm: printer.paperMm === 58 ? '58' : '80',
    fallbackId: fallbackId === null ? '' : String(fallbackId),
    fallbackAfterSec: String(fallbackAfterSec),
  };
}

interface FallbackFieldsProps {
  readonly form: UseFormReturn<PrinterForm>;
  readonly others: readonly PrinterView[];
}

/** Which printer takes over, and after how long. */
function FallbackFields({ form: { control }, others }: FallbackFieldsProps): ReactNode {
  const { t } = useTranslation();
  const [fallbackId, afterSec] = useWatch({ control, name: ['fallbackId', 'fallbackAfterSec'] });
  if (others.length === 0) return null;
  const seconds = [...new Set([...takeOverSeconds, Number(afterSec)])].sort((one, other) => one - other);
  const waits = seconds.map((count) => ({
    value: String(count),
    label: count === 0 ? t('printers.fallback-at-once') : t('printers.fallback-after', { seconds: count }),
  }));
  const printers = others.map(({ id, name }) => ({ value: String(id), label: name }));
  return (
    <Stack sx={{ gap: 2.5, pt: 3 }}>
      <SelectInput
        control={control}
        name="fallbackId"
        label={t('printers.fallback')}
        hint={t('printers.fallback-hint')}
        options={[{ value: '', label: t('printers.fallback-none') }, ...printers]}
      />
      {fallbackId !== '' && (
        <SelectInput
          control={control}
          name="fallbackAfterSec"
          label={t('printers.fallback-wait')}
          hint={t('printers.fallback-wait-hint')}
          options={waits}
        />
      )}
    </Stack>
  );
}
