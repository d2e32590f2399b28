/** The end of the wizard: what is there, what can still be done, and on to the desk. */
import CheckCircleIcon from '@mui/icons-material/CheckCircle';
import PendingIcon from '@mui/icons-material/RadioButtonUncheckedOutlined';
import { Box, Button, Card, FormControlLabel, Stack, Switch, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, useDo } from '../api';
import { useNotices } from '../parts/notices';
import { useVenue } from '../parts/who';
import { WizardFrame } from './wizard-frame';

export function ReadyStep({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { t } = useTranslation();
  const { venueName } = useVenue();
  const products = useAsk('products.list').data?.rows ?? [];
  const [printer] = useAsk('printers.list').data?.rows ?? [];
  const [router] = useAsk('routers.list').data?.rows ?? [];
  const connected = router?.state === 'ok' || router?.state === 'silent';
  return (
    <WizardFrame
      step="ready"
      title={t('set-up.ready-title', { venue: venueName })}
      intro={t('set-up.ready-intro')}
      foot={
        <Button variant="contained" size="large" autoFocus onClick={onDone}>
          {t('set-up.to-desk')}
        </Button>
      }
    >
      <Card component="ul" sx={{ listStyle: 'none', m: 0, p: 1 }}>
        <Item done={products.length > 0}>
          {products.length > 0 ? t('set-up.ready-products', { count: products.length }) : t('set-up.ready-no-products')}
        </Item>
        <Item done={printer !== undefined}>
          {printer ? t('set-up.ready-printer', { name: printer.name }) : t('set-up.ready-no-printer')}
        </Item>
        <Item done={connected}>
          {router === undefined
            ? t('set-up.ready-no-router')
            : t(connected ? 'set-up.ready-router' : 'set-up.ready-router-waiting', { name: router.name })}
        </Item>
      </Card>
      <StartWithComputer />
    </WizardFrame>
  );
}

function Item({ done, children }: { readonly done: boolean; readonly children: ReactNode }): ReactNode {
  return (
    <Stack component="li" direction="row" sx={{ alignItems: 'center', gap: 2, px: 2, minHeight: 56 }}>
      {done ? (
        <CheckCircleIcon color="success" aria-hidden />
      ) : (
        <PendingIcon aria-hidden sx={{ color: 'text.secondary' }} />
      )}
      <Typography sx={{ fontWeight: 550, overflowWrap: 'anywhere' }}>{children}</Typography>
    </Stack>
  );
}

/** The most common mistake of a server on a desk PC is that it is not running in the morning. */
function StartWithComputer(): ReactNode {
  const { t } = useTranslation();
  const notices = useNotices();
  const starts = useAsk('application.startsWithComputer').data;
  const set = useDo('application.setStartsWithComputer');
  if (starts?.supported !== true) return null;
  return (
    <Box sx={{ mt: 3 }}>
      <FormControlLabel
        control={
          <Switch
            checked={starts.enabled}
            onChange={(_event, enabled) => set.mutate({ enabled }, { onError: notices.showProblem })}
          />
        }
        label={t('venue.starts-with-computer')}
      />
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {t('venue.starts-hint')}
      </Typography>
    </Box>
  );
}
