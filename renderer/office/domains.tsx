/** The sets of guests that share rules: how they come in, when their sessions end, how long those are kept. */
import AddIcon from '@mui/icons-material/Add';
import { zodResolver } from '@hookform/resolvers/zod';
import { Alert, Button, Chip, InputAdornment, Stack, TableCell, TableRow } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../api';
import { languages } from '../../preload/contract/base';
import { registrations } from '../../preload/contract/domains';
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
import { useSettled } from '../parts/settled';
import { useTimeUnits } from '../parts/unit-options';
import { useVenue } from '../parts/who';
import { ownName } from '../text';
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
import { TicketLook } from './ticket-look';

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
  const { id, name, service, guests, keepSessionsDays, venueKeepsDays, closeSessionsAfterSec, registration } = domain;
  const timeOf = (days: number | undefined): string =>
    days === undefined ? t('domains.for-ever') : formats.duration(days * DAY_SEC);
  const remove = useChange('domains.remove', { said: () => t('domains.removed', { name }) });
  return (
    <TableRow hover>
      <TableCell sx={{ maxWidth: 320 }}>
        <RowLink onOpen={onOpen}>{name}</RowLink>
        {isFirst && <Chip size="small" label={t('domains.usual')} sx={{ marginInlineStart: 1 }} />}
        {registration !== 'open' && (
          <Chip size="small" label={t(`domains.registration-${registration}`)} sx={{ marginInlineStart: 1 }} />
        )}
      </TableCell>
      <TableCell>{t(`routers.${service}`)}</TableCell>
      <TableCell align="right" sx={{ fontVariantNumeric: 'tabular-nums' }}>
        {formats.number(guests)}
      </TableCell>
      <TableCell>
        {closeSessionsAfterSec === undefined ? t('domains.never') : formats.duration(closeSessionsAfterSec)}
      </TableCell>
      <TableCell>
        {keepSessionsDays === undefined
          ? t('retention.as-venue-time', { time: timeOf(venueKeepsDays) })
          : timeOf(keepSessionsDays)}
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
  language: 'language',
  registration: 'registration',
  ticketTemplateId: 'ticketTemplateId',
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
        <DomainFields form={form} domain={domain} />
      </Stack>
    </FormPanel>
  );
}

/** A month, half a year, a year, two years. */
const usualDays = [30, 180, 365, 730] as const;

interface DomainFieldsProps {
  readonly form: DomainFormApi;
  readonly domain: DomainView | undefined;
}

function DomainFields({ form: { control, setValue }, domain }: DomainFieldsProps): ReactNode {
  const { t, i18n } = useTranslation();
  const venue = useVenue();
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
      <SelectInput
        control={control}
        name="registration"
        label={t('domains.registration')}
        hint={t('domains.registration-hint')}
        options={registrations.map((each) => ({ value: each, label: t(`domains.registration-${each}`) }))}
      />
      <SelectInput
        control={control}
        name="language"
        label={t('domains.language')}
        hint={t('domains.language-hint')}
        options={[
          { value: '', label: t('domains.language-of-venue', { language: ownName(venue.language) }) },
          ...languages.map((each) => ({ value: each, label: ownName(each) })),
        ]}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      />
      <TicketLook
        control={control}
        name="ticketTemplateId"
        label={t('domains.ticket-look')}
        hint={t('domains.ticket-look-hint')}
        asAll={t('domains.ticket-as-all')}
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
      {domain && <KeptShorter control={control} domain={domain} />}
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

interface KeptShorterProps {
  readonly control: DomainFormApi['control'];
  readonly domain: DomainView;
}

/** Counting is not asked for at every digit. */
const settleMs = 300;

/** What goes if connections are kept for a shorter time than now, and when. */
function KeptShorter({ control, domain: { id, keepSessionsDays, venueKeepsDays } }: KeptShorterProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const typed = useSettled(useWatch({ control, name: 'keepDays' }), settleMs);
  const read = domainForm.shape.keepDays.safeParse(typed);
  const days = read.success ? (read.data ?? venueKeepsDays) : undefined;
  const isShorter = days !== undefined && days < (keepSessionsDays ?? venueKeepsDays ?? Number.POSITIVE_INFINITY);
  const old = useAsk('domains.oldSessions', { id, keepSessionsDays: days ?? 1 }, { enabled: isShorter });
  if (!isShorter) return null;
  if (old.isError) return <ProblemNote error={old.error} onRetry={() => void old.refetch()} />;
  if (!old.data) return <Alert severity="info">{t('domains.counting')}</Alert>;
  const { sessions, more } = old.data;
  return (
    <Alert severity={sessions === 0 ? 'info' : 'warning'} role="status">
      {more
        ? t('domains.kept-shorter-many', { number: formats.number(sessions) })
        : t('domains.kept-shorter', { count: sessions })}
    </Alert>
  );
}
