import { z } from 'zod';
import { line, procedure, rowId, timeMs } from './base';

export const services = z
  .array(z.enum(['hotspot', 'pppoe']))
  .min(1)
  .max(2);
/** RADIUS shared secret; RouterOS takes printable ASCII without blanks most safely. */
const secret = z
  .string()
  .min(8, 'must have at least 8 characters')
  .max(128)
  .regex(/^[\x21-\x7e]+$/, 'may only have printable ASCII characters without blanks');
const address = z.string().trim().min(2).max(45);

export const routerView = z.object({
  id: rowId,
  name: z.string(),
  address: z.string(),
  services,
  /** `waiting` until the first authentic packet, `ok`, `silent` (nothing for 15 min), `wrong-secret`. */
  state: z.enum(['waiting', 'ok', 'silent', 'wrong-secret']),
  lastAuthenticAtMs: timeMs.optional(),
  /** In words, when the state is wrong-secret: how we know. */
  problem: z.string().optional(),
  onlineSessions: z.int(),
});

export const routers = {
  list: procedure('desk').output(z.object({ rows: z.array(routerView) })),
  /** A strong secret is made when none is given. */
  add: procedure('manager')
    .input(z.object({ name: line(60), address, services, secret: secret.optional() }))
    .output(z.object({ id: rowId, secret: z.string(), changeId: rowId })),
  update: procedure('manager')
    .input(
      z.object({
        id: rowId,
        name: line(60).optional(),
        address: address.optional(),
        services: services.optional(),
        /** A new secret; 'generate' makes a strong one. */
        secret: z.union([secret, z.literal('generate')]).optional(),
      }),
    )
    .output(z.object({ changeId: rowId, secret: z.string().optional() })),
  remove: procedure('manager')
    .input(z.object({ id: rowId }))
    .output(z.object({ changeId: rowId })),
  /** The RouterOS commands to paste, each with what it does. `serverAddress`: how the router reaches this PC. */
  commands: procedure('manager')
    .input(z.object({ id: rowId, serverAddress: address.optional() }))
    .output(
      z.object({
        serverAddress: z.string(),
        /** This PC's own addresses to choose from. */
        serverAddresses: z.array(z.string()),
        lines: z.array(z.object({ command: z.string(), explanation: z.string(), explanationKey: z.string() })),
        /** All commands as one text to paste. */
        script: z.string(),
      }),
    ),
  /** Addresses that ask without being known, newest first. */
  asking: procedure('desk').output(
    z.object({
      rows: z.array(
        z.object({ address: z.string(), nasIdentifier: z.string().optional(), packets: z.int(), lastAtMs: timeMs }),
      ),
    }),
  ),
  /** Do not offer this address again until it asks from scratch. */
  dismissAsking: procedure('manager').input(z.object({ address })).output(z.object({})),
};
