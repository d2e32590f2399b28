/** Everybody who may go online: found as one types, by anything that is known of them. */
import GuestsIcon from '@mui/icons-material/PeopleAltOutlined';
import SearchIcon from '@mui/icons-material/Search';
import {
  Box,
  Button,
  Chip,
  InputAdornment,
  Link,
  MenuItem,
  Stack,
  TableCell,
  TableRow,
  TextField,
  ToggleButton,
  ToggleButtonGroup,
  Typography,
} from '@mui/material';
import { useDeferredValue, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useSearchParams } from 'react-router';
import { useAsk, type Input } from '../api';
import { CodeText } from '../desk/code-text';
import { useGuestTitle } from '../desk/guest-name';
import { sayName } from '../parts/guest-words';
import { cutAtItsEnd } from '../parts/facts';
import type { GuestRow } from '../desk/rows';
import { useStandingWord } from '../desk/standing';
import { Answer, Empty, LoadingRows } from '../parts/answer';
import { useFormats } from '../parts/formats';
import { ListTable, WholeRow } from '../parts/list-table';
import { Page } from '../parts/page';
import { AddGuest } from './add-guest';
import { pathOfGuest } from './guest-path';

const states = ['online', 'valid', 'expired', 'locked'] as const;
const kinds = ['code', 'person', 'device'] as const;
type State = (typeof states)[number];
type Filter = Omit<NonNullable<Input<'guests.list'>>, 'beforeId' | 'limit'>;

const pageRows = 50;
const longestText = 100;

export function Guests(): ReactNode {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const { filter, typed, change } = useFilter();
  const isFiltered = Object.keys(filter).length > 0;
  const first = useAsk('guests.list', { ...filter, limit: pageRows }, { keepLast: true });
  return (
    <Page
      title={t('place.guests')}
      intro={t('guests.intro')}
      actions={
        <Button variant="contained" onClick={() => setAdding(true)}>
          {t('guests.add')}
        </Button>
      }
    >
      <FilterBar filter={filter} typed={typed} onChange={change} />
      <Answer of={first}>
        {({ rows, nextBeforeId }) =>
          rows.length === 0 && nextBeforeId === undefined ? (
            <Nobody isFiltered={isFiltered} onClear={() => change({ text: '', state: '', kind: '', domain: '' })} />
          ) : (
            <GuestTable>
              <GuestLines rows={rows} />
              {nextBeforeId !== undefined && (
                <Further
                  key={JSON.stringify([filter, nextBeforeId])}
                  filter={filter}
                  beforeId={nextBeforeId}
                  shown={rows.length}
                  wanted={pageRows}
                />
              )}
            </GuestTable>
          )
        }
      </Answer>
      {adding && <AddGuest onClose={() => setAdding(false)} />}
    </Page>
  );
}

type Change = (values: Readonly<Partial<Record<'text' | 'state' | 'kind' | 'domain', string>>>) => void;

/** The filter as the address of the screen has it. */
function useFilter(): { readonly filter: Filter; readonly typed: string; readonly change: Change } {
  const [params, setParams] = useSearchParams();
  const typed = params.get('text') ?? '';
  const text = useDeferredValue(typed.trim());
  const state = states.find((one) => one === params.get('state'));
  const kind = kinds.find((one) => one === params.get('kind'));
  const domainId = Number(params.get('domain') ?? 0);
  const filter: Filter = {
    ...(text !== '' && { text }),
    ...(state && { state }),
    ...(kind && { kind }),
    ...(Number.isInteger(domainId) && domainId > 0 && { domainId }),
  };
  const change: Change = (values) =>
    setParams(
      (present) => {
        const next = new URLSearchParams(present);
        for (const [name, value] of Object.entries(values)) {
          if (value === '') next.delete(name);
          else next.set(name, value);
        }
        return next;
      },
      { replace: true },
    );
  return { filter, typed, change };
}

interface FilterBarProps {
  readonly filter: Filter;
  readonly typed: string;
  readonly onChange: Change;
}

function FilterBar({ filter, typed, onChange }: FilterBarProps): ReactNode {
  const { t } = useTranslation();
  const domains = useAsk('domains.list').data?.rows ?? [];
  return (
    <Stack direction="row" sx={{ gap: 1.5, mb: 2, flexWrap: 'wrap', alignItems: 'center' }}>
      <TextField
        type="search"
        label={t('guests.search')}
        placeholder={t('guests.search-hint')}
        value={typed}
        onChange={(event) => onChange({ text: event.target.value })}
        sx={{ flex: '1 1 300px', maxWidth: 460 }}
        slotProps={{
          htmlInput: { maxLength: longestText, spellCheck: false, autoComplete: 'off', dir: 'auto' },
          inputLabel: { shrink: true },
          input: {
            startAdornment: (
              <InputAdornment position="start">
                <SearchIcon fontSize="small" />
              </InputAdornment>
            ),
          },
        }}
      />
      <ToggleButtonGroup
        exclusive
        value={filter.state ?? 'all'}
        aria-label={t('common.state')}
        onChange={(_event, chosen: State | 'all' | null) =>
          onChange({ state: chosen === null || chosen === 'all' ? '' : chosen })
        }
      >
        <ToggleButton value="all">{t('guests.state-all')}</ToggleButton>
        {states.map((state) => (
          <ToggleButton key={state} value={state}>
            {t(`guests.state-${state}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <TextField
        select
        label={t('guests.kind')}
        value={filter.kind ?? 'all'}
        onChange={(event) => onChange({ kind: event.target.value === 'all' ? '' : event.target.value })}
        sx={{ width: 150 }}
      >
        <MenuItem value="all">{t('guests.kind-all')}</MenuItem>
        {kinds.map((kind) => (
          <MenuItem key={kind} value={kind}>
            {t(`guests.kind-${kind}`)}
          </MenuItem>
        ))}
      </TextField>
      {domains.length > 1 && (
        <TextField
          select
          label={t('guests.domain')}
          value={filter.domainId ?? 0}
          onChange={(event) => onChange({ domain: Number(event.target.value) === 0 ? '' : event.target.value })}
          sx={{ width: 180 }}
        >
          <MenuItem value={0}>{t('guests.domain-all')}</MenuItem>
          {domains.map((domain) => (
            <MenuItem key={domain.id} value={domain.id}>
              <bdi>{domain.name}</bdi>
            </MenuItem>
          ))}
        </TextField>
      )}
    </Stack>
  );
}

function GuestTable({ children }: { readonly children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  return (
    <ListTable
      dense
      label={t('place.guests')}
      columns={[
        { title: t('desk.guest') },
        { title: t('guests.code') },
        { title: t('desk.room') },
        { title: t('guests.product') },
        { title: t('common.state') },
        { title: t('desk.ends') },
      ]}
    >
      {children}
    </ListTable>
  );
}

function GuestLines({ rows }: { readonly rows: readonly GuestRow[] }): ReactNode {
  return rows.map((row) => <GuestLine key={row.id} row={row} />);
}

function GuestLine({ row }: { readonly row: GuestRow }): ReactNode {
  const formats = useFormats();
  const title = useGuestTitle()(row);
  const standing = useStandingWord()(row);
  return (
    <TableRow hover sx={{ height: 52 }}>
      <TableCell sx={{ maxWidth: 320 }}>
        <Link
          component={RouterLink}
          to={pathOfGuest(row.id)}
          noWrap
          dir="auto"
          sx={{ display: 'block', fontWeight: 600, ...cutAtItsEnd }}
        >
          {title.isCode ? <CodeText code={title.text} /> : title.text}
        </Link>
        {row.note !== undefined && (
          <Typography
            noWrap
            dir="auto"
            variant="caption"
            sx={{ ...cutAtItsEnd, display: 'block', color: 'text.secondary' }}
          >
            {row.note}
          </Typography>
        )}
      </TableCell>
      <TableCell sx={{ maxWidth: 220, overflowWrap: 'anywhere' }}>
        {!title.isCode && (row.kind === 'code' ? <CodeText code={row.username} /> : <bdi>{sayName(row.username)}</bdi>)}
      </TableCell>
      <TableCell>
        <bdi>{row.room}</bdi>
      </TableCell>
      <TableCell sx={{ maxWidth: 220 }}>
        <bdi>{row.productName}</bdi>
      </TableCell>
      <TableCell>
        <Chip size="small" variant="outlined" color={standing.color} label={standing.word} />
      </TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>
        {row.endsAtMs !== undefined && formats.moment(row.endsAtMs)}
      </TableCell>
    </TableRow>
  );
}

interface FurtherProps {
  readonly filter: Filter;
  readonly beforeId: number;
  /** Rows on screen before this part. */
  readonly shown: number;
  /** Asked for without being pressed until so many are there. */
  readonly wanted: number;
}

/** The next part of the list: at a press, or by itself while the page is not full. */
function Further({ filter, beforeId, shown, wanted }: FurtherProps): ReactNode {
  const { t } = useTranslation();
  const [upTo, setUpTo] = useState(wanted);
  const goesOn = shown < upTo;
  const part = useAsk('guests.list', { ...filter, beforeId, limit: pageRows }, { enabled: goesOn });
  if (!goesOn) {
    return (
      <WholeRow>
        <Button onClick={() => setUpTo(shown + pageRows)}>{t('common.show-more')}</Button>
      </WholeRow>
    );
  }
  if (part.data === undefined) {
    return (
      <WholeRow>
        <Answer of={part} loading={<LoadingRows rows={1} />}>
          {() => null}
        </Answer>
      </WholeRow>
    );
  }
  const { rows, nextBeforeId } = part.data;
  return (
    <>
      <GuestLines rows={rows} />
      {nextBeforeId === undefined ? (
        shown + rows.length === 0 && (
          <WholeRow>
            <Box role="status">{t('guests.nobody-found')}</Box>
          </WholeRow>
        )
      ) : (
        <Further filter={filter} beforeId={nextBeforeId} shown={shown + rows.length} wanted={upTo} />
      )}
    </>
  );
}

function Nobody({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }): ReactNode {
  const { t } = useTranslation();
  if (!isFiltered) {
    return (
      <Empty icon={<GuestsIcon />} title={t('guests.none')}>
        {t('guests.none-hint')}
      </Empty>
    );
  }
  return (
    <Empty
      icon={<SearchIcon />}
      title={t('guests.nobody-found')}
      action={
        <Button variant="outlined" onClick={onClear}>
          {t('guests.show-all')}
        </Button>
      }
    >
      {t('guests.nobody-found-hint')}
    </Empty>
  );
}
