/** Room, name, quantity, check-out, price and language of the next ticket: one line above the tiles, all optional. */
import ArrangeIcon from '@mui/icons-material/DashboardCustomizeOutlined';
import BackspaceIcon from '@mui/icons-material/BackspaceOutlined';
import { IconButton, Stack, TextField, Tooltip } from '@mui/material';
import { useId, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { languages, type Language } from '../../preload/contract/base';
import { useMay, useVenue } from '../parts/who';
import { payments, type PaymentKind } from '../../preload/contract/desk';
import { ownName } from '../text';
import { CheckOutField } from './check-out-field';
import { NumberStepper } from './number-stepper';
import {
  askedPrice,
  blankOptions,
  isBlank,
  longestName,
  longestReason,
  longestRoom,
  mostTickets,
  needsReason,
  type SaleOptions,
} from './sale-options';

interface SaleOptionsBarProps {
  readonly options: SaleOptions;
  /** Counts how often the fields were emptied from outside. */
  readonly round: number;
  /** Something on sale ends at check-out, so its day means something. */
  readonly asksCheckOut: boolean;
  /** It goes to a guest who is here already: no room, name, number or language is asked for. */
  readonly isTopUp: boolean;
  /** The field of the name. */
  readonly nameBox: RefObject<HTMLInputElement | null>;
  /** Nothing is sold to nobody. */
  readonly needsName: boolean;
  /** Of the tickets, where nobody chooses another; undefined: the venue's. */
  readonly usualLanguage: Language | undefined;
  /** The field of another price. */
  readonly priceBox: RefObject<HTMLInputElement | null>;
  readonly onFill: (change: Partial<SaleOptions>) => void;
  /** Undefined: the tiles stay as they are. */
  readonly onArrange: (() => void) | undefined;
}

export function SaleOptionsBar(props: SaleOptionsBarProps): ReactNode {
  const { options, round, asksCheckOut, isTopUp, nameBox, needsName, usualLanguage, priceBox, onArrange } = props;
  const venue = useVenue();
  const { t } = useTranslation();
  const mayPrice = useMay('price-override');
  const set = props.onFill;
  return (
    <Stack
      direction="row"
      role="group"
      aria-label={t('desk.options')}
      sx={{ gap: 1.25, alignItems: 'center', flexWrap: 'wrap', rowGap: 1.25 }}
    >
      {!isTopUp && (
        <NewTicketFields options={options} round={round} nameBox={nameBox} needsName={needsName} set={set} />
      )}
      {asksCheckOut && (
        <CheckOutField value={options.checkOutDate} onChange={(checkOutDate) => set({ checkOutDate })} />
      )}
      <PaymentChoice value={options.payment} onChange={(payment) => set({ payment })} />
      {mayPrice && options.payment !== 'free' && (
        <PriceField box={priceBox} options={options} onChange={(price) => set({ price })} />
      )}
      {needsReason(options) && (
        <TextField
          label={t(options.payment === 'free' ? 'desk.free-why' : 'desk.price-why')}
          value={options.reason}
          autoFocus={options.payment === 'free'}
          required
          onChange={(event) => set({ reason: event.target.value })}
          sx={{ flex: '2 1 150px', minWidth: 150 }}
          slotProps={{ htmlInput: { maxLength: longestReason, autoComplete: 'off', dir: 'auto' } }}
        />
      )}
      {!isTopUp && (
        <TicketLanguage
          value={options.language}
          usual={usualLanguage ?? venue.language}
          onChange={(language) => set({ language })}
        />
      )}
      <Tooltip title={t('desk.clear')}>
        <span>
          <IconButton aria-label={t('desk.clear')} disabled={isBlank(options)} onClick={() => set(blankOptions)}>
            <BackspaceIcon fontSize="small" sx={{ '[dir=rtl] &': { transform: 'scaleX(-1)' } }} />
          </IconButton>
        </span>
      </Tooltip>
      {onArrange && (
        <Tooltip title={t('desk.arrange')}>
          <IconButton aria-label={t('desk.arrange')} onClick={onArrange} sx={{ marginInlineStart: 'auto' }}>
            <ArrangeIcon fontSize="small" />
          </IconButton>
        </Tooltip>
      )}
    </Stack>
  );
}

interface NewTicketFieldsProps extends Pick<SaleOptionsBarProps, 'nameBox' | 'needsName'> {
  readonly options: SaleOptions;
  readonly round: number;
  readonly set: (change: Partial<SaleOptions>) => void;
}

/** For whom it is, and how many. */
function NewTicketFields({ options, round, nameBox, needsName, set }: NewTicketFieldsProps): ReactNode {
  const { t } = useTranslation();
  return (
    <>
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
        required={needsName}
        inputRef={nameBox}
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
    </>
  );
}

interface PriceFieldProps {
  readonly box: RefObject<HTMLInputElement | null>;
  readonly options: SaleOptions;
  readonly onChange: (price: string) => void;
}

/** Another price per ticket than the product's, for this one press. */
function PriceField({ box, options, onChange }: PriceFieldProps): ReactNode {
  const { t } = useTranslation();
  const { currency } = useVenue();
  return (
    <TextField
      label={t('desk.other-price')}
      value={options.price}
      error={askedPrice(options, currency).kind === 'unreadable'}
      inputRef={box}
      onChange={(event) => onChange(event.target.value)}
      sx={{ flex: '4 1 108px', minWidth: 108, maxWidth: 136 }}
      slotProps={{ htmlInput: { maxLength: longestPrice, inputMode: 'decimal', autoComplete: 'off', dir: 'ltr' } }}
    />
  );
}

/** Nine digits, a point and three more. */
const longestPrice = 13;

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
  readonly usual: Language;
  readonly onChange: (language: Language | undefined) => void;
}

/** A menu of the system's own: it is no dialog, so that the F-keys keep selling while it has the focus. */
function TicketLanguage({ value, usual, onChange }: TicketLanguageProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  return (
    <TextField
      select
      id={id}
      label={t('desk.language')}
      value={value ?? usual}
      onChange={(event) => {
        const chosen = event.target.value as Language;
        onChange(chosen === usual ? undefined : chosen);
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
