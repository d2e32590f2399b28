import { sql } from 'drizzle-orm';
import { check, index, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { bytes, id, timeMs } from './columns';
import { guests } from './guests';
import { legalVersions } from './legal';

/**
 * What is known of the person behind a guest, beside the name, room, note and language every guest may have. In a table
 * of its own: most guests are a code and nothing more. Consents are kept with the moment they were given and the version
 * of the text that was agreed to; null: not given.
 */
export const guestPersons = sqliteTable(
  'guest_persons',
  {
    id: id(),
    guestId: integer('guest_id')
      .notNull()
      .unique()
      .references(() => guests.id),
    firstName: text('first_name'),
    lastName: text('last_name'),
    gender: text('gender', { enum: ['female', 'male', 'other'] }),
    company: text('company'),
    /** Fiscal code or VAT number. */
    taxCode: text('tax_code'),
    birthYear: integer('birth_year'),
    documentKind: text('document_kind', { enum: ['identity-card', 'passport', 'driving-licence', 'other'] }),
    documentNumber: text('document_number'),
    documentIssuer: text('document_issuer'),
    /** YYYY-MM-DD. */
    documentExpires: text('document_expires'),
    address: text('address'),
    postalCode: text('postal_code'),
    city: text('city'),
    province: text('province'),
    /** ISO 3166-1 alpha-2. */
    country: text('country'),
    latitude: real('latitude'),
    longitude: real('longitude'),
    /** Digits of the country calling code of `mobile`, without +. */
    callingCode: text('calling_code'),
    /** Digits only, as in `landline` and `fax`. */
    mobile: text('mobile'),
    landline: text('landline'),
    fax: text('fax'),
    email: text('email'),
    /** When an operator, or a link in a message, confirmed that the address is the guest's. */
    emailValidatedAtMs: timeMs('email_validated_at_ms'),
    /** Number of the guest in the venue's own software (ERP, PMS). */
    pmsCode: text('pms_code'),
    /** Login with somebody else's account. */
    externalKind: text('external_kind'),
    externalUsername: text('external_username'),
    externalId: text('external_id'),
    smsConfirmedAtMs: timeMs('sms_confirmed_at_ms'),
    /** Messages sent so far; an operator may lower it to allow more. */
    smsSent: integer('sms_sent').notNull().default(0),
    marketingConsentAtMs: timeMs('marketing_consent_at_ms'),
    marketingVersion: text('marketing_version'),
    /** Which published text that was; null: one the venue keeps on paper. The same for the two below. */
    marketingVersionId: integer('marketing_version_id').references(() => legalVersions.id),
    newsletterConsentAtMs: timeMs('newsletter_consent_at_ms'),
    privacyAcceptedAtMs: timeMs('privacy_accepted_at_ms'),
    privacyVersion: text('privacy_version'),
    privacyVersionId: integer('privacy_version_id').references(() => legalVersions.id),
    termsAcceptedAtMs: timeMs('terms_accepted_at_ms'),
    termsVersion: text('terms_version'),
    termsVersionId: integer('terms_version_id').references(() => legalVersions.id),
    /** Of the guest's own antenna, where the connection is by radio. */
    antennaAddress: text('antenna_address'),
    hardwareType: text('hardware_type'),
    routerosVersion: text('routeros_version'),
  },
  (t) => [
    // Few of many have accepted anything: who has, is found without looking at the others.
    index('guest_persons_by_terms')
      .on(t.termsVersionId)
      .where(sql`${t.termsVersionId} is not null`),
    index('guest_persons_by_privacy')
      .on(t.privacyVersionId)
      .where(sql`${t.privacyVersionId} is not null`),
    index('guest_persons_by_marketing')
      .on(t.marketingVersionId)
      .where(sql`${t.marketingVersionId} is not null`),
    check('guest_person_birth', sql`coalesce(${t.birthYear}, 2000) between 1880 and 2200`),
    check(
      'guest_person_place',
      sql`coalesce(${t.latitude}, 0) between -90 and 90 and coalesce(${t.longitude}, 0) between -180 and 180`,
    ),
    check('guest_person_sms', sql`${t.smsSent} >= 0`),
  ],
);

/** Picture of a guest, JPEG or PNG. In a table of its own so that reading the person does not read the picture. */
export const guestPhotos = sqliteTable('guest_photos', {
  id: id(),
  guestId: integer('guest_id')
    .notNull()
    .unique()
    .references(() => guests.id),
  image: bytes('image').notNull(),
});
