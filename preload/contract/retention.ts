import { z } from 'zod';
import { procedure, rowId, timeMs } from './base';

/** Classes of data that are kept for a time of their own, besides the connections one by one. */
export const retentionClasses = ['radius-log', 'guest-months', 'marketing', 'persons'] as const;
export type RetentionClass = (typeof retentionClasses)[number];
/** What the venue has rules for. `connections`: in every domain that has no rule of its own. */
export const ruleClasses = ['connections', ...retentionClasses] as const;
export type RuleClass = (typeof ruleClasses)[number];

/** A hundred years: as good as for ever, and a calendar still knows the day. */
export const MOST_KEEP_DAYS = 36_500;
const keepDays = z.int().min(1).max(MOST_KEEP_DAYS);

/** A venue has a handful. */
const MOST_DOMAINS = 200;

/** Days; absent: kept until somebody says otherwise. */
const rules = z.object({
  connections: z.int().optional(),
  'radius-log': z.int().optional(),
  'guest-months': z.int().optional(),
  marketing: z.int().optional(),
  persons: z.int().optional(),
});

/** Null: for good; absent: as it is. */
const given = keepDays.nullable().optional();

export const retention = {
  get: procedure('domains').output(
    z.object({
      rules,
      /** Rules of their own for connections; a domain without one follows the venue. */
      domains: z.array(z.object({ domainId: rowId, name: z.string(), keepDays: z.int().optional() })),
      /** When something was last forgotten by a rule; absent: nothing yet. */
      lastForgottenAtMs: timeMs.optional(),
    }),
  ),
  /** One change. What is to be kept shorter goes a day later at the earliest. Refused: no such domain. */
  update: procedure('domains')
    .input(
      z.object({
        /** Of the venue: in every domain without a rule of its own. */
        connections: given,
        /** Of single domains; null takes the own rule away, so that the domain follows the venue. */
        domains: z
          .array(z.object({ domainId: rowId, keepDays: keepDays.nullable() }))
          .max(MOST_DOMAINS)
          .optional(),
        'radius-log': given,
        'guest-months': given,
        marketing: given,
        /** Since a guest was last here, or could have been. */
        persons: given,
      }),
    )
    .output(z.object({ changeId: rowId })),
  /** How many guests the next night would erase if persons were kept for so many days. */
  oldPersons: procedure('domains')
    .input(z.object({ keepDays }))
    .output(
      z.object({
        guests: z.int().nonnegative(),
        /** There are more than were counted. */
        more: z.boolean(),
      }),
    ),
};

/** Where a country's usual times come from, for whoever wants to look it up with an adviser. */
export interface RetentionPreset {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Days that connections are commonly kept one by one. */
  readonly connections: number;
  /** Law or court that venues commonly go by; names of laws are not translated. */
  readonly source: string;
}

const YEAR_DAYS = 365;
const HALF_YEAR_DAYS = 183;
/** Where no law asks for a record: as long as a complaint or a fault commonly takes to turn up. */
const FOR_FAULTS_DAYS = 90;
/** How long the German Federal Court of Justice let a provider keep addresses against abuse (III ZR 391/13). */
const GERMAN_DAYS = 7;

/**
 * Commonly used times for the connection log of a guest network, by country. A starting point for a talk with an adviser,
 * no legal advice: whether a law applies to a venue depends on what it offers and to whom, and laws change.
 */
export const retentionPresets: readonly RetentionPreset[] = [
  { country: 'IT', connections: YEAR_DAYS, source: 'D.lgs. 196/2003, art. 132' },
  { country: 'ES', connections: YEAR_DAYS, source: 'Ley 25/2007, art. 5' },
  { country: 'DE', connections: GERMAN_DAYS, source: 'BGH III ZR 391/13; TDDDG § 12' },
  { country: 'FR', connections: YEAR_DAYS, source: 'CPCE art. L34-1, R10-13' },
  { country: 'PT', connections: FOR_FAULTS_DAYS, source: 'Lei 41/2004; TC 268/2022' },
  { country: 'AT', connections: FOR_FAULTS_DAYS, source: 'VfGH G 47/2012; TKG 2021 § 167' },
  { country: 'CH', connections: HALF_YEAR_DAYS, source: 'BÜPF Art. 26; VÜPF' },
  { country: 'GB', connections: YEAR_DAYS, source: 'Investigatory Powers Act 2016, s. 87' },
];

/** Commonly used in every country: a log serves to find faults, figures by guest a season's comparison, consent ages, guests come back. */
export const usualDays: Readonly<Record<RetentionClass, number>> = {
  'radius-log': FOR_FAULTS_DAYS,
  'guest-months': 2 * YEAR_DAYS,
  marketing: 2 * YEAR_DAYS,
  persons: 2 * YEAR_DAYS,
};
