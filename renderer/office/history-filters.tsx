/** Whose work, of which day, and about what. */
import { Box, Button, MenuItem, TextField } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { historySubjects, type HistorySubject } from '../../preload/contract/history';
import { useAsk, type Input } from '../api';
import { DayField } from '../parts/day-field';
import { useVenue } from '../parts/who';
import { msOfFieldTime } from '../parts/zone-time';

interface HistoryFilter {
  /** '': everybody. */
  readonly author: string;
  /** YYYY-MM-DD; '': every day. */
  readonly day: string;
  readonly subject: HistorySubject | '';
}

export const noHistoryFilter: HistoryFilter = { author: '', day: '', subject: '' };

/** What the venue is asked; a day is one of the venue's calendar. */
export function useHistoryInput({ author, day, subject }: HistoryFilter): Partial<NonNullable<Input<'history.list'>>> {
  const { timeZone } = useVenue();
  const fromMs = day === '' ? undefined : msOfFieldTime(`${day}T00:00`, timeZone);
  return {
    ...(author !== '' && { operatorName: author }),
    ...(subject !== '' && { subject }),
    // A year that is being typed begins with a nought.
    ...(fromMs !== undefined && fromMs > 0 && { fromMs, tillMs: msOfFieldTime(`${dayAfter(day)}T00:00`, timeZone) }),
  };
}

const DAY_MS = 86_400_000;

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
}

interface HistoryFiltersProps {
  readonly filter: HistoryFilter;
  readonly onChange: (filter: HistoryFilter) => void;
}

export function HistoryFilters({ filter, onChange }: HistoryFiltersProps): ReactNode {
  const { t } = useTranslation();
  const authors = useAsk('history.authors').data?.names ?? [];
  const { author, day, subject } = filter;
  const set = (part: Partial<HistoryFilter>): void => {
    const next = { ...filter, ...part };
    const isBlank = next.author === '' && next.day === '' && next.subject === '';
    onChange(isBlank ? noHistoryFilter : next);
  };
  return (
    <Box sx={{ display: 'flex', gap: 1.5, flexWrap: 'wrap', alignItems: 'center', mb: 2 }}>
      <Select
        label={t('history.who')}
        value={author}
        all={t('history.everybody')}
        onChoose={(next) => set({ author: next })}
      >
        {authors.map((name) => (
          <MenuItem key={name} value={name}>
            {name}
          </MenuItem>
        ))}
      </Select>
      <DayField label={t('history.day')} value={day} onChange={(next) => set({ day: next })} />
      <Select
        label={t('history.subject')}
        value={subject}
        all={t('history.everything')}
        onChoose={(next) => set({ subject: next as HistoryFilter['subject'] })}
      >
        {historySubjects.map((one) => (
          <MenuItem key={one} value={one}>
            {t(`history.subject-${one}`)}
          </MenuItem>
        ))}
      </Select>
      {filter !== noHistoryFilter && <Button onClick={() => onChange(noHistoryFilter)}>{t('history.all')}</Button>}
    </Box>
  );
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  /** The choice that leaves nobody and nothing out. */
  readonly all: string;
  readonly onChoose: (value: string) => void;
  readonly children: ReactNode;
}

function Select({ label, value, all, onChoose, children }: SelectProps): ReactNode {
  return (
    <TextField
      select
      label={label}
      value={value}
      onChange={(event) => onChoose(event.target.value)}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      sx={{ minWidth: 180, maxWidth: 280 }}
    >
      <MenuItem value="">{all}</MenuItem>
      {children}
    </TextField>
  );
}
