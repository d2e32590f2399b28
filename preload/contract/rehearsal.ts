/** What a trainer does in a rehearsal: a pretend router and a pretend printer with every fault that real ones have. */
import { z } from 'zod';
import { bytesCount, procedure, rowId, timeMs } from './base';

const switches = z.object({
  /** How fast guests come, use and go. */
  pace: z.enum(['slow', 'normal', 'fast']),
  printer: z.enum(['ready', 'slow', 'no-paper', 'cover-open', 'breaks-off', 'off']),
  /** False: the cable between router and PC is out. */
  reachable: z.boolean(),
  /** What the router signs with. */
  secret: z.enum(['right', 'wrong']),
  /** What becomes of Disconnect- and CoA-Requests (RFC 5176). */
  dynamic: z.enum(['obeys', 'refuses', 'ignores']),
  /** The router's clock minus the PC's, at most a day. */
  clockOffsetSec: z.int().min(-86_400).max(86_400),
});

const phone = z.object({
  id: rowId,
  username: z.string(),
  macAddress: z.string(),
  state: z.enum(['waiting', 'online', 'refused', 'gone']),
  /** What the login page said. */
  refusedWith: z.string().optional(),
  startedAtMs: timeMs.optional(),
  usedBytes: bytesCount.optional(),
  /** It was let in with so much data. */
  limitBytes: bytesCount.optional(),
});

const paper = z.object({
  id: rowId,
  printedAtMs: timeMs,
  widthMm: z.number(),
  heightMm: z.number(),
  /** False: the printer broke off in the middle. */
  whole: z.boolean(),
  /** Base64. */
  png: z.string(),
});

/** Refusals: `no-rehearsal` in a real venue; of `start` and `stop`: `in-rehearsal` in a rehearsal. */
export const rehearsal = {
  /**
   * Starts a rehearsal beside this venue, in a folder and on ports of its own, or shows the one that runs; answers who
   * signs in there. `url`: its page; the desktop application opens a window instead. Faults: REHEARSAL_NOT_STARTED.
   */
  start: procedure('venue').output(
    z.object({ url: z.string().optional(), ownerName: z.string(), ownerPassword: z.string() }),
  ),
  /** Ends the one that was started here. */
  stop: procedure('venue').output(z.object({})),
  /** How everything is set, and the phones at the router, newest first. */
  state: procedure('guests').output(z.object({ switches, phones: z.array(phone) })),
  set: procedure('guests').input(switches.partial()).output(z.object({})),
  /** Has one guest do something. Refusals: `not-now`. */
  act: procedure('guests')
    .input(z.object({ phoneId: rowId, act: z.enum(['leave', 'come-back', 'mistype', 'use-up', 'other-device']) }))
    .output(z.object({})),
  /** Switches the router off and on: it forgets its sessions. */
  reboot: procedure('guests').output(z.object({})),
  /** What came out of the printer, newest first; the last dozen. */
  papers: procedure('guests').output(z.object({ papers: z.array(paper) })),
  clearPapers: procedure('guests').output(z.object({})),
};
