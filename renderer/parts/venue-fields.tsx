/** The venue's details as form fields: the wizard asks the first ones, the Venue screen all of them. */
import { Autocomplete, createFilterOptions, Stack, TextField } from '@mui/material';
import { useMemo, type ReactNode } from 'react';
import { useController, type Control, type UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { languages } from '../../preload/contract/base';
import { ownName } from '../text';
import { countries, findCountry, type Country } from './countries';
import { SelectInput, TextInput } from './fields';
import { textOr } from './problem';
import { timeOfDay } from './time-of-day';

export const venueForm = z.object({
  venueName: z.string().trim().min(1, 'form.required').max(80, 'form.too-long'),
  country: z.string().length(2, 'form.required'),
  currency: z.string().length(3, 'form.required'),
  timeZone: z.string().min(1, 'form.required'),
  language: z.enum(languages),
  /** HH:MM. */
  checkOut: z.string().regex(timeOfDay, 'venue.check-out-wrong'),
});
export type VenueForm = z.infer<typeof venueForm>;

/** 11:00, the contract's usual check-out (venue.setUp). */
export const usualCheckOut = '11:00';

export function proposedVenue(country: Country): VenueForm {
  return {
    venueName: '',
    country: country.code,
    currency: usableCurrency(country.currency),
    timeZone: country.timeZone,
    language: country.language,
    checkOut: usualCheckOut,
  };
}

/** A currency younger than this runtime's tables would be refused; the dollar is at least understood. */
function usableCurrency(currency: string): string {
  return Intl.supportedValuesOf('currency').includes(currency) ? currency : 'USD';
}

interface VenueFieldsProps {
  readonly form: UseFormReturn<VenueForm>;
  /** True in the wizard: a country brings its currency, time zone and language along. */
  readonly proposing: boolean;
}

export function VenueFields({ form, proposing }: VenueFieldsProps): ReactNode {
  const { t, i18n } = useTranslation();
  const { control } = form;
  const options = useOptions(i18n.language);
  const propose = (code: string): void => {
    const country = findCountry(code);
    if (!proposing || !country) return;
    form.setValue('currency', usableCurrency(country.currency), { shouldValidate: true });
    form.setValue('timeZone', country.timeZone, { shouldValidate: true });
    form.setValue('language', country.language, { shouldValidate: true });
  };
  return (
    <Stack sx={{ gap: 2.5 }}>
      <TextInput
        control={control}
        name="venueName"
        label={t('venue.name')}
        hint={t('venue.name-hint')}
        autoFocus={proposing}
        autoComplete="organization"
      />
      <ChoiceInput
        control={control}
        name="country"
        label={t('venue.country')}
        options={options.countries}
        onChosen={propose}
      />
      <Stack direction="row" sx={{ gap: 2 }}>
        <ChoiceInput control={control} name="currency" label={t('venue.currency')} options={options.currencies} />
        <ChoiceInput control={control} name="timeZone" label={t('venue.time-zone')} options={options.zones} />
      </Stack>
      <Stack direction="row" sx={{ gap: 2 }}>
        <SelectInput
          control={control}
          name="language"
          label={t('venue.language')}
          hint={t('venue.language-hint')}
          options={languages.map((language) => ({ value: language, label: ownName(language) }))}
        />
        <TextInput
          control={control}
          name="checkOut"
          type="time"
          label={t('venue.check-out')}
          hint={t('venue.check-out-hint')}
          slotProps={{ inputLabel: { shrink: true } }}
        />
      </Stack>
    </Stack>
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
}

function useOptions(language: string) {
  return useMemo(() => {
    const byLabel = new Intl.Collator(language);
    const sorted = (options: Option[]): Option[] => options.sort((a, b) => byLabel.compare(a.label, b.label));
    const regions = new Intl.DisplayNames(language, { type: 'region' });
    const currencyNames = new Intl.DisplayNames(language, { type: 'currency' });
    const zones = new Set([...Intl.supportedValuesOf('timeZone'), ...countries.map(({ timeZone }) => timeZone)]);
    return {
      countries: sorted(countries.map(({ code }) => ({ value: code, label: regions.of(code) ?? code }))),
      currencies: Intl.supportedValuesOf('currency').map((code) => ({
        value: code,
        label: `${code} – ${currencyNames.of(code) ?? code}`,
      })),
      zones: sorted(Array.from(zones, (zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))),
    };
  }, [language]);
}

interface ChoiceInputProps {
  readonly control: Control<VenueForm>;
  readonly name: 'country' | 'currency' | 'timeZone';
  readonly label: string;
  readonly options: readonly Option[];
  readonly onChosen?: (value: string) => void;
}

/** Long lists are narrowed by typing; what is typed matches the name and the code. */
const filterOptions = createFilterOptions<Option>({ stringify: ({ value, label }) => `${label} ${value}` });

function ChoiceInput({ control, name, label, options, onChosen }: ChoiceInputProps): ReactNode {
  const { field, fieldState } = useController({ control, name });
  const value = options.find((option) => option.value === field.value) ?? { value: field.value, label: field.value };
  return (
    <Autocomplete
      fullWidth
      disableClearable
      autoHighlight
      options={options}
      filterOptions={filterOptions}
      value={value}
      isOptionEqualToValue={(a, b) => a.value === b.value}
      onChange={(_event, chosen) => {
        field.onChange(chosen.value);
        onChosen?.(chosen.value);
      }}
      onBlur={field.onBlur}
      renderInput={(params) => (
        <TextField
          {...params}
          inputRef={field.ref}
          label={label}
          error={fieldState.invalid}
          helperText={
            fieldState.error?.message === undefined
              ? undefined
              : textOr(fieldState.error.message, fieldState.error.message)
          }
        />
      )}
    />
  );
}
