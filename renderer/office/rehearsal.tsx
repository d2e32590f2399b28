/** The trainer's panel: switches for whatever goes wrong at a desk, the pretend guests, and the paper that came out. */
import PaperIcon from '@mui/icons-material/ReceiptOutlined';
import { Box, Button, Card, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, useDo, type Input, type Output } from '../api';
import { Answer, Empty } from '../parts/answer';
import { Choice } from '../parts/choice';
import { useFormats } from '../parts/formats';
import { useNotices } from '../parts/notices';
import { Page } from '../parts/page';
import { RehearsalGuests } from './rehearsal-guests';

type Switches = Output<'rehearsal.state'>['switches'];
type Paper = Output<'rehearsal.papers'>['papers'][number];

const paces = ['slow', 'normal', 'fast'] as const;
const secrets = ['right', 'wrong'] as const;
const obediences = ['obeys', 'refuses', 'ignores'] as const;
const printerStates = ['ready', 'slow', 'no-paper', 'cover-open', 'breaks-off', 'off'] as const;
const cables = { in: true, out: false } as const;
/** Far enough off for the doctor to say so. */
const clocks = { right: 0, ahead: 600, behind: -86_400 } as const;

const cableOf = (reachable: boolean): keyof typeof cables => (reachable ? 'in' : 'out');
const clockOf = (offsetSec: number): keyof typeof clocks =>
  offsetSec === 0 ? 'right' : offsetSec > 0 ? 'ahead' : 'behind';

export function Rehearsal(): ReactNode {
  const { t } = useTranslation();
  const state = useAsk('rehearsal.state');
  return (
    <Page title={t('place.rehearsal')} intro={t('rehearsal.intro')}>
      <Answer of={state}>
        {({ switches, phones }) => (
          <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', lg: '1fr 1fr' }, gap: 3, alignItems: 'start' }}>
            <Stack sx={{ gap: 3, minWidth: 0 }}>
              <RouterCard switches={switches} />
              <RehearsalGuests phones={phones} />
            </Stack>
            <PrinterCard switches={switches} />
          </Box>
        )}
      </Answer>
    </Page>
  );
}

/** Sets one switch; what cannot be set is said. */
function useSet(): (change: Input<'rehearsal.set'>) => void {
  const notices = useNotices();
  const set = useDo('rehearsal.set');
  return (change) => set.mutate(change, { onError: notices.showProblem });
}

function RouterCard({ switches }: { readonly switches: Switches }): ReactNode {
  const { t } = useTranslation();
  const notices = useNotices();
  const set = useSet();
  const reboot = useDo('rehearsal.reboot');
  return (
    <Card sx={{ p: 3 }}>
      <Stack direction="row" sx={{ justifyContent: 'space-between', alignItems: 'center', gap: 2, mb: 2 }}>
        <Typography variant="h2">{t('rehearsal.router')}</Typography>
        <Button
          variant="outlined"
          loading={reboot.isPending}
          onClick={() => reboot.mutate(undefined, { onError: notices.showProblem })}
        >
          {t('rehearsal.reboot')}
        </Button>
      </Stack>
      <Stack sx={{ gap: 2 }}>
        <Choice
          label={t('rehearsal.cable')}
          value={cableOf(switches.reachable)}
          options={Object.keys(cables) as (keyof typeof cables)[]}
          said={(each) => t(`rehearsal.cable-${each}`)}
          onChoose={(each) => set({ reachable: cables[each] })}
        />
        <Choice
          label={t('rehearsal.secret')}
          value={switches.secret}
          options={secrets}
          said={(each) => t(`rehearsal.secret-${each}`)}
          onChoose={(secret) => set({ secret })}
        />
        <Choice
          label={t('rehearsal.dynamic')}
          value={switches.dynamic}
          options={obediences}
          said={(each) => t(`rehearsal.dynamic-${each}`)}
          onChoose={(dynamic) => set({ dynamic })}
        />
        <Choice
          label={t('rehearsal.clock')}
          value={clockOf(switches.clockOffsetSec)}
          options={Object.keys(clocks) as (keyof typeof clocks)[]}
          said={(each) => t(`rehearsal.clock-${each}`)}
          onChoose={(each) => set({ clockOffsetSec: clocks[each] })}
        />
        <Choice
          label={t('rehearsal.pace')}
          value={switches.pace}
          options={paces}
          said={(each) => t(`rehearsal.pace-${each}`)}
          onChoose={(pace) => set({ pace })}
        />
      </Stack>
    </Card>
  );
}

function PrinterCard({ switches }: { readonly switches: Switches }): ReactNode {
  const { t } = useTranslation();
  const notices = useNotices();
  const set = useSet();
  const papers = useAsk('rehearsal.papers');
  const clear = useDo('rehearsal.clearPapers');
  return (
    <Card sx={{ p: 3, minWidth: 0 }}>
      <Typography variant="h2" sx={{ mb: 2 }}>
        {t('rehearsal.printer')}
      </Typography>
      <Choice
        label={t('rehearsal.printer-state')}
        value={switches.printer}
        options={printerStates}
        said={(each) => t(`rehearsal.printer-${each}`)}
        onChoose={(printer) => set({ printer })}
      />
      <Stack direction="row" sx={{ justifyContent: 'space-between', alignItems: 'center', gap: 2, mt: 3, mb: 1.5 }}>
        <Typography variant="h3">{t('rehearsal.papers')}</Typography>
        {papers.data !== undefined && papers.data.papers.length > 0 && (
          <Button onClick={() => clear.mutate(undefined, { onError: notices.showProblem })}>
            {t('rehearsal.clear-papers')}
          </Button>
        )}
      </Stack>
      <Answer of={papers}>
        {({ papers: all }) =>
          all.length === 0 ? (
            <Empty icon={<PaperIcon />} title={t('rehearsal.no-papers')}>
              {t('rehearsal.no-papers-hint')}
            </Empty>
          ) : (
            <Box
              component="ul"
              sx={{
                listStyle: 'none',
                m: 0,
                p: 0,
                display: 'flex',
                flexWrap: 'wrap',
                gap: 2,
                alignItems: 'flex-start',
              }}
            >
              {all.map((paper) => (
                <PaperPicture key={paper.id} paper={paper} />
              ))}
            </Box>
          )
        }
      </Answer>
    </Card>
  );
}

/** Where paper that was torn off ends; a printer that broke off left so much of it. */
const tornEdge = 'polygon(0 0, 100% 0, 100% 50%, 88% 48%, 74% 51%, 58% 48%, 41% 51%, 26% 48%, 12% 51%, 0 49%)';

function PaperPicture({ paper }: { readonly paper: Paper }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const time = formats.clock(paper.printedAtMs);
  return (
    <Box component="li" sx={{ maxWidth: '100%' }}>
      <Box
        component="img"
        src={`data:image/png;base64,${paper.png}`}
        alt={t(paper.whole ? 'rehearsal.paper' : 'rehearsal.paper-torn', { time })}
        sx={{
          display: 'block',
          width: `${paper.widthMm}mm`,
          maxWidth: '100%',
          bgcolor: '#ffffff',
          boxShadow: '0 4px 14px rgba(8, 35, 42, 0.22)',
          ...(paper.whole ? {} : { clipPath: tornEdge, marginBottom: '-40%' }),
        }}
      />
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        {t(paper.whole ? 'rehearsal.printed-at' : 'rehearsal.torn-at', { time })}
      </Typography>
    </Box>
  );
}
