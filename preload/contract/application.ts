import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure, procedureWithoutVenue } from './base';

/** What may have changed; a window that shows it asks again. Events announce, they never carry the truth. */
export const topics = [
  'status',
  /** The server has heard something: of no interest to anything but the line that says when it last did. */
  'packets',
  'sessions',
  'guests',
  'tickets',
  'shifts',
  'products',
  'routers',
  'operators',
  'printers',
  'radius-log',
  'history',
  'venue',
  'cards',
  'work',
  'backup',
  'rehearsal',
] as const;
export const topic = z.enum(topics);
export type Topic = z.infer<typeof topic>;

export const application = {
  /** Long-lived; first event at once, then one when something changed, at most four a second. */
  changed: procedureWithoutVenue('anyone').output(eventIterator(z.object({ topics: z.array(topic) }))),
  /** Start with the computer (desktop only). */
  startsWithComputer: procedure('signed-in').output(z.object({ supported: z.boolean(), enabled: z.boolean() })),
  setStartsWithComputer: procedure('venue')
    .input(z.object({ enabled: z.boolean() }))
    .output(z.object({})),
};
