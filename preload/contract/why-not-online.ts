/** "Why can't this guest get online?": the answer in one sentence, with the evidence and the way to fix it. */
import { z } from 'zod';
import { procedure, rowId, timeMs } from './base';

/** What stands in the way besides the reasons a login is refused for (which come as they are). */
export const ownVerdicts = [
  'online',
  'nobody',
  'radius-not-listening',
  'no-router',
  'routers-silent',
  'typed-wrong',
  'let-in-not-reported',
  'not-asked',
  'went-offline',
] as const;

const params = z.record(z.string(), z.union([z.string(), z.number()]));

const guestName = z.object({
  id: rowId,
  username: z.string(),
  displayName: z.string().optional(),
  room: z.string().optional(),
});

export const whyNotOnline = procedure('guests')
  .input(z.object({ text: z.string().trim().min(1).max(100) }))
  .output(
    z.object({
      /** Of `ownVerdicts`, or the reason of a refused login like quota-used-up. */
      verdict: z.string(),
      /** English; windows translate by verdict. */
      sentence: z.string(),
      params,
      /** Absent: nobody is known by this text. */
      guest: guestName.optional(),
      /** Others the text fits, when it names a room or a family. */
      others: z.array(guestName),
      /** What it is concluded from, newest first. */
      evidence: z.array(
        z.object({
          kind: z.enum(['login', 'session', 'device']),
          atMs: timeMs,
          /** Of a login or a session: its reason or cause. */
          reason: z.string(),
          sentence: z.string(),
          macAddress: z.string().optional(),
        }),
      ),
      /** The call that puts it right, with what to fill in; absent: nothing in here does. */
      fix: z.object({ call: z.string(), input: z.record(z.string(), z.unknown()) }).optional(),
    }),
  );
