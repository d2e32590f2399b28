/** What a network engineer asks of the RADIUS server: what would happen, and what is wrong. */
import { z } from 'zod';
import { line, procedure, rowId, timeMs } from './base';

const params = z.record(z.string(), z.union([z.string(), z.number()]));

/** What the doctor can tell from packets alone. The words are in main/office/doctor.ts and renderer/text. */
export const symptoms = [
  'port-closed',
  'unknown-source',
  'never-heard',
  'wrong-secret-accounting',
  'wrong-secret-signature',
  'wrong-secret-password',
  'signature-missing',
  'ports-swapped',
  'accepted-without-start',
  'no-accounting',
  'answers-lost',
  'no-interims',
  'clock-wrong',
  'disconnect-unanswered',
  'disconnect-refused',
] as const;

const finding = z.object({
  symptom: z.enum(symptoms),
  /** `certain`: nothing else explains the packets; `likely`: the usual cause of them. */
  certainty: z.enum(['certain', 'likely']),
  /** Undefined: of the venue, not of one router. */
  routerId: rowId.optional(),
  routerName: z.string().optional(),
  /** English; windows translate by symptom. */
  sentence: z.string(),
  remedy: z.string(),
  params,
  /** When the last packet showed it. */
  seenAtMs: timeMs.optional(),
  /** Packets that show it, in the time looked at. */
  count: z.int().nonnegative(),
  /** The call that leads to the remedy, with what to fill in. */
  fix: z.object({ call: z.string(), input: z.record(z.string(), z.unknown()) }).optional(),
});

export const radius = {
  /** What is wrong with routers and packets, worst first; `healthy` names the routers nothing is wrong with. */
  doctor: procedure('radius-log').output(
    z.object({
      findings: z.array(finding),
      healthy: z.array(z.object({ routerId: rowId, routerName: z.string(), lastPacketAtMs: timeMs.optional() })),
      /** How far back was looked. */
      sinceMs: timeMs,
    }),
  ),
  /** Would this guest be let in? Decides as the RADIUS thread would, and writes nothing. */
  simulate: procedure('technical')
    .input(
      z.object({
        /** Name, code, or the MAC of a device that is let in by it. */
        username: line(253),
        routerId: rowId,
        /** Absent: the guest's own. */
        password: z.string().min(1).max(128).optional(),
        /** Of the device that asks; absent: one never seen. */
        macAddress: line(64).optional(),
        service: z.enum(['hotspot', 'pppoe']).default('hotspot'),
        /** Absent: now. */
        atMs: timeMs.optional(),
      }),
    )
    .output(
      z.object({
        decision: z.enum(['accept', 'reject']),
        /** The deciding rule, a machine word like quota-used-up; 'ok' when let in. */
        rule: z.string(),
        /** The same in words. */
        sentence: z.string(),
        guestId: rowId.optional(),
        /** What the login page shows a refused guest. */
        guestMessage: z.string().optional(),
        /** The answer's attributes in order, secrets hidden. */
        attributes: z.array(
          z.object({
            name: z.string(),
            value: z.string(),
            /** Whose setting it is. */
            source: z.enum(['gatehouse', 'router', 'product', 'guest']),
          }),
        ),
      }),
    ),
};
