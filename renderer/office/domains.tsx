/** The sets of guests that share rules: how they come in, when their sessions end, how long those are kept. */
import AddIcon from '@mui/icons-material/Add';
import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Chip, InputAdornment, Stack, TableCell, TableRow } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../api';
import { formatDuration } from '../../preload/contract/units';
import { Answer, ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { AmountInput, SelectInput, TextInput } from '../parts/fields';
import { showAtField } from '../parts/form-problem';
import { useFormats } from '../parts/formats';
import { ListTable, RowLink, useSorting } from '../parts/list-table';
import { useNamed } from '../parts/named';
import { Page } from '../parts/page';
import { Presets } from '../parts/presets';
import { FormPanel } from '../parts/side-panel';
import { useTimeUnits } from '../parts/unit-options';
import {
  domainForm,
  emptyDomainForm,
  toDomainForm,
  toDomainInput,
  toDomainUpdate,
  type DomainFormApi,
  type DomainFormInput,
  type DomainFormOutput,
  type DomainView,
} from './domain-form';

const DAY_SEC = 86_400;

export function Domains(): ReactNode {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<DomainView | 'new'>();
  const domains = useAsk('domains.list');
  return (
    <Page
      title={t('place.domains')}
      intro={t('domains.intro')}
      actions={
        <Button variant="contained" startIcon={<AddIcon />} onClick={() => setEditing('new')}>
          {t('domains.add')}
        </Button>
      }
    >
      <Answer of={domains}>{({ rows }) => <DomainTable rows={rows} onOpen={setEditing} />}</Answer>
      {editing !== undefined && (
        <DomainPanel domain={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
      )}
    </Page>
  );
}

const sortValues = {
  name: ({ name }: DomainView) => name,
  guests: ({ guests }: DomainView) => guests,
};

interface DomainTableProps {
  readonly rows: readonly DomainView[];
  readonly onOpen: (domain: DomainView) => void;
}

/** A venue always has one, so that the list is never empty. */
function DomainTable({ rows: domains, onOpen }: DomainTableProps): ReactNode {
  const { t } = useTranslation();
  const { rows, sorting } = useSorting(domains, sortValues);
  return (
    <ListTable
      label={t('place.domains')}
      sorting={sorting}
      columns={[
        { title: t('domains.name'), sortBy: 'name' },
        { title: t('domains.service') },
        { title: t('domains.guests'), align: 'right', sortBy: 'guests' },
        { title: t('domains.close-after') },
        { title: t('domains.keep') },
        { title: t('common.actions'), align: 'right' },
      ]}
    >
      {rows.map((domain) => (
        <DomainRow
          key={domain.id}
          domain={domain}
          isFirst={domain === domains[0]}
          mayRemove={rows.length > 1 && domain.guests === 0}
          onOpen={() => onOpen(domain)}
        />
      ))}
    </ListTable>
  );
}

interface DomainRowProps {
  readonly domain: DomainView;
  /** Guests are added to it where none is named. */
  readonly isFirst: boolean;
  readonly mayRemove: boolean;
  readonly onOpen: () => void;
}

function DomainRow({ domain, isFirst, mayRemove, onOpen }: DomainRowProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const named = useNamed();
  const { id, name, service, guests, keepSessionsDays, closeSessionsAfterSec } = domain;
  const remove = useChange('domains.remove', { said: () => t('domains.removed', { name }) });
  return (
    <TableRow hover>
      <TableCell sx={{ maxWidth: 320 }}>
        <RowLink onOpen={onOpen}>{name}</RowLink>
        {isFirst && <Chip size="small" label={t('domains.usual')} sx={{ marginInlineStart: 1 }} />}
      </TableCell>
      <TableCell>{t(`routers.${service}`)}</TableCell>
      <TableCell align="right" sx={{ fontVariantNumeric: 'tabular-nums' }}>
        {formats.number(guests)}
      </TableCell>
      <TableCell>
        {closeSessionsAfterSec === undefined ? t('domains.never') : formats.duration(closeSessionsAfterSec)}
      </TableCell>
      <TableCell>
        {keepSessionsDays === undefined ? t('domains.for-ever') : formats.duration(keepSessionsDays * DAY_SEC)}
      </TableCell>
      <TableCell align="right">
        <Button
          size="small"
          disabled={!mayRemove}
          aria-label={named(t('common.remove'), name)}
          onClick={() => remove.run({ id })}
        >
          {t('common.remove')}
        </Button>
      </TableCell>
    </TableRow>
  );
}

/** The form's fields by the contract's names, for refusals. */
const fieldOf = {
  name: 'name',
  service: 'service',
  keepSessionsDays: 'keepDays',
  closeSessionsAfterSec: 'closeAfter',
} as const;

interface DomainPanelProps {
  /** Undefined: a new one. */
  readonly domain: DomainView | undefined;
  readonly onClose: () => void;
}

function DomainPanel({ domain, onClose }: DomainPanelProps): ReactNode {
  const { t } = useTranslation();
  const form = useForm<DomainFormInput, unknown, DomainFormOutput>({
    defaultValues: domain ? toDomainForm(domain) : emptyDomainForm(),
    resolver: zodResolver(domainForm),
  });
  const add = useChange('domains.add', {
    said: ({ name }) => t('domains.added', { name }),
    onDone: onClose,
    onProblem: (error) => showAtField(form, error, fieldOf),
  });
  const update = useChange('domains.update', {
    said: ({ name }) => t('domains.changed', { name: name ?? '' }),
    onDone: onClose,
    onProblem: (error) => showAtField(form, error, fieldOf),
  });
  const submit = form.handleSubmit((checked) => {
    if (domain) update.run(toDomainUpdate(domain.id, checked));
    else add.run(toDomainInput(checked));
  });
  return (
    <FormPanel
      open
      title={domain?.name ?? t('domains.new')}
      onClose={onClose}
      dirty={form.formState.isDirty}
      submitLabel={t('common.save')}
      submitting={add.isPending || update.isPending}
      onSubmit={(event) => void submit(event)}
    >
      <Stack sx={{ gap: 2.5, pt: 1 }}>
        <ProblemNote error={domain ? update.shownError : add.shownError} />
        <DomainFields form={form} />
      </Stack>
    </FormPanel>
  );
}

/** A month, half a year, a year, two years. */
const usualDays = [30, 180, 365, 730] as const;

function DomainFields({ form: { control, setValue } }: { readonly form: DomainFormApi }): ReactNode {
  const { t, i18n } = useTranslation();
  const times = useTimeUnits();
  return (
    <>
      <TextInput control={control} name="name" label={t('domains.name')} autoFocus />
      <SelectInput
        control={control}
        name="service"
        label={t('domains.service')}
        hint={t('domains.service-hint')}
        options={[
          { value: 'hotspot', label: t('routers.hotspot') },
          { value: 'pppoe', label: t('routers.pppoe') },
        ]}
      />
      <AmountInput
        control={control}
        name="closeAfter"
        label={t('domains.close-after')}
        hint={t('domains.close-hint')}
        units={times}
      />
      <TextInput
        control={control}
        name="keepDays"
        label={t('domains.keep')}
        hint={t('domains.keep-hint')}
        slotProps={{
          htmlInput: { inputMode: 'numeric' },
          input: { endAdornment: <InputAdornment position="end">{t('unit.day')}</InputAdornment> },
        }}
      />
      <Presets
        label={t('products.usual')}
        presets={usualDays.map((days) => ({
          label: formatDuration(days * DAY_SEC, i18n.language),
          choose: () => setValue('keepDays', String(days), { shouldDirty: true, shouldValidate: true }),
        }))}
      />
    </>
  );
}
