/** A voucher at the desk: typed into the search box it pays for a new ticket, at a guest for a recharge. */
import RedeemIcon from '@mui/icons-material/RedeemOutlined';
import { Button, Stack, TextField, Typography } from '@mui/material';
import { useState, type KeyboardEvent, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { client, useAsk } from '../api';
import { useChange } from '../parts/changes';
import { useNotices } from '../parts/notices';

/** The shortest code there is (preload/contract/cards.ts). */
const shortestCode = 4;
const longestCode = 64;

interface FoundVoucherProps {
  /** What nobody was found by. */
  readonly text: string;
  /** Whom it is redeemed for; '': not said. */
  readonly room: string;
  readonly displayName: string;
  readonly onSold: (guestId: number) => void;
}

/** Nothing if it is no voucher that can be redeemed. */
export function FoundVoucher({ text, room, displayName, onSold }: FoundVoucherProps): ReactNode {
  const { t } = useTranslation();
  const mayBe = text.length >= shortestCode && text.length <= longestCode;
  const { data: voucher } = useAsk('cards.voucher', { code: text }, { enabled: mayBe });
  const sell = useChange('desk.sellTicket', {
    said: (_input, { productName }) => t('desk.voucher-redeemed', { product: productName }),
    onDone: ({ tickets: [ticket] }) => ticket && onSold(ticket.guestId),
  });
  if (!voucher) return null;
  const { productId, domainId } = voucher;
  const who = {
    ...(room.trim() !== '' && { room: room.trim() }),
    ...(displayName.trim() !== '' && { displayName: displayName.trim() }),
  };
  return (
    <Stack direction="row" sx={{ gap: 1.5, alignItems: 'center', px: 1.5, py: 1 }}>
      <Stack sx={{ flex: 1, minWidth: 0 }}>
        <Typography sx={{ fontWeight: 650, overflowWrap: 'anywhere' }}>
          {t('desk.voucher-for', { product: voucher.productName })}
        </Typography>
        <Typography variant="caption" sx={{ color: 'text.secondary' }}>
          <bdi>{voucher.sentence}</bdi> ·{' '}
          <bdi>{t('desk.voucher-of', { serial: voucher.serial, batch: voucher.batchName })}</bdi>
        </Typography>
      </Stack>
      <Button
        variant="contained"
        startIcon={<RedeemIcon />}
        loading={sell.isPending}
        // The box keeps the focus, so that a tap does not close the list before it counts.
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => sell.run({ productId, domainId, quantity: 1, voucherCode: text, ...who })}
      >
        {t('desk.voucher-redeem')}
      </Button>
    </Stack>
  );
}

/** A recharge that a voucher pays for. */
export function RedeemVoucher({ guestId }: { readonly guestId: number }): ReactNode {
  const { t } = useTranslation();
  const notices = useNotices();
  const [code, setCode] = useState<string>();
  const recharge = useChange('desk.recharge', {
    said: (_input, { productName }) => t('desk.voucher-redeemed', { product: productName }),
    onDone: () => setCode(undefined),
  });
  if (code === undefined) {
    return (
      <Button variant="outlined" startIcon={<RedeemIcon />} onClick={() => setCode('')}>
        {t('desk.voucher')}
      </Button>
    );
  }

  async function redeem(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    const voucherCode = code!.trim();
    if (voucherCode === '' || recharge.isPending) return;
    try {
      const { productId } = await client.cards.voucher({ code: voucherCode });
      recharge.run({ guestId, productId, voucherCode });
    } catch (error) {
      notices.showProblem(error);
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    // One Escape for the field, the next for the guest.
    event.stopPropagation();
    setCode(undefined);
  }

  return (
    <Stack
      component="form"
      direction="row"
      sx={{ gap: 1, alignItems: 'center' }}
      onSubmit={(event) => void redeem(event)}
    >
      <TextField
        label={t('desk.voucher-code')}
        value={code}
        autoFocus
        onChange={(event) => setCode(event.target.value)}
        onKeyDown={onKeyDown}
        sx={{ width: 170 }}
        slotProps={{ htmlInput: { maxLength: longestCode, autoComplete: 'off', spellCheck: false, dir: 'ltr' } }}
      />
      <Button type="submit" variant="contained" loading={recharge.isPending}>
        {t('desk.voucher-redeem')}
      </Button>
    </Stack>
  );
}
