/** What is sold: the list as the desk shows it, and the editor beside it. */
import AddIcon from '@mui/icons-material/Add';
import SellIcon from '@mui/icons-material/SellOutlined';
import {
  Box,
  Button,
  Card,
  Chip,
  FormControlLabel,
  Link,
  Switch,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../api';
import { Answer, Empty } from '../parts/answer';
import { useFormats } from '../parts/formats';
import { useNamed } from '../parts/named';
import { Page } from '../parts/page';
import type { ProductView } from './product-form';
import { ProductPanel, useRetire } from './product-panel';

export function Products(): ReactNode {
  const { t } = useTranslation();
  const [withRetired, setWithRetired] = useState(false);
  const [editing, setEditing] = useState<ProductView | 'new'>();
  const products = useAsk('products.list', { retired: withRetired }, { keepLast: true });
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
        {({ rows }) =>
          rows.length === 0 ? (
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
          )
        }
      </Answer>
      {editing !== undefined && (
        <ProductPanel product={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
      )}
    </Page>
  );
}

interface ProductTableProps {
  readonly rows: readonly ProductView[];
  readonly onOpen: (product: ProductView) => void;
}

function ProductTable({ rows, onOpen }: ProductTableProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const retire = useRetire();
  const named = useNamed();
  return (
    <TableContainer component={Card}>
      <Table>
        <TableHead>
          <TableRow>
            <TableCell sx={{ width: 64 }}>{t('products.hot-key')}</TableCell>
            <TableCell>{t('products.name')}</TableCell>
            <TableCell>{t('products.sentence')}</TableCell>
            <TableCell align="right">{t('products.price')}</TableCell>
            <TableCell align="right">{t('common.actions')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((product) => (
            <TableRow key={product.id} hover sx={product.retired ? { '& td': { color: 'text.secondary' } } : null}>
              <TableCell>
                <Key product={product} />
              </TableCell>
              <TableCell sx={{ maxWidth: 280 }}>
                <Link
                  component="button"
                  onClick={() => onOpen(product)}
                  sx={{ fontWeight: 600, textAlign: 'start', overflowWrap: 'anywhere', fontSize: '0.9375rem' }}
                >
                  <bdi>{product.name}</bdi>
                </Link>
                {product.retired && <Chip size="small" label={t('products.off-desk')} sx={{ marginInlineStart: 1 }} />}
              </TableCell>
              <TableCell>
                <bdi>{product.sentence}</bdi>
              </TableCell>
              <TableCell
                align="right"
                sx={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums', fontWeight: 600 }}
              >
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
        </TableBody>
      </Table>
    </TableContainer>
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
