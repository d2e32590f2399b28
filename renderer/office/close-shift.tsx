/** Counting the drawer, in one sum or piece by piece, and closing the shift. */
import { Alert, Box, Stack, TextField, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { cashPieces } from '../../preload/contract/cash';
import { ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { useFormats } from '../parts/formats';
import { problemOf } from '../parts/problem';
import { FormPanel } from '../parts/side-panel';
import { countedMinorOf, type Count } from './drawer-count';
import { DifferenceWords, type Shift } from './shift-report';

/** The bound of the contract (preload/contract/shifts.ts). */
const longestNote = 400;

interface CloseShiftProps {
  readonly shift: Shift;
  readonly onClose: () => void;
  readonly onClosed: () => void;
}

export function CloseShift({ shift, onClose, onClosed }: CloseShiftProps): ReactNode {
  const { t } = useTranslation();
  const { currency } = shift;
  const [count, setCount] = useState<Count>({ kind: 'total', text: '' });
  const [note, setNote] = useState('');
  const [pressed, setPressed] = useState(false);
  const [noteProblem, setNoteProblem] = useState<string>();
  const countedMinor = countedMinorOf(count, currency);
  const close = useChange('shifts.close', {
    said: () => t('shift.closed'),
    onDone: onClosed,
    onProblem: (error) => {
      const { field, sentence } = problemOf(error);
      if (field !== 'note') return false;
      setNoteProblem(sentence);
      return true;
    },
  });

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    setPressed(true);
    setNoteProblem(undefined);
    if (countedMinor === undefined) return;
    close.run({
      id: shift.id,
      expectedMinor: shift.drawer.expectedMinor,
      counted:
        count.kind === 'total' ? { kind: 'total', minor: countedMinor } : { kind: 'pieces', pieces: piecesOf(count) },
      ...(note.trim() !== '' && { note: note.trim() }),
    });
  }

  return (
    <FormPanel
      open
      title={t('shift.count')}
      onClose={onClose}
      dirty={countedMinor !== undefined}
      submitLabel={t('shift.close')}
      submitting={close.isPending}
      onSubmit={submit}
    >
      <ProblemNote error={close.shownError} />
      <Stack sx={{ gap: 2.5, pt: 1 }}>
        <CountInput
          count={count}
          currency={currency}
          isWrong={pressed && countedMinor === undefined}
          onChange={setCount}
        />
        <Comparison shift={shift} countedMinor={countedMinor} />
        <TextField
          label={t('shift.note')}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          error={noteProblem !== undefined}
          helperText={noteProblem ?? t('shift.note-hint')}
          slotProps={{ htmlInput: { maxLength: longestNote } }}
        />
        <Alert severity="info">{t('shift.close-is-final')}</Alert>
      </Stack>
    </FormPanel>
  );
}

function piecesOf(count: Extract<Count, { kind: 'pieces' }>): { valueMinor: number; count: number }[] {
  return Object.entries(count.counts).map(([value, text]) => ({ valueMinor: Number(value), count: Number(text) }));
}

interface CountInputProps {
  readonly count: Count;
  readonly currency: string;
  readonly isWrong: boolean;
  readonly onChange: (count: Count) => void;
}

function CountInput({ count, currency, isWrong, onChange }: CountInputProps): ReactNode {
  const { t } = useTranslation();
  const values = cashPieces(currency);
  return (
    <>
      {values && (
        <ToggleButtonGroup
          exclusive
          fullWidth
          value={count.kind}
          aria-label={t('shift.count-how')}
          onChange={(_event, kind: Count['kind'] | null) => {
            if (kind !== null) onChange(kind === 'total' ? { kind, text: '' } : { kind, counts: {} });
          }}
        >
          <ToggleButton value="total">{t('shift.count-total')}</ToggleButton>
          <ToggleButton value="pieces">{t('shift.count-pieces')}</ToggleButton>
        </ToggleButtonGroup>
      )}
      {count.kind === 'total' ? (
        <TextField
          label={t('shift.counted')}
          value={count.text}
          autoFocus
          autoComplete="off"
          error={isWrong}
          helperText={isWrong ? t('form.not-a-price') : undefined}
          onChange={(event) => onChange({ kind: 'total', text: event.target.value })}
          slotProps={{ htmlInput: { inputMode: 'decimal' } }}
        />
      ) : (
        <PieceFields
          values={values ?? []}
          currency={currency}
          counts={count.counts}
          onChange={(counts) => onChange({ kind: 'pieces', counts })}
        />
      )}
    </>
  );
}

interface PieceFieldsProps {
  readonly values: readonly number[];
  readonly currency: string;
  readonly counts: Readonly<Record<string, string>>;
  readonly onChange: (counts: Readonly<Record<string, string>>) => void;
}

function PieceFields({ values, currency, counts, onChange }: PieceFieldsProps): ReactNode {
  const formats = useFormats();
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(3, minmax(0, 1fr))', gap: 1.5 }}>
      {values.map((value, index) => (
        <TextField
          key={value}
          label={formats.money(value, currency)}
          value={counts[value] ?? ''}
          autoFocus={index === 0}
          autoComplete="off"
          onChange={(event) => onChange({ ...counts, [value]: event.target.value.replace(/\D/g, '').slice(0, 5) })}
          slotProps={{ htmlInput: { inputMode: 'numeric' } }}
        />
      ))}
    </Box>
  );
}

function Comparison({
  shift,
  countedMinor,
}: {
  readonly shift: Shift;
  readonly countedMinor: number | undefined;
}): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const { expectedMinor } = shift.drawer;
  return (
    <Box role="status" sx={{ bgcolor: 'background.sunken', borderRadius: 1, p: 2 }}>
      <Stack direction="row" sx={{ justifyContent: 'space-between', fontVariantNumeric: 'tabular-nums' }}>
        <span>{t('shift.expected')}</span>
        <span>{formats.money(expectedMinor, shift.currency)}</span>
      </Stack>
      <Stack direction="row" sx={{ justifyContent: 'space-between', fontVariantNumeric: 'tabular-nums' }}>
        <span>{t('shift.counted')}</span>
        <span>{countedMinor === undefined ? '–' : formats.money(countedMinor, shift.currency)}</span>
      </Stack>
      <Typography component="div" variant="h3" sx={{ mt: 1 }}>
        {countedMinor !== undefined && (
          <DifferenceWords differenceMinor={countedMinor - expectedMinor} currency={shift.currency} />
        )}
      </Typography>
    </Box>
  );
}
