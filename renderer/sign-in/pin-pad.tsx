/** A PIN by keyboard or by touch: real keys type into the field, the pad beneath it does the same. */
import BackspaceIcon from '@mui/icons-material/BackspaceOutlined';
import { Box, Button, TextField } from '@mui/material';
import { useEffect, useRef, useState, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { pinDigits } from '../../preload/contract/pins';

/** The contract's most (preload/contract/pins.ts). */
const mostDigits = 8;
/** Of the one field for a PIN or a password on the lock screen. */
export const secretFieldId = 'lock-secret';
const firstNine = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

interface PinPadProps {
  readonly label: string;
  readonly submitLabel: string;
  readonly isBusy: boolean;
  readonly isWaiting: boolean;
  /** Counts up when a PIN was wrong: the field is emptied for the next try. */
  readonly round: number;
  readonly onPin: (pin: string) => void;
}

export function PinPad({ label, submitLabel, isBusy, isWaiting, round, onPin }: PinPadProps): ReactNode {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState({ round, digits: '' });
  const digits = typed.round === round ? typed.digits : '';
  const set = (next: string): void => setTyped({ round, digits: next.replace(/\D/g, '').slice(0, mostDigits) });
  useEffect(() => field.current?.focus(), [round, label]);

  function press(next: string): void {
    set(next);
    field.current?.focus();
  }

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    if (pinDigits.test(digits) && !isBusy && !isWaiting) onPin(digits);
  }

  return (
    <Box component="form" onSubmit={submit} sx={{ display: 'grid', gap: 1.5 }}>
      <TextField
        id={secretFieldId}
        label={label}
        type="password"
        value={digits}
        inputRef={field}
        autoComplete="off"
        onChange={(event) => set(event.target.value)}
        slotProps={{
          htmlInput: {
            // The pad is on screen already: no second one slides over it.
            inputMode: 'none',
            dir: 'ltr',
            style: { textAlign: 'center', fontSize: '1.5rem', letterSpacing: '0.5em' },
          },
        }}
      />
      <Box dir="ltr" sx={{ display: 'grid', gridTemplateColumns: 'repeat(3, 1fr)', gap: 1 }}>
        {firstNine.map((digit) => (
          <Key key={digit} digit={digit} onPress={() => press(digits + digit)} />
        ))}
        <span />
        <Key digit="0" onPress={() => press(`${digits}0`)} />
        <Button
          aria-label={t('lock.delete')}
          disabled={digits === ''}
          onClick={() => press(digits.slice(0, -1))}
          sx={{ minHeight: 60 }}
        >
          <BackspaceIcon />
        </Button>
      </Box>
      <Button
        type="submit"
        variant="contained"
        size="large"
        loading={isBusy}
        disabled={isWaiting || !pinDigits.test(digits)}
        sx={{ minHeight: 52 }}
      >
        {submitLabel}
      </Button>
    </Box>
  );
}

function Key({ digit, onPress }: { readonly digit: string; readonly onPress: () => void }): ReactNode {
  return (
    <Button
      variant="outlined"
      onClick={onPress}
      // Typed with the keyboard, digits go into the field: Tab leads past the pad.
      tabIndex={-1}
      sx={{ minHeight: 60, fontSize: '1.375rem', fontVariantNumeric: 'tabular-nums' }}
    >
      {digit}
    </Button>
  );
}
