import { z } from 'zod';
import { line, procedure, rowId } from './base';

/** What a domain's guests come in by. */
const service = z.enum(['hotspot', 'pppoe']);
const keepSessionsDays = z.int().min(1).max(36_500);
/** A day at most counts as forgotten; a minute is shorter than any interim. */
const closeSessionsAfterSec = z.int().min(60).max(31_536_000);

export const domainView = z.object({
  id: rowId,
  name: z.string(),
  service,
  /** Ended sessions are summed up after so many days; absent: never. */
  keepSessionsDays: z.int().optional(),
  /** Sessions are considered ended after so long, whatever the router says; absent: never. */
  closeSessionsAfterSec: z.int().optional(),
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
      }),
    )
    .output(z.object({ id: rowId, changeId: rowId })),
  /** Replaces the given fields, null takes one away. */
  update: procedure('domains')
    .input(
      z.object({
        id: rowId,
        name: line(60).optional(),
        service: service.optional(),
        keepSessionsDays: keepSessionsDays.nullable().optional(),
        closeSessionsAfterSec: closeSessionsAfterSec.nullable().optional(),
      }),
    )
    .output(z.object({ changeId: rowId })),
  /** Refused while it has guests, and for the last one. */
  remove: procedure('domains')
    .input(z.object({ id: rowId }))
    .output(z.object({ changeId: rowId })),
};
