/** Who works here and how far each may go. */
import PersonAddIcon from '@mui/icons-material/PersonAddAltOutlined';
import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Chip, Stack, TableCell, TableRow, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { Controller, useForm, useWatch, type UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { isEasyPin, pinDigits } from '../../preload/contract/pins';
import { useAsk, type Output } from '../api';
import { Answer, ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { SelectInput, TextInput } from '../parts/fields';
import { showAtField } from '../parts/form-problem';
import { useFormats } from '../parts/formats';
import { Initials } from '../parts/operator-menu';
import { ListTable, RowLink, useSorting } from '../parts/list-table';
import { useNamed } from '../parts/named';
import { Page } from '../parts/page';
import { leastPasswordLength } from '../parts/password';
import { PasswordInput, StrengthHint } from '../parts/password-fields';
import { textOr } from '../parts/problem';
import { useRoleHint, useRoleName } from '../parts/role-name';
import { FormPanel } from '../parts/side-panel';
import { useSees } from '../parts/sees';
import { useMay, useOperator } from '../parts/who';
import { bindingOf, ScopeFields, scopeForm, scopeOf, type ScopeForm } from './operator-scope';
import { Roles } from './roles';

type OperatorRow = Output<'operators.list'>['rows'][number];
type RoleRow = Output<'operators.roles'>['rows'][number];

const password = z.string().min(leastPasswordLength, 'password.too-short').max(256, 'form.too-long');
const newOperator = z.object({
  name: z.string().trim().min(1, 'form.required').max(60, 'form.too-long'),
  /** Number of the role, as a choice of a list has it. */
  role: z.string().min(1, 'form.required'),
  password,
  ...scopeForm,
});
const pin = z
  .string()
  .regex(pinDigits, 'pin.format')
  .refine((digits) => !isEasyPin(digits), 'pin.easy');
/** An existing operator keeps password and PIN unless a new one is typed. */
const knownOperator = newOperator.extend({
  password: z.union([z.literal(''), password]),
  pin: z.union([z.literal(''), pin]),
});
type OperatorForm = z.infer<typeof newOperator>;
type KnownOperatorForm = z.infer<typeof knownOperator>;

const fieldOf = {
  name: 'name',
  role: 'role',
  password: 'password',
  parentId: 'parentId',
  domainIds: 'domainIds',
  guestPrefix: 'guestPrefix',
} as const;
const knownFieldOf = { ...fieldOf, pin: 'pin' } as const;

export function Operators(): ReactNode {
  const { t } = useTranslation();
  const mayChange = useMay('operators');
  const [editing, setEditing] = useState<OperatorRow | 'new'>();
  const operators = useAsk('operators.list');
  const roles = useAsk('operators.roles');
  return (
    <Page
      title={t('place.operators')}
      intro={t('operators.intro')}
      actions={
        mayChange && (
          <Button variant="contained" startIcon={<PersonAddIcon />} onClick={() => setEditing('new')}>
            {t('operators.add')}
          </Button>
        )
      }
    >
      {!mayChange && (
        <Typography variant="body2" sx={{ color: 'text.secondary', mb: 2 }}>
          {t('operators.owner-only')}
        </Typography>
      )}
      <Answer of={operators}>
        {({ rows }) => <OperatorTable rows={rows} mayChange={mayChange} onOpen={setEditing} />}
      </Answer>
      <Answer of={roles}>{({ rows }) => <Roles roles={rows} mayChange={mayChange} />}</Answer>
      {editing === 'new' && roles.data && (
        <AddOperator
          roles={roles.data.rows}
          operators={operators.data?.rows ?? []}
          onClose={() => setEditing(undefined)}
        />
      )}
      {editing !== undefined && editing !== 'new' && roles.data && (
        <EditOperator
          operator={editing}
          roles={roles.data.rows}
          operators={operators.data?.rows ?? []}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Page>
  );
}

interface OperatorTableProps {
  readonly rows: readonly OperatorRow[];
  readonly mayChange: boolean;
  readonly onOpen: (operator: OperatorRow) => void;
}

function OperatorTable({ rows: operators, mayChange, onOpen }: OperatorTableProps): ReactNode {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const seesWords = useSees();
  const nameOf = (id: number | undefined) => operators.find((operator) => operator.id === id)?.name;
  const { rows, sorting } = useSorting(operators, {
    name: ({ name }) => name,
    role: ({ role }) => roleName(role),
    sees: ({ sees }) => seesWords(sees),
    since: ({ createdAtMs }) => createdAtMs,
  });
  return (
    <ListTable
      label={t('place.operators')}
      sorting={sorting}
      columns={[
        { title: t('operators.name'), sortBy: 'name' },
        { title: t('operators.level'), sortBy: 'role' },
        { title: t('operators.sees'), sortBy: 'sees' },
        { title: t('operators.since'), sortBy: 'since' },
        { title: t('common.actions'), align: 'right' },
      ]}
    >
      {rows.map((operator) => (
        <OperatorLine
          key={operator.id}
          operator={operator}
          parentName={nameOf(operator.parentId)}
          mayChange={mayChange}
          onOpen={onOpen}
        />
      ))}
    </ListTable>
  );
}

interface OperatorLineProps extends Omit<OperatorTableProps, 'rows'> {
  readonly operator: OperatorRow;
  readonly parentName: string | undefined;
}

function OperatorLine({ operator, parentName, mayChange, onOpen }: OperatorLineProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const me = useOperator();
  const named = useNamed();
  const { id, name, role, disabled } = operator;
  const roleName = useRoleName();
  const roleHint = useRoleHint();
  const seesWords = useSees();
  const setDisabled = useChange('operators.update', {
    said: (input) => t(input.disabled === true ? 'operators.disabled' : 'operators.enabled', { name }),
  });
  return (
    <TableRow hover sx={disabled ? { '& td': { color: 'text.secondary' } } : null}>
      <TableCell>
        <Stack direction="row" sx={{ gap: 1.5, alignItems: 'center' }}>
          <Initials name={name} />
          <RowLink onOpen={mayChange ? () => onOpen(operator) : undefined}>{name}</RowLink>
          {id === me.id && <Chip size="small" variant="outlined" label={t('operators.you')} />}
          {disabled && <Chip size="small" label={t('operators.is-disabled')} />}
        </Stack>
      </TableCell>
      <TableCell sx={{ overflowWrap: 'anywhere' }}>
        <bdi>{roleName(role)}</bdi>
        <Typography variant="caption" component="div" sx={{ color: 'text.secondary' }}>
          {roleHint(role)}
        </Typography>
      </TableCell>
      <TableCell sx={{ overflowWrap: 'anywhere' }}>
        <bdi>{seesWords(operator.sees)}</bdi>
        {parentName !== undefined && (
          <Typography variant="caption" component="div" sx={{ color: 'text.secondary' }}>
            {t('operators.below', { name: parentName })}
          </Typography>
        )}
      </TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>{formats.date(operator.createdAtMs)}</TableCell>
      <TableCell align="right">
        {mayChange && id !== me.id && (
          <Button
            size="small"
            aria-label={named(t(disabled ? 'operators.enable' : 'operators.disable'), name)}
            loading={setDisabled.isPending}
            onClick={() => setDisabled.run({ id, disabled: !disabled })}
          >
            {t(disabled ? 'operators.enable' : 'operators.disable')}
          </Button>
        )}
      </TableCell>
    </TableRow>
  );
}

interface AddOperatorProps {
  readonly roles: readonly RoleRow[];
  readonly operators: readonly OperatorRow[];
  readonly onClose: () => void;
}

function AddOperator({ roles, operators, onClose }: AddOperatorProps): ReactNode {
  const { t } = useTranslation();
  const me = useOperator();
  const desk = roles.find(({ kind }) => kind === 'desk');
  const form = useForm<OperatorForm>({
    defaultValues: { name: '', role: String(desk?.id ?? ''), password: '', ...scopeOf(undefined, me.id) },
    resolver: zodResolver(newOperator),
  });
  const add = useChange('operators.add', {
    said: ({ name }) => t('operators.added', { name }),
    onDone: onClose,
    onProblem: (error) => showAtField(form, error, fieldOf),
  });
  const isOwner = useIsOwner(form, roles);
  const submit = form.handleSubmit(({ name, password: given, role, ...scope }) =>
    add.run({ name, password: given, role: Number(role), ...(!isOwner && bindingOf(scope)) }),
  );
  return (
    <FormPanel
      open
      title={t('operators.add')}
      onClose={onClose}
      dirty={form.formState.isDirty}
      submitLabel={t('common.save')}
      submitting={add.isPending}
      onSubmit={(event) => void submit(event)}
    >
      <ProblemNote error={add.shownError} />
      <Stack sx={{ gap: 2.5, pt: 1 }}>
        <TextInput control={form.control} name="name" label={t('operators.name')} autoFocus autoComplete="off" />
        <RoleAndPassword form={form} roles={roles} passwordLabel={t('sign-in.password')} />
        <ScopeFields
          form={form as unknown as UseFormReturn<ScopeForm>}
          operator={undefined}
          {...{ operators, isOwner }}
        />
      </Stack>
    </FormPanel>
  );
}

interface EditOperatorProps extends AddOperatorProps {
  readonly operator: OperatorRow;
}

function EditOperator({ operator, roles, operators, onClose }: EditOperatorProps): ReactNode {
  const { t } = useTranslation();
  const me = useOperator();
  const form = useForm<KnownOperatorForm>({
    defaultValues: {
      ...{ name: operator.name, role: String(operator.role.id), password: '', pin: '' },
      ...scopeOf(operator, me.id),
    },
    resolver: zodResolver(knownOperator),
  });
  const update = useChange('operators.update', {
    said: ({ pin: given }) =>
      t(given === null ? 'operators.pin-removed' : 'operators.changed', { name: operator.name }),
    onDone: onClose,
    onProblem: (error) => showAtField(form, error, knownFieldOf),
  });
  const isOwner = useIsOwner(form as unknown as UseFormReturn<OperatorForm>, roles);
  const mayBind = !isOwner && operator.id !== me.id;
  const submit = form.handleSubmit((checked) =>
    update.run({
      id: operator.id,
      role: Number(checked.role),
      ...(checked.password !== '' && { password: checked.password }),
      ...(checked.pin !== '' && { pin: checked.pin }),
      ...(mayBind && bindingOf(checked)),
    }),
  );
  return (
    <FormPanel
      open
      title={operator.name}
      onClose={onClose}
      dirty={form.formState.isDirty}
      submitLabel={t('common.save')}
      submitting={update.isPending}
      onSubmit={(event) => void submit(event)}
      aside={
        operator.hasPin && (
          <Button color="inherit" onClick={() => update.run({ id: operator.id, pin: null })}>
            {t('pin.remove')}
          </Button>
        )
      }
    >
      <ProblemNote error={update.shownError} />
      <Stack sx={{ gap: 2.5, pt: 1 }}>
        <RoleAndPassword
          form={form as unknown as UseFormReturn<OperatorForm>}
          roles={roles}
          passwordLabel={t('operators.new-password')}
          hint={t('operators.new-password-hint')}
        />
        <TextInput
          control={form.control}
          name="pin"
          label={t('pin.new')}
          hint={t(operator.hasPin ? 'operators.has-pin' : 'operators.has-no-pin')}
          type="password"
          autoComplete="off"
          slotProps={{ htmlInput: { inputMode: 'numeric', dir: 'ltr' } }}
        />
        <ScopeFields form={form as unknown as UseFormReturn<ScopeForm>} {...{ operator, operators, isOwner }} />
      </Stack>
    </FormPanel>
  );
}

function useIsOwner(form: UseFormReturn<OperatorForm>, roles: readonly RoleRow[]): boolean {
  const chosen = useWatch({ control: form.control, name: 'role' });
  return roles.find(({ id }) => String(id) === chosen)?.kind === 'owner';
}

interface RoleAndPasswordProps {
  readonly roles: readonly RoleRow[];
  readonly form: UseFormReturn<OperatorForm>;
  readonly passwordLabel: string;
  readonly hint?: string;
}

function RoleAndPassword({ form, roles, passwordLabel, hint }: RoleAndPasswordProps): ReactNode {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const roleHint = useRoleHint();
  const chosen = useWatch({ control: form.control, name: 'role' });
  const role = roles.find(({ id }) => String(id) === chosen);
  return (
    <>
      <SelectInput
        control={form.control}
        name="role"
        label={t('operators.level')}
        hint={role && roleHint(role)}
        options={roles.map((each) => ({ value: String(each.id), label: roleName(each) }))}
      />
      <Controller
        control={form.control}
        name="password"
        render={({ field: { ref, ...field }, fieldState: { error } }) => (
          <>
            <PasswordInput
              {...field}
              inputRef={ref}
              label={passwordLabel}
              autoComplete="new-password"
              error={error !== undefined}
              helperText={error?.message === undefined ? hint : textOr(error.message, error.message)}
            />
            {!error && <StrengthHint password={field.value} />}
          </>
        )}
      />
    </>
  );
}
