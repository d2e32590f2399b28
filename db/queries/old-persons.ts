/**
 * Guests of whom a person is known and whose last trace is old. What they hold is judged by main/office/old-persons.ts:
 * whether something is used up is no matter of a date.
 */
import type { Db } from '../open';
import { prepared, preparedValue } from '../statements';
import type { Step } from './retention';

export interface PersonRow {
  readonly id: number;
  /** The last trace of them is older than the limit. */
  readonly isOld: 0 | 1;
}

/** Codes without a name are nobody; a printer that is let in is no person. */
const isPerson = `g.kind <> 'device' and not exists (select 1 from erased_guests e where e.guest_id = g.id)
  and (g.kind = 'person' or g.display_name is not null or g.room is not null or g.note is not null
    or exists (select 1 from guest_persons p where p.guest_id = g.id)
    or exists (select 1 from guest_photos p where p.guest_id = g.id))`;

const since = (...moments: string[]): string =>
  `(${moments.map((moment) => `coalesce(${moment}, 0) >= @beforeMs`).join(' or ')})`;

/** Online, sold to, seen, entitled or agreed to something since; paper that still comes counts as well. */
const traces = [
  `select 1 from sessions s where s.guest_id = g.id and (s.ended_at_ms is null or ${since('s.ended_at_ms')})`,
  `select 1 from session_history h where h.guest_id = g.id and ${since('h.last_ended_at_ms')}`,
  `select 1 from devices d where d.guest_id = g.id and ${since('d.last_seen_at_ms')}`,
  `select 1 from sales s where s.guest_id = g.id and ${since('s.at_ms')}`,
  `select 1 from entitlements e left join entitlement_usage u on u.entitlement_id = e.id
   where e.guest_id = g.id and ${since('e.created_at_ms', 'e.ends_at_ms', 'u.ends_at_ms', 'u.last_used_at_ms')}`,
  `select 1 from guest_persons p where p.guest_id = g.id and ${since(
    ...['p.marketing_consent_at_ms', 'p.newsletter_consent_at_ms', 'p.privacy_accepted_at_ms'],
    ...['p.terms_accepted_at_ms', 'p.email_validated_at_ms', 'p.sms_confirmed_at_ms'],
  )}`,
];

const isOld = `g.created_at_ms < @beforeMs and ${isPerson}
  and ${traces.map((trace) => `not exists (${trace})`).join('\n  and ')}`;

export const oldPersonsSql = {
  step: `select g.id, ${isOld} as isOld from guests g where g.id > @after order by g.id limit @limit`,
  one: `select ${isOld} from guests g where g.id = @guestId`,
  paper: `select 1 from print_jobs j, json_each(j.guest_ids) p
    where j.state in ('waiting', 'printing') and p.value = @guestId limit 1`,
} as const;

/** Guests in the order of their numbers. */
export function listPersons(db: Db, step: Step<number>, beforeMs: number): readonly PersonRow[] {
  return prepared<[object], PersonRow>(db.sqlite, oldPersonsSql.step).all({ ...step, beforeMs });
}

/** The same of one guest. */
export function isOldPerson(db: Db, guestId: number, beforeMs: number): boolean {
  return preparedValue<[object], number>(db.sqlite, oldPersonsSql.one).get({ guestId, beforeMs }) === 1;
}

/** Whether a ticket of theirs is still to be printed. */
export function awaitsPaper(db: Db, guestId: number): boolean {
  return preparedValue<[object], number>(db.sqlite, oldPersonsSql.paper).get({ guestId }) !== undefined;
}
