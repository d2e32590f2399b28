/** What every new guest needs: a domain and, if wanted, a product to be entitled to. */
import type { ChangeWriter } from '../../db/write';
import { findDomain, getFirstDomain, type DomainRow } from '../../db/queries/domains';
import { findProduct, type ProductWithLimitations } from '../../db/queries/products';
import { seesDomain } from '../../db/queries/scope';
import { getVenue } from '../../db/queries/venue';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';
import { spanOf, type Span, type SpanInput } from './span';

/** The domain of that number; absent: the first one of those that whoever asks may see. Refused: unknown. */
export function chooseDomain(open: OpenVenue, domainId: number | undefined): DomainRow | Refusal {
  const { scope } = open;
  if (scope?.domainIds?.length === 0) return refuse('not-found', { what: 'Domain', id: domainId ?? '' }, 'domainId');
  if (domainId === undefined) return getFirstDomain(open.db, scope);
  if (!seesDomain(scope, domainId)) return refuse('not-found', { what: 'Domain', id: domainId }, 'domainId');
  return findDomain(open.db, domainId) ?? refuse('not-found', { what: 'Domain', id: domainId }, 'domainId');
}

/** A product on sale. Refused: unknown, or no longer sold. */
export function findOnSale(open: OpenVenue, productId: number): ProductWithLimitations | Refusal {
  const found = findProduct(open.db, productId);
  if (!found) return refuse('not-found', { what: 'Product', id: productId }, 'productId');
  return found.product.retiredAtMs === null
    ? found
    : refuse('product-retired', { name: found.product.name }, 'productId');
}

export interface ChosenProduct {
  readonly found: ProductWithLimitations;
  readonly span: Span;
}

/** A product with its start and end as far as they are fixed now; absent: none. */
export function chooseProduct(
  open: OpenVenue,
  productId: number | undefined,
  end: Pick<SpanInput, 'endsAtMs'> = {},
): ChosenProduct | Refusal | undefined {
  if (productId === undefined) return undefined;
  const found = findOnSale(open, productId);
  if (isRefusal(found)) return found;
  const span = spanOf(found.product, getVenue(open.db), end, open.now());
  return isRefusal(span) ? span : { found, span };
}

/** The new entitlement's number. */
export function insertEntitlement(write: ChangeWriter, guestId: number, { found, span }: ChosenProduct): number {
  return write.insert('entitlements', {
    guest_id: guestId,
    product_id: found.product.id,
    starts_at_ms: span.startsAtMs,
    ends_at_ms: span.endsAtMs,
    end_overridden: span.endOverridden,
    created_at_ms: write.atMs,
  });
}
