/** The person behind a guest: shown, and changed field by field. */
import { findGuest, type GuestRow } from '../../db/queries/guests';
import { findLegalVersion } from '../../db/queries/legal';
import { findPerson, findPhoto, findPhotoId, personColumn, type PersonRow } from '../../db/queries/persons';
import { writeChange, type Actor, type ChangeWriter } from '../../db/write';
import { legalKinds, type LegalKind } from '../../preload/contract/legal';
import { personFieldNames, type PersonUpdate, type PersonView } from '../../preload/contract/persons';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';
import { nameGuest } from './guest-words';

/** Refused: there is no such guest. One of whom nothing is known is shown empty. */
export function showPerson(
  open: OpenVenue,
  id: number,
): { readonly kind: 'person'; readonly person: PersonView } | Refusal {
  if (!findGuest(open.db, id)) return refuse('not-found', { what: 'Guest', id }, 'id');
  const row = findPerson(open.db, id);
  const hasPhoto = findPhotoId(open.db, id) !== undefined;
  return { kind: 'person', person: row ? { ...viewPerson(row), hasPhoto } : { smsSent: 0, hasPhoto } };
}

function viewPerson(row: PersonRow): Omit<PersonView, 'hasPhoto'> {
  const fields = Object.fromEntries(personFieldNames.map((name) => [name, row[name]]));
  const view = {
    ...fields,
    emailValidatedAtMs: row.emailValidatedAtMs,
    smsConfirmedAtMs: row.smsConfirmedAtMs,
    smsSent: row.smsSent,
    newsletter: row.newsletterConsentAtMs === null ? undefined : { atMs: row.newsletterConsentAtMs },
    ...Object.fromEntries(legalKinds.map((kind) => [kind, given(consentOf(row, kind))])),
  };
  const known = Object.entries(view).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(known) as Omit<PersonView, 'hasPhoto'>;
}

interface Consent {
  readonly atMs: number | null;
  readonly version: string | null;
  readonly versionId: number | null;
}

function consentOf(row: PersonRow, kind: LegalKind): Consent {
  const at = { terms: row.termsAcceptedAtMs, privacy: row.privacyAcceptedAtMs, marketing: row.marketingConsentAtMs };
  const version = { terms: row.termsVersion, privacy: row.privacyVersion, marketing: row.marketingVersion };
  const id = { terms: row.termsVersionId, privacy: row.privacyVersionId, marketing: row.marketingVersionId };
  return { atMs: at[kind], version: version[kind], versionId: id[kind] };
}

function given({ atMs, version, versionId }: Consent): PersonView['terms'] {
  if (atMs === null) return undefined;
  return { atMs, ...(version === null ? {} : { version }), ...(versionId === null ? {} : { versionId }) };
}

/**
 * One change of all that is given. Consents are dated now; one that was given to the same version keeps its date. The
 * guest is called by the person's name unless somebody gave them another one. Refused: no such guest, no such version.
 */
export function setPerson(
  open: OpenVenue,
  actor: Actor,
  input: PersonUpdate & { readonly id: number },
): { changeId: number } | Refusal {
  const guest = findGuest(open.db, input.id);
  if (!guest) return refuse('not-found', { what: 'Guest', id: input.id }, 'id');
  const before = findPerson(open.db, guest.id);
  const unknown = refuseVersions(open, input);
  if (unknown) return unknown;
  const set = columnsOf(open, input, before);
  const what = { action: 'set-guest-person', params: { name: nameGuest(guest) } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    const after = { ...before, ...input };
    if (before) write.update('guest_persons', before.id, set);
    else if (Object.values(set).some((value) => value !== null)) {
      write.insert('guest_persons', { guest_id: guest.id, ...set });
    }
    followName(write, guest, nameOf(before), nameOf(after));
    return { changeId: write.changeId };
  });
}

/** Whoever accepts a published text accepts one of that kind that is there. */
function refuseVersions(open: OpenVenue, input: PersonUpdate): Refusal | undefined {
  for (const kind of legalKinds) {
    const id = input[kind]?.versionId;
    if (id === undefined || findLegalVersion(open.db, id)?.kind === kind) continue;
    return refuse('not-found', { what: 'Text', id }, `${kind}.versionId`);
  }
  return undefined;
}

type NamedPerson = { readonly firstName?: string | null | undefined; readonly lastName?: string | null | undefined };

const nameOf = (person: NamedPerson | undefined): string | null =>
  [person?.firstName, person?.lastName].filter((part) => part != null).join(' ') || null;

function followName(write: ChangeWriter, guest: GuestRow, before: string | null, after: string | null): void {
  if (guest.displayName === before) write.update('guests', guest.id, { display_name: after });
}

/** Column names and values of what is given. */
function columnsOf(
  open: OpenVenue,
  input: PersonUpdate,
  before: PersonRow | undefined,
): Readonly<Record<string, unknown>> {
  const nowMs = open.now();
  const fields = personFieldNames.map((name) => [personColumn(name), input[name]] as const);
  const emailChanged = input.email !== undefined && input.email !== (before?.email ?? null);
  const validated = input.emailValidated ?? (emailChanged ? false : undefined);
  const set = {
    ...Object.fromEntries(fields),
    email_validated_at_ms: moment(validated, emailChanged ? null : before?.emailValidatedAtMs, nowMs),
    sms_confirmed_at_ms: moment(input.smsConfirmed, before?.smsConfirmedAtMs, nowMs),
    sms_sent: input.smsSent,
    newsletter_consent_at_ms: moment(yesOrNo(input.newsletter), before?.newsletterConsentAtMs, nowMs),
    ...consentColumns(open, 'terms', input.terms, before),
    ...consentColumns(open, 'privacy', input.privacy, before),
    ...consentColumns(open, 'marketing', input.marketing, before),
  };
  return Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
}

const yesOrNo = (consent: object | null | undefined): boolean | undefined =>
  consent === undefined ? undefined : consent !== null;

/** When something that is so became so; undefined leaves it. */
function moment(so: boolean | undefined, sinceMs: number | null | undefined, nowMs: number): number | null | undefined {
  if (so === undefined) return undefined;
  return so ? (sinceMs ?? nowMs) : null;
}

const consentNames = {
  terms: ['terms_accepted_at_ms', 'terms_version', 'terms_version_id'],
  privacy: ['privacy_accepted_at_ms', 'privacy_version', 'privacy_version_id'],
  marketing: ['marketing_consent_at_ms', 'marketing_version', 'marketing_version_id'],
} as const satisfies Record<LegalKind, readonly [at: string, version: string, id: string]>;

function consentColumns(
  open: OpenVenue,
  kind: LegalKind,
  input: PersonUpdate[LegalKind],
  before: PersonRow | undefined,
): Readonly<Record<string, unknown>> {
  if (input === undefined) return {};
  const was = before ? consentOf(before, kind) : nothingGiven;
  const is = input === null ? nothingGiven : newConsent(open, input);
  const isSame = was.atMs !== null && is.version === was.version && is.versionId === was.versionId;
  if (is.atMs !== null && isSame) return {};
  const [at, version, id] = consentNames[kind];
  return { [at]: is.atMs, [version]: is.version, [id]: is.versionId };
}

const nothingGiven: Consent = { atMs: null, version: null, versionId: null };

/** A published version is called by its number, whatever the caller calls it. */
function newConsent(open: OpenVenue, { version, versionId }: NonNullable<PersonUpdate[LegalKind]>): Consent {
  const published = versionId === undefined ? undefined : findLegalVersion(open.db, versionId);
  if (!published) return { atMs: open.now(), version: version ?? null, versionId: null };
  return { atMs: open.now(), version: String(published.number), versionId: published.id };
}

/** `image`: base64 of a JPEG or PNG; null takes the picture away. Refused: something else. */
export function setPhoto(
  open: OpenVenue,
  actor: Actor,
  { id, image }: { readonly id: number; readonly image: string | null },
): { changeId: number } | Refusal {
  const guest = findGuest(open.db, id);
  if (!guest) return refuse('not-found', { what: 'Guest', id }, 'id');
  const bytes = image === null ? undefined : Buffer.from(image, 'base64');
  if (bytes && !isPicture(bytes)) return refuse('invalid-input', { problem: 'image: must be a JPEG or PNG' }, 'image');
  const what = { action: 'set-guest-photo', params: { name: nameGuest(guest) } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    const had = findPhotoId(open.db, id);
    if (bytes === undefined) {
      if (had !== undefined) write.remove('guest_photos', had);
    } else if (had !== undefined) write.update('guest_photos', had, { image: bytes });
    else write.insert('guest_photos', { guest_id: id, image: bytes });
    return { changeId: write.changeId };
  });
}

/** The first bytes of JPEG (ITU T.81 B.1.1.3) and PNG (ISO 15948 §5.2). */
const signatures = [Buffer.of(0xff, 0xd8, 0xff), Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)] as const;

function isPicture(bytes: Buffer): boolean {
  return signatures.some((signature) => bytes.subarray(0, signature.length).equals(signature));
}

/** A data URL's two halves; without a picture: nothing. */
export function readPhoto(open: OpenVenue, id: number): { image?: string; type?: 'image/jpeg' | 'image/png' } {
  const image = findPhoto(open.db, id);
  if (!image) return {};
  return { image: Buffer.from(image).toString('base64'), type: image[0] === 0xff ? 'image/jpeg' : 'image/png' };
}
