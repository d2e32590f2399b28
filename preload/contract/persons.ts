/** What is known of the person behind a guest. */
import { z } from 'zod';
import { ipv4Address } from './addresses';
import { line, rowId, timeMs } from './base';

/** Digits as people write them: '333 12-34' is kept as 3331234. */
const phone = z
  .string()
  .transform((text) => text.replace(/[\s().\-/]/g, ''))
  .refine((digits) => /^\d{3,20}$/.test(digits), 'must be a phone number');
const callingCode = z
  .string()
  .transform((text) => text.replace(/[\s+]/g, ''))
  .refine((digits) => /^[1-9]\d{0,3}$/.test(digits), 'must be a country calling code like 39');

export const genders = ['female', 'male', 'other'] as const;
export const documentKinds = ['identity-card', 'passport', 'driving-licence', 'other'] as const;

/** Every field that is a value of its own; what they mean is in db/schema/persons.ts. */
export const personFields = {
  firstName: line(60),
  lastName: line(60),
  gender: z.enum(genders),
  company: line(80),
  taxCode: line(40),
  birthYear: z.int().min(1880).max(2200),
  documentKind: z.enum(documentKinds),
  documentNumber: line(40),
  documentIssuer: line(80),
  documentExpires: z.iso.date('must be a date'),
  address: line(120),
  postalCode: line(16),
  city: line(80),
  province: line(60),
  /** ISO 3166-1 alpha-2. */
  country: z.string().regex(/^[A-Z]{2}$/, 'must be a country code like IT'),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  callingCode,
  mobile: phone,
  landline: phone,
  fax: phone,
  email: z.email('must be an e-mail address').max(254),
  pmsCode: line(40),
  externalKind: line(30),
  externalUsername: line(120),
  externalId: line(120),
  antennaAddress: ipv4Address,
  hardwareType: line(60),
  routerosVersion: line(30),
} as const;
export type PersonField = keyof typeof personFields;
export const personFieldNames = Object.keys(personFields) as PersonField[];

/** Of the text that was agreed to, as the venue counts its versions. */
const version = line(40);
export const consents = ['marketing', 'newsletter', 'privacy', 'terms'] as const;
export type Consent = (typeof consents)[number];

/** When it was given, and to which version of the text; `versionId` where that is a published one. */
const given = z.object({ atMs: timeMs, version: z.string().optional(), versionId: rowId.optional() });

export const personView = z.object({
  ...z.object(personFields).partial().shape,
  emailValidatedAtMs: timeMs.optional(),
  smsConfirmedAtMs: timeMs.optional(),
  smsSent: z.int().nonnegative(),
  marketing: given.optional(),
  newsletter: given.optional(),
  privacy: given.optional(),
  terms: given.optional(),
  hasPhoto: z.boolean(),
});
export type PersonView = z.output<typeof personView>;

const nullable = <S extends z.ZodType>(schema: S) => schema.nullable().optional();
const fieldUpdates = Object.fromEntries(
  Object.entries(personFields).map(([name, schema]) => [name, nullable(schema)]),
) as { readonly [K in PersonField]: z.ZodOptional<z.ZodNullable<(typeof personFields)[K]>> };
/** Given now, to that version: one that is published (`legal.current`), or one on paper; null: withdrawn. */
const consentUpdate = z.object({ version: version.optional(), versionId: rowId.optional() }).nullable().optional();

/** Absent leaves a value, null takes it away. */
export const personUpdate = z.object({
  ...fieldUpdates,
  /** True: confirmed now by an operator. A new address is not confirmed any more. */
  emailValidated: z.boolean().optional(),
  smsConfirmed: z.boolean().optional(),
  smsSent: z.int().min(0).max(1_000).optional(),
  marketing: consentUpdate,
  newsletter: z.object({}).nullable().optional(),
  privacy: consentUpdate,
  terms: consentUpdate,
});
export type PersonUpdate = z.output<typeof personUpdate>;

/** A picture of a few hundred pixels; base64 makes a third more of it. */
export const MOST_PHOTO_BYTES = 100_000;
export const photo = z.base64().max(Math.ceil(MOST_PHOTO_BYTES / 3) * 4);
