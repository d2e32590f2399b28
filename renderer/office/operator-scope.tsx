/** Whose guests an operator sees, and who looks after the operator: the part of the panel that says so. */
import { Autocomplete, Chip, MenuItem, Stack, TextField, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { Controller, type UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { longestPrefix } from '../../preload/contract/cards';
import { useAsk, type Output } from '../api';
import { TextInput } from '../parts/fields';
import { textOr } from '../parts/problem';
import { useOperator } from '../parts/who';

type OperatorRow = Output<'operators.list'>['rows'][number];

export const scopeForm = {
  /** Number of an operator; '': nobody. */
  parentId: z.string(),
  domainIds: z.array(z.number()),
  guestPrefix: z
    .string()
    .trim()
    .max(longestPrefix, 'form.too-long')
    .regex(/^[A-Za-z0-9-]*$/, 'operators.prefix-format'),
};

export interface ScopeForm {
  readonly parentId: string;
  readonly domainIds: number[];
  readonly guestPrefix: string;
}

/** What the form begins with; for a new operator: below whoever adds them. */
export function scopeOf(operator: OperatorRow | undefined, adderId: number): ScopeForm {
  if (operator === undefined) return { parentId: String(adderId), domainIds: [], guestPrefix: '' };
  const { parentId, domainIds, guestPrefix } = operator;
  return {
    parentId: parentId === undefined ? '' : String(parentId),
    domainIds,
    guestPrefix: guestPrefix ?? '',
  };
}

/** As the venue is asked to write it. */
export function bindingOf({ parentId, domainIds, guestPrefix }: ScopeForm): {
  readonly parentId: number | null;
  readonly domainIds: number[];
  readonly guestPrefix: string | null;
} {
  return {
    parentId: parentId === '' ? null : Number(parentId),
    domainIds,
    guestPrefix: guestPrefix === '' ? null : guestPrefix,
  };
}

interface ScopeFieldsProps {
  readonly form: UseFormReturn<ScopeForm>;
  /** Undefined: a new one. */
  readonly operator: OperatorRow | undefined;
  readonly operators: readonly OperatorRow[];
  readonly isOwner: boolean;
}

export function ScopeFields({ form, operator, operators, isOwner }: ScopeFieldsProps): ReactNode {
  const { t } = useTranslation();
  const me = useOperator();
  return (
    <Stack component="section" aria-labelledby="operator-scope" sx={{ gap: 2.5 }}>
      <Typography id="operator-scope" variant="h3">
        {t('operators.scope')}
      </Typography>
      {isOwner ? (
        <Typography sx={{ color: 'text.secondary' }}>{t('operators.owner-sees')}</Typography>
      ) : operator?.id === me.id ? (
        <Typography sx={{ color: 'text.secondary' }}>{t('operators.own-sees')}</Typography>
      ) : (
        <>
          <DomainsField form={form} />
          <TextInput
            control={form.control}
            name="guestPrefix"
            label={t('operators.prefix')}
            hint={t('operators.prefix-hint')}
            autoComplete="off"
            slotProps={{ htmlInput: { dir: 'ltr', autoCapitalize: 'none', spellCheck: false } }}
          />
          <ParentField form={form} operator={operator} operators={operators} />
        </>
      )}
    </Stack>
  );
}

function DomainsField({ form }: Pick<ScopeFieldsProps, 'form'>): ReactNode {
  const { t } = useTranslation();
  const domains = useAsk('domains.list').data?.rows ?? [];
  const nameOf = (id: number): string => domains.find((domain) => domain.id === id)?.name ?? '…';
  return (
    <Controller
      control={form.control}
      name="domainIds"
      render={({ field: { value, onChange, ref, onBlur }, fieldState: { error } }) => (
        <Autocomplete
          multiple
          disableCloseOnSelect
          value={value}
          options={domains.map(({ id }) => id)}
          getOptionLabel={nameOf}
          onChange={(_, chosen) => onChange(chosen)}
          renderValue={(chosen, getItemProps) =>
            chosen.map((id, index) => {
              const { key, ...props } = getItemProps({ index });
              return <Chip key={key} size="small" label={<bdi>{nameOf(id)}</bdi>} {...props} />;
            })
          }
          renderInput={(params) => (
            <TextField
              {...params}
              inputRef={ref}
              onBlur={onBlur}
              label={t('operators.domains')}
              error={error !== undefined}
              helperText={
                error?.message === undefined ? t('operators.domains-hint') : textOr(error.message, error.message)
              }
            />
          )}
        />
      )}
    />
  );
}

function ParentField({ form, operator, operators }: Omit<ScopeFieldsProps, 'isOwner'>): ReactNode {
  const { t } = useTranslation();
  const me = useOperator();
  const below = operator === undefined ? [] : listBelow(operators, operator.id);
  const choices = operators.filter(
    ({ id, disabled }) => !below.includes(id) && (!disabled || id === operator?.parentId),
  );
  return (
    <TextInput
      select
      control={form.control}
      name="parentId"
      label={t('operators.parent')}
      hint={t('operators.parent-hint')}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
    >
      {/* Whoever sees a part of the venue lets nobody out of it. */}
      {me.sees === undefined && <MenuItem value="">{t('operators.no-parent')}</MenuItem>}
      {choices.map(({ id, name }) => (
        <MenuItem key={id} value={String(id)}>
          {name}
        </MenuItem>
      ))}
    </TextInput>
  );
}

/** An operator and everybody below, at any level. */
function listBelow(operators: readonly OperatorRow[], id: number, seen: readonly number[] = []): readonly number[] {
  if (seen.includes(id)) return seen;
  return operators
    .filter(({ parentId }) => parentId === id)
    .reduce<readonly number[]>((found, child) => listBelow(operators, child.id, found), [...seen, id]);
}
