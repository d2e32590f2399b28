import { z } from 'zod';
import { replyAttribute, replyAttributes } from './attributes';
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
/** An address, or a network like 10.5.0.0/24 whose routers share a secret; the longest prefix wins. */
const addressOrNetwork = z.string().trim().min(2).max(49);
/** What the router sends as password of a MAC login (mac-auth-password). */
const macSecret = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\x20-\x7e]+$/, 'may only have printable ASCII characters');

/** How a router is spoken with, beyond its address and secret. */
const ways = {
  /** UDP port of its /radius/incoming. */
  coaPort: z.int().min(1).max(65_535).optional(),
  /** Whether Disconnect and CoA are sent to it at all. */
  useCoa: z.boolean().optional(),
  /** `learned`: required once it has sent one. */
  messageAuthenticator: z.enum(['learned', 'required']).optional(),
  /** Whether Acct-Input is upload (`normal`) or download (`swapped`); `learned`: by comparison. */
  direction: z.enum(['learned', 'normal', 'swapped']).optional(),
  /** Password of its MAC logins: none, the MAC again, or one set on the router. */
  macPassword: z.enum(['empty', 'same', 'shared']).optional(),
  /** Only with `shared`. */
  macSecret: macSecret.optional(),
  /** Added to every answer, unless product or guest say otherwise. */
  attributes: replyAttributes.optional(),
};

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
  coaPort: z.int(),
  useCoa: z.boolean(),
  messageAuthenticator: z.enum(['learned', 'required']),
  direction: z.enum(['learned', 'normal', 'swapped']),
  /** How its counters are read now: set, or learned from what guests do. */
  directionInForce: z.enum(['normal', 'swapped']),
  /** What came of the last Disconnect or CoA; absent: none was sent yet. */
  lastRequest: z
    .object({
      state: z.enum(['acknowledged', 'refused', 'no-answer']),
      atMs: timeMs,
      /** RFC 5176 §3.5. */
      errorCause: z.int().optional(),
    })
    .optional(),
  macPassword: z.enum(['empty', 'same', 'shared']),
  /** For managers only: values may be secrets of the network. */
  attributes: z.array(replyAttribute).optional(),
});

export const routers = {
  list: procedure('signed-in').output(z.object({ rows: z.array(routerView) })),
  /** A strong secret is made when none is given. */
  add: procedure('technical')
    .input(z.object({ name: line(60), address: addressOrNetwork, services, secret: secret.optional(), ...ways }))
    .output(z.object({ id: rowId, secret: z.string(), changeId: rowId })),
  update: procedure('technical')
    .input(
      z.object({
        id: rowId,
        name: line(60).optional(),
        address: addressOrNetwork.optional(),
        services: services.optional(),
        /** A new secret; 'generate' makes a strong one. */
        secret: z.union([secret, z.literal('generate')]).optional(),
        ...ways,
      }),
    )
    .output(z.object({ changeId: rowId, secret: z.string().optional() })),
  remove: procedure('technical')
    .input(z.object({ id: rowId }))
    .output(z.object({ changeId: rowId })),
  /** The RouterOS commands to paste, each with what it does. `serverAddress`: how the router reaches this PC. */
  commands: procedure('technical')
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
  asking: procedure('routers').output(
    z.object({
      rows: z.array(
        z.object({ address: z.string(), nasIdentifier: z.string().optional(), packets: z.int(), lastAtMs: timeMs }),
      ),
    }),
  ),
  /** Do not offer this address again until it asks from scratch. */
  dismissAsking: procedure('technical').input(z.object({ address })).output(z.object({})),
};
