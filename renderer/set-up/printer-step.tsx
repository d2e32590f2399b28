/** The printer of the desk, with a test page at once. */
import CheckCircleIcon from '@mui/icons-material/CheckCircle';
import { zodResolver } from '@hookform/resolvers/zod';
import { Box, Button, Card, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useAsk, useDo, type Output } from '../api';
import { ProblemNote } from '../parts/answer';
import { showAtField } from '../parts/form-problem';
import { useNotices } from '../parts/notices';
import {
  emptyPrinter,
  PrinterFields,
  printerForm,
  printerInput,
  usePrintSaid,
  type PrinterForm,
} from '../parts/printers';
import { WizardFrame } from './wizard-frame';

export function PrinterStep({ onDone }: { readonly onDone: () => void }): ReactNode {
  const [printer] = useAsk('printers.list').data?.rows ?? [];
  return printer ? <PrinterAdded printer={printer} onDone={onDone} /> : <AddPrinter onDone={onDone} />;
}

function AddPrinter({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { t } = useTranslation();
  const form = useForm<PrinterForm>({ defaultValues: emptyPrinter, resolver: zodResolver(printerForm) });
  const printTest = useTestPage();
  const add = useDo('printers.add');
  const submit = form.handleSubmit((checked) =>
    add.mutate(printerInput(checked), {
      onSuccess: ({ id }) => printTest.run(id),
      onError: (error) => showAtField(form, error, { name: 'name', target: 'target' }),
    }),
  );
  return (
    <form noValidate onSubmit={(event) => void submit(event)} style={{ height: '100%' }}>
      <WizardFrame
        step="printer"
        title={t('set-up.printer-title')}
        intro={t('set-up.printer-intro')}
        foot={
          <>
            <Button size="large" onClick={onDone}>
              {t('set-up.skip')}
            </Button>
            <Button type="submit" variant="contained" size="large" loading={add.isPending}>
              {t('set-up.add-printer')}
            </Button>
          </>
        }
      >
        <Stack sx={{ maxWidth: 520 }}>
          <ProblemNote error={add.error} />
          <PrinterFields form={form} />
        </Stack>
      </WizardFrame>
    </form>
  );
}

interface PrinterAddedProps {
  readonly printer: Output<'printers.list'>['rows'][number];
  readonly onDone: () => void;
}

function PrinterAdded({ printer, onDone }: PrinterAddedProps): ReactNode {
  const { t } = useTranslation();
  const printTest = useTestPage();
  return (
    <WizardFrame
      step="printer"
      title={t('set-up.printer-title')}
      intro={t('set-up.printer-check')}
      foot={
        <Button variant="contained" size="large" autoFocus onClick={onDone}>
          {t('common.continue')}
        </Button>
      }
    >
      <Card sx={{ p: 2.5 }}>
        <Stack direction="row" sx={{ alignItems: 'center', gap: 2 }}>
          <CheckCircleIcon color="success" aria-hidden />
          <Box sx={{ flex: 1, minWidth: 0 }}>
            <Typography sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{printer.name}</Typography>
            <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
              {t(`printers.kind-${printer.kind}`)} · <bdi>{printer.target}</bdi> · {printer.paperMm} mm
            </Typography>
          </Box>
          <Button variant="outlined" loading={printTest.isPending} onClick={() => printTest.run(printer.id)}>
            {t('printers.test')}
          </Button>
        </Stack>
      </Card>
    </WizardFrame>
  );
}

function useTestPage(): { readonly run: (id: number) => void; readonly isPending: boolean } {
  const notices = useNotices();
  const said = usePrintSaid();
  const test = useDo('printers.test');
  return {
    run: (id) => test.mutate({ id }, { onSuccess: said, onError: notices.showProblem }),
    isPending: test.isPending,
  };
}
