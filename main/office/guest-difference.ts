/** What a row of a file changes about a guest who is there already. */
import type { Db } from '../../db/open';
import type { GuestRow, HeldEntitlement } from '../../db/queries/guests';
import { listMacs } from '../../db/queries/guest-files';
import { findPerson, type PersonRow } from '../../db/queries/persons';
import { unseal } from '../../db/seal';
import type { GuestDraft } from './read-guest-row';

/** Only what becomes different. */
export interface Difference {
  readonly guestId: number;
  /** Columns of `guests`. */
  readonly guest: Readonly<Record<string, string | number>>;
  readonly password: string | undefined;
  /** Absent: nothing was known of the person. */
  readonly personId: number | undefined;
  readonly person: Readonly<Record<string, string | number>>;
  readonly newDevices: readonly string[];
  readonly entitlement:
    | { readonly kind: 'add'; readonly productId: number; readonly endsAtMs: number | undefined }
    | { readonly kind: 'set-end'; readonly id: number; readonly endsAtMs: number }
    | undefined;
}

/**
 * Undefined: none. `no-own-password`: the guest's code or address is all they have.
 * @param held what the guest holds last
 * @param followsName the guest is called by first and last name, as long as nobody called them otherwise
 */
export function findDifference(
  db: Db,
  dataKey: Uint8Array,
  guest: GuestRow,
  held: HeldEntitlement | undefined,
  draft: GuestDraft,
  followsName: boolean,
): Difference | 'no-own-password' | undefined {
  const person = findPerson(db, guest.id);
  const password = newPassword(dataKey, guest, draft);
  if (password !== undefined && guest.kind !== 'person') return 'no-own-password';
  const known = draft.devices === undefined ? [] : (listMacs(db, [guest.id]).get(guest.id) ?? []);
  const difference: Difference = {
    guestId: guest.id,
    guest: { ...newGuestValues(guest, draft), ...(followsName ? newName(guest, person, draft) : {}) },
    password,
    personId: person?.id,
    person: newPersonValues(person, draft),
    newDevices: (draft.devices ?? []).filter((mac) => !known.includes(mac)),
    entitlement: newEntitlement(held, draft),
  };
  return isNone(difference) ? undefined : difference;
}

function isNone({ guest, person, password, newDevices, entitlement }: Difference): boolean {
  const isEmpty = (values: object): boolean => Object.keys(values).length === 0;
  return (
    isEmpty(guest) && isEmpty(person) && password === undefined && newDevices.length === 0 && entitlement === undefined
  );
}

function newPassword(dataKey: Uint8Array, guest: GuestRow, { password }: GuestDraft): string | undefined {
  if (password === undefined) return undefined;
  return unseal(dataKey, 'guest-password', guest.passwordSealed) === password ? undefined : password;
}

function newGuestValues(guest: GuestRow, draft: GuestDraft): Record<string, string | number> {
  const now: Readonly<Record<string, unknown>> = {
    ...{ display_name: guest.displayName, room: guest.room, note: guest.note, language: guest.language },
    ...{ locked_at_ms: guest.lockedAtMs, domain_id: guest.domainId },
  };
  return different(now, { ...draft.guest, ...(draft.domainId === undefined ? {} : { domain_id: draft.domainId }) });
}

function newPersonValues(person: PersonRow | undefined, draft: GuestDraft): Record<string, string | number> {
  const now = Object.fromEntries(Object.entries(person ?? {}).map(([field, value]) => [snakeCase(field), value]));
  return different({ sms_sent: 0, ...now }, draft.person);
}

/** As the columns are named after the fields. */
function snakeCase(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function different(
  now: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, string | number>>,
): Record<string, string | number> {
  return Object.fromEntries(Object.entries(wanted).filter(([column, value]) => now[column] !== value));
}

function newName(
  guest: GuestRow,
  person: PersonRow | undefined,
  { person: { first_name: first, last_name: last } }: GuestDraft,
): Record<string, string> {
  const nameOf = (...parts: readonly (string | number | null | undefined)[]): string =>
    parts.filter((part) => part != null).join(' ');
  const before = nameOf(person?.firstName, person?.lastName);
  const after = nameOf(first ?? person?.firstName, last ?? person?.lastName);
  return after !== before && (guest.displayName ?? '') === before ? { display_name: after } : {};
}

function newEntitlement(held: HeldEntitlement | undefined, draft: GuestDraft): Difference['entitlement'] {
  const { productId, endsAtMs } = draft;
  if (productId !== undefined && held?.product.id !== productId) return { kind: 'add', productId, endsAtMs };
  if (held === undefined || endsAtMs === undefined || endsAtMs === endOfHeld(held)) return undefined;
  return { kind: 'set-end', id: held.entitlement.id, endsAtMs };
}

/** When what a guest holds ends, as far as it is fixed by now. */
export function endOfHeld({ entitlement, usage }: HeldEntitlement): number | undefined {
  if (entitlement.endOverridden) return entitlement.endsAtMs ?? undefined;
  const ends = [entitlement.endsAtMs, usage?.endsAtMs].filter((atMs) => typeof atMs === 'number');
  return ends.length === 0 ? undefined : Math.min(...ends);
}
