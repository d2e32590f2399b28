/** The products as tiles: one tap or F-key sells at once. */
import SearchIcon from '@mui/icons-material/Search';
import { Box, ButtonBase, InputAdornment, LinearProgress, Stack, TextField, Typography } from '@mui/material';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cutAtItsEnd } from '../parts/facts';
import { useFormats } from '../parts/formats';
import type { Product } from './rows';
import { readableOn } from './tile-color';

/** As many as there are F-keys fit the screen; more get a filter and scroll inside their area. */
const tilesInView = 12;

interface ProductTilesProps {
  /** In the order of the desk. */
  readonly products: readonly Product[];
  readonly quantity: number;
  /** What each costs now, in minor units; undefined: what it says. */
  readonly priceMinor: number | undefined;
  /** A guest who is here already gets it. */
  readonly isTopUp: boolean;
  /** Stands before the products. */
  readonly first: ReactNode;
  /** Products whose press is on its way. */
  readonly busy: ReadonlySet<number>;
  readonly onSell: (product: Product) => void;
}

export function ProductTiles(props: ProductTilesProps): ReactNode {
  const { products, quantity, priceMinor, isTopUp, first, busy, onSell } = props;
  const { t, i18n } = useTranslation();
  const [filter, setFilter] = useState('');
  const wanted = filter.trim().toLocaleLowerCase(i18n.language);
  const shown = products.filter(({ name }) => name.toLocaleLowerCase(i18n.language).includes(wanted));
  // Found by typing, sold by Enter, and the whole desk is there for the next guest.
  function sellOnly(): void {
    const [only, another] = shown;
    if (wanted === '' || !only || another) return;
    setFilter('');
    onSell(only);
  }

  return (
    <Stack component="section" aria-label={t('desk.products')} sx={{ flex: 1, minHeight: 0, gap: 1.25 }}>
      {products.length > tilesInView && <TileFilter value={filter} onChange={setFilter} onEnter={sellOnly} />}
      <Box component="ul" sx={{ ...tileGrid, ...(products.length > tilesInView ? manyTiles : fewTiles) }}>
        {first !== undefined && (
          <Box component="li" sx={tilePlace}>
            {first}
          </Box>
        )}
        {shown.map((product) => (
          <Box component="li" key={product.id} sx={tilePlace}>
            <ProductTile
              product={product}
              quantity={quantity}
              priceMinor={priceMinor ?? product.priceMinor}
              isTopUp={isTopUp}
              busy={busy.has(product.id)}
              onSell={() => onSell(product)}
            />
          </Box>
        ))}
      </Box>
      {shown.length === 0 && (
        <Typography role="status" sx={{ color: 'text.secondary', textAlign: 'center', pb: 3 }}>
          {t('desk.no-product-named', { text: filter.trim() })}
        </Typography>
      )}
    </Stack>
  );
}

const tilePlace = { minWidth: 0, display: 'flex', containerType: 'size' } as const;

interface TileFilterProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onEnter: () => void;
}

function TileFilter({ value, onChange, onEnter }: TileFilterProps): ReactNode {
  const { t } = useTranslation();
  return (
    <TextField
      type="search"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        // Held down it would sell again and again.
        if (event.key === 'Enter' && !event.repeat && !event.nativeEvent.isComposing) onEnter();
      }}
      placeholder={t('desk.filter-products')}
      slotProps={{
        htmlInput: { 'aria-label': t('desk.filter-products'), autoComplete: 'off' },
        input: {
          startAdornment: (
            <InputAdornment position="start">
              <SearchIcon fontSize="small" />
            </InputAdornment>
          ),
        },
      }}
    />
  );
}

interface ProductTileProps {
  readonly product: Product;
  readonly quantity: number;
  readonly priceMinor: number;
  readonly isTopUp: boolean;
  readonly busy: boolean;
  readonly onSell: () => void;
}

function ProductTile({ product, quantity, priceMinor, isTopUp, busy, onSell }: ProductTileProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const ink = readableOn(product.color);
  const price = priceMinor === 0 ? t('desk.free') : formats.money(priceMinor, product.currency);

  // Enter held down on a button clicks it at every repeat.
  function onKeyDown(event: KeyboardEvent): void {
    if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault();
  }

  return (
    <ButtonBase
      onClick={onSell}
      onKeyDown={onKeyDown}
      aria-disabled={busy}
      {...(product.hotKey !== undefined && { 'aria-keyshortcuts': `F${product.hotKey}` })}
      sx={{
        position: 'relative',
        flex: 1,
        minWidth: 0,
        px: 1.5,
        py: 1.25,
        borderRadius: 1.25,
        overflow: 'hidden',
        fontFamily: 'inherit',
        display: 'flex',
        flexDirection: 'column',
        alignItems: 'stretch',
        justifyContent: 'flex-start',
        textAlign: 'start',
        color: ink,
        bgcolor: product.color,
        boxShadow: 'inset 0 0 0 1px rgba(0,0,0,0.12), 0 1px 2px rgba(0,0,0,0.16)',
        transition: 'filter .12s, transform .06s',
        '&:hover': { filter: 'brightness(1.06)' },
        '&:active': { transform: 'scale(0.985)' },
        forcedColorAdjust: 'none',
      }}
    >
      {product.hotKey !== undefined && <KeyBadge number={product.hotKey} ink={ink} color={product.color} />}
      <Box component="span" sx={wordsStyle}>
        <Box component="span" sx={{ display: 'block', paddingInlineEnd: product.hotKey === undefined ? 0 : 4.5 }}>
          <Box component="span" dir="auto" sx={nameStyle}>
            {product.name}
          </Box>
        </Box>
        <Box component="span" dir="auto" sx={sentenceStyle}>
          {product.sentence}
        </Box>
      </Box>
      <Typography component="span" sx={priceStyle}>
        {isTopUp && (
          <Box component="span" sx={{ fontSize: '0.8125rem', fontWeight: 600 }}>
            {t('desk.tops-up')}{' '}
          </Box>
        )}
        {quantity > 1 && (
          <Box component="span" sx={{ fontSize: '0.9375rem', fontWeight: 600 }}>
            {t('desk.times', { quantity: formats.number(quantity) })}{' '}
          </Box>
        )}
        {price}
      </Typography>
      {busy && <LinearProgress aria-label={t('desk.selling')} color="inherit" sx={busyStyle} />}
    </ButtonBase>
  );
}

export function KeyBadge({
  number,
  ink,
  color,
}: {
  readonly number: number;
  readonly ink: string;
  readonly color: string;
}) {
  return (
    <Box
      component="kbd"
      aria-hidden
      sx={{
        position: 'absolute',
        top: 10,
        insetInlineEnd: 10,
        px: 0.75,
        minWidth: 30,
        textAlign: 'center',
        fontFamily: 'inherit',
        fontWeight: 700,
        fontSize: '0.8125rem',
        lineHeight: '22px',
        borderRadius: 0.6,
        color,
        bgcolor: ink,
      }}
    >
      F{number}
    </Box>
  );
}

/** A list of tiles that scrolls by itself; how wide they are is each screen's own. */
export const tileGrid = {
  flex: 1,
  minHeight: 0,
  overflowY: 'auto',
  // Room for the focus ring, which the scrolling box would cut off.
  m: -0.5,
  p: 0.5,
  listStyle: 'none',
  display: 'grid',
  gap: 1.25,
  alignContent: 'start',
} as const;
/** Up to twelve fill the area, in at most four columns and without scrolling. */
const fewTiles = {
  gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, max(164px, 21%)), 1fr))',
  gridAutoRows: 'minmax(92px, max(168px, 20vh))',
} as const;
const manyTiles = {
  gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 164px), 1fr))',
  gridAutoRows: '132px',
} as const;

/** Name and sentence share as many lines as the tile has room for: a long name leaves the sentence less. */
const wordsStyle = {
  display: '-webkit-box',
  WebkitBoxOrient: 'vertical',
  WebkitLineClamp: 4,
  '@container (min-height: 148px)': { WebkitLineClamp: 5 },
  '@container (min-height: 166px)': { WebkitLineClamp: 6 },
  '@container (max-height: 130px)': { WebkitLineClamp: 3 },
  '@container (max-height: 113px)': { WebkitLineClamp: 2 },
  overflow: 'hidden',
  overflowWrap: 'anywhere',
} as const;
const nameStyle = {
  display: 'block',
  ...cutAtItsEnd,
  fontWeight: 700,
  fontSize: 'clamp(1.0625rem, min(0.6rem + 4cqi, 14cqb), 1.375rem)',
  lineHeight: 1.25,
} as const;
const sentenceStyle = {
  display: 'block',
  ...cutAtItsEnd,
  mt: 0.5,
  fontSize: 'clamp(0.8125rem, min(0.5rem + 2.6cqi, 9cqb), 1rem)',
  lineHeight: 1.35,
} as const;
const priceStyle = {
  mt: 'auto',
  pt: 0.5,
  fontWeight: 700,
  fontSize: 'clamp(1.375rem, min(0.9rem + 5cqi, 17cqb), 2rem)',
  lineHeight: 1.15,
  letterSpacing: '-0.01em',
  fontVariantNumeric: 'tabular-nums',
  textAlign: 'end',
} as const;
const busyStyle = { position: 'absolute', insetInline: 0, bottom: 0, height: 4 } as const;
