/** RADIUS attributes as they are typed: a name from the dictionary, and a value of its type. */
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import { Autocomplete, IconButton, MenuItem, Stack, TextField } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../api';
import { textOr } from './problem';

export type AttributeChoice = Output<'attributes.list'>['rows'][number];

interface Part {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** A text key, or a sentence of the venue. */
  readonly error?: string | undefined;
}

interface AttributeRowProps {
  readonly name: Part;
  readonly value: Part;
  /** Of what is checked; absent: what is added to the answer. */
  readonly operator?: { readonly part: Part; readonly options: readonly string[] } | undefined;
  readonly choices: readonly AttributeChoice[];
  readonly onRemove: () => void;
}

export function AttributeRow({ name, value, operator, choices, onRemove }: AttributeRowProps): ReactNode {
  const { t } = useTranslation();
  const named = choices.find((choice) => choice.name === name.value);
  return (
    <Stack direction="row" sx={{ gap: 1, alignItems: 'flex-start' }}>
      <Suggesting
        label={t('products.attribute-name')}
        part={name}
        hint={named && `${named.vendor} · ${named.type}`}
        options={choices.map((choice) => choice.name)}
      />
      {operator && (
        <TextField
          select
          dir="ltr"
          value={operator.part.value}
          onChange={(event) => operator.part.onChange(event.target.value)}
          slotProps={{ select: { inputProps: { 'aria-label': t('guests.operator') } } }}
          sx={{ width: 84, flexShrink: 0 }}
        >
          {operator.options.map((option) => (
            <MenuItem key={option} value={option}>
              {option}
            </MenuItem>
          ))}
        </TextField>
      )}
      <Suggesting
        label={t('products.attribute-value')}
        part={value}
        options={(named?.values ?? []).map((known) => known.name)}
      />
      <IconButton aria-label={t('products.remove-attribute', { name: name.value })} onClick={onRemove} sx={{ mt: 0.5 }}>
        <DeleteIcon />
      </IconButton>
    </Stack>
  );
}

interface SuggestingProps {
  readonly label: string;
  readonly part: Part;
  readonly hint?: string | undefined;
  readonly options: readonly string[];
}

/** A text that is usually one of the options, found by typing a part of it. */
function Suggesting({ label, part: { value, onChange, error }, hint, options }: SuggestingProps): ReactNode {
  return (
    <Autocomplete
      freeSolo
      options={options}
      inputValue={value}
      onInputChange={(_event, typed) => onChange(typed)}
      sx={{ flex: 1, minWidth: 0 }}
      renderInput={(params) => (
        <TextField
          {...params}
          label={label}
          error={error !== undefined}
          helperText={error === undefined ? hint : textOr(error, error)}
          dir="ltr"
        />
      )}
    />
  );
}
