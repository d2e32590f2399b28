import { z } from 'zod';
import { language, line, procedure, rowId } from './base';
import { printOutcome } from './desk';
import { readTemplateText } from './template-text';

/** More than anybody reads on a ticket. */
export const MOST_BLOCKS = 40;
const MOST_TEXT = 500;
/** So many, and the list of a product's choice is still one to choose from. */
export const MOST_TEMPLATES = 50;

const align = z.enum(['start', 'center', 'end']);
const size = z.enum(['small', 'medium', 'large']);
/** small: 2.9 mm; medium: 3.4 mm; large: 5 mm. */
const look = { align, size, bold: z.boolean() };

const templateText = z
  .string()
  .max(MOST_TEXT)
  // Line breaks are meant; every other control character is what must not get in.
  .regex(/^[^\u0000-\u0009\u000b-\u001f\u007f]*$/, 'must not contain control characters')
  .refine((text) => readTemplateText(text).kind === 'pieces', 'has a placeholder that stands for nothing');

/** What stands on a ticket, one thing beneath the other. */
export const ticketBlock = z.discriminatedUnion('kind', [
  /** The venue's picture; nothing where there is none. */
  z.object({ kind: z.literal('logo'), align, size }),
  z.object({ kind: z.literal('text'), text: templateText, ...look }),
  /** What the guest types: a code, or name and password. Left to right in every language. */
  z.object({ kind: z.literal('code'), ...look }),
  /** What a phone opens to log in; nothing where no router is known. */
  z.object({ kind: z.literal('login-qr'), align, size }),
  /** What makes a phone join the Wi-Fi; nothing where its name is not known. */
  z.object({ kind: z.literal('wifi-qr'), align, size }),
  /** What the product gives, in the guest's language. */
  z.object({ kind: z.literal('sentence'), ...look }),
  /** Nothing where nothing was paid. */
  z.object({ kind: z.literal('price'), ...look }),
  /** What the guest agrees to now, as published for their domain or the venue; nothing where nothing is. */
  z.object({ kind: z.literal('terms'), ...look }),
  z.object({ kind: z.literal('line') }),
  z.object({ kind: z.literal('space'), mm: z.number().min(0.5).max(30) }),
]);
export type TemplateBlock = z.infer<typeof ticketBlock>;

/** Cards on an A4 sheet; two columns. */
export const cardsPerPage = z.union([z.literal(4), z.literal(6), z.literal(8), z.literal(10)]);
export type CardsPerPage = z.infer<typeof cardsPerPage>;

/** The Wi-Fi that a phone joins. */
const wifi = z.object({
  /** Null: the venue's. */
  name: line(32).nullable(),
  /** `wpa`: WPA2 and WPA3 with a password. */
  security: z.enum(['open', 'wpa']),
  /** Of `wpa`; absent: the one that is kept already. IEEE 802.11: 8 to 63 printable ASCII characters. */
  password: z
    .string()
    .regex(/^[\x20-\x7e]{8,63}$/, 'must have 8 to 63 characters of plain ASCII')
    .optional(),
});

const details = z.object({
  name: line(60),
  blocks: z.array(ticketBlock).min(1).max(MOST_BLOCKS),
  cardsPerPage,
  wifi,
});

const templateView = z.object({
  id: rowId,
  name: z.string(),
  blocks: z.array(ticketBlock),
  cardsPerPage,
  wifi: z.object({ name: z.string().nullable(), security: z.enum(['open', 'wpa']) }),
  /** Of products and domains that choose none. */
  isDefault: z.boolean(),
  /** Products that choose it, by name. */
  products: z.array(z.string()),
  /** Domains that choose it, by name. */
  domains: z.array(z.string()),
});

/** What is not as it should be with a block on that paper. `block`: its place in the list, from 0. */
export const templateWarning = z.discriminatedUnion('kind', [
  /** Its dots would be too fine for this paper: it is left out. */
  z.object({ kind: z.literal('qr-left-out'), block: z.int() }),
  /** A word is wider than the paper and is broken. */
  z.object({ kind: z.literal('word-broken'), block: z.int(), word: z.string() }),
  /** More black than paper: it prints as a blot. */
  z.object({ kind: z.literal('logo-dark'), block: z.int() }),
  /** Neither our typefaces nor the computer's have these characters: boxes are printed. */
  z.object({ kind: z.literal('missing-letters'), block: z.int(), letters: z.string() }),
  /** Longer than a ticket may get: the rest is left out. */
  z.object({ kind: z.literal('terms-cut'), block: z.int() }),
  /** The words of the card are shrunk below what is comfortably read. */
  z.object({ kind: z.literal('card-crowded') }),
  /** Nothing on it says the code. */
  z.object({ kind: z.literal('no-code') }),
]);
export type TemplateWarning = z.infer<typeof templateWarning>;

export const ticketTemplates = {
  /** What a product or a domain may choose. */
  names: procedure('signed-in').output(
    z.object({ rows: z.array(z.object({ id: rowId, name: z.string(), isDefault: z.boolean() })) }),
  ),
  /** With the one that comes with the program, which holds where none is the default. */
  list: procedure('venue').output(
    z.object({
      rows: z.array(templateView),
      builtIn: z.object({ blocks: z.array(ticketBlock), cardsPerPage }),
    }),
  ),
  add: procedure('venue')
    .input(details)
    .output(z.object({ id: rowId, changeId: rowId })),
  /** Replaces what is given. */
  update: procedure('venue')
    .input(details.partial().extend({ id: rowId }))
    .output(z.object({ changeId: rowId })),
  /** Null: the one that comes with the program. */
  setDefault: procedure('venue')
    .input(z.object({ id: rowId.nullable() }))
    .output(z.object({ changeId: rowId.optional() })),
  /** Products and domains that chose it go back to the default. */
  remove: procedure('venue')
    .input(z.object({ id: rowId }))
    .output(z.object({ changeId: rowId })),
  /**
   * A ticket of an unsaved template, as it would be printed, drawn for a made-up guest.
   * Refusals: `work-busy`, `work-stopped`.
   */
  preview: procedure('venue')
    .input(
      details.extend({
        /** Whose Wi-Fi password holds where none is typed. */
        id: rowId.optional(),
        paper: z.union([z.literal(58), z.literal(80), z.literal('a4')]),
        language,
        /** Of which the ticket is: with names as long as they get, or a person's name and password. */
        guest: z.enum(['usual', 'long', 'person']),
      }),
    )
    .output(
      z.object({
        png: z.base64(),
        widthMm: z.number(),
        heightMm: z.number(),
        warnings: z.array(templateWarning),
      }),
    ),
  /** Prints the saved template for a made-up guest. */
  print: procedure('venue')
    .input(z.object({ id: rowId, printerId: rowId }))
    .output(printOutcome),
};
