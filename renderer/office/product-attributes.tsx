/** RADIUS attributes a manager adds to the answers for a product. */
import AddIcon from '@mui/icons-material/Add';
import { Box, Button, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useController, useFieldArray } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../api';
import { AttributeRow, type AttributeChoice } from '../parts/attributes';
import { Fold } from '../parts/fold';
import { MOST_ATTRIBUTES } from '../../preload/contract/attributes';
import type { ProductFormApi } from './product-form';

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
        <FormRow key={row.id} form={form} index={index} choices={choices} onRemove={() => rows.remove(index)} />
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

interface FormRowProps {
  readonly form: ProductFormApi;
  readonly index: number;
  readonly choices: readonly AttributeChoice[];
  readonly onRemove: () => void;
}

function FormRow({ form, index, choices, onRemove }: FormRowProps): ReactNode {
  const name = useController({ control: form.control, name: `attributes.${index}.name` });
  const value = useController({ control: form.control, name: `attributes.${index}.value` });
  return (
    <AttributeRow
      name={{ ...name.field, error: name.fieldState.error?.message }}
      value={{ ...value.field, error: value.fieldState.error?.message }}
      choices={choices}
      onRemove={onRemove}
    />
  );
}
