/** The one sentence of a product as this venue sold it. */
import type { ProductWithLimitations } from '../../db/queries/products';
import { productSentence } from '../../preload/contract/sentence';
import { limitationView } from '../office/product-view';

/** `endsAtMs`: an end fixed at the sale or at the first login, if there is one. */
export function sentenceOf(
  { product, limitations }: ProductWithLimitations,
  language: string,
  timeZone: string,
  endsAtMs?: number,
): string {
  return productSentence(
    {
      starts: product.starts,
      validForSec: product.validForSec ?? undefined,
      untilCheckOut: product.untilCheckOut,
      validUntilMs: product.validUntilMs,
      limitations: limitations.map(limitationView),
    },
    { language, timeZone, endsAtMs },
  );
}
