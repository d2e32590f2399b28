/** The operator's own shift: what went through the drawer, cash in and out, counting and closing. */
import CashInIcon from '@mui/icons-material/SouthWestOutlined';
import CashOutIcon from '@mui/icons-material/NorthEastOutlined';
import CountIcon from '@mui/icons-material/CalculateOutlined';
import { Alert, Box, Button, Card, Stack, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, type Output } from '../api';
import { Answer } from '../parts/answer';
import { useFormats } from '../parts/formats';
import { useNow } from '../parts/now';
import { Page } from '../parts/page';
import { useMay } from '../parts/who';
import { CloseShift } from './close-shift';
import { FloatForm, MoveCash } from './shift-cash';
import { ShiftList, ShiftPanel } from './shift-list';
import { ShiftReportView, type Shift } from './shift-report';

type Current = Output<'shifts.current'>;

/** Longer than anybody works: somebody went home without counting. */
const leftOpenAfterMs = 14 * 3_600_000;

export function ShiftScreen(): ReactNode {
  const { t } = useTranslation();
  const current = useAsk('shifts.current');
  const mayList = useMay('shifts');
  const [closedId, setClosedId] = useState<number>();
  return (
    <Page title={t('place.shift')} intro={t('shift.intro')}>
      <Stack sx={{ gap: 4 }}>
        <Answer of={current}>
          {(answer) =>
            answer.shift ? <OpenShift shift={answer.shift} onClosed={setClosedId} /> : <NoShift {...answer} />
          }
        </Answer>
        {mayList && <ShiftList />}
      </Stack>
      {closedId !== undefined && <ShiftPanel id={closedId} onClose={() => setClosedId(undefined)} />}
    </Page>
  );
}

function NoShift({ lastCountedMinor }: Current): ReactNode {
  const { t } = useTranslation();
  return (
    <Card sx={{ p: 3, maxWidth: 560 }}>
      <Typography variant="h2">{t('shift.none')}</Typography>
      <Typography sx={{ color: 'text.secondary', mt: 0.5, mb: 2.5 }}>{t('shift.none-hint')}</Typography>
      <FloatForm label={t('shift.open')} lastCountedMinor={lastCountedMinor} />
    </Card>
  );
}

type Panel = 'in' | 'out' | 'close';

function OpenShift({ shift, onClosed }: { readonly shift: Shift; readonly onClosed: (id: number) => void }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const [panel, setPanel] = useState<Panel>();
  const shut = (): void => setPanel(undefined);
  return (
    <Box component="section" aria-label={t('shift.yours')}>
      <Stack direction="row" sx={{ alignItems: 'center', gap: 1, flexWrap: 'wrap', mb: 2 }}>
        <Typography variant="h2" sx={{ flex: 1, minWidth: 220 }}>
          {t('shift.since', { from: formats.moment(shift.openedAtMs) })}
        </Typography>
        <Button variant="outlined" startIcon={<CashInIcon />} onClick={() => setPanel('in')}>
          {t('shift.cash-in')}
        </Button>
        <Button variant="outlined" startIcon={<CashOutIcon />} onClick={() => setPanel('out')}>
          {t('shift.cash-out')}
        </Button>
        <Button variant="contained" startIcon={<CountIcon />} onClick={() => setPanel('close')}>
          {t('shift.close')}
        </Button>
      </Stack>
      <LeftOpen shift={shift} />
      {!shift.hasFloat && (
        <Card sx={{ p: 2.5, mb: 2 }}>
          <Typography sx={{ mb: 2 }}>{t('shift.no-float')}</Typography>
          <FloatForm label={t('shift.say-float')} lastCountedMinor={undefined} />
        </Card>
      )}
      <ShiftReportView shift={shift} />
      {(panel === 'in' || panel === 'out') && <MoveCash kind={panel} currency={shift.currency} onClose={shut} />}
      {panel === 'close' && (
        <CloseShift
          shift={shift}
          onClose={shut}
          onClosed={() => {
            shut();
            onClosed(shift.id);
          }}
        />
      )}
    </Box>
  );
}

function LeftOpen({ shift }: { readonly shift: Shift }): ReactNode {
  const { t } = useTranslation();
  const nowMs = useNow(60_000);
  if (nowMs - shift.openedAtMs < leftOpenAfterMs) return null;
  return (
    <Alert severity="warning" sx={{ mb: 2 }}>
      {t('shift.left-open')}
    </Alert>
  );
}
