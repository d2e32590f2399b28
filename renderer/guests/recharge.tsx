/** Another product for a guest who is here already. */
import { Box, Button, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, type Output } from '../api';
import { Answer } from '../parts/answer';
import { useChange } from '../parts/changes';
import { useFormats } from '../parts/formats';
import { plainList, Quiet } from '../parts/lines';
import { SidePanel } from '../parts/side-panel';

const payments = ['cash', 'card', 'room'] as const;
type Payment = (typeof payments)[number];
type Product = Output<'products.list'>['rows'][number];

/** One press sells: the tiles of the desk as a list. It waits behind what is running, so nothing of that is lost. */
export function Recharge({ guestId, onClose }: { readonly guestId: number; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const products = useAsk('products.list');
  const [payment, setPayment] = useState<Payment>('cash');
  const [requestId] = useState(() => crypto.randomUUID());
  const recharge = useChange('desk.recharge', {
    said: (_input, { productName, queued }) =>
      t(queued ? 'guests.recharged-queued' : 'guests.recharged', { product: productName }),
    onDone: onClose,
  });
  return (
    <SidePanel open title={t('guests.recharge')} onClose={onClose}>
      <Stack sx={{ gap: 2 }}>
        <Typography sx={{ color: 'text.secondary' }}>{t('guests.recharge-hint')}</Typography>
        <TextField
          select
          label={t('guests.payment')}
          value={payment}
          onChange={(event) => setPayment(event.target.value as Payment)}
        >
          {payments.map((kind) => (
            <MenuItem key={kind} value={kind}>
              {t(`guests.payment-${kind}`)}
            </MenuItem>
          ))}
        </TextField>
        <Answer of={products}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Quiet>{t('desk.no-products')}</Quiet>
            ) : (
              <Stack component="ul" sx={{ ...plainList, gap: 1 }}>
                {rows.map((product) => (
                  <li key={product.id}>
                    <ProductButton
                      product={product}
                      disabled={recharge.isPending}
                      // The same press arrives once: the id belongs to this panel and this product.
                      onPress={() =>
                        recharge.run({
                          ...{ guestId, productId: product.id, payment },
                          requestId: `${requestId}-${product.id}`,
                        })
                      }
                    />
                  </li>
                ))}
              </Stack>
            )
          }
        </Answer>
      </Stack>
    </SidePanel>
  );
}

interface ProductButtonProps {
  readonly product: Product;
  readonly disabled: boolean;
  readonly onPress: () => void;
}

function ProductButton({ product, disabled, onPress }: ProductButtonProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <Button
      fullWidth
      variant="outlined"
      disabled={disabled}
      onClick={onPress}
      sx={{ justifyContent: 'space-between', gap: 2, py: 1, textAlign: 'start', whiteSpace: 'normal' }}
    >
      <Box component="span" sx={{ minWidth: 0 }}>
        <Typography component="span" sx={{ display: 'block', fontWeight: 650, overflowWrap: 'anywhere' }}>
          <bdi>{product.name}</bdi>
        </Typography>
        <Typography component="span" variant="caption" sx={{ display: 'block', color: 'text.secondary' }}>
          <bdi>{product.sentence}</bdi>
        </Typography>
      </Box>
      <Typography component="span" sx={{ fontWeight: 650, whiteSpace: 'nowrap' }}>
        {product.priceMinor === 0 ? t('products.free') : formats.money(product.priceMinor, product.currency)}
      </Typography>
    </Button>
  );
}
