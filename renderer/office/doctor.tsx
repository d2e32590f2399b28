/** The RADIUS doctor: what packets alone tell is wrong, worst first, each with what to do. Live, like the log. */
import DoctorIcon from '@mui/icons-material/MonitorHeartOutlined';
import { Box, Button, Card, Chip, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { useAsk, type Output } from '../api';
import { Answer, Empty } from '../parts/answer';
import { useFormats } from '../parts/formats';
import { Light } from '../parts/light';
import { Page } from '../parts/page';
import { pathOf } from '../parts/places';
import { faultText, textOr } from '../parts/problem';
import { useMay } from '../parts/who';
import type { FaultCode } from '../../preload/contract/faults';

type Diagnosis = Output<'radius.doctor'>;
type Finding = Diagnosis['findings'][number];

export function Doctor(): ReactNode {
  const { t } = useTranslation();
  const diagnosis = useAsk('radius.doctor');
  return (
    <Page
      title={t('place.doctor')}
      intro={t('doctor.intro')}
      actions={
        <Button variant="outlined" component={RouterLink} to={pathOf('radius-log')}>
          {t('place.radius-log')}
        </Button>
      }
    >
      <Answer of={diagnosis}>
        {({ findings, healthy }) => {
          if (findings.length + healthy.length === 0) return <NothingToExamine />;
          return (
            <Stack sx={{ gap: 3 }}>
              {findings.length > 0 && (
                <Stack
                  component="ol"
                  aria-label={t('doctor.findings')}
                  sx={{ listStyle: 'none', m: 0, p: 0, gap: 1.5 }}
                >
                  {findings.map((finding, index) => (
                    <FindingCard key={`${finding.symptom} ${finding.routerId ?? index}`} finding={finding} />
                  ))}
                </Stack>
              )}
              {healthy.length > 0 && <Healthy healthy={healthy} alone={findings.length === 0} />}
            </Stack>
          );
        }}
      </Answer>
    </Page>
  );
}

function FindingCard({ finding }: { readonly finding: Finding }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const { sentence, remedy } = wordsOf(finding);
  const certain = finding.certainty === 'certain';
  return (
    <Card
      component="li"
      sx={(theme) => ({
        p: 2.5,
        borderInlineStart: `4px solid ${certain ? theme.vars.palette.error.main : theme.vars.palette.warning.main}`,
      })}
    >
      <Stack direction="row" sx={{ gap: 3, alignItems: 'flex-start', flexWrap: 'wrap' }}>
        <Box sx={{ flex: 1, minWidth: 320, overflowWrap: 'anywhere' }}>
          <Typography sx={{ fontWeight: 650 }}>{sentence}</Typography>
          <Typography sx={{ color: 'text.secondary', mt: 0.5, maxWidth: '80ch' }}>{remedy}</Typography>
          <Stack direction="row" sx={{ gap: 1.5, mt: 1.25, alignItems: 'center', flexWrap: 'wrap' }}>
            <Chip
              size="small"
              variant="outlined"
              color={certain ? 'error' : 'warning'}
              label={t(`doctor.${finding.certainty}`)}
            />
            {finding.seenAtMs !== undefined && (
              <Typography variant="caption" sx={{ color: 'text.secondary' }}>
                {t('doctor.seen', { when: formats.momentWithSeconds(finding.seenAtMs) })}
              </Typography>
            )}
          </Stack>
        </Box>
        <Remedy finding={finding} />
      </Stack>
    </Card>
  );
}

/** The button that leads to the remedy; none where it is outside this application, or not for this operator. */
function Remedy({ finding }: { readonly finding: Finding }): ReactNode {
  const { t } = useTranslation();
  const may = useMay('technical');
  const { fix } = finding;
  if (!may || fix === undefined) return null;
  const adds = fix.call === 'routers.add';
  const search = adds
    ? `?add=${encodeURIComponent(String(fix.input['address']))}`
    : `?connect=${String(fix.input['id'])}`;
  return (
    <Button variant="contained" component={RouterLink} to={`${pathOf('routers')}${search}`}>
      {t(adds ? 'routers.add' : 'routers.show-commands')}
    </Button>
  );
}

function wordsOf({ symptom, sentence, remedy, params }: Finding): {
  readonly sentence: string;
  readonly remedy: string;
} {
  const { code } = params;
  if (symptom === 'port-closed' && code !== undefined) {
    return faultText({ code: code as FaultCode, sentence, remedy, params });
  }
  return {
    sentence: textOr(`doctor.${symptom}.sentence`, sentence, params),
    remedy: textOr(`doctor.${symptom}.remedy`, remedy, params),
  };
}

function Healthy({ healthy, alone }: { readonly healthy: Diagnosis['healthy']; readonly alone: boolean }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <Card sx={{ p: 2.5 }}>
      <Typography variant="h2">{t(alone ? 'doctor.all-well' : 'doctor.others-well')}</Typography>
      <Stack component="ul" sx={{ listStyle: 'none', m: 0, p: 0, gap: 1, mt: 1.5 }}>
        {healthy.map(({ routerId, routerName, lastPacketAtMs }) => (
          <Stack component="li" key={routerId} direction="row" sx={{ gap: 2, flexWrap: 'wrap' }}>
            <Light color={lastPacketAtMs === undefined ? 'quiet' : 'success'}>
              <bdi>{routerName}</bdi>
            </Light>
            <Typography variant="body2" sx={{ color: 'text.secondary' }}>
              {lastPacketAtMs === undefined
                ? t('doctor.not-heard-yet')
                : t('doctor.last-packet', { when: formats.momentWithSeconds(lastPacketAtMs) })}
            </Typography>
          </Stack>
        ))}
      </Stack>
    </Card>
  );
}

/** No router, and nobody asks. */
function NothingToExamine(): ReactNode {
  const { t } = useTranslation();
  const may = useMay('technical');
  return (
    <Empty
      icon={<DoctorIcon />}
      title={t('doctor.no-router')}
      action={
        may && (
          <Button variant="contained" component={RouterLink} to={pathOf('routers')}>
            {t('routers.add')}
          </Button>
        )
      }
    >
      {t('radius-log.none-no-router')}
    </Empty>
  );
}
