/** The quiet line at the foot of the window: green says nothing, amber and red say one sentence and have one button. */
import ErrorIcon from '@mui/icons-material/Error';
import WarningIcon from '@mui/icons-material/WarningAmber';
import { Box, Button, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { useAsk } from '../api';
import { getPlace, mayOpen } from './places';
import { faultText } from './problem';
import { isWarning, troublesOf, type Trouble } from './troubles';
import { useOperator, useVenueStatus } from './who';

export function HealthLine({ answering }: { readonly answering: boolean }): ReactNode {
  const { t } = useTranslation();
  const status = useVenueStatus();
  const routers = useAsk('routers.list').data?.rows ?? [];
  const printers = useAsk('printers.list').data?.rows ?? [];
  const troubles = troublesOf(status.faults, routers, printers);
  const [worst, ...others] = troubles;

  return (
    <Box component="footer" aria-label={t('health.label')}>
      <div role="status">
        {!answering ? (
          <Line sentence={t('gone.sentence')} remedy={t('gone.remedy')} />
        ) : (
          worst && <TroubleLine trouble={worst} more={others.length} />
        )}
      </div>
    </Box>
  );
}

function TroubleLine({ trouble, more }: { readonly trouble: Trouble; readonly more: number }): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { sentence, remedy } = useTroubleText(trouble);
  const place = getPlace(trouble.place);
  const isOpen = mayOpen(place, useOperator());
  return (
    <Line
      color={isWarning(trouble) ? 'warning' : 'error'}
      sentence={sentence}
      remedy={remedy}
      more={more > 0 ? t('health.more', { count: more }) : undefined}
    >
      {isOpen && pathname !== place.path && (
        <Button
          variant="contained"
          color={isWarning(trouble) ? 'warning' : 'error'}
          size="small"
          onClick={() => void navigate(place.path)}
        >
          {t(`health.open-${trouble.place}`)}
        </Button>
      )}
    </Line>
  );
}

function useTroubleText(trouble: Trouble): { readonly sentence: string; readonly remedy: string } {
  const { t } = useTranslation();
  if (trouble.kind === 'fault') return faultText(trouble.fault);
  if (trouble.kind === 'taken-over') {
    const { sentence } = faultText(trouble.fault);
    return { sentence, remedy: t('health.prints-on', { printer: trouble.by }) };
  }
  const name = trouble.router.name;
  return trouble.state === 'silent'
    ? { sentence: t('health.router-silent', { name }), remedy: t('health.router-silent-remedy') }
    : { sentence: t('health.router-wrong-secret', { name }), remedy: t('health.router-wrong-secret-remedy') };
}

interface LineProps {
  /** Absent: red. */
  readonly color?: 'warning' | 'error';
  readonly sentence: string;
  readonly remedy: string;
  readonly more?: string | undefined;
  readonly children?: ReactNode;
}

function Line({ color = 'error', sentence, remedy, more, children }: LineProps): ReactNode {
  return (
    <Stack
      direction="row"
      sx={(theme) => ({
        alignItems: 'center',
        gap: 1.5,
        px: 3,
        py: 1,
        minHeight: 56,
        borderTop: `3px solid ${theme.vars.palette[color].main}`,
        bgcolor: 'background.paper',
      })}
    >
      {color === 'error' ? <ErrorIcon color="error" aria-hidden /> : <WarningIcon color="warning" aria-hidden />}
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Typography component="span" sx={{ fontWeight: 650 }}>
          {sentence}{' '}
        </Typography>
        <Typography component="span" sx={{ color: 'text.secondary' }}>
          {remedy}
        </Typography>
      </Box>
      {more !== undefined && <Typography variant="caption">{more}</Typography>}
      {children}
    </Stack>
  );
}
