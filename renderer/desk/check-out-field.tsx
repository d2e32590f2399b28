/** The day of check-out: a menu that knows tomorrow and the days of the week, and a calendar for what is further away. */
import { TextField } from '@mui/material';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../parts/formats';
import { useNow } from '../parts/now';
import { useVenue } from '../parts/who';
import { checkOutDays, dayAfter, mostNights, nightsUntil, type CheckOutDay } from './check-out';

interface CheckOutFieldProps {
  /** 'YYYY-MM-DD'; '': tomorrow, whenever that is. */
  readonly value: string;
  readonly onChange: (date: string) => void;
}

const otherDay = 'other';
const nowEveryMs = 30_000;

/** A menu of the system's own: it is no dialog, so that the F-keys keep selling while it has the focus. */
export function CheckOutField({ value, onChange }: CheckOutFieldProps): ReactNode {
  const { t } = useTranslation();
  const venue = useVenue();
  const nowMs = useNow(nowEveryMs);
  const id = useId();
  const [picking, setPicking] = useState(false);
  const wordOf = useDayWord();
  const days = withChosen(checkOutDays(nowMs, venue), value, nightsUntil(value, nowMs, venue));
  const tomorrow = dayAfter(nowMs, venue, 1);
  const choose = (date: string): void => onChange(date === tomorrow ? '' : date);
  if (picking) {
    return (
      <TextField
        type="date"
        label={t('desk.check-out')}
        defaultValue={value === '' ? tomorrow : value}
        autoFocus
        // What is typed passes through days that are none, so it counts once it is one.
        onChange={({ target }) => nightsUntil(target.value, nowMs, venue) !== undefined && choose(target.value)}
        onBlur={() => setPicking(false)}
        sx={fieldStyle}
        slotProps={{
          inputLabel: { shrink: true },
          htmlInput: { min: dayAfter(nowMs, venue, 0), max: dayAfter(nowMs, venue, mostNights) },
        }}
      />
    );
  }
  return (
    <TextField
      select
      id={id}
      label={t('desk.check-out')}
      value={value === '' ? tomorrow : value}
      onChange={({ target }) => (target.value === otherDay ? setPicking(true) : choose(target.value))}
      sx={fieldStyle}
      slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}
    >
      {days.map((day) => (
        <option key={day.date} value={day.date}>
          {wordOf(day)}
        </option>
      ))}
      <option value={otherDay}>{t('desk.other-day')}</option>
    </TextField>
  );
}

/** A day further away than the menu goes stands in it once it has been picked. */
function withChosen(days: readonly CheckOutDay[], date: string, nights: number | undefined): readonly CheckOutDay[] {
  if (date === '' || nights === undefined || days.some((day) => day.date === date)) return days;
  return [...days, { date, nights }];
}

/** 'Tomorrow, 23 Nov', 'Tue 24 Nov (2 nights)'. */
function useDayWord(): (day: CheckOutDay) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  return ({ date, nights }) => {
    if (nights === 0) return t('desk.check-out-today', { day: formats.calendarDay(date) });
    if (nights === 1) return t('desk.check-out-tomorrow', { day: formats.calendarDay(date) });
    return t('desk.check-out-day', { day: formats.calendarDay(date, 'weekday'), count: nights });
  };
}

const fieldStyle = { flex: '0 0 176px', width: 176 } as const;
