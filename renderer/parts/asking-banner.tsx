/** "192.168.88.1 is asking to be served: add it?", on every screen, for those who may add routers. */
import RouterIcon from '@mui/icons-material/RouterOutlined';
import { Button, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { useAsk, useDo } from '../api';
import { useNotices } from './notices';
import { pathOf } from './places';
import { useMay } from './who';

export function AskingBanner(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const location = useLocation();
  const notices = useNotices();
  const mayAdd = useMay('technical');
  const [asking, ...others] = useAsk('routers.asking', undefined, { enabled: mayAdd }).data?.rows ?? [];
  const dismiss = useDo('routers.dismissAsking');
  const adding = new URLSearchParams(location.search).has('add');
  if (!mayAdd || !asking || adding) return null;
  return (
    <Stack
      role="region"
      aria-label={t('asking.label')}
      direction="row"
      sx={(theme) => ({
        alignItems: 'center',
        gap: 1.5,
        px: 3,
        py: 0.75,
        minHeight: 56,
        borderBottom: `1px solid ${theme.vars.palette.divider}`,
        bgcolor: `color-mix(in srgb, ${theme.vars.palette.primary.main} 10%, ${theme.vars.palette.background.paper})`,
      })}
    >
      <RouterIcon color="primary" aria-hidden />
      <Typography sx={{ flex: 1, fontWeight: 550 }}>
        {asking.nasIdentifier === undefined
          ? t('asking.sentence', { address: asking.address })
          : t('asking.sentence-named', { address: asking.address, name: asking.nasIdentifier })}
        {others.length > 0 && ` ${t('asking.others', { count: others.length })}`}
      </Typography>
      <Button
        variant="outlined"
        onClick={() => void navigate(`${pathOf('routers')}?add=${encodeURIComponent(asking.address)}`)}
      >
        {t('asking.add')}
      </Button>
      <Button onClick={() => dismiss.mutate({ address: asking.address }, { onError: notices.showProblem })}>
        {t('asking.not-now')}
      </Button>
    </Stack>
  );
}
