import { z } from 'zod';
import { language, procedure, rowId, timeMs } from './base';

/** What a guest can agree to in a text: the terms of use, the privacy notice, being sent offers. */
export const legalKinds = ['terms', 'privacy', 'marketing'] as const;
export type LegalKind = (typeof legalKinds)[number];
const kind = z.enum(legalKinds);

/** Twenty pages; the longest privacy notices have ten. */
export const MOST_LEGAL_CHARACTERS = 50_000;

/** Plain text: paragraphs with one empty line between them, no control characters but the ends of lines. */
const body = z
  .string()
  .transform((text) => tidy(text))
  .pipe(
    z
      .string()
      .min(1)
      .max(MOST_LEGAL_CHARACTERS)
      // Control characters are exactly what must not get in.
      .regex(/^[^\u0000-\u0009\u000b-\u001f\u007f]*$/, 'must not contain control characters'),
  );

function tidy(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\t/g, ' ').split('\n');
  return lines
    .map((each) => each.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const text = z.object({ language, body });
const published = { publishedAtMs: timeMs, operatorName: z.string() };

export const legalVersion = z.object({
  id: rowId,
  kind,
  /** Absent: of the whole venue. */
  domainId: rowId.optional(),
  /** 1, 2, 3 … of its kind, of the venue or of the domain. */
  number: z.int().positive(),
  ...published,
  languages: z.array(language),
  /** Holds now, where it is published for. */
  current: z.boolean(),
});

const currentText = z.object({
  versionId: rowId,
  kind,
  number: z.int().positive(),
  publishedAtMs: timeMs,
  language,
  body: z.string(),
});

export const legal = {
  /** Of the venue and of all domains, the newest first; at most 500. */
  list: procedure('domains').output(z.object({ rows: z.array(legalVersion) })),
  /** A version in all its languages, and how many guests have accepted it. */
  get: procedure('domains')
    .input(z.object({ id: rowId }))
    .output(
      z.object({
        version: legalVersion,
        texts: z.array(text.extend(published)),
        accepted: z.int().nonnegative(),
      }),
    ),
  /** What the guests of a domain agree to now: at most one text of each kind, in the language asked for if there is one. */
  current: procedure('guests')
    .input(z.object({ domainId: rowId.optional(), language: language.optional() }))
    .output(z.object({ rows: z.array(currentText) })),
  /**
   * Supersedes the version before; what was published never changes. Taken back as any change, until a guest has
   * accepted it.
   */
  publish: procedure('domains')
    .input(
      z.object({
        kind,
        /** Absent: for the whole venue. */
        domainId: rowId.optional(),
        /** Each language once. */
        texts: z
          .array(text)
          .min(1)
          .refine((all) => new Set(all.map((each) => each.language)).size === all.length, 'must name a language once'),
      }),
    )
    .output(z.object({ id: rowId, number: z.int().positive(), changeId: rowId })),
  /** To the version that holds now. Refused: it has the language already, or is superseded. */
  addTranslation: procedure('domains')
    .input(z.object({ id: rowId, language, body }))
    .output(z.object({ changeId: rowId })),
};
