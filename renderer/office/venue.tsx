/** The venue itself: what stands on tickets, when guests check out, where the login page is, where the data lie. */
import { zodResolver } from '@hookform/resolvers/zod';
import { Box, Button, Card, FormControlLabel, Stack, Switch, Typography } from '@mui/material';
import { useEffect, type ReactNode } from 'react';
import { useForm, type UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useAsk, useDo, type Input } from '../api';
import { ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { SelectInput, TextInput } from '../parts/fields';
import { showAtField } from '../parts/form-problem';
import { useFormats } from '../parts/formats';
import { useNotices } from '../parts/notices';
import { Page } from '../parts/page';
import { clockOf, minuteOf } from '../parts/time-of-day';
import { VenueFields, venueForm, type VenueForm } from '../parts/venue-fields';
import { useVenue, useVenueStatus, type VenueView } from '../parts/who';
import { Rehearse } from './rehearse';
import { SupportButton } from './support-panel';
import { VenueLogo } from './venue-logo';

/** host, or host:port; the same rule as the contract's (preload/contract/venue.ts). */
const host = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?$/i;

const wholeVenueForm = venueForm.extend({
  wifiName: z.string().trim().max(32, 'form.too-long'),
  lockAfter: z.string(),
  loginHost: z.union([
    z.literal(''),
    z.string().trim().max(253, 'form.too-long').regex(host, 'venue.login-host-wrong'),
  ]),
});
/** Minutes without a touch; 0: never. */
const usualLocks = [0, 1, 2, 5, 10, 15, 30, 60] as const;

type WholeVenueForm = z.infer<typeof wholeVenueForm>;

const fieldOf = {
  venueName: 'venueName',
  country: 'country',
  currency: 'currency',
  timeZone: 'timeZone',
  language: 'language',
  checkOutMinute: 'checkOut',
  wifiName: 'wifiName',
  loginHost: 'loginHost',
  lockAfterMin: 'lockAfter',
} as const;

export function Venue(): ReactNode {
  const { t } = useTranslation();
  return (
    <Page title={t('place.venue')} intro={t('venue.intro')} actions={<SupportButton />}>
      <Box
        sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', lg: 'minmax(0, 3fr) minmax(300px, 2fr)' }, gap: 3 }}
      >
        <Details />
        <Stack sx={{ gap: 3 }}>
          <VenueLogo />
          <StartsWithComputer />
          <Rehearse />
          <About />
        </Stack>
      </Box>
    </Page>
  );
}

function formOf(venue: VenueView): WholeVenueForm {
  return {
    venueName: venue.venueName,
    country: venue.country,
    currency: venue.currency,
    timeZone: venue.timeZone,
    language: venue.language,
    checkOut: clockOf(venue.checkOutMinute),
    wifiName: venue.wifiName ?? '',
    loginHost: venue.loginHost ?? '',
    lockAfter: String(venue.lockAfterMin),
  };
}

function inputOf(form: WholeVenueForm): Input<'venue.update'> {
  const { checkOut, wifiName, loginHost, lockAfter, ...same } = form;
  return {
    ...same,
    checkOutMinute: minuteOf(checkOut),
    lockAfterMin: Number(lockAfter),
    wifiName: wifiName === '' ? null : wifiName,
    loginHost: loginHost === '' ? null : loginHost,
  };
}

function Details(): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const venue = useVenue();
  const form = useForm<WholeVenueForm>({ defaultValues: formOf(venue), resolver: zodResolver(wholeVenueForm) });
  const { isDirty } = form.formState;
  const update = useChange('venue.update', {
    said: () => t('venue.changed'),
    onDone: () => form.reset(form.getValues()),
    onProblem: (error) => showAtField(form, error, fieldOf),
  });
  // Somebody else changed the venue, or the change was undone: show it, unless something is being typed.
  useEffect(() => {
    if (!isDirty) form.reset(formOf(venue));
  }, [venue, isDirty, form]);
  const submit = form.handleSubmit((checked) => update.run(inputOf(checked)));
  return (
    <Card component="form" noValidate onSubmit={(event) => void submit(event)} sx={{ p: 3 }}>
      <Stack sx={{ gap: 2.5 }}>
        <Typography variant="h2">{t('venue.details')}</Typography>
        <ProblemNote error={update.shownError} />
        {/* The wizard's fields are the first ones of this form. */}
        <VenueFields form={form as unknown as UseFormReturn<VenueForm>} proposing={false} />
        <Typography variant="h3" sx={{ mt: 1 }}>
          {t('venue.on-tickets')}
        </Typography>
        <TextInput
          control={form.control}
          name="wifiName"
          label={t('venue.wifi-name')}
          hint={t('venue.wifi-name-hint')}
        />
        <TextInput
          control={form.control}
          name="loginHost"
          label={t('venue.login-host')}
          hint={t('venue.login-host-hint')}
          slotProps={{ htmlInput: { dir: 'ltr', spellCheck: false, autoComplete: 'off' } }}
        />
        <Typography variant="h3" sx={{ mt: 1 }}>
          {t('venue.shared-pc')}
        </Typography>
        <SelectInput
          control={form.control}
          name="lockAfter"
          label={t('venue.lock-after')}
          hint={t('venue.lock-after-hint')}
          options={lockChoices(venue.lockAfterMin).map((minutes) => ({
            value: String(minutes),
            label:
              minutes === 0
                ? t('venue.lock-never')
                : t('venue.lock-after-time', { time: formats.duration(minutes * 60) }),
          }))}
        />
        <Stack direction="row" sx={{ gap: 1, justifyContent: 'flex-end' }}>
          <Button disabled={!isDirty} onClick={() => form.reset(formOf(venue))}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={!isDirty} loading={update.isPending}>
            {t('common.save')}
          </Button>
        </Stack>
      </Stack>
    </Card>
  );
}

/** The usual ones, and what the terminal has set. */
function lockChoices(present: number): readonly number[] {
  return [...new Set<number>([...usualLocks, present])].toSorted((a, b) => a - b);
}

/** Only the desktop application can; elsewhere the machine's service manager does. */
function StartsWithComputer(): ReactNode {
  const { t } = useTranslation();
  const notices = useNotices();
  const starts = useAsk('application.startsWithComputer');
  const set = useDo('application.setStartsWithComputer');
  if (!starts.data) return null;
  const { supported, enabled } = starts.data;
  return (
    <Card sx={{ p: 3 }}>
      <Typography variant="h2">{t('venue.start')}</Typography>
      <FormControlLabel
        sx={{ mt: 1 }}
        disabled={!supported}
        label={t('venue.starts-with-computer')}
        control={
          <Switch
            checked={enabled}
            onChange={(_event, checked) => set.mutate({ enabled: checked }, { onError: notices.showProblem })}
          />
        }
      />
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {t(supported ? 'venue.starts-hint' : 'venue.starts-not-supported')}
      </Typography>
    </Card>
  );
}

function About(): ReactNode {
  const { t } = useTranslation();
  const { version, dataFolder, radius } = useVenueStatus();
  const facts = [
    [t('venue.version'), version],
    [t('venue.data-folder'), dataFolder],
    [t('venue.radius'), t('venue.radius-ports', { auth: radius.authPort, acct: radius.acctPort })],
  ] as const;
  return (
    <Card sx={{ p: 3 }}>
      <Typography variant="h2" sx={{ mb: 1 }}>
        {t('venue.about')}
      </Typography>
      <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: 'auto 1fr', columnGap: 2, rowGap: 1 }}>
        {facts.map(([label, value]) => (
          <Box key={label} sx={{ display: 'contents' }}>
            <Typography component="dt" variant="body2" sx={{ color: 'text.secondary' }}>
              {label}
            </Typography>
            <Typography component="dd" variant="body2" sx={{ m: 0, overflowWrap: 'anywhere' }}>
              <bdi>{value}</bdi>
            </Typography>
          </Box>
        ))}
      </Box>
    </Card>
  );
}
