import { z } from 'zod';
import { language, line, procedure, procedureWithoutVenue } from './base';
import { faultCodes } from './faults';

export const faultView = z.object({
  code: z.enum(faultCodes),
  sentence: z.string(),
  remedy: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});

/** ISO 3166-1 alpha-2, ISO 4217, IANA zone; the last two are checked against what this runtime knows. */
const country = z.string().regex(/^[A-Z]{2}$/, 'must be two capital letters (ISO 3166-1), like IT');
const currency = z
  .string()
  .refine((code) => Intl.supportedValuesOf('currency').includes(code), 'is not an ISO 4217 currency, like EUR');
const timeZone = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}, 'is not an IANA time zone, like Europe/Rome');

export const password = z.string().min(8, 'must have at least 8 characters').max(256);

/** host, host:port; what the HotSpot login page answers on. */
const loginHost = z
  .string()
  .trim()
  .max(253)
  .regex(
    /^([a-z0-9]([a-z0-9-]*[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?$/i,
    'must be a host name or address, like hotspot.lan or 10.5.88.1',
  );

export const venueDetails = z.object({
  venueName: line(80),
  country,
  currency,
  timeZone,
  language,
  checkOutMinute: z.int().min(0).max(1439),
  loginHost: loginHost.nullable(),
  wifiName: line(32).nullable(),
  /** Minutes without a touch after which a window locks itself; 0: never. */
  lockAfterMin: z.int().min(0).max(720),
});

export const venue = {
  /** What every window asks first, also before set-up and with a broken database. */
  status: procedureWithoutVenue('anyone').output(
    z.object({
      /** `restoring`: a backup is being put in place; the others are told as soon as it is. */
      phase: z.enum(['first-run', 'locked', 'ready', 'broken', 'restoring']),
      mode: z.enum(['desktop', 'service']),
      demo: z.boolean(),
      version: z.string(),
      dataFolder: z.string(),
      /** Present once the venue is set up and open. */
      venue: venueDetails.extend({ hasLogo: z.boolean() }).optional(),
      radius: z.object({
        listening: z.boolean(),
        authPort: z.int(),
        acctPort: z.int(),
        bind: z.array(z.string()),
        lastPacketAtMs: z.int().optional(),
      }),
      routers: z.object({ known: z.int(), asking: z.int() }),
      /** What is wrong now, most severe first; empty is green. */
      faults: z.array(faultView),
    }),
  ),
  /** Makes the venue: once, and only on a data folder without one. The caller is signed in as the owner. */
  setUp: procedureWithoutVenue('anyone')
    .input(
      z.object({
        venueName: line(80),
        country,
        currency,
        timeZone,
        language,
        owner: z.object({ name: line(60), password }),
        checkOutMinute: z.int().min(0).max(1439).default(660),
      }),
    )
    .output(z.object({ recoveryKey: z.string() })),
  /** Opens a venue whose key this computer cannot read, with the recovery key. */
  unlock: procedureWithoutVenue('anyone')
    .input(z.object({ recoveryKey: z.string().min(10).max(200) }))
    .output(z.object({})),
  update: procedure('venue')
    .input(venueDetails.partial())
    .output(z.object({ changeId: z.int().optional() })),
  /** PNG or JPEG, base64, at most 1 MB; null removes it. It is turned into a small black-and-white-friendly PNG. */
  setLogo: procedure('venue')
    .input(z.object({ image: z.string().max(1_400_000).nullable() }))
    .output(z.object({ changeId: z.int() })),
  logo: procedure('signed-in').output(z.object({ png: z.string().optional() })),
};
