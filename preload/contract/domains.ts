import { z } from 'zod';
import { language, line, procedure, rowId } from './base';

/** What a domain's guests come in by. */
const service = z.enum(['hotspot', 'pppoe']);
const keepSessionsDays = z.int().min(1).max(36_500);
/** A day at most counts as forgotten; a minute is shorter than any interim. */
const closeSessionsAfterSec = z.int().min(60).max(31_536_000);

/** What a sale at the desk asks for: nothing, the guest's name, a voucher that pays for it. */
export const registrations = ['open', 'person', 'voucher'] as const;
const registration = z.enum(registrations);
export type Registration = z.infer<typeof registration>;

export const domainView = z.object({
  id: rowId,
  name: z.string(),
  service,
  /** Ended sessions are summed up after so many days; absent: as the venue has it. */
  keepSessionsDays: z.int().optional(),
  /** What holds where the domain has no time of its own; absent: for good. */
  venueKeepsDays: z.int().optional(),
  /** Sessions are considered ended after so long, whatever the router says; absent: never. */
  closeSessionsAfterSec: z.int().optional(),
  /** Of its tickets and texts; absent: the venue's. */
  language: language.optional(),
  registration,
  /** Of its tickets, where the product chooses none; absent: as all. */
  ticketTemplateId: rowId.optional(),
  guests: z.int(),
});

export const domains = {
  /** The first is the one that guests are added to when none is named. */
  list: procedure('signed-in').output(z.object({ rows: z.array(domainView) })),
  add: procedure('domains')
    .input(
      z.object({
        name: line(60),
        service,
        keepSessionsDays: keepSessionsDays.optional(),
        closeSessionsAfterSec: closeSessionsAfterSec.optional(),
        language: language.optional(),
        registration: registration.optional(),
        ticketTemplateId: rowId.optional(),
      }),
    )
    .output(z.object({ id: rowId, changeId: rowId })),
  /** Replaces the given fields, null takes one away (of `keepSessionsDays`: the domain follows the venue). Sessions that are kept shorter are summed up a day later at the earliest. */
  update: procedure('domains')
    .input(
      z.object({
        id: rowId,
        name: line(60).optional(),
        service: service.optional(),
        keepSessionsDays: keepSessionsDays.nullable().optional(),
        closeSessionsAfterSec: closeSessionsAfterSec.nullable().optional(),
        language: language.nullable().optional(),
        registration: registration.optional(),
        ticketTemplateId: rowId.nullable().optional(),
      }),
    )
    .output(z.object({ changeId: rowId })),
  /** How many connections would be summed up if they were kept for so many days. Refused: unknown. */
  oldSessions: procedure('domains')
    .input(z.object({ id: rowId, keepSessionsDays }))
    .output(
      z.object({
        sessions: z.int().nonnegative(),
        /** There are more than were counted. */
        more: z.boolean(),
      }),
    ),
  /** Refused while it has guests, and for the last one. */
  remove: procedure('domains')
    .input(z.object({ id: rowId }))
    .output(z.object({ changeId: rowId })),
};
