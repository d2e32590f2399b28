/** What becomes of those who hold a product when what is typed is saved, in words. */
import { Alert, Box } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, type Output } from '../api';
import { ProblemNote } from '../parts/answer';
import { useFormats } from '../parts/formats';
import type { ProductInput } from './product-form';

type Impact = Output<'products.impact'>;
type Counted = Extract<Impact, { kind: 'impact' }>;
type Online = Counted['online'][number];
type Speed = Extract<Online, { kind: 'speed' }>['before'];

/** Guests are told apart by what becomes of them; more groups than this are summed up. */
const MOST_GROUPS = 4;

export function ProductImpact({ id, input }: { readonly id: number; readonly input: ProductInput }): ReactNode {
  const { t } = useTranslation();
  const impact = useAsk('products.impact', { id, product: input }, { keepLast: true });
  if (impact.isError) return <ProblemNote error={impact.error} onRetry={() => void impact.refetch()} />;
  if (!impact.data) return <Alert severity="info">{t('products.impact-counting')}</Alert>;
  return (
    <Box role="status" aria-label={t('products.impact')} aria-busy={impact.isFetching}>
      <ImpactNote impact={impact.data} />
    </Box>
  );
}

function ImpactNote({ impact }: { readonly impact: Impact }): ReactNode {
  const { t } = useTranslation();
  const sayOnline = useOnlineWords();
  if (impact.kind === 'nothing') return <Alert severity="info">{t('products.impact-nothing')}</Alert>;
  const { online, onlineGuests, unused, begun } = impact;
  const touched = online.slice(0, MOST_GROUPS);
  const lines = [
    ...touched.map(sayOnline),
    ...(online.length > MOST_GROUPS ? [t('products.impact-more-groups')] : []),
    ...(online.length === 0 && onlineGuests > 0 ? [t('products.impact-untouched', { count: onlineGuests })] : []),
    ...(unused > 0 ? [t('products.impact-unused', { count: unused })] : []),
    ...(begun > 0 ? [t('products.impact-begun', { count: begun })] : []),
  ];
  if (lines.length === 0) return <Alert severity="info">{t('products.impact-nobody')}</Alert>;
  const isHard = online.some(({ kind }) => kind === 'cut-off');
  return (
    <Alert severity={isHard ? 'warning' : 'info'}>
      <strong>{t('products.impact')}</strong>
      <Box component="ul" sx={{ m: 0, mt: 0.5, paddingInlineStart: 2.5 }}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </Box>
    </Alert>
  );
}

/** "17 guests online drop from 20 Mbit/s to 10 Mbit/s". */
function useOnlineWords(): (online: Online) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  const rate = (bps: number): string => (bps === 0 ? t('products.no-rate') : formats.rate(bps));
  return (online) => {
    if (online.kind === 'cut-off') return t('products.impact-cut-off', { count: online.guests });
    const { before, after, guests: count } = online;
    const say = (speed: Speed): string =>
      before.upBps === after.upBps ? rate(speed.downBps) : `${rate(speed.downBps)} / ${rate(speed.upBps)}`;
    return t(wayKeys[wayOf(before, after)], { count, before: say(before), after: say(after) });
  };
}

const wayKeys = {
  slower: 'products.impact-slower',
  faster: 'products.impact-faster',
  other: 'products.impact-other',
} as const;

/** 0 is no limit, which is faster than any. */
function wayOf(before: Speed, after: Speed): 'slower' | 'faster' | 'other' {
  const steps = [step(before.downBps, after.downBps), step(before.upBps, after.upBps)];
  if (!steps.includes(1)) return 'slower';
  return steps.includes(-1) ? 'other' : 'faster';
}

function step(before: number, after: number): number {
  return Math.sign((after || Infinity) === (before || Infinity) ? 0 : (after || Infinity) - (before || Infinity));
}
