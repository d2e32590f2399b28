/** What a product being edited comes to: the sentence, the ticket, and what the router is told. */
import { Box, Stack, Typography } from '@mui/material';
import { useMemo, type ReactNode } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { productSentence } from '../../preload/contract/sentence';
import { useVenue } from '../parts/who';
import {
  productForm,
  toProductInput,
  type ProductFormApi,
  type ProductFormInput,
  type ProductInput,
  type ProductView,
} from './product-form';

interface ProductPreviewProps {
  readonly form: ProductFormApi;
  readonly product: ProductView | undefined;
}

export function ProductPreview({ form }: ProductPreviewProps): ReactNode {
  const input = useTypedProduct(form);
  const color = useWatch({ control: form.control, name: 'color' });
  return (
    <Stack sx={{ gap: 2 }}>
      <Sentence input={input} color={color} />
    </Stack>
  );
}

/** What is typed so far; undefined while something is wrong. A name may still be missing. */
function useTypedProduct(form: ProductFormApi): ProductInput | undefined {
  const venue = useVenue();
  const typed = useWatch({ control: form.control }) as ProductFormInput;
  return useMemo(() => {
    const name = typed.name.trim() === '' ? '–' : typed.name;
    const checked = productForm(venue).safeParse({ ...typed, name });
    return checked.success ? toProductInput(checked.data) : undefined;
  }, [typed, venue]);
}

function Sentence({ input, color }: { readonly input: ProductInput | undefined; readonly color: string }): ReactNode {
  const { t, i18n } = useTranslation();
  const { timeZone } = useVenue();
  return (
    <Box
      role="status"
      aria-label={t('products.preview')}
      sx={{ p: 2, borderRadius: '10px', bgcolor: 'background.sunken', borderInlineStart: `6px solid ${color}` }}
    >
      <Typography variant="subtitle2" sx={{ color: 'text.secondary' }}>
        {t('products.preview')}
      </Typography>
      <Typography sx={{ fontWeight: 600 }}>
        {input
          ? productSentence(
              { ...input, untilCheckOut: input.untilCheckOut ?? false },
              { language: i18n.language, timeZone },
            )
          : t('products.preview-wrong')}
      </Typography>
    </Box>
  );
}
