/** What a guest holds, in the order in which it is used up, and how much is left of each. */
import { Box, Button, Chip, Stack, TextField, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, type Output } from '../api';
import { Parts } from '../parts/facts';
import { useStandingWord } from '../desk/standing';
import { Answer, LoadingRows, ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { useFormats } from '../parts/formats';
import { plainList, Quiet } from '../parts/lines';
import { useNamed } from '../parts/named';
import { FormPanel } from '../parts/side-panel';
import { useMay, useVenue } from '../parts/who';
import { Panel } from './panel';
import { Recharge } from './recharge';
import { fromVenueTime, toVenueTime } from './venue-time';

type Held = Output<'entitlements.list'>['rows'][number];

export function Holdings({ guestId }: { readonly guestId: number }): ReactNode {
  const { t } = useTranslation();
  const [recharging, setRecharging] = useState(false);
  const held = useAsk('entitlements.list', { guestId });
  const extend = useChange('desk.extendNight', { said: () => t('guests.extended') });
  const stays =
    useAsk('products.list', { retired: true }).data?.rows.filter(({ untilCheckOut }) => untilCheckOut) ?? [];
  const isStay = held.data?.rows.some(({ productId }) => stays.some(({ id }) => id === productId)) === true;
  return (
    <Panel
      title={t('guests.holds')}
      action={
        <Stack direction="row" sx={{ gap: 1 }}>
          {isStay && (
            <Button variant="outlined" loading={extend.isPending} onClick={() => extend.run({ guestId })}>
              {t('guests.one-night')}
            </Button>
          )}
          <Button variant="contained" onClick={() => setRecharging(true)}>
            {t('guests.recharge')}
          </Button>
        </Stack>
      }
    >
      <Answer of={held} loading={<LoadingRows rows={2} />}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Quiet>{t('desk.holds-nothing')}</Quiet>
          ) : (
            <Box component="ol" sx={plainList}>
              {rows.toReversed().map((one) => (
                <HeldLine key={one.id} held={one} />
              ))}
            </Box>
          )
        }
      </Answer>
      {recharging && <Recharge guestId={guestId} onClose={() => setRecharging(false)} />}
    </Panel>
  );
}

function HeldLine({ held }: { readonly held: Held }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const named = useNamed();
  const mayOverride = useMay('set-end');
  const [changingEnd, setChangingEnd] = useState(false);
  const standing = useStandingWord()({ locked: false, online: false, standing: held.state });
  const remove = useChange('entitlements.remove', { said: () => t('guests.removed', { product: held.productName }) });
  const isOver = held.state === 'ended' || held.state === 'used-up';
  return (
    <Box component="li" sx={{ py: 1.25, borderTop: 1, borderColor: 'divider', opacity: isOver ? 0.75 : 1 }}>
      <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography sx={{ fontWeight: 650, overflowWrap: 'anywhere' }}>
          <bdi>{held.productName}</bdi>
        </Typography>
        <Chip size="small" variant="outlined" color={standing.color} label={standing.word} />
        {held.endOverridden && <Chip size="small" label={t('guests.end-by-hand')} />}
        <Box sx={{ flex: 1 }} />
        {mayOverride && (
          <Button
            size="small"
            aria-label={named(t('guests.change-end'), held.productName)}
            onClick={() => setChangingEnd(true)}
          >
            {t('guests.change-end')}
          </Button>
        )}
        {held.canRemove && (
          <Button
            size="small"
            aria-label={named(t('common.remove'), held.productName)}
            onClick={() => remove.run({ id: held.id })}
          >
            {t('common.remove')}
          </Button>
        )}
      </Stack>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        <bdi>{held.sentence}</bdi>
      </Typography>
      {held.resumesAtMs !== undefined && (
        <Typography variant="body2" sx={{ color: 'warning.main', fontWeight: 600 }}>
          {t(held.pause === 'outside-opening-hours' ? 'guests.opens-at' : 'guests.resumes-at', {
            when: formats.moment(held.resumesAtMs),
          })}
        </Typography>
      )}
      <Typography variant="body2" sx={{ fontVariantNumeric: 'tabular-nums' }}>
        <Parts parts={isOver ? [] : leftParts(held, formats, t)} />
      </Typography>
      {changingEnd && <ChangeEnd held={held} onClose={() => setChangingEnd(false)} />}
    </Box>
  );
}

type Translate = ReturnType<typeof useTranslation>['t'];

function leftParts(
  { left, endsAtMs, changesAtMs, state }: Held,
  formats: ReturnType<typeof useFormats>,
  t: Translate,
): readonly (string | undefined)[] {
  const bytes = (key: 'guests.left-down' | 'guests.left-up' | 'desk.left', count: number | undefined) =>
    count === undefined ? undefined : t(key, { amount: formats.bytes(count) });
  return [
    endsAtMs === undefined ? undefined : t('guests.until', { when: formats.moment(endsAtMs) }),
    left.uptimeSec === undefined ? undefined : t('guests.left-online', { amount: formats.duration(left.uptimeSec) }),
    bytes('desk.left', left.totalBytes),
    bytes('guests.left-down', left.downloadBytes),
    bytes('guests.left-up', left.uploadBytes),
    state !== 'active' || changesAtMs === undefined
      ? undefined
      : t('guests.changes-at', { when: formats.moment(changesAtMs) }),
  ];
}

/** Another end than the product's own; empty: none. */
function ChangeEnd({ held, onClose }: { readonly held: Held; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const { timeZone } = useVenue();
  const [end, setEnd] = useState(held.endsAtMs === undefined ? '' : toVenueTime(held.endsAtMs, timeZone));
  const change = useChange('entitlements.setEnd', {
    said: () => t('guests.end-changed', { product: held.productName }),
    onDone: onClose,
    onProblem: () => false,
  });
  const endsAtMs = end === '' ? null : fromVenueTime(end, timeZone);
  return (
    <FormPanel
      open
      title={t('guests.change-end')}
      onClose={onClose}
      submitLabel={t('common.save')}
      submitting={change.isPending}
      onSubmit={(event) => {
        event.preventDefault();
        if (endsAtMs !== undefined) change.run({ id: held.id, endsAtMs });
      }}
    >
      <Stack sx={{ gap: 2.5 }}>
        <ProblemNote error={change.shownError} />
        <Typography>
          <bdi>{held.productName}</bdi>
        </Typography>
        <TextField
          type="datetime-local"
          autoFocus
          label={t('desk.ends')}
          value={end}
          error={endsAtMs === undefined}
          onChange={(event) => setEnd(event.target.value)}
          helperText={t('guests.end-hint')}
          slotProps={{ inputLabel: { shrink: true } }}
        />
      </Stack>
    </FormPanel>
  );
}
