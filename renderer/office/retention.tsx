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
import { MOST_KEEP_DAYS, retentionClasses, retentionPresets, usualDays } from '../../preload/contract/retention';
import { useAsk, type Input, type Output } from '../api';
import { Answer, ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { useFormats } from '../parts/formats';
import { ListTable } from '../parts/list-table';

type Shown = Output<'retention.get'>;

/** What has a time of its own, in the order of the screen. */
const timed = ['connections', ...retentionClasses] as const;
type Timed = (typeof timed)[number];
/** What is kept as it is. */
const fixed = ['guests', 'sales', 'history', 'packets', 'backups'] as const;

type Days = Readonly<Record<Timed, string>>;

export function Retention(): ReactNode {
  const retention = useAsk('retention.get');
  // A saved time begins the form anew with what holds now.
  return (
    <Answer of={retention}>
      {(shown) => <Form key={JSON.stringify([shown.rules, shown.connections])} shown={shown} />}
    </Answer>
  );
}

function Form({ shown }: { readonly shown: Shown }): ReactNode {
  const { t } = useTranslation();
  const [before] = useState(() => daysOf(shown));
  const [days, setDays] = useState(before);
  const [country, setCountry] = useState('');
  const save = useChange('retention.update', { said: () => t('retention.saved'), onProblem: () => false });
  const changed = timed.filter((each) => days[each].trim() !== before[each]);
  const wrong = timed.filter((each) => !isRight(days[each]));
  return (
    <Stack
      component="form"
      noValidate
      sx={{ gap: 3 }}
      onSubmit={(event) => {
        event.preventDefault();
        if (changed.length > 0 && wrong.length === 0) save.run(inputOf(days, changed));
      }}
    >
      <PresetChoice
        country={country}
        onChoose={(chosen) => {
          setCountry(chosen);
          setDays(proposed(chosen) ?? before);
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
        {timed.map((each) => (
          <Line key={each} name={each}>
            <DaysField
              name={each}
              days={days[each]}
              isMixed={each === 'connections' && areMixed(shown)}
              onChange={(value) => setDays({ ...days, [each]: value })}
            />
          </Line>
        ))}
        {fixed.map((each) => (
          <Line key={each} name={each}>
            {each === 'backups' ? t('backup.kept-rule') : t(`retention.${each}-kept`)}
          </Line>
        ))}
      </ListTable>
      <Foot shown={shown} isSaveable={changed.length > 0 && wrong.length === 0} isSaving={save.isPending} />
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
  readonly name: Timed | (typeof fixed)[number];
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

interface DaysFieldProps {
  readonly name: Timed;
  readonly days: string;
  /** The domains differ: what is entered holds for all of them. */
  readonly isMixed: boolean;
  readonly onChange: (days: string) => void;
}

function DaysField({ name, days, isMixed, onChange }: DaysFieldProps): ReactNode {
  const { t } = useTranslation();
  const isWrong = !isRight(days);
  const hint = isMixed && days === '' ? t('retention.mixed') : days === '' ? t('domains.for-ever') : undefined;
  return (
    <TextField
      size="small"
      value={days}
      error={isWrong}
      helperText={isWrong ? t('form.not-a-number') : hint}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{
        htmlInput: { inputMode: 'numeric', 'aria-label': t(`retention.${name}`), autoComplete: 'off' },
        input: { endAdornment: <InputAdornment position="end">{t('unit.day')}</InputAdornment> },
      }}
    />
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

function areMixed({ connections }: Shown): boolean {
  return new Set(connections.map(({ keepDays }) => keepDays)).size > 1;
}

function daysOf(shown: Shown): Days {
  const connections = areMixed(shown) ? undefined : shown.connections[0]?.keepDays;
  const of = (days: number | undefined): string => days?.toString() ?? '';
  return {
    connections: of(connections),
    'radius-log': of(shown.rules['radius-log']),
    'guest-months': of(shown.rules['guest-months']),
    marketing: of(shown.rules.marketing),
  };
}

/** What is commonly used in a country; undefined: no country was chosen. */
function proposed(country: string): Days | undefined {
  const preset = retentionPresets.find((each) => each.country === country);
  if (!preset) return undefined;
  return {
    connections: String(preset.connections),
    'radius-log': String(usualDays['radius-log']),
    'guest-months': String(usualDays['guest-months']),
    marketing: String(usualDays.marketing),
  };
}

/** Empty: for good. */
function isRight(days: string): boolean {
  const text = days.trim();
  return text === '' || (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_KEEP_DAYS);
}

function inputOf(days: Days, changed: readonly Timed[]): Input<'retention.update'> {
  return Object.fromEntries(changed.map((each) => [each, days[each].trim() === '' ? null : Number(days[each].trim())]));
}
