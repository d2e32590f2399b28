/** The front desk: tiles that sell at one press, the code at once, and beside it who is online and what was sold. */
import SellIcon from '@mui/icons-material/SellOutlined';
import { Alert, Box, Button, Stack } from '@mui/material';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useAsk, type Output } from '../api';
import { Answer, Empty } from '../parts/answer';
import { useUndo } from '../parts/changes';
import { useNotices } from '../parts/notices';
import { pathOf } from '../parts/places';
import { useMay, useVenue } from '../parts/who';
import { ArrangeTiles } from './arrange-tiles';
import { FindGuest } from './find-guest';
import { GuestPanel } from './guest-panel';
import { heardOnly } from './heard-only';
import { useDeskKeys } from './hot-keys';
import { LastTickets, useLastTickets } from './last-tickets';
import { OnlineNow } from './online-now';
import { PaperProvider } from '../parts/paper';
import { ProductTiles } from './product-tiles';
import type { Product, TicketRow } from './rows';
import { useSaleFields } from './sale-fields';
import { askedPrice } from './sale-options';
import { SaleOptionsBar } from './sale-options-bar';
import type { ToppedUp } from './sale-state';
import { useSellTicket } from './sell-ticket';
import { SoldPanel } from './sold-panel';
import { NightTile, toppedUpBy, TopUpLine, useTopUp } from './top-up';

/** The screen of a signed-in operator; without sign-in it does not exist, so nothing can be sold. */
export function Desk(): ReactNode {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${t('place.desk')} – Gatehouse`;
  }, [t]);
  return (
    <PaperProvider>
      <DeskScreen />
    </PaperProvider>
  );
}

const noProducts: readonly Product[] = [];
const noTickets: readonly TicketRow[] = [];

function DeskScreen(): ReactNode {
  const { t } = useTranslation();
  const listed = useAsk('products.list');
  const all = listed.data?.rows ?? noProducts;
  const products = useMemo(() => all.filter(({ hidden }) => !hidden), [all]);
  const mayArrange = useMay('products');
  const [isArranging, setArranging] = useState(false);
  const tickets = useLastTickets().data?.rows ?? noTickets;
  const fields = useSaleFields();
  const { options } = fields;
  const [guestId, setGuestId] = useState<number>();
  const searchBox = useRef<HTMLInputElement>(null);
  const priceBox = useRef<HTMLInputElement>(null);
  const topUp = useTopUp(guestId, products);
  const guest = toppedUpBy(topUp);
  const domain = useAsk('domains.list').data?.rows[0];
  const nameBox = useRef<HTMLInputElement>(null);
  const { currency } = useVenue();
  const asked = askedPrice(options, currency);

  const onToppedUp = useToppedUpSaid();
  const { state, sell, tryAgain, dismiss, putAway } = useSellTicket({ onRefused: fields.giveBack, onToppedUp });
  const busy = useMemo(() => new Set(state.inFlight.map(({ product }) => product.id)), [state.inFlight]);

  function press(product: Product): void {
    if (topUp.kind === 'loading') return;
    const present = fields.present();
    if (askedPrice(present, currency).kind === 'unreadable') priceBox.current?.focus();
    else if (!guest && domain?.registration === 'voucher') searchBox.current?.focus();
    else if (!guest && domain?.registration === 'person' && present.displayName.trim() === '') nameBox.current?.focus();
    else if (sell(product, guest ? { ...present, quantity: 1 } : present, guest)) fields.empty();
  }

  useDeskKeys({
    onFunctionKey: (number) => {
      if (isArranging) return true;
      const product = products.find(({ hotKey }) => hotKey === number);
      if (product) press(product);
      return product !== undefined;
    },
    onSearch: () => {
      searchBox.current?.focus();
      searchBox.current?.select();
    },
    onEscape: () => {
      if (isArranging) setArranging(false);
      else if (guestId !== undefined) closeGuest(true);
      else fields.empty();
    },
  });

  function closeGuest(byKeyboard: boolean): void {
    setGuestId(undefined);
    // Not after a tap: on a touch screen it would bring up the keyboard.
    if (byKeyboard) searchBox.current?.focus();
  }

  return (
    <Box sx={screenStyle}>
      <Box component="h1" sx={heardOnly}>
        {t('place.desk')}
      </Box>
      {isArranging ? (
        <ArrangeTiles products={all} onDone={() => setArranging(false)} />
      ) : (
        <Stack sx={{ minWidth: 0, minHeight: 0, gap: 1.5 }}>
          <SaleOptionsBar
            options={options}
            round={fields.round}
            asksCheckOut={products.some(({ untilCheckOut }) => untilCheckOut)}
            isTopUp={guest !== undefined}
            priceBox={priceBox}
            nameBox={nameBox}
            needsName={domain?.registration === 'person'}
            usualLanguage={domain?.language}
            onFill={fields.fill}
            onArrange={mayArrange && all.length > 0 ? () => setArranging(true) : undefined}
          />
          <TopUpLine topUp={topUp} />
          {!guest && domain?.registration === 'voucher' && (
            <Alert severity="info">{t('desk.voucher-first', { domain: domain.name })}</Alert>
          )}
          <Answer of={listed}>
            {() =>
              products.length === 0 ? (
                <NothingToSell isAllHidden={all.length > 0} />
              ) : (
                <ProductTiles
                  products={products}
                  quantity={guest ? 1 : options.quantity}
                  priceMinor={asked.kind === 'other' ? asked.priceMinor : undefined}
                  isTopUp={guest !== undefined}
                  first={guest && topUp.kind === 'guest' && topUp.isStay ? <NightTile guest={guest} /> : undefined}
                  busy={busy}
                  onSell={press}
                />
              )
            }
          </Answer>
          <SoldPanel
            canSell={products.length > 0}
            state={state}
            tickets={tickets}
            onTryAgain={tryAgain}
            onDismiss={dismiss}
            onPutAway={putAway}
          />
        </Stack>
      )}
      <Stack component="aside" aria-label={t('desk.side')} sx={{ minWidth: 0, minHeight: 0, gap: 1.5 }}>
        <FindGuest box={searchBox} room={options.room} displayName={options.displayName} onOpenGuest={setGuestId} />
        {guestId === undefined ? (
          <>
            <OnlineNow products={products} onOpenGuest={setGuestId} />
            <LastTickets onOpenGuest={setGuestId} />
          </>
        ) : (
          <GuestPanel key={guestId} guestId={guestId} onClose={closeGuest} />
        )}
      </Stack>
    </Box>
  );
}

/** Says whom a press has topped up, with the way back. */
function useToppedUpSaid(): (guest: ToppedUp, answer: Output<'desk.recharge'>) => void {
  const { t } = useTranslation();
  const notices = useNotices();
  const { undo } = useUndo();
  return useCallback(
    ({ name }, { productName, queued, changeId }) =>
      notices.show({
        kind: 'done',
        text: t(queued ? 'desk.topped-up-queued' : 'desk.topped-up', { guest: name, product: productName }),
        action: { label: t('undo.undo'), way: 'undo', run: () => void undo(changeId) },
      }),
    [notices, t, undo],
  );
}

function NothingToSell({ isAllHidden }: { readonly isAllHidden: boolean }): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayAdd = useMay('products');
  if (isAllHidden) {
    return (
      <Stack sx={{ flex: 1, justifyContent: 'center' }}>
        <Empty icon={<SellIcon />} title={t('desk.all-hidden')}>
          {mayAdd ? t('desk.all-hidden-hint') : t('desk.all-hidden-ask')}
        </Empty>
      </Stack>
    );
  }
  return (
    <Stack sx={{ flex: 1, justifyContent: 'center' }}>
      <Empty
        icon={<SellIcon />}
        title={t('desk.no-products')}
        action={
          mayAdd && (
            <Button variant="contained" onClick={() => void navigate(pathOf('products'))}>
              {t('desk.add-products')}
            </Button>
          )
        }
      >
        {mayAdd ? t('desk.no-products-hint') : t('desk.no-products-ask')}
      </Empty>
    </Stack>
  );
}

/** Two columns that fill the window and scroll inside; one column that scrolls as a whole where it is narrow. */
const screenStyle = {
  boxSizing: 'border-box',
  height: { xs: 'auto', md: '100%' },
  p: { xs: 1.5, md: 2 },
  display: 'grid',
  gap: 2,
  gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) minmax(300px, 34%)' },
} as const;
