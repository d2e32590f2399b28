/** How long each kind of data is kept, and why; a country's usual times are a proposal until somebody saves them. */
import {
  Alert,
  Box,
  Button,
  Card,
  InputAdornment,
  MenuItem,
  Stack,
  TableCell,
  TableRow,
  TextField,
  Typography,
} from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  MOST_KEEP_DAYS,
  retentionClasses,
  retentionPresets,
  ruleClasses,
  usualDays,
  type RetentionClass,
  type RuleClass,
} from '../../preload/contract/retention';
import { useAsk, type Input, type Output } from '../api';
import { Answer, ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { useFormats } from '../parts/formats';
import { useNamed } from '../parts/named';
import { ListTable } from '../parts/list-table';
import { useSettled } from '../parts/settled';

type Shown = Output<'retention.get'>;

/** What is kept as it is. */
const fixed = ['sales', 'history', 'packets', 'backups'] as const;

/** As they stand in the fields; of a single domain by its number, empty: as the venue. */
type Days = Readonly<Record<RuleClass, string> & Record<number, string>>;
type Typed = Readonly<Partial<Record<RuleClass, string>> & Record<number, string>>;

const DAY_SEC = 86_400;

export function Retention(): ReactNode {
  const retention = useAsk('retention.get');
  return <Answer of={retention}>{(shown) => <Form shown={shown} />}</Answer>;
}

function Form({ shown }: { readonly shown: Shown }): ReactNode {
  const { t } = useTranslation();
  const before = daysOf(shown);
  // Only what was typed is kept here: what others save meanwhile shows in the rest.
  const [typed, setTyped] = useState<Typed>({});
  const days: Days = { ...before, ...typed };
  const [country, setCountry] = useState('');
  const save = useChange('retention.update', {
    said: () => t('retention.saved'),
    onDone: () => setTyped({}),
    onProblem: () => false,
  });
  const input = inputOf(days, before, shown);
  const isSaveable = input !== undefined && Object.values(days).every(isRight);
  return (
    <Stack
      component="form"
      noValidate
      sx={{ gap: 3 }}
      onSubmit={(event) => {
        event.preventDefault();
        if (isSaveable) save.run(input);
      }}
    >
      <PresetChoice
        country={country}
        onChoose={(chosen) => {
          setCountry(chosen);
          setTyped(proposed(chosen) ?? {});
        }}
      />
      <ProblemNote error={save.shownError} />
      <ListTable
        label={t('retention.title')}
        columns={[
          { title: t('retention.what') },
          { title: t('retention.why') },
          { title: t('retention.kept'), width: 280 },
        ]}
      >
        <Line name="connections">
          <Connections
            shown={shown}
            days={days}
            onChange={(more) => setTyped({ ...typed, ...more })}
            onFollow={(domainId) => setTyped(without(typed, domainId))}
          />
        </Line>
        {retentionClasses.map((each) => (
          <Line key={each} name={each}>
            <DaysField
              name={t(`retention.${each}`)}
              days={days[each]}
              onChange={(value) => setTyped({ ...typed, [each]: value })}
            />
            {each === 'persons' && <WhoGoes days={days.persons} />}
          </Line>
        ))}
        {fixed.map((each) => (
          <Line key={each} name={each}>
            {each === 'backups' ? t('backup.kept-rule') : t(`retention.${each}-kept`)}
          </Line>
        ))}
      </ListTable>
      <Foot shown={shown} isSaveable={isSaveable} isSaving={save.isPending} />
    </Stack>
  );
}

interface PresetChoiceProps {
  /** '' : none. */
  readonly country: string;
  readonly onChoose: (country: string) => void;
}

function PresetChoice({ country, onChoose }: PresetChoiceProps): ReactNode {
  const { t, i18n } = useTranslation();
  const names = new Intl.DisplayNames(i18n.language, { type: 'region' });
  const chosen = retentionPresets.find((preset) => preset.country === country);
  return (
    <Card sx={{ p: 2.5 }}>
      <TextField
        select
        label={t('retention.preset')}
        value={country}
        onChange={(event) => onChoose(event.target.value)}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
        sx={{ maxWidth: 360 }}
      >
        <MenuItem value="">{t('retention.no-preset')}</MenuItem>
        {retentionPresets.map((preset) => (
          <MenuItem key={preset.country} value={preset.country}>
            {names.of(preset.country)}
          </MenuItem>
        ))}
      </TextField>
      {chosen ? (
        <Alert severity="warning" sx={{ mt: 2 }}>
          {t('retention.preset-hint')} <bdi lang="und">{chosen.source}</bdi>
        </Alert>
      ) : (
        <Typography variant="body2" sx={{ color: 'text.secondary', mt: 1 }}>
          {t('retention.no-preset-hint')}
        </Typography>
      )}
    </Card>
  );
}

interface LineProps {
  readonly name: 'connections' | RetentionClass | (typeof fixed)[number];
  readonly children: ReactNode;
}

function Line({ name, children }: LineProps): ReactNode {
  const { t } = useTranslation();
  return (
    <TableRow>
      <TableCell sx={{ fontWeight: 600, verticalAlign: 'top' }}>{t(`retention.${name}`)}</TableCell>
      <TableCell sx={{ color: 'text.secondary', verticalAlign: 'top' }}>{t(`retention.${name}-why`)}</TableCell>
      <TableCell sx={{ verticalAlign: 'top' }}>{children}</TableCell>
    </TableRow>
  );
}

interface ConnectionsProps {
  readonly shown: Shown;
  readonly days: Days;
  /** With the fields that were typed in. */
  readonly onChange: (typed: Typed) => void;
  /** A domain has no time of its own any more. */
  readonly onFollow: (domainId: number) => void;
}

/** A time for the whole venue; where there are several domains, or one that has a time of its own, each of them below. */
function Connections({ shown: { domains }, days, onChange, onFollow }: ConnectionsProps): ReactNode {
  const { t } = useTranslation();
  const hasOwn = domains.some(({ keepDays }) => keepDays !== undefined);
  return (
    <Stack sx={{ gap: 2 }}>
      <DaysField
        label={t('retention.whole-venue')}
        name={`${t('retention.connections')}: ${t('retention.whole-venue')}`}
        days={days.connections}
        onChange={(value) => onChange({ connections: value })}
      />
      {(domains.length > 1 || hasOwn) && (
        <Stack component="fieldset" sx={{ gap: 2, m: 0, p: 0, border: 0, minWidth: 0 }}>
          <Typography component="legend" variant="body2" sx={{ color: 'text.secondary', p: 0, mb: 1.5 }}>
            {t('retention.by-domain')}
          </Typography>
          {domains.map((domain) => (
            <DomainDays
              key={domain.domainId}
              domain={domain}
              days={days[domain.domainId] ?? ''}
              venueDays={days.connections}
              onChange={(value) => onChange({ [domain.domainId]: value })}
              onFollow={() => onFollow(domain.domainId)}
            />
          ))}
        </Stack>
      )}
    </Stack>
  );
}

interface DomainDaysProps {
  readonly domain: Shown['domains'][number];
  readonly days: string;
  /** As they stand in the field of the venue. */
  readonly venueDays: string;
  readonly onChange: (days: string) => void;
  readonly onFollow: () => void;
}

/** A domain's own time, and the way back to the venue's, which is a change of its own. */
function DomainDays({ domain, days, venueDays, onChange, onFollow }: DomainDaysProps): ReactNode {
  const { t } = useTranslation();
  const named = useNamed();
  const asVenue = useAsVenue();
  const { domainId, name, keepDays } = domain;
  const follow = useChange('retention.update', {
    said: () => t('retention.follows', { name }),
    onDone: onFollow,
  });
  return (
    <Stack sx={{ gap: 0.5, alignItems: 'flex-start' }}>
      <DaysField label={name} days={days} hint={asVenue(venueDays)} onChange={onChange} />
      {keepDays !== undefined && (
        <Button
          size="small"
          loading={follow.isPending}
          aria-label={named(t('retention.as-venue'), name)}
          onClick={() => follow.run({ domains: [{ domainId, keepDays: null }] })}
        >
          {t('retention.as-venue')}
        </Button>
      )}
    </Stack>
  );
}

/** What a domain without a time of its own does. */
function useAsVenue(): (venueDays: string) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  return (venueDays) => {
    if (!isRight(venueDays)) return t('retention.as-venue');
    const text = venueDays.trim();
    return t('retention.as-venue-time', {
      time: text === '' ? t('domains.for-ever') : formats.duration(Number(text) * DAY_SEC),
    });
  };
}

interface DaysFieldProps {
  /** For a screen reader, where the line says it already. */
  readonly name?: string;
  /** Written at the field, where it is one of several. */
  readonly label?: string;
  readonly days: string;
  /** What an empty field means; absent: for ever. */
  readonly hint?: string | undefined;
  readonly onChange: (days: string) => void;
}

function DaysField({ name, label, days, hint, onChange }: DaysFieldProps): ReactNode {
  const { t } = useTranslation();
  const isWrong = !isRight(days);
  const meaning = days === '' ? (hint ?? t('domains.for-ever')) : undefined;
  return (
    <TextField
      size="small"
      label={label}
      value={days}
      error={isWrong}
      helperText={isWrong ? t('form.not-a-number') : meaning}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{
        htmlInput: { inputMode: 'numeric', 'aria-label': name, autoComplete: 'off' },
        input: { endAdornment: <InputAdornment position="end">{t('unit.day')}</InputAdornment> },
        ...(label !== undefined && { inputLabel: { shrink: true } }),
      }}
    />
  );
}

/** Counting is not asked for at every digit. */
const settleMs = 300;

/** How many guests that time erases: said before it is saved, and as long as it holds. */
function WhoGoes({ days }: { readonly days: string }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const typed = useSettled(days.trim(), settleMs);
  const isAsked = typed !== '' && isRight(typed);
  const old = useAsk('retention.oldPersons', { keepDays: isAsked ? Number(typed) : 1 }, { enabled: isAsked });
  if (!isAsked) return null;
  if (old.isError) return <ProblemNote error={old.error} onRetry={() => void old.refetch()} />;
  const { guests, more } = old.data ?? {};
  return (
    <Alert severity={guests === undefined || guests === 0 ? 'info' : 'warning'} role="status" sx={{ mt: 1 }}>
      {guests === undefined && t('domains.counting')}
      {guests === 0 && t('retention.persons-none')}
      {guests !== undefined &&
        guests > 0 &&
        (more
          ? t('retention.persons-more', { number: formats.number(guests) })
          : t('retention.persons-gone', { count: guests }))}
    </Alert>
  );
}

interface FootProps {
  readonly shown: Shown;
  readonly isSaveable: boolean;
  readonly isSaving: boolean;
}

function Foot({ shown, isSaveable, isSaving }: FootProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <Stack direction="row" sx={{ gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
      <Button type="submit" variant="contained" disabled={!isSaveable} loading={isSaving}>
        {t('common.save')}
      </Button>
      <Box sx={{ flex: 1, minWidth: 320 }}>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {t('retention.when')}
          {shown.lastForgottenAtMs !== undefined &&
            ` ${t('retention.last', { when: formats.exact(shown.lastForgottenAtMs) })}`}
        </Typography>
      </Box>
    </Stack>
  );
}

function daysOf({ rules, domains }: Shown): Days {
  const of = (days: number | undefined): string => days?.toString() ?? '';
  return {
    ...Object.fromEntries(domains.map(({ domainId, keepDays }) => [domainId, of(keepDays)])),
    connections: of(rules.connections),
    'radius-log': of(rules['radius-log']),
    'guest-months': of(rules['guest-months']),
    marketing: of(rules.marketing),
    persons: of(rules.persons),
  };
}

function without(typed: Typed, domainId: number): Typed {
  return Object.fromEntries(Object.entries(typed).filter(([field]) => field !== String(domainId)));
}

/** What is commonly used in a country; undefined: no country was chosen. A domain's own time is nothing of a country. */
function proposed(country: string): Typed | undefined {
  const preset = retentionPresets.find((each) => each.country === country);
  if (!preset) return undefined;
  return {
    connections: String(preset.connections),
    'radius-log': String(usualDays['radius-log']),
    'guest-months': String(usualDays['guest-months']),
    marketing: String(usualDays.marketing),
    persons: String(usualDays.persons),
  };
}

/** Empty: for good, or as the venue. */
function isRight(days: string): boolean {
  const text = days.trim();
  return text === '' || (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_KEEP_DAYS);
}

/** What was changed; undefined: nothing. */
function inputOf(days: Days, before: Days, shown: Shown): Input<'retention.update'> | undefined {
  const isChanged = (each: RuleClass | number): boolean => days[each]?.trim() !== before[each];
  const daysIn = (each: RuleClass | number): number | null => {
    const text = days[each]?.trim() ?? '';
    return text === '' ? null : Number(text);
  };
  const rules = ruleClasses.filter(isChanged).map((each) => [each, daysIn(each)] as const);
  const domains = shown.domains
    .filter(({ domainId }) => isChanged(domainId))
    .map(({ domainId }) => ({ domainId, keepDays: daysIn(domainId) }));
  if (rules.length + domains.length === 0) return undefined;
  return { ...Object.fromEntries(rules), ...(domains.length > 0 && { domains }) };
}
