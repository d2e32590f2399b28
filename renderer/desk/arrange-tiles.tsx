/** The tiles of the desk taken in hand: their order, which are favourites, which are there. Nothing is sold meanwhile. */
import BackIcon from '@mui/icons-material/ArrowBack';
import ForwardIcon from '@mui/icons-material/ArrowForward';
import StarIcon from '@mui/icons-material/Star';
import StarOutlineIcon from '@mui/icons-material/StarBorder';
import HiddenIcon from '@mui/icons-material/VisibilityOffOutlined';
import ShownIcon from '@mui/icons-material/VisibilityOutlined';
import { Box, Button, IconButton, Stack, Tooltip, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input } from '../api';
import { useChange } from '../parts/changes';
import { useNamed } from '../parts/named';
import { KeyBadge, tileGrid } from './product-tiles';
import type { Product } from './rows';
import { readableOn } from './tile-color';
import { neighbours } from './tile-neighbours';

type Arrangement = Input<'products.arrange'>;

interface ArrangeTilesProps {
  /** In the order of the desk, with those that have no tile. */
  readonly products: readonly Product[];
  readonly onDone: () => void;
}

export function ArrangeTiles({ products, onDone }: ArrangeTilesProps): ReactNode {
  const { t } = useTranslation();
  const names = new Map(products.map(({ id, name }) => [id, name]));
  const arrange = useChange('products.arrange', {
    said: ({ kind, id }) => t(`desk.arranged-${kind}`, { name: names.get(id) ?? '' }),
  });
  return (
    <Stack component="section" aria-label={t('desk.arrange')} sx={{ minWidth: 0, minHeight: 0, gap: 1.5 }}>
      <Stack direction="row" sx={{ gap: 2, alignItems: 'center' }}>
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Typography component="h2" variant="h3">
            {t('desk.arrange')}
          </Typography>
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {t('desk.arrange-hint')}
          </Typography>
        </Box>
        <Button variant="contained" onClick={onDone} autoFocus>
          {t('desk.arrange-done')}
        </Button>
      </Stack>
      <Box component="ul" sx={listStyle}>
        {products.map((product) => (
          <Box component="li" key={product.id} sx={{ minWidth: 0, display: 'flex' }}>
            <TileInHand
              product={product}
              {...neighbours(products, product)}
              isBusy={arrange.isPending}
              onArrange={arrange.run}
            />
          </Box>
        ))}
      </Box>
    </Stack>
  );
}

interface TileInHandProps {
  readonly product: Product;
  /** Where it goes one place forward or back; undefined: it stands at the end of its kind. */
  readonly earlier: Arrangement | undefined;
  readonly later: Arrangement | undefined;
  readonly isBusy: boolean;
  readonly onArrange: (arrangement: Arrangement) => void;
}

function TileInHand({ product, earlier, later, isBusy, onArrange }: TileInHandProps): ReactNode {
  const { t } = useTranslation();
  const { id, name, color, hotKey, pinned, hidden } = product;
  const ink = readableOn(color);
  const run = (arrangement: Arrangement | undefined): void => {
    if (arrangement && !isBusy) onArrange(arrangement);
  };
  return (
    <Stack sx={tileStyle}>
      <Box sx={{ ...nameStyle, color: ink, bgcolor: color, ...(hidden && hiddenStyle) }}>
        <Box component="span" sx={{ ...wordsStyle, paddingInlineEnd: hotKey === undefined ? 0 : 4.5 }}>
          <bdi>{name}</bdi>
        </Box>
        {hotKey !== undefined && <KeyBadge number={hotKey} ink={ink} color={color} />}
      </Box>
      <Stack direction="row" sx={{ justifyContent: 'space-between' }}>
        <HandButton label={t('desk.tile-earlier')} name={name} isOff={!earlier} onPress={() => run(earlier)}>
          <BackIcon sx={mirrored} />
        </HandButton>
        <HandButton label={t('desk.tile-later')} name={name} isOff={!later} onPress={() => run(later)}>
          <ForwardIcon sx={mirrored} />
        </HandButton>
        <HandButton
          label={t('desk.tile-pin')}
          name={name}
          isOn={pinned}
          onPress={() => run({ kind: pinned ? 'unpin' : 'pin', id })}
        >
          {pinned ? <StarIcon /> : <StarOutlineIcon />}
        </HandButton>
        <HandButton
          label={t('desk.tile-hide')}
          name={name}
          isOn={hidden}
          onPress={() => run({ kind: hidden ? 'show' : 'hide', id })}
        >
          {hidden ? <HiddenIcon /> : <ShownIcon />}
        </HandButton>
      </Stack>
    </Stack>
  );
}

interface HandButtonProps {
  readonly label: string;
  readonly name: string;
  /** Of a switch; undefined: it is none. */
  readonly isOn?: boolean;
  /** It stays where the focus is: a button that is disabled would lose it. */
  readonly isOff?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

function HandButton({ label, name, isOn, isOff = false, onPress, children }: HandButtonProps): ReactNode {
  const named = useNamed();
  return (
    <Tooltip title={label}>
      <IconButton
        aria-label={named(label, name)}
        aria-disabled={isOff}
        {...(isOn !== undefined && { 'aria-pressed': isOn })}
        onClick={onPress}
        sx={{ width: 44, height: 44, ...(isOff && { opacity: 0.35 }), ...(isOn && { color: 'primary.main' }) }}
      >
        {children}
      </IconButton>
    </Tooltip>
  );
}

const mirrored = { '[dir=rtl] &': { transform: 'scaleX(-1)' } } as const;

const listStyle = {
  ...tileGrid,
  gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 200px), 1fr))',
} as const;
const tileStyle = {
  flex: 1,
  minWidth: 0,
  borderRadius: 1.25,
  overflow: 'hidden',
  border: 1,
  borderColor: 'divider',
  bgcolor: 'background.paper',
} as const;
const nameStyle = {
  position: 'relative',
  height: 68,
  px: 1.5,
  py: 1.25,
  fontWeight: 700,
  lineHeight: 1.25,
  forcedColorAdjust: 'none',
} as const;
/** Not paler: the name must stay readable on every colour. */
const hiddenStyle = { textDecoration: 'line-through' } as const;
const wordsStyle = {
  display: '-webkit-box',
  WebkitBoxOrient: 'vertical',
  WebkitLineClamp: 2,
  overflow: 'hidden',
  overflowWrap: 'anywhere',
} as const;
