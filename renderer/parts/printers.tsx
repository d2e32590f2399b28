/** What the wizard and the office share about printers: the kinds, the fields, what a test page came to. */
import { FormControlLabel, Radio, RadioGroup, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { Controller, useWatch, type UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { isDesktop, useAsk, type Output } from '../api';
import { CheckInput, SelectInput, TextInput } from './fields';
import { useNotices } from './notices';
import { faultText } from './problem';

export const printerForm = z.object({
  kind: z.enum(['system', 'network', 'queue']),
  target: z.string().trim().min(1, 'form.required').max(200, 'form.too-long'),
  name: z.string().trim().min(1, 'form.required').max(60, 'form.too-long'),
  paperMm: z.enum(['58', '80']),
  isDefault: z.boolean(),
  /** The number of a printer; empty: none. */
  fallbackId: z.string(),
  fallbackAfterSec: z.string(),
});
export type PrinterForm = z.infer<typeof printerForm>;

/** On the page of the service mode a system printer cannot be used, so the network comes first there. */
export const emptyPrinter: PrinterForm = {
  kind: isDesktop ? 'system' : 'network',
  target: '',
  name: '',
  paperMm: '80',
  isDefault: true,
  fallbackId: '',
  fallbackAfterSec: '0',
};

export function printerInput(form: PrinterForm) {
  return {
    ...form,
    paperMm: form.paperMm === '58' ? (58 as const) : (80 as const),
    fallbackId: form.fallbackId === '' ? null : Number(form.fallbackId),
    fallbackAfterSec: Number(form.fallbackAfterSec),
  };
}

export function PrinterFields({ form }: { readonly form: UseFormReturn<PrinterForm> }): ReactNode {
  const { t } = useTranslation();
  const kind = useWatch({ control: form.control, name: 'kind' });
  return (
    <Stack sx={{ gap: 2.5, pt: 1 }}>
      <Controller
        control={form.control}
        name="kind"
        render={({ field }) => (
          <RadioGroup
            {...field}
            aria-label={t('printers.kind')}
            onChange={(event) => {
              field.onChange(event);
              form.setValue('target', '');
            }}
          >
            {(['system', 'network', 'queue'] as const).map((each) => (
              <FormControlLabel
                key={each}
                value={each}
                control={<Radio />}
                disabled={each === 'system' && !isDesktop}
                sx={{ alignItems: 'flex-start', mb: 0.5 }}
                label={
                  <Stack sx={{ pt: 1.25 }}>
                    <Typography sx={{ fontWeight: 550, lineHeight: 1.3 }}>{t(`printers.kind-${each}`)}</Typography>
                    <Typography variant="caption" sx={{ color: 'text.secondary' }}>
                      {each === 'system' && !isDesktop ? t('refusal.only-desktop') : t(`printers.kind-${each}-hint`)}
                    </Typography>
                  </Stack>
                }
              />
            ))}
          </RadioGroup>
        )}
      />
      {kind === 'network' ? <NetworkTarget form={form} /> : <QueueTarget form={form} />}
      <TextInput control={form.control} name="name" label={t('printers.name')} hint={t('printers.name-hint')} />
      <SelectInput
        control={form.control}
        name="paperMm"
        label={t('printers.paper')}
        options={[
          { value: '80', label: t('printers.paper-80') },
          { value: '58', label: t('printers.paper-58') },
        ]}
      />
      <CheckInput
        control={form.control}
        name="isDefault"
        label={t('printers.default')}
        hint={t('printers.default-hint')}
      />
    </Stack>
  );
}

function NetworkTarget({ form }: { readonly form: UseFormReturn<PrinterForm> }): ReactNode {
  const { t } = useTranslation();
  return (
    <TextInput
      control={form.control}
      name="target"
      label={t('printers.address')}
      hint={t('printers.address-hint')}
      slotProps={{ htmlInput: { dir: 'ltr', spellCheck: false, autoComplete: 'off' } }}
    />
  );
}

/** One of the printers this computer knows; typed where they cannot be listed. */
function QueueTarget({ form }: { readonly form: UseFormReturn<PrinterForm> }): ReactNode {
  const { t } = useTranslation();
  const available = useAsk('printers.available');
  const rows = available.data?.rows ?? [];
  if (rows.length === 0) {
    return (
      <TextInput
        control={form.control}
        name="target"
        label={t('printers.queue')}
        hint={available.isSuccess ? t('printers.none-known') : undefined}
      />
    );
  }
  return (
    <SelectInput
      control={form.control}
      name="target"
      label={t('printers.queue')}
      options={rows.map(({ name, displayName }) => ({ value: name, label: displayName }))}
    />
  );
}

/** Says what became of a test page or a reprint. */
export function usePrintSaid(): (outcome: Output<'printers.test'>) => void {
  const { t } = useTranslation();
  const notices = useNotices();
  return (outcome) => {
    if (outcome.state === 'failed' && outcome.fault) {
      const { sentence, remedy } = faultText(outcome.fault);
      notices.show({ kind: 'problem', text: `${sentence} ${remedy}` });
      return;
    }
    if (outcome.state === 'printed' && outcome.takenOver) {
      const fault = faultText(outcome.takenOver).sentence;
      notices.show({ kind: 'done', text: t('print.taken-over', { printer: outcome.printerName ?? '', fault }) });
      return;
    }
    if (outcome.state === 'printed' && outcome.missingLetters !== undefined) {
      notices.show({ kind: 'problem', text: t('print.missing-letters', { letters: outcome.missingLetters }) });
      return;
    }
    const kind = outcome.state === 'failed' || outcome.state === 'no-printer' ? 'problem' : 'done';
    notices.show({ kind, text: t(`print.${outcome.state}`, { printer: outcome.printerName ?? '' }) });
  };
}
