/** While a guest is open beside the tiles, the tiles sell to that guest: who it is, said above them, and one night more. */
import TopUpIcon from '@mui/icons-material/PersonAddAlt1Outlined';
import NightIcon from '@mui/icons-material/NightsStayOutlined';
import { Alert, Box, Button, ButtonBase } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../api';
import { sayName } from '../parts/guest-words';
import { useChange } from '../parts/changes';
import { useMay } from '../parts/who';
import { useGuestTitle } from './guest-name';
import type { Product } from './rows';
import type { ToppedUp } from './sale-state';

/** What a press of a tile does. */
export type TopUp =
  | { readonly kind: 'new-ticket' }
  /** A guest is open but not here yet: a press would sell to nobody knows whom. */
  | { readonly kind: 'loading' }
  | {
      readonly kind: 'guest';
      readonly guest: ToppedUp;
      /** Holds what ends at check-out, so that a night can be added. */
      readonly isStay: boolean;
      /** The operator wants new tickets though the guest is open. */
      readonly isOff: boolean;
      readonly setOff: (isOff: boolean) => void;
    };

/** @param guestId who is open beside the tiles */
export function useTopUp(guestId: number | undefined, products: readonly Product[]): TopUp {
  const mayRecharge = useMay('recharge');
  const titleOf = useGuestTitle();
  const [offFor, setOffFor] = useState<number>();
  const asks = { enabled: guestId !== undefined && mayRecharge };
  const guest = useAsk('guests.get', { id: guestId ?? 0 }, asks);
  const held = useAsk('entitlements.list', { guestId: guestId ?? 0 }, asks);
  if (guestId === undefined || !mayRecharge || guest.isError) return { kind: 'new-ticket' };
  if (guest.data?.id !== guestId) return { kind: 'loading' };
  // A card is sold as it is, and not before that given something more.
  if (guest.data.card?.obstacle !== undefined) return { kind: 'new-ticket' };
  const stays = new Set(products.filter(({ untilCheckOut }) => untilCheckOut).map(({ id }) => id));
  return {
    kind: 'guest',
    guest: { id: guestId, name: sayName(titleOf(guest.data).text) },
    isStay: held.data?.rows.some(({ productId }) => stays.has(productId)) ?? false,
    isOff: offFor === guestId,
    setOff: (isOff) => setOffFor(isOff ? guestId : undefined),
  };
}

/** The guest whom a press tops up; undefined: it sells a new ticket. */
export function toppedUpBy(topUp: TopUp): ToppedUp | undefined {
  return topUp.kind === 'guest' && !topUp.isOff ? topUp.guest : undefined;
}

/** Says in one line what the tiles do, and lets the operator change it. */
export function TopUpLine({ topUp }: { readonly topUp: TopUp }): ReactNode {
  const { t } = useTranslation();
  if (topUp.kind !== 'guest') return null;
  const { guest, isOff, setOff } = topUp;
  return (
    <Alert
      severity={isOff ? 'info' : 'success'}
      variant={isOff ? 'outlined' : 'filled'}
      icon={<TopUpIcon fontSize="small" />}
      role="status"
      sx={lineStyle}
      action={
        <Button color="inherit" onClick={() => setOff(!isOff)}>
          {isOff ? t('desk.top-up-guest', { guest: guest.name }) : t('desk.sell-new')}
        </Button>
      }
    >
      {isOff ? t('desk.selling-new') : <strong>{t('desk.topping-up', { guest: guest.name })}</strong>}
    </Alert>
  );
}

const lineStyle = {
  py: 0,
  alignItems: 'center',
  '& .MuiAlert-message': { flex: 1, minWidth: 0, overflowWrap: 'anywhere' },
  '& .MuiAlert-action': { pt: 0, flexShrink: 0 },
} as const;

/** A tile like the others: the stay of the guest lasts one night longer. */
export function NightTile({ guest }: { readonly guest: ToppedUp }): ReactNode {
  const { t } = useTranslation();
  const extend = useChange('desk.extendNight', { said: () => t('guests.extended') });
  return (
    <ButtonBase
      onClick={() => !extend.isPending && extend.run({ guestId: guest.id })}
      aria-disabled={extend.isPending}
      sx={nightTileStyle}
    >
      <NightIcon />
      <Box component="span">{t('guests.one-night')}</Box>
    </ButtonBase>
  );
}

const nightTileStyle = {
  flex: 1,
  gap: 1,
  px: 1.5,
  borderRadius: 1.25,
  border: 2,
  borderStyle: 'dashed',
  borderColor: 'primary.main',
  color: 'primary.main',
  fontFamily: 'inherit',
  fontWeight: 700,
  fontSize: '1.125rem',
  '&:hover': { bgcolor: 'action.hover' },
} as const;
