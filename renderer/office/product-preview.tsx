/** What a product being edited comes to: what changes, the sentence, the ticket, and what the router is told. */
import { Box, Skeleton, Stack, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import { useMemo, useState, type ReactNode } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../api';
import type { Language } from '../../preload/contract/base';
import { productSentence, spokenLanguage } from '../../preload/contract/sentence';
import { ProblemNote } from '../parts/answer';
import { cutAtItsEnd } from '../parts/facts';
import { useFormats } from '../parts/formats';
import { useSettled } from '../parts/settled';
import { TicketLanguage } from '../parts/ticket-language';
import { useMay, useVenue } from '../parts/who';
import {
  productForm,
  toProductInput,
  type ProductFormApi,
  type ProductFormInput,
  type ProductInput,
  type ProductView,
} from './product-form';
import { ProductImpact } from './product-impact';

interface ProductPreviewProps {
  readonly form: ProductFormApi;
  readonly product: ProductView | undefined;
}

/** So long nothing is typed before the venue is asked. */
const SETTLE_MS = 400;

export function ProductPreview({ form, product }: ProductPreviewProps): ReactNode {
  const venue = useVenue();
  const input = useTypedProduct(form);
  const settled = useSettled(input, SETTLE_MS);
  const color = useWatch({ control: form.control, name: 'color' });
  const [language, setLanguage] = useState(() => spokenLanguage(venue.language));
  return (
    <Stack sx={{ gap: 2 }}>
      <Sentence input={input} color={color} language={language} />
      {product && settled && form.formState.isDirty && <ProductImpact id={product.id} input={settled} />}
      {settled && <Ticket input={settled} language={language} onLanguage={setLanguage} />}
      {settled && <Reply input={settled} />}
    </Stack>
  );
}

/** What is typed so far; undefined while something is wrong. A name may still be missing. */
function useTypedProduct(form: ProductFormApi): ProductInput | undefined {
  const venue = useVenue();
  const mayTell = useMay('technical');
  const typed = useWatch({ control: form.control }) as ProductFormInput;
  return useMemo(() => {
    const name = typed.name.trim() === '' ? '–' : typed.name;
    const checked = productForm(venue).safeParse({ ...typed, name });
    return checked.success ? toProductInput(checked.data, mayTell) : undefined;
  }, [mayTell, typed, venue]);
}

interface SentenceProps {
  readonly input: ProductInput | undefined;
  readonly color: string;
  /** Of the guest. */
  readonly language: Language;
}

/** In the operator's language, and below it in the guest's where that is another. */
function Sentence({ input, color, language }: SentenceProps): ReactNode {
  const { t, i18n } = useTranslation();
  const { timeZone } = useVenue();
  const say = (spoken: string): string =>
    input === undefined
      ? t('products.preview-wrong')
      : productSentence({ ...input, untilCheckOut: input.untilCheckOut ?? false }, { language: spoken, timeZone });
  return (
    <Box
      role="status"
      aria-label={t('products.preview')}
      sx={{ p: 2, borderRadius: '10px', bgcolor: 'background.sunken', borderInlineStart: `6px solid ${color}` }}
    >
      <Typography variant="subtitle2" sx={{ color: 'text.secondary' }}>
        {t('products.preview')}
      </Typography>
      <Typography sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{say(i18n.language)}</Typography>
      {input && language !== i18n.language && (
        <Typography
          lang={language}
          dir="auto"
          variant="body2"
          sx={{ ...cutAtItsEnd, color: 'text.secondary', mt: 0.5 }}
        >
          {say(language)}
        </Typography>
      )}
    </Box>
  );
}

interface TicketProps {
  readonly input: ProductInput;
  readonly language: Language;
  readonly onLanguage: (language: Language) => void;
}

/** The paper at its true size, on screens of the usual density. */
function Ticket({ input, language, onLanguage }: TicketProps): ReactNode {
  const { t } = useTranslation();
  const [paperMm, setPaperMm] = useState<58 | 80>(80);
  const ticket = useAsk('products.previewTicket', { product: input, paperMm, language }, { keepLast: true });
  return (
    <Box component="section" aria-label={t('products.ticket')}>
      <Stack direction="row" sx={{ alignItems: 'center', gap: 1, mb: 1 }}>
        <Typography variant="subtitle2" sx={{ flex: 1 }}>
          {t('products.ticket')}
        </Typography>
        <TicketLanguage language={language} onChoose={onLanguage} />
        <ToggleButtonGroup
          exclusive
          size="small"
          aria-label={t('products.paper')}
          value={paperMm}
          onChange={(_event, chosen: 58 | 80 | null) => chosen !== null && setPaperMm(chosen)}
        >
          <ToggleButton value={58}>58 mm</ToggleButton>
          <ToggleButton value={80}>80 mm</ToggleButton>
        </ToggleButtonGroup>
      </Stack>
      <Box sx={{ display: 'grid', placeItems: 'center', p: 2, borderRadius: '10px', bgcolor: 'background.sunken' }}>
        {ticket.isError && <ProblemNote error={ticket.error} onRetry={() => void ticket.refetch()} />}
        {ticket.data && (
          <img
            src={`data:image/png;base64,${ticket.data.png}`}
            alt={t('products.ticket-picture', { name: input.name })}
            style={{ width: `${ticket.data.widthMm}mm`, maxWidth: '100%', boxShadow: '0 1px 4px rgb(0 0 0 / 0.35)' }}
          />
        )}
        {ticket.isPending && <Skeleton variant="rounded" sx={{ width: `${paperMm}mm`, height: '90mm' }} />}
      </Box>
    </Box>
  );
}

/** Attribute by attribute, as it would be sent now. */
function Reply({ input }: { readonly input: ProductInput }): ReactNode {
  const { t } = useTranslation();
  const reply = useAsk('products.preview', input, { keepLast: true });
  return (
    <Box component="section" aria-label={t('products.reply')}>
      <Typography variant="subtitle2" sx={{ mb: 1 }}>
        {t('products.reply')}
      </Typography>
      {reply.isError && <ProblemNote error={reply.error} onRetry={() => void reply.refetch()} />}
      {reply.data && <ReplyTable reply={reply.data} />}
      {reply.isPending && <Skeleton variant="rounded" height={120} />}
    </Box>
  );
}

type Reply = NonNullable<ReturnType<typeof useAsk<'products.preview'>>['data']>;

function ReplyTable({ reply }: { readonly reply: Reply }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  if (reply.kind === 'nobody') {
    return <Typography color="error">{t(`products.nobody-${reply.reason}`)}</Typography>;
  }
  return (
    <>
      <Typography variant="body2" sx={{ color: 'text.secondary', mb: 1 }}>
        {t('products.reply-at', { time: formats.moment(reply.atMs) })}
      </Typography>
      <Box
        component="dl"
        dir="ltr"
        sx={{ m: 0, p: 1.5, borderRadius: '10px', bgcolor: 'background.sunken', fontSize: '0.8125rem' }}
      >
        {reply.attributes.map(({ name, value, source }, at) => (
          <Box key={at} sx={{ display: 'flex', gap: 1, py: 0.25, flexWrap: 'wrap', justifyContent: 'space-between' }}>
            <Box component="dt" sx={{ color: 'text.secondary' }}>
              {name}
              {source !== 'gatehouse' && ` (${t(`products.reply-from-${source}`)})`}
            </Box>
            <Box component="dd" sx={{ m: 0, fontWeight: 600, overflowWrap: 'anywhere' }}>
              {value}
            </Box>
          </Box>
        ))}
      </Box>
    </>
  );
}
