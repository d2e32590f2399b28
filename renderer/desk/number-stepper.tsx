/** A small whole number with a thumb-sized minus and plus. */
import AddIcon from '@mui/icons-material/Add';
import RemoveIcon from '@mui/icons-material/Remove';
import { Box, IconButton, InputAdornment, TextField } from '@mui/material';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';

interface NumberStepperProps {
  readonly label: string;
  readonly lessLabel: string;
  readonly moreLabel: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  /** Another number: the field was emptied from outside. If it has the focus, the next digit replaces what it shows. */
  readonly round: number;
  readonly onChange: (value: number) => void;
}

/** What is typed counts at once, held within the bounds; an empty field counts as the least and says so when left. */
export function NumberStepper(props: NumberStepperProps): ReactNode {
  const { label, lessLabel, moreLabel, value, least, most, round, onChange } = props;
  const field = useRef<HTMLInputElement>(null);
  const [emptied, setEmptied] = useState(false);
  const shown = emptied && value === least ? '' : String(value);
  useEffect(() => {
    if (document.activeElement === field.current) field.current?.select();
  }, [round]);

  const set = (next: number): void => {
    setEmptied(false);
    onChange(Math.min(most, Math.max(least, next)));
  };

  function onText(text: string): void {
    const digits = text.replace(/\D/g, '');
    if (digits !== '') return set(Number(digits));
    setEmptied(true);
    onChange(least);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    set(value + (event.key === 'ArrowUp' ? 1 : -1));
  }

  return (
    <Box sx={{ width: 142, flexShrink: 0 }}>
      <TextField
        label={label}
        inputRef={field}
        value={shown}
        onChange={(event) => onText(event.target.value)}
        onBlur={() => setEmptied(false)}
        slotProps={{
          // Shrunk from the start: the minus button stands where the resting label would.
          inputLabel: { shrink: true },
          htmlInput: {
            inputMode: 'numeric',
            role: 'spinbutton',
            'aria-valuenow': value,
            'aria-valuemin': least,
            'aria-valuemax': most,
            autoComplete: 'off',
            onKeyDown,
            onFocus: (event: React.FocusEvent<HTMLInputElement>) => event.target.select(),
            style: { textAlign: 'center', paddingInline: 0, fontVariantNumeric: 'tabular-nums', fontWeight: 600 },
          },
          input: {
            sx: { px: 0 },
            startAdornment: (
              <InputAdornment position="start" sx={{ m: 0 }}>
                <IconButton
                  aria-label={lessLabel}
                  disabled={value <= least}
                  onClick={() => set(value - 1)}
                  tabIndex={-1}
                >
                  <RemoveIcon fontSize="small" />
                </IconButton>
              </InputAdornment>
            ),
            endAdornment: (
              <InputAdornment position="end" sx={{ m: 0 }}>
                <IconButton
                  aria-label={moreLabel}
                  disabled={value >= most}
                  onClick={() => set(value + 1)}
                  tabIndex={-1}
                >
                  <AddIcon fontSize="small" />
                </IconButton>
              </InputAdornment>
            ),
          },
        }}
      />
    </Box>
  );
}
