/** The form of a new guest: texts as they are typed, and what becomes of them. */
import { z } from 'zod';
import type { Input } from '../api';
import type { GuestDetails } from '../desk/rows';
import { fromVenueTime } from './venue-time';

/** `timeZone`: of the venue, whose time the end is typed in. */
export const newGuest = (timeZone: string) =>
  z.object({
    username: z.string().trim().min(1, 'form.required').max(253, 'form.too-long'),
    /** Empty: one is made at random. */
    password: z.string().max(128, 'form.too-long'),
    displayName: z.string().trim().max(80, 'form.too-long'),
    room: z.string().trim().max(40, 'form.too-long'),
    note: z.string().trim().max(500, 'form.too-long'),
    productId: z.string(),
    /** 'YYYY-MM-DDTHH:mm'; empty: the product's own end. */
    ends: z.string().refine((text) => text === '' || fromVenueTime(text, timeZone) !== undefined, 'form.not-a-date'),
    /** Empty: the first domain. */
    domainId: z.string(),
  });
export type NewGuest = z.infer<ReturnType<typeof newGuest>>;

export const blankGuest: NewGuest = {
  ...{ username: '', password: '', displayName: '', room: '', note: '', productId: '', ends: '', domainId: '' },
};

/** The form's fields by the contract's. */
export const fieldOf = {
  ...({ username: 'username', password: 'password', displayName: 'displayName', room: 'room' } as const),
  ...({ note: 'note', productId: 'productId', endsAtMs: 'ends', domainId: 'domainId' } as const),
} as const;

interface Known {
  /** Products on sale, and all domains, in the order of the lists. */
  readonly productIds: readonly number[];
  readonly domainIds: readonly number[];
  /** What the other guest holds or held last. */
  readonly heldProductId: number | undefined;
}

/** Name and password are to be typed; what is no longer sold is not given again. */
export function likeGuest(
  { room, domainId }: Pick<GuestDetails, 'room' | 'domainId'>,
  { productIds, domainIds, heldProductId }: Known,
): NewGuest {
  const isSold = heldProductId !== undefined && productIds.includes(heldProductId);
  return {
    ...blankGuest,
    room: room ?? '',
    productId: isSold ? String(heldProductId) : '',
    domainId: domainId === domainIds[0] ? '' : String(domainId),
  };
}

/** What is sent. `firstDomainId`: what an empty domain means. */
export function addedOf(
  { username, password, productId, ends, domainId, ...optional }: NewGuest,
  timeZone: string,
  copied: { readonly id: number; readonly firstDomainId: number | undefined } | undefined,
): Input<'guests.add'> {
  const endsAtMs = productId === '' || ends === '' ? undefined : fromVenueTime(ends, timeZone);
  const chosenDomain = domainId === '' ? copied?.firstDomainId : Number(domainId);
  return {
    username,
    ...(password !== '' && { password }),
    ...Object.fromEntries(Object.entries(optional).filter(([, text]) => text !== '')),
    productId: productId === '' ? null : Number(productId),
    ...(endsAtMs !== undefined && { endsAtMs }),
    ...(chosenDomain !== undefined && { domainId: chosenDomain }),
    ...(copied && { copyFromId: copied.id }),
  };
}
