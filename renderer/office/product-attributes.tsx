/** RADIUS attributes a manager adds to the answers for a product. */
import AddIcon from '@mui/icons-material/Add';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import { Autocomplete, Box, Button, IconButton, Stack, TextField, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useController, useFieldArray } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useAsk, type Output } from '../api';
import { Fold } from '../parts/fold';
import { textOr } from '../parts/problem';
import { MOST_ATTRIBUTES } from '../../preload/contract/attributes';
import type { ProductFormApi } from './product-form';

type Choice = Output<'attributes.list'>['rows'][number];

export function ProductAttributes({ form }: { readonly form: ProductFormApi }): ReactNode {
  const { t } = useTranslation();
  const rows = useFieldArray({ control: form.control, name: 'attributes' });
  const [openAtFirst] = useState(rows.fields.length > 0);
  const choices = useAsk('attributes.list', { use: 'reply' }).data?.rows ?? [];
  return (
    <Fold
      title={t('products.attributes')}
      openAtFirst={openAtFirst}
      hasError={form.formState.errors.attributes !== undefined}
    >
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {t('products.attributes-hint')}
      </Typography>
      {rows.fields.map((row, index) => (
        <AttributeRow key={row.id} form={form} index={index} choices={choices} onRemove={() => rows.remove(index)} />
      ))}
      {rows.fields.length < MOST_ATTRIBUTES && (
        <Box>
          <Button startIcon={<AddIcon />} onClick={() => rows.append({ name: '', value: '' })}>
            {t('products.add-attribute')}
          </Button>
        </Box>
      )}
    </Fold>
  );
}

interface AttributeRowProps {
  readonly form: ProductFormApi;
  readonly index: number;
  readonly choices: readonly Choice[];
  readonly onRemove: () => void;
}

function AttributeRow({ form, index, choices, onRemove }: AttributeRowProps): ReactNode {
  const { t } = useTranslation();
  const name = useController({ control: form.control, name: `attributes.${index}.name` });
  const value = useController({ control: form.control, name: `attributes.${index}.value` });
  const named = choices.find((choice) => choice.name === name.field.value);
  return (
    <Stack direction="row" sx={{ gap: 1, alignItems: 'flex-start' }}>
      <Suggesting
        label={t('products.attribute-name')}
        value={name.field.value}
        onChange={name.field.onChange}
        error={name.fieldState.error?.message}
        hint={named && `${named.vendor} · ${named.type}`}
        options={choices.map((choice) => choice.name)}
      />
      <Suggesting
        label={t('products.attribute-value')}
        value={value.field.value}
        onChange={value.field.onChange}
        error={value.fieldState.error?.message}
        options={(named?.values ?? []).map((known) => known.name)}
      />
      <IconButton
        aria-label={t('products.remove-attribute', { name: name.field.value })}
        onClick={onRemove}
        sx={{ mt: 0.5 }}
      >
        <DeleteIcon />
      </IconButton>
    </Stack>
  );
}

interface SuggestingProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** A text key, or a sentence of the venue. */
  readonly error: string | undefined;
  readonly hint?: string | undefined;
  readonly options: readonly string[];
}

/** A text that is usually one of the options, found by typing a part of it. */
function Suggesting({ label, value, onChange, error, hint, options }: SuggestingProps): ReactNode {
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
