import { z } from 'zod';
import { macAddress } from './addresses';
import { procedure, rowId, timeMs } from './base';

/** Where a device may not be used: by one guest, by the guests of a domain, by anybody. The venue is for managers. */
const where = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('guest'), guestId: rowId, macAddress }),
  z.object({ scope: z.literal('domain'), domainId: rowId, macAddress }),
  z.object({ scope: z.literal('venue'), macAddress }),
]);

export const dissociatedView = z.object({
  macAddress: z.string(),
  scope: z.enum(['guest', 'domain', 'venue']),
  guestId: rowId.optional(),
  domainId: rowId.optional(),
  domainName: z.string().optional(),
  sinceMs: timeMs,
});

export const bypassedView = z.object({
  guestId: rowId,
  name: z.string(),
  macAddress: z.string(),
  domainName: z.string(),
  productName: z.string().optional(),
  locked: z.boolean(),
  online: z.boolean(),
});

export const devices = {
  /**
   * From the next login on the device is refused there. A guest who is nothing but this device is removed: `outcome`
   * says which, `sentence` in English.
   */
  dissociate: procedure('devices')
    .input(where)
    .output(z.object({ changeId: rowId, outcome: z.enum(['dissociated', 'guest-removed']), sentence: z.string() })),
  reassociate: procedure('devices')
    .input(where)
    .output(z.object({ changeId: rowId })),
  /** Where devices are dissociated; with a guest: what keeps that guest's devices out. Newest first. */
  dissociated: procedure('devices')
    .input(
      z.object({ guestId: rowId.optional(), limit: z.int().min(1).max(1_000).default(100) }).default({ limit: 100 }),
    )
    .output(z.object({ rows: z.array(dissociatedView) })),
  /** Makes room for another device: forgets the named one, or the one unused for longest. */
  swap: procedure('devices')
    .input(z.object({ guestId: rowId, macAddress: macAddress.optional() }))
    .output(z.object({ changeId: rowId, forgottenMacAddress: z.string() })),
  /** Printers, TVs and others that are let in by their address. */
  bypassed: procedure('devices')
    .input(z.object({ limit: z.int().min(1).max(1_000).default(200) }).default({ limit: 200 }))
    .output(z.object({ rows: z.array(bypassedView) })),
};
