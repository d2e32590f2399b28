/** Form fields bound to react-hook-form: label, hint or error beneath, one line of code per field. */
import {
  Checkbox,
  FormControlLabel,
  FormHelperText,
  MenuItem,
  Stack,
  TextField,
  type TextFieldProps,
} from '@mui/material';
import type { ReactNode } from 'react';
import { useController, type Control, type FieldError, type FieldPathByValue, type FieldValues } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { Amount } from './amounts';
import { textOr } from './problem';

/** Rules and schemas name a text key as their message; what the venue refused comes as a sentence already. */
function errorSentence(error: FieldError | undefined): string | undefined {
  return error?.message === undefined ? undefined : textOr(error.message, error.message);
}

/** `T`: what the form's schema makes of `F`; of no interest to a field. */
interface FieldProps<F extends FieldValues, T, V> {
  readonly control: Control<F, unknown, T>;
  readonly name: FieldPathByValue<F, V>;
  readonly label: string;
  readonly hint?: ReactNode;
}

type TextInputProps<F extends FieldValues, T> = FieldProps<F, T, string> &
  Omit<TextFieldProps, 'name' | 'label' | 'error' | 'value' | 'onChange' | 'onBlur' | 'defaultValue'>;

export function TextInput<F extends FieldValues, T>({
  control,
  name,
  label,
  hint,
  ...rest
}: TextInputProps<F, T>): ReactNode {
  const { field, fieldState } = useController({ control, name });
  const { ref, ...bound } = field;
  return (
    <TextField
      {...rest}
      {...bound}
      inputRef={ref}
      label={label}
      error={fieldState.invalid}
      helperText={errorSentence(fieldState.error) ?? hint}
    />
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
}

type SelectInputProps<F extends FieldValues, T> = TextInputProps<F, T> & { readonly options: readonly Option[] };

export function SelectInput<F extends FieldValues, T>({ options, ...rest }: SelectInputProps<F, T>): ReactNode {
  return (
    <TextInput {...rest} select>
      {options.map(({ value, label }) => (
        <MenuItem key={value} value={value}>
          {/* A product's name reads in its own direction. */}
          <bdi>{label}</bdi>
        </MenuItem>
      ))}
    </TextInput>
  );
}

interface AmountInputProps<F extends FieldValues, T> extends FieldProps<F, T, Amount> {
  readonly units: readonly Option[];
}

/** A number and its unit side by side; an empty number means "no limit". */
export function AmountInput<F extends FieldValues, T>({
  control,
  name,
  label,
  hint,
  units,
}: AmountInputProps<F, T>): ReactNode {
  const { t } = useTranslation();
  const { field, fieldState } = useController({ control, name });
  const value = field.value as Amount;
  const set = (part: Partial<Amount>): void => field.onChange({ ...value, ...part });
  return (
    <Stack direction="row" sx={{ gap: 1, alignItems: 'flex-start' }}>
      <TextField
        label={label}
        value={value.amount}
        inputRef={field.ref}
        onChange={(event) => set({ amount: event.target.value })}
        onBlur={field.onBlur}
        error={fieldState.invalid}
        helperText={errorSentence(fieldState.error) ?? hint}
        slotProps={{ htmlInput: { inputMode: 'decimal' } }}
      />
      <TextField
        select
        value={value.unit}
        onChange={(event) => set({ unit: event.target.value })}
        slotProps={{ select: { inputProps: { 'aria-label': t('form.unit-of', { field: label }) } } }}
        sx={{ width: 132, flexShrink: 0 }}
      >
        {units.map(({ value: unit, label: unitLabel }) => (
          <MenuItem key={unit} value={unit}>
            {unitLabel}
          </MenuItem>
        ))}
      </TextField>
    </Stack>
  );
}

export function CheckInput<F extends FieldValues, T>({
  control,
  name,
  label,
  hint,
}: FieldProps<F, T, boolean>): ReactNode {
  const { field } = useController({ control, name });
  const { value, ref, ...bound } = field;
  return (
    <div>
      <FormControlLabel
        label={label}
        control={<Checkbox {...bound} checked={value} slotProps={{ input: { ref } }} />}
      />
      {hint !== undefined && <FormHelperText sx={{ marginInlineStart: '33px', mt: -0.75 }}>{hint}</FormHelperText>}
    </div>
  );
}
