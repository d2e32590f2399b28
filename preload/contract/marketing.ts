/** Addresses for mailing: of guests who agreed to it, to a text that is known, and of nobody else. */
import { z } from 'zod';
import { language, languages, procedure, rowId } from './base';
import { madeFile, piece, pieceInput } from './files';
import { genders } from './persons';
import { isoDay } from './reports';

/** How somebody is to be reached. */
export const channels = ['email', 'mobile'] as const;

const count = z.int().nonnegative();
const birthYear = z.int().min(1880).max(2200);
const country = z.string().regex(/^[A-Z]{2}$/, 'must be a country code like IT');

/** Each narrows; absent: whatever it is. Days are of the venue's calendar, both included. */
export const addressFilter = z.object({
  channel: z.enum(channels).optional(),
  domainId: rowId.optional(),
  language: z.string().min(2).max(35).optional(),
  country: country.optional(),
  city: z.string().trim().min(1).max(100).optional(),
  gender: z.enum(genders).optional(),
  bornFrom: birthYear.optional(),
  bornTill: birthYear.optional(),
  productId: rowId.optional(),
  agreedFromDay: isoDay.optional(),
  agreedTillDay: isoDay.optional(),
  seenFromDay: isoDay.optional(),
  seenTillDay: isoDay.optional(),
  newsletter: z.boolean().optional(),
  notLocked: z.boolean().optional(),
});
export type AddressFilterInput = z.infer<typeof addressFilter>;

const named = z.object({ id: rowId, name: z.string() });

export const marketing = {
  /** How many fit, and what else could be chosen. Refusal: `work-busy`. */
  count: procedure('marketing-export')
    .input(addressFilter)
    .output(
      z.object({
        guests: count,
        withEmail: count,
        withMobile: count,
        /** Of all who agreed. */
        choices: z.object({
          domains: z.array(named),
          products: z.array(named),
          languages: z.array(z.string()),
          countries: z.array(z.string()),
          cities: z.array(z.string()),
        }),
      }),
    ),
  /** A file of them; who took it, how many and by which filter stands in history. Refusals: `work-busy`, `work-stopped`. */
  export: procedure('marketing-export')
    .input(
      addressFilter.extend({
        format: z.enum(['xlsx', 'csv']),
        /** Of the titles. */
        titles: language.default(languages[0]),
      }),
    )
    .output(madeFile.extend({ guests: count })),
  exportPiece: procedure('marketing-export').input(pieceInput).output(piece),
};
