/** The roles there are, and own ones made of single rights. */
import AddIcon from '@mui/icons-material/AddOutlined';
import { zodResolver } from '@hookform/resolvers/zod';
import {
  Button,
  Checkbox,
  Chip,
  FormControlLabel,
  Stack,
  TableCell,
  TableRow,
  Tooltip,
  Typography,
} from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useController, useForm, type Control } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { rightGroups, type Right, type RightGroup } from '../../preload/contract/rights';
import type { Output } from '../api';
import { ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { TextInput } from '../parts/fields';
import { showAtField } from '../parts/form-problem';
import { ListTable, RowLink } from '../parts/list-table';
import { useNamed } from '../parts/named';
import { useRoleHint, useRoleName } from '../parts/role-name';
import { FormPanel } from '../parts/side-panel';
import { useOperator } from '../parts/who';

type RoleRow = Output<'operators.roles'>['rows'][number];

const groups = Object.keys(rightGroups) as RightGroup[];

const roleForm = z.object({
  name: z.string().trim().min(1, 'form.required').max(60, 'form.too-long'),
  rights: z.custom<readonly Right[]>(),
});
type RoleForm = z.infer<typeof roleForm>;
const fieldOf = { name: 'name' } as const;

/** What is open beside the list: a role to change, or a new one that begins with some rights. */
type Editing =
  | { readonly kind: 'new'; readonly name: string; readonly rights: readonly Right[] }
  | { readonly kind: 'known'; readonly role: RoleRow };

interface RolesProps {
  readonly roles: readonly RoleRow[];
  readonly mayChange: boolean;
}

export function Roles({ roles, mayChange }: RolesProps): ReactNode {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<Editing>();
  const close = (): void => setEditing(undefined);
  return (
    <>
      <Stack direction="row" sx={{ alignItems: 'flex-end', justifyContent: 'space-between', gap: 3, mt: 5, mb: 2 }}>
        <div>
          <Typography variant="h2">{t('roles.title')}</Typography>
          <Typography sx={{ color: 'text.secondary', mt: 0.5, maxWidth: '68ch' }}>{t('roles.intro')}</Typography>
        </div>
        {mayChange && (
          <Button
            variant="outlined"
            startIcon={<AddIcon />}
            onClick={() => setEditing({ kind: 'new', name: '', rights: ['guests'] })}
          >
            {t('roles.add')}
          </Button>
        )}
      </Stack>
      <RoleTable roles={roles} mayChange={mayChange} onOpen={setEditing} />
      {editing?.kind === 'new' && <AddRole name={editing.name} rights={editing.rights} onClose={close} />}
      {editing?.kind === 'known' && <EditRole role={editing.role} onClose={close} />}
    </>
  );
}

interface RoleTableProps extends RolesProps {
  readonly onOpen: (editing: Editing) => void;
}

function RoleTable({ roles, mayChange, onOpen }: RoleTableProps): ReactNode {
  const { t } = useTranslation();
  return (
    <ListTable
      label={t('roles.title')}
      columns={[
        { title: t('operators.level') },
        { title: t('place.operators') },
        { title: t('common.actions'), align: 'right' },
      ]}
    >
      {roles.map((role) => (
        <RoleLine key={role.id} role={role} mayChange={mayChange} onOpen={onOpen} />
      ))}
    </ListTable>
  );
}

interface RoleLineProps extends Omit<RoleTableProps, 'roles'> {
  readonly role: RoleRow;
}

function RoleLine({ role, mayChange, onOpen }: RoleLineProps): ReactNode {
  const { t } = useTranslation();
  const named = useNamed();
  const name = useRoleName()(role);
  const hint = useRoleHint()(role);
  const remove = useChange('operators.removeRole', { said: () => t('roles.removed', { name }) });
  const isOwn = role.kind === 'own';
  return (
    <TableRow hover>
      <TableCell>
        <Stack direction="row" sx={{ gap: 1.5, alignItems: 'center' }}>
          <RowLink onOpen={mayChange && isOwn ? () => onOpen({ kind: 'known', role }) : undefined}>{name}</RowLink>
          {!isOwn && <Chip size="small" variant="outlined" label={t('roles.built-in')} />}
        </Stack>
        <Typography variant="caption" component="div" sx={{ color: 'text.secondary' }}>
          {hint}
        </Typography>
      </TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>{t('roles.holders', { count: role.operators })}</TableCell>
      <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
        {mayChange && (
          <Button
            size="small"
            aria-label={named(t('roles.copy'), name)}
            onClick={() => onOpen({ kind: 'new', name: t('roles.copy-of', { name }), rights: role.rights })}
          >
            {t('roles.copy')}
          </Button>
        )}
        {mayChange && isOwn && (
          <Button
            size="small"
            aria-label={named(t('common.remove'), name)}
            loading={remove.isPending}
            onClick={() => remove.run({ id: role.id })}
          >
            {t('common.remove')}
          </Button>
        )}
      </TableCell>
    </TableRow>
  );
}

interface AddRoleProps {
  readonly name: string;
  readonly rights: readonly Right[];
  readonly onClose: () => void;
}

function AddRole({ name, rights, onClose }: AddRoleProps): ReactNode {
  const { t } = useTranslation();
  const { rights: mine } = useOperator().role;
  const form = useForm<RoleForm>({
    // Nobody gives what they do not have: a copy of a stronger role begins with what they do.
    defaultValues: { name, rights: rights.filter((right) => mine.includes(right)) },
    resolver: zodResolver(roleForm),
  });
  const add = useChange('operators.addRole', {
    said: (input) => t('roles.added', { name: input.name }),
    onDone: onClose,
    onProblem: (error) => showAtField(form, error, fieldOf),
  });
  const submit = form.handleSubmit((checked) => add.run({ name: checked.name, rights: [...checked.rights] }));
  return (
    <FormPanel
      open
      title={t('roles.add')}
      onClose={onClose}
      dirty={form.formState.isDirty}
      submitLabel={t('common.save')}
      submitting={add.isPending}
      onSubmit={(event) => void submit(event)}
    >
      <ProblemNote error={add.shownError} />
      <RoleFields control={form.control} />
    </FormPanel>
  );
}

function EditRole({ role, onClose }: { readonly role: RoleRow; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const form = useForm<RoleForm>({
    defaultValues: { name: role.name, rights: role.rights },
    resolver: zodResolver(roleForm),
  });
  const update = useChange('operators.updateRole', {
    said: () => t('roles.changed', { name: role.name }),
    onDone: onClose,
    onProblem: (error) => showAtField(form, error, fieldOf),
  });
  const submit = form.handleSubmit((checked) =>
    update.run({ id: role.id, name: checked.name, rights: [...checked.rights] }),
  );
  return (
    <FormPanel
      open
      title={role.name}
      onClose={onClose}
      dirty={form.formState.isDirty}
      submitLabel={t('common.save')}
      submitting={update.isPending}
      onSubmit={(event) => void submit(event)}
    >
      <ProblemNote error={update.shownError} />
      <RoleFields control={form.control} />
    </FormPanel>
  );
}

function RoleFields({ control }: { readonly control: Control<RoleForm> }): ReactNode {
  const { t } = useTranslation();
  const { field } = useController({ control, name: 'rights' });
  const chosen = field.value;
  const set = (rights: readonly Right[], on: boolean): void =>
    field.onChange(on ? [...new Set([...chosen, ...rights])] : chosen.filter((right) => !rights.includes(right)));
  return (
    <Stack sx={{ gap: 3, pt: 1 }}>
      <TextInput control={control} name="name" label={t('roles.name')} autoFocus autoComplete="off" />
      {groups.map((group) => (
        <RightGroupFields key={group} group={group} chosen={chosen} onSet={set} />
      ))}
    </Stack>
  );
}

interface RightGroupFieldsProps {
  readonly group: RightGroup;
  readonly chosen: readonly Right[];
  readonly onSet: (rights: readonly Right[], on: boolean) => void;
}

/** One check box for the whole group, one for each right of it; what one does not have oneself cannot be chosen. */
function RightGroupFields({ group, chosen, onSet }: RightGroupFieldsProps): ReactNode {
  const { t } = useTranslation();
  const { rights: mine } = useOperator().role;
  const all: readonly Right[] = rightGroups[group];
  const givable = all.filter((right) => mine.includes(right));
  const count = all.filter((right) => chosen.includes(right)).length;
  const title = t(`right-group.${group}`);
  return (
    <Stack component="fieldset" sx={{ border: 0, p: 0, m: 0 }}>
      <Stack component="legend" direction="row" sx={{ p: 0, width: '100%', alignItems: 'center' }}>
        <Checkbox
          checked={count === all.length}
          indeterminate={count > 0 && count < all.length}
          disabled={givable.length === 0}
          onChange={(_event, on) => onSet(givable, on)}
          slotProps={{ input: { 'aria-label': t('roles.all-of', { group: title }) } }}
        />
        <Typography variant="h3" component="span">
          {title}
        </Typography>
      </Stack>
      <Stack sx={{ paddingInlineStart: 3 }}>
        {all.map((right) => (
          <RightField
            key={right}
            right={right}
            checked={chosen.includes(right)}
            givable={mine.includes(right)}
            onSet={onSet}
          />
        ))}
      </Stack>
    </Stack>
  );
}

interface RightFieldProps {
  readonly right: Right;
  readonly checked: boolean;
  readonly givable: boolean;
  readonly onSet: RightGroupFieldsProps['onSet'];
}

function RightField({ right, checked, givable, onSet }: RightFieldProps): ReactNode {
  const { t } = useTranslation();
  const field = (
    <FormControlLabel
      label={t(`right.${right}`)}
      disabled={!givable}
      control={<Checkbox checked={checked} onChange={(_event, on) => onSet([right], on)} />}
    />
  );
  return givable ? field : <Tooltip title={t('roles.not-yours')}>{field}</Tooltip>;
}
