/** The report of a shift on paper and as a file. */
import FileIcon from '@mui/icons-material/DownloadOutlined';
import PrintIcon from '@mui/icons-material/PrintOutlined';
import { Button } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useDo } from '../api';
import { useMay } from '../parts/who';
import { useNotices } from '../parts/notices';
import { usePrintSaid } from '../parts/printers';
import { saveFile } from '../parts/save-file';

const fileTypes = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

export function ShiftPaper({ id }: { readonly id: number }): ReactNode {
  const { t } = useTranslation();
  const { showProblem } = useNotices();
  const sayPrint = usePrintSaid();
  const print = useDo('shifts.print');
  const file = useDo('shifts.file');
  const mayPrint = useMay('print');
  const save = (kind: 'pdf' | 'xlsx'): void =>
    file.mutate(
      { id, kind },
      {
        onSuccess: ({ content, fileName }) => saveFile(content, fileTypes[kind], fileName),
        onError: showProblem,
      },
    );
  const making = file.isPending ? file.variables.kind : undefined;
  return (
    <>
      {mayPrint && (
        <Button
          variant="outlined"
          startIcon={<PrintIcon />}
          loading={print.isPending}
          onClick={() => print.mutate({ id }, { onSuccess: sayPrint, onError: showProblem })}
        >
          {t('shift.print')}
        </Button>
      )}
      <Button variant="outlined" startIcon={<FileIcon />} loading={making === 'pdf'} onClick={() => save('pdf')}>
        PDF
      </Button>
      <Button variant="outlined" startIcon={<FileIcon />} loading={making === 'xlsx'} onClick={() => save('xlsx')}>
        XLSX
      </Button>
    </>
  );
}
