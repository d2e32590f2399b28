/** What is sold: the list as the desk shows it, and the editor beside it. */
import AddIcon from '@mui/icons-material/Add';
import SellIcon from '@mui/icons-material/SellOutlined';
import { Box, Button, Chip, FormControlLabel, Switch, TableCell, TableRow, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../api';
import { Answer, Empty } from '../parts/answer';
import { useFormats } from '../parts/formats';
import { ListTable, RowLink, useSorting } from '../parts/list-table';
import { useNamed } from '../parts/named';
import { Page } from '../parts/page';
import type { ProductView } from './product-form';
import { ProductPanel, useRetire } from './product-panel';

export function Products(): ReactNode {
  const { t } = useTranslation();
  const [withRetired, setWithRetired] = useState(false);
  const [editing, setEditing] = useState<ProductView | 'new'>();
  const products = useAsk('products.list', { retired: true });
  return (
    <Page
      title={t('place.products')}
      intro={t('products.intro')}
      actions={
        <>
          <FormControlLabel
            control={<Switch checked={withRetired} onChange={(_event, checked) => setWithRetired(checked)} />}
            label={t('products.show-retired')}
          />
          <Button variant="contained" startIcon={<AddIcon />} onClick={() => setEditing('new')}>
            {t('products.add')}
          </Button>
        </>
      }
    >
      <Answer of={products}>
        {({ rows: all }) => {
          const rows = withRetired ? all : all.filter(({ retired }) => !retired);
          return rows.length === 0 ? (
            <Empty
              icon={<SellIcon />}
              title={t('products.none')}
              action={
                <Button variant="contained" onClick={() => setEditing('new')}>
                  {t('products.add')}
                </Button>
              }
            >
              {t('products.none-hint')}
            </Empty>
          ) : (
            <ProductTable rows={rows} onOpen={setEditing} />
          );
        }}
      </Answer>
      {editing !== undefined && (
        <ProductPanel
          product={editing === 'new' ? undefined : editing}
          others={products.data?.rows.length ?? 0}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Page>
  );
}

const sortValues = {
  key: ({ hotKey }: ProductView) => hotKey,
  name: ({ name }: ProductView) => name,
  price: ({ priceMinor }: ProductView) => priceMinor,
};

interface ProductTableProps {
  readonly rows: readonly ProductView[];
  readonly onOpen: (product: ProductView) => void;
}

function ProductTable({ rows: products, onOpen }: ProductTableProps): ReactNode {
  const { t } = useTranslation();
  const { rows, sorting } = useSorting(products, sortValues);
  const formats = useFormats();
  const retire = useRetire();
  const named = useNamed();
  return (
    <ListTable
      label={t('place.products')}
      sorting={sorting}
      columns={[
        { title: t('products.hot-key'), width: 64, sortBy: 'key' },
        { title: t('products.name'), sortBy: 'name' },
        { title: t('products.sentence') },
        { title: t('products.price'), align: 'right', sortBy: 'price' },
        { title: t('common.actions'), align: 'right' },
      ]}
    >
      {rows.map((product) => (
        <TableRow key={product.id} hover sx={product.retired ? { '& td': { color: 'text.secondary' } } : null}>
          <TableCell>
            <Key product={product} />
          </TableCell>
          <TableCell sx={{ maxWidth: 280 }}>
            <RowLink onOpen={() => onOpen(product)}>{product.name}</RowLink>
            {product.pinned && <Chip size="small" label={t('products.is-pinned')} sx={{ marginInlineStart: 1 }} />}
            {product.hidden && <Chip size="small" label={t('products.no-tile')} sx={{ marginInlineStart: 1 }} />}
            {product.retired && <Chip size="small" label={t('products.off-desk')} sx={{ marginInlineStart: 1 }} />}
          </TableCell>
          <TableCell>
            <bdi>{product.sentence}</bdi>
          </TableCell>
          <TableCell align="right" sx={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums', fontWeight: 600 }}>
            {product.priceMinor === 0 ? t('products.free') : formats.money(product.priceMinor, product.currency)}
          </TableCell>
          <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
            <Button
              size="small"
              aria-label={named(t(product.retired ? 'products.put-back' : 'products.retire'), product.name)}
              onClick={() => retire(product, !product.retired)}
            >
              {t(product.retired ? 'products.put-back' : 'products.retire')}
            </Button>
          </TableCell>
        </TableRow>
      ))}
    </ListTable>
  );
}

/** The tile's colour and key, as on the desk. */
function Key({ product }: { readonly product: ProductView }): ReactNode {
  return (
    <Box
      sx={{
        display: 'grid',
        placeItems: 'center',
        width: 44,
        height: 32,
        borderRadius: '8px',
        backgroundColor: product.color,
        color: '#ffffff',
      }}
    >
      <Typography component="span" sx={{ fontWeight: 700, fontSize: '0.8125rem' }}>
        {product.hotKey === undefined ? '' : `F${product.hotKey}`}
      </Typography>
    </Box>
  );
}
