/** A paper state in words and a sign: never by colour alone. */
import PrintedIcon from '@mui/icons-material/CheckCircleOutlined';
import FailedIcon from '@mui/icons-material/ErrorOutlined';
import NoPrinterIcon from '@mui/icons-material/PrintDisabledOutlined';
import PrintingIcon from '@mui/icons-material/PrintOutlined';
import { CircularProgress } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { faultText } from '../parts/problem';
import type { PaperState } from './paper-state';

export interface PaperWords {
  /** 'Printed', or what is wrong. */
  readonly sentence: string;
  readonly remedy?: string;
  readonly color: 'success.main' | 'error.main' | 'warning.main' | 'text.secondary';
}

/** The words for a state; undefined where nothing is worth saying (the ticket was not asked to be printed). */
export function usePaperWords(): (state: PaperState) => PaperWords | undefined {
  const { t } = useTranslation();
  return (state) => {
    switch (state.kind) {
      case 'printing':
        return { sentence: t('desk.paper-printing'), color: 'text.secondary' };
      case 'printed':
        return { sentence: t('desk.paper-printed'), color: 'success.main' };
      case 'taken-over':
        return {
          sentence: t('print.taken-over', { printer: state.printer, fault: faultText(state.fault).sentence }),
          color: 'warning.main',
        };
      case 'failed':
        return state.fault
          ? { ...faultText(state.fault), color: 'error.main' }
          : { sentence: t('desk.paper-failed'), color: 'error.main' };
      case 'no-printer':
        return { sentence: t('desk.paper-no-printer'), color: 'warning.main' };
      case 'cancelled':
        return { sentence: t('desk.paper-cancelled'), color: 'warning.main' };
      case 'none':
        return undefined;
    }
  };
}

export function PaperIcon({ state, size = 20 }: { readonly state: PaperState; readonly size?: number }): ReactNode {
  const sx = { fontSize: size };
  switch (state.kind) {
    case 'printing':
      return <CircularProgress size={size - 4} thickness={5} color="inherit" aria-hidden />;
    case 'printed':
    case 'taken-over':
      return <PrintedIcon sx={sx} aria-hidden />;
    case 'failed':
      return <FailedIcon sx={sx} aria-hidden />;
    case 'no-printer':
    case 'cancelled':
      return <NoPrinterIcon sx={sx} aria-hidden />;
    case 'none':
      return <PrintingIcon sx={sx} aria-hidden />;
  }
}
