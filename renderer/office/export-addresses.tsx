/** Addresses for mailing: narrowed down, counted while it is chosen, and taken as a file. */
import MailIcon from '@mui/icons-material/ForwardToInboxOutlined';
import {
  Alert,
  Box,
  Button,
  Card,
  Checkbox,
  FormControlLabel,
  MenuItem,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { channels } from '../../preload/contract/marketing';
import { genders } from '../../preload/contract/persons';
import { client, useAsk, useDo, type Input, type Output } from '../api';
import { Answer, Empty } from '../parts/answer';
import { Choice } from '../parts/choice';
import { useFormats } from '../parts/formats';
import { JobProgress } from '../parts/job-progress';
import { useMadeFile } from '../parts/made-file';
import { useSettled } from '../parts/settled';
import { shownLanguage } from '../text';

type View = Output<'marketing.count'>;
/** As the fields have it; '' narrows nothing. */
type Filter = Readonly<Record<FilterField, string>> & { readonly newsletter: boolean; readonly notLocked: boolean };

const fields = [
  ...(['channel', 'domainId', 'productId', 'language', 'country', 'city', 'gender', 'bornFrom', 'bornTill'] as const),
  ...(['agreedFromDay', 'agreedTillDay', 'seenFromDay', 'seenTillDay'] as const),
] as const;
type FilterField = (typeof fields)[number];
const numbers: ReadonlySet<string> = new Set<FilterField>(['domainId', 'productId', 'bornFrom', 'bornTill']);
const nothing: Filter = {
  ...(Object.fromEntries(fields.map((field) => [field, ''])) as Record<FilterField, string>),
  ...{ newsletter: false, notLocked: true },
};
/** A count is asked for when nothing has been typed for so long. */
const SETTLED_MS = 250;
/** The contract's bounds: what is typed meanwhile is no year yet. */
const EARLIEST_YEAR = 1880;
const LATEST_YEAR = 2200;
const formats = ['csv', 'xlsx'] as const;

export function ExportAddresses(): ReactNode {
  const { t } = useTranslation();
  const { number } = useFormats();
  const save = useMadeFile(client.marketing.exportPiece);
  const [filter, setFilter] = useState<Filter>(nothing);
  const [format, setFormat] = useState<(typeof formats)[number]>('csv');
  const asked = useSettled(filter, SETTLED_MS);
  const count = useAsk('marketing.count', inputOf(asked), { keepLast: true });
  const make = useDo('marketing.export');

  async function run(): Promise<void> {
    await save(
      () => make.mutateAsync({ ...inputOf(filter), format, titles: shownLanguage() }),
      ({ guests }) => t('addresses.done', { count: guests, guests: number(guests) }),
    );
  }

  return (
    <Answer of={count}>
      {(view) =>
        isNobody(view) && filter === nothing ? (
          <Empty icon={<MailIcon />} title={t('addresses.nobody')}>
            {t('addresses.nobody-hint')}
          </Empty>
        ) : (
          <Stack sx={{ gap: 3 }}>
            <Card sx={{ p: 3 }}>
              <Stack sx={{ gap: 2 }}>
                <Stack direction="row" sx={{ gap: 3, flexWrap: 'wrap', alignItems: 'flex-end' }}>
                  <Counted view={view} />
                  <Choice
                    label={t('export.format')}
                    value={format}
                    options={formats}
                    said={(one) => one.toUpperCase()}
                    onChoose={setFormat}
                  />
                  <Button
                    variant="contained"
                    disabled={view.guests === 0}
                    loading={make.isPending}
                    onClick={() => void run()}
                  >
                    {t('addresses.now')}
                  </Button>
                </Stack>
                {make.isPending && <JobProgress names={['export-addresses']} label={t('export.running')} />}
                <Alert severity="info">{t('addresses.noted')}</Alert>
              </Stack>
            </Card>
            <Card sx={{ p: 3 }}>
              <Narrowing filter={filter} choices={view.choices} onChange={setFilter} />
            </Card>
          </Stack>
        )
      }
    </Answer>
  );
}

/** Nobody at all has agreed: then there is nothing to choose from either. */
function isNobody({ guests, choices }: View): boolean {
  return guests === 0 && choices.domains.length === 0;
}

function inputOf(filter: Filter): Input<'marketing.count'> {
  const given = fields.filter((field) => filter[field].trim() !== '' && !isHalfAYear(field, filter[field]));
  return {
    ...Object.fromEntries(
      given.map((field) => [field, numbers.has(field) ? Number(filter[field]) : filter[field].trim()]),
    ),
    ...{ newsletter: filter.newsletter, notLocked: filter.notLocked },
  };
}

function isHalfAYear(field: FilterField, text: string): boolean {
  if (field !== 'bornFrom' && field !== 'bornTill') return false;
  const year = Number(text);
  return !Number.isInteger(year) || year < EARLIEST_YEAR || year > LATEST_YEAR;
}

function Counted({ view }: { readonly view: View }): ReactNode {
  const { t } = useTranslation();
  const { number } = useFormats();
  return (
    <Box role="status" sx={{ flex: 1, minWidth: 200 }}>
      <Typography variant="h2">{t('addresses.count', { count: view.guests, guests: number(view.guests) })}</Typography>
      <Typography sx={{ color: 'text.secondary' }}>
        {t('addresses.reach', { email: number(view.withEmail), mobile: number(view.withMobile) })}
      </Typography>
    </Box>
  );
}

interface NarrowingProps {
  readonly filter: Filter;
  readonly choices: View['choices'];
  readonly onChange: (filter: Filter) => void;
}

function Narrowing({ filter, choices, onChange }: NarrowingProps): ReactNode {
  const { t } = useTranslation();
  const options = useOptions(choices);
  const set = (field: FilterField) => (value: string) => onChange({ ...filter, [field]: value });
  const select = (field: keyof typeof options): ReactNode => (
    <Field label={t(`addresses.${field}`)} value={filter[field]} options={options[field]} onChange={set(field)} />
  );
  const day = (field: FilterField, label: string): ReactNode => (
    <Field label={label} value={filter[field]} type="date" onChange={set(field)} />
  );
  const year = (field: FilterField, label: string): ReactNode => (
    <Field label={label} value={filter[field]} type="number" onChange={set(field)} />
  );
  return (
    <Stack sx={{ gap: 2 }}>
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'repeat(auto-fill, minmax(200px, 1fr))' }}>
        {select('channel')}
        {select('language')}
        {select('country')}
        {select('city')}
        {select('domainId')}
        {select('productId')}
        {select('gender')}
        {year('bornFrom', t('addresses.bornFrom'))}
        {year('bornTill', t('addresses.bornTill'))}
        {day('agreedFromDay', t('addresses.agreedFromDay'))}
        {day('agreedTillDay', t('addresses.agreedTillDay'))}
        {day('seenFromDay', t('addresses.seenFromDay'))}
        {day('seenTillDay', t('addresses.seenTillDay'))}
      </Box>
      <Stack direction="row" sx={{ columnGap: 2, flexWrap: 'wrap', alignItems: 'center' }}>
        {(['newsletter', 'notLocked'] as const).map((field) => (
          <FormControlLabel
            key={field}
            label={t(`addresses.${field}`)}
            control={
              <Checkbox checked={filter[field]} onChange={(_event, on) => onChange({ ...filter, [field]: on })} />
            }
          />
        ))}
        <Box sx={{ flex: 1 }} />
        <Button disabled={filter === nothing} onClick={() => onChange(nothing)}>
          {t('addresses.reset')}
        </Button>
      </Stack>
    </Stack>
  );
}

type Options = readonly (readonly [value: string, label: string])[];

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly type?: 'date' | 'number';
  /** Chosen from these; the first choice is none. */
  readonly options?: Options;
  readonly onChange: (value: string) => void;
}

function Field({ label, value, type, options, onChange }: FieldProps): ReactNode {
  const { t } = useTranslation();
  return (
    <TextField
      label={label}
      value={value}
      {...(options ? { select: true } : {})}
      {...(type ? { type } : {})}
      onChange={({ target }) => onChange(target.value)}
      slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
    >
      {options && <MenuItem value="">{t('addresses.any')}</MenuItem>}
      {options?.map(([each, said]) => (
        <MenuItem key={each} value={each}>
          {said}
        </MenuItem>
      ))}
    </TextField>
  );
}

function useOptions({ domains, products, languages, countries, cities }: View['choices']) {
  const { t, i18n } = useTranslation();
  const regions = new Intl.DisplayNames(i18n.language, { type: 'region' });
  const tongues = new Intl.DisplayNames(i18n.language, { type: 'language', fallback: 'code' });
  const named = (rows: View['choices']['domains']): Options => rows.map(({ id, name }) => [String(id), name]);
  return {
    channel: channels.map((channel) => [channel, t(`addresses.channel-${channel}`)] as const),
    language: languages.map((code) => [code, tongues.of(code) ?? code] as const),
    country: countries.map((code) => [code, regions.of(code) ?? code] as const),
    city: cities.map((city) => [city, city] as const),
    domainId: named(domains),
    productId: named(products),
    gender: genders.map((gender) => [gender, t(`person.gender-${gender}`)] as const),
  } satisfies Partial<Record<FilterField, Options>>;
}
