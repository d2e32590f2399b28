/** Room, name, quantity, nights and language of the next ticket: one line above the tiles, all optional. */
import BackspaceIcon from '@mui/icons-material/BackspaceOutlined';
import { IconButton, Stack, TextField, Tooltip } from '@mui/material';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { languages, type Language } from '../../preload/contract/base';
import { useMay, useVenue } from '../parts/who';
import { payments, type PaymentKind } from '../../preload/contract/desk';
import { ownName } from '../text';
import { NumberStepper } from './number-stepper';
import {
  blankOptions,
  isBlank,
  longestName,
  longestReason,
  longestRoom,
  mostNights,
  mostTickets,
  type SaleOptions,
} from './sale-options';

interface SaleOptionsBarProps {
  readonly options: SaleOptions;
  /** Counts how often the fields were emptied from outside. */
  readonly round: number;
  /** Something on sale ends at check-out, so nights mean something. */
  readonly asksNights: boolean;
  readonly onChange: (options: SaleOptions) => void;
}

export function SaleOptionsBar({ options, round, asksNights, onChange }: SaleOptionsBarProps): ReactNode {
  const { t } = useTranslation();
  const set = (change: Partial<SaleOptions>): void => onChange({ ...options, ...change });
  return (
    <Stack
      direction="row"
      role="group"
      aria-label={t('desk.options')}
      sx={{ gap: 1.25, alignItems: 'center', flexWrap: 'wrap', rowGap: 1.25 }}
    >
      <TextField
        label={t('desk.room')}
        value={options.room}
        onChange={(event) => set({ room: event.target.value })}
        sx={{ flex: '1 1 76px', minWidth: 76, maxWidth: 150 }}
        slotProps={{ htmlInput: { maxLength: longestRoom, autoComplete: 'off', spellCheck: false, dir: 'auto' } }}
      />
      <TextField
        label={t('desk.name')}
        value={options.displayName}
        onChange={(event) => set({ displayName: event.target.value })}
        sx={{ flex: '3 1 110px', minWidth: 110 }}
        slotProps={{ htmlInput: { maxLength: longestName, autoComplete: 'off', spellCheck: false, dir: 'auto' } }}
      />
      <NumberStepper
        label={t('desk.quantity')}
        lessLabel={t('desk.quantity-less')}
        moreLabel={t('desk.quantity-more')}
        value={options.quantity}
        least={1}
        most={mostTickets}
        round={round}
        onChange={(quantity) => set({ quantity })}
      />
      {asksNights && (
        <NumberStepper
          label={t('desk.nights')}
          lessLabel={t('desk.nights-less')}
          moreLabel={t('desk.nights-more')}
          value={options.nights}
          least={1}
          most={mostNights}
          round={round}
          onChange={(nights) => set({ nights })}
        />
      )}
      <PaymentChoice value={options.payment} onChange={(payment) => set({ payment })} />
      {options.payment === 'free' && (
        <TextField
          label={t('desk.free-why')}
          value={options.reason}
          autoFocus
          onChange={(event) => set({ reason: event.target.value })}
          sx={{ flex: '2 1 150px', minWidth: 150 }}
          slotProps={{ htmlInput: { maxLength: longestReason, autoComplete: 'off', dir: 'auto' } }}
        />
      )}
      <TicketLanguage value={options.language} onChange={(language) => set({ language })} />
      <Tooltip title={t('desk.clear')}>
        <span>
          <IconButton aria-label={t('desk.clear')} disabled={isBlank(options)} onClick={() => onChange(blankOptions)}>
            <BackspaceIcon fontSize="small" sx={{ '[dir=rtl] &': { transform: 'scaleX(-1)' } }} />
          </IconButton>
        </span>
      </Tooltip>
    </Stack>
  );
}

interface PaymentChoiceProps {
  readonly value: PaymentKind;
  readonly onChange: (payment: PaymentKind) => void;
}

/** A menu of the system's own, as for the language. Giving away what has a price is a manager's word. */
function PaymentChoice({ value, onChange }: PaymentChoiceProps): ReactNode {
  const { t } = useTranslation();
  const mayGive = useMay('free-ticket');
  const id = useId();
  return (
    <TextField
      select
      id={id}
      label={t('desk.payment')}
      value={value}
      onChange={(event) => onChange(event.target.value as PaymentKind)}
      sx={{ flex: '0 0 124px', width: 124 }}
      slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}
    >
      {payments
        .filter((payment) => mayGive || payment !== 'free')
        .map((payment) => (
          <option key={payment} value={payment}>
            {t(`shift.payment-${payment}`)}
          </option>
        ))}
    </TextField>
  );
}

interface TicketLanguageProps {
  readonly value: Language | undefined;
  readonly onChange: (language: Language | undefined) => void;
}

/** A menu of the system's own: it is no dialog, so that the F-keys keep selling while it has the focus. */
function TicketLanguage({ value, onChange }: TicketLanguageProps): ReactNode {
  const { t } = useTranslation();
  const venue = useVenue();
  const id = useId();
  return (
    <TextField
      select
      id={id}
      label={t('desk.language')}
      value={value ?? venue.language}
      onChange={(event) => {
        const chosen = event.target.value as Language;
        onChange(chosen === venue.language ? undefined : chosen);
      }}
      sx={{ flex: '0 0 124px', width: 124 }}
      slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}
    >
      {languages.map((language) => (
        <option key={language} value={language} lang={language}>
          {ownName(language)}
        </option>
      ))}
    </TextField>
  );
}
