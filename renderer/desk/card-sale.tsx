/** What the desk has to know of a card, and the button that sells it. */
import SellIcon from '@mui/icons-material/SellOutlined';
import { Alert, Button, MenuItem, Stack, TextField } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../parts/changes';
import { useFormats } from '../parts/formats';
import { CheckOutField } from './check-out-field';
import type { GuestDetails } from './rows';
import { longestRoom } from './sale-options';

const payments = ['cash', 'card', 'room'] as const;
type Payment = (typeof payments)[number];

/** Nothing for a guest who is no card, or one that may be used. */
export function CardSale({ guest }: { readonly guest: GuestDetails }): ReactNode {
  const { t } = useTranslation();
  const { card } = guest;
  if (card?.obstacle === undefined) return null;
  const which = t('desk.card-of', { serial: card.serial, batch: card.batchName });
  return (
    <Alert
      severity={card.obstacle === 'card-not-sold' ? 'info' : 'warning'}
      sx={{ '& .MuiAlert-message': { flex: 1 } }}
    >
      <strong>
        <bdi>{which}</bdi>
      </strong>{' '}
      {t(`refusal.${card.obstacle}`)}
      {card.obstacle === 'card-not-sold' && <SellCard guest={guest} priceMinor={card.priceMinor} />}
    </Alert>
  );
}

interface SellCardProps {
  readonly guest: GuestDetails;
  readonly priceMinor: number;
}

function SellCard({ guest, priceMinor }: SellCardProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const [room, setRoom] = useState(guest.room ?? '');
  const [checkOutDate, setCheckOutDate] = useState('');
  const [payment, setPayment] = useState<Payment>('cash');
  /** One press, one sale: a press that is sent again carries the same number. */
  const [requestId] = useState(() => crypto.randomUUID());
  const price = formats.money(priceMinor);
  const sell = useChange('cards.sell', { said: () => t('desk.card-sold', { price }) });
  const run = (): void =>
    sell.run({
      ...{ guestId: guest.id, payment, requestId },
      ...(checkOutDate !== '' && { checkOutDate }),
      ...(room.trim() !== '' && { room: room.trim() }),
    });
  return (
    <Stack direction="row" sx={{ gap: 1, mt: 1.25, flexWrap: 'wrap', alignItems: 'center' }}>
      <TextField
        label={t('desk.room')}
        value={room}
        onChange={(event) => setRoom(event.target.value)}
        sx={{ width: 96 }}
        slotProps={{ htmlInput: { maxLength: longestRoom, autoComplete: 'off', dir: 'auto' } }}
      />
      {guest.card?.asksNights === true && <CheckOutField value={checkOutDate} onChange={setCheckOutDate} />}
      {priceMinor > 0 && (
        <TextField
          select
          label={t('desk.card-payment')}
          value={payment}
          onChange={(event) => setPayment(event.target.value as Payment)}
          sx={{ width: 140 }}
        >
          {payments.map((one) => (
            <MenuItem key={one} value={one}>
              {t(`shift.payment-${one}`)}
            </MenuItem>
          ))}
        </TextField>
      )}
      <Button variant="contained" startIcon={<SellIcon />} loading={sell.isPending} onClick={run}>
        {t('desk.sell-card', { price })}
      </Button>
    </Stack>
  );
}
