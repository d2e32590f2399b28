/**
 * The hash chain over ended sessions. Each link is SHA-256 over the link before and the session's record, so that an
 * edited, removed or reordered record shows. A session joins when nothing can change it any more: an end that was heard
 * after an hour, one that we concluded after a day, in which its Stop may still come.
 */
import { createHash } from 'node:crypto';
import {
  appendLink,
  countSummedUp,
  findLastLink,
  findLastSessionId,
  findStray,
  listSettled,
  walkChain,
  type ChainedSession,
  type SessionRecord,
} from '../../db/queries/session-chain';
import type { Db } from '../../db/open';
import { guessedCauses } from './terminate-causes';

/** Longer than any router goes on sending a record that was not answered. */
export const HEARD_SETTLES_MS = 3_600_000;
/** A router that was cut off reports its sessions again when it is back. */
export const GUESSED_SETTLES_MS = 86_400_000;
/** Links made in one sweep: a few milliseconds, and 700,000 a day. */
const MOST_APPENDED = 250;
/** Links checked between two pauses. */
const CHECKED_AT_ONCE = 1_000;

/** What the first link follows. */
export const CHAIN_START = Buffer.alloc(32);

/** Appends what has settled; the caller holds the transaction. Returns how many links were made. */
export function appendSettled(db: Db, nowMs: number): number {
  const settledBy = { heardByMs: nowMs - HEARD_SETTLES_MS, guessedByMs: nowMs - GUESSED_SETTLES_MS };
  const settled = listSettled(db, { ...settledBy, limit: MOST_APPENDED }, guessedCauses);
  if (settled.length === 0) return 0;
  let previous: Uint8Array = findLastLink(db)?.hash ?? CHAIN_START;
  for (const record of settled.toSorted((one, other) => one.id - other.id)) {
    previous = linkOf(previous, record);
    appendLink(db, record.id, previous);
  }
  return settled.length;
}

/** The link that covers `record` after the link `previous`. */
export function linkOf(previous: Uint8Array, record: SessionRecord): Buffer {
  return createHash('sha256').update(previous).update(canonical(record)).digest();
}

/** One text per record, whoever writes it: a JSON array with a version, in this order. Never changed, only followed. */
function canonical(record: SessionRecord): string {
  return JSON.stringify(['session-1', ...recordFields.map((field) => record[field])]);
}

const recordFields = [
  'id',
  'routerId',
  'acctSessionId',
  'guestId',
  'entitlementId',
  'username',
  'macAddress',
  'startedAtMs',
  'endedAtMs',
  'sessionTimeSec',
  'uploadBytes',
  'downloadBytes',
  'terminateCause',
  'framedIpAddress',
  'nasPort',
  'nasPortId',
  'calledStationId',
  'service',
  'nasAddress',
  'endReason',
  'endOperator',
] as const satisfies readonly (keyof SessionRecord)[];

export type ChainVerdict =
  | { readonly kind: 'whole'; readonly links: number }
  /** The first record that is not as it was: `seq` of its link, or where one is missing. */
  | {
      readonly kind: 'broken';
      readonly what: 'altered' | 'removed' | 'inserted';
      readonly seq?: number;
      readonly sessionId?: number;
    };

/** Called between two parts with the place in the chain that has been reached; resolves when the next may be checked. */
type Pause = (seq: number) => Promise<void>;

/** Checks the whole chain against the rows. Rejects as `pause` does. */
export async function verifyChain(db: Db, pause: Pause): Promise<ChainVerdict> {
  const walked = await walkLinks(db, pause);
  if (walked.kind === 'broken') return walked;
  // Of what was summed up only links are left: exactly as many as there are sessions in the sums.
  if (walked.withoutRow !== countSummedUp(db)) return { kind: 'broken', what: 'removed' };
  const stray = await findAnyStray(db, () => pause(walked.links));
  if (stray !== undefined) return { kind: 'broken', what: 'inserted', sessionId: stray };
  return { kind: 'whole', links: walked.links };
}

type Walked =
  | { readonly kind: 'walked'; readonly links: number; readonly withoutRow: number }
  | Extract<ChainVerdict, { readonly kind: 'broken' }>;

async function walkLinks(db: Db, pause: Pause): Promise<Walked> {
  let previous: { readonly seq: number; readonly hash: Uint8Array } = { seq: 0, hash: CHAIN_START };
  let withoutRow = 0;
  for (;;) {
    const links = walkChain(db, previous.seq, CHECKED_AT_ONCE);
    for (const link of links) {
      if (link.seq !== previous.seq + 1) return { kind: 'broken', what: 'removed', seq: previous.seq + 1 };
      if (!fits(link, previous.hash)) return { kind: 'broken', what: 'altered', ...nameOf(link) };
      if (link.record === null) withoutRow++;
      previous = link;
    }
    if (links.length < CHECKED_AT_ONCE) return { kind: 'walked', links: previous.seq, withoutRow };
    await pause(previous.seq);
  }
}

const nameOf = ({ seq, sessionId }: ChainedSession) => ({ seq, sessionId });

/** A link whose record was summed up cannot be checked itself; the next one covers it. */
function fits({ record, hash }: ChainedSession, previous: Uint8Array): boolean {
  return record === null || linkOf(previous, record).equals(hash);
}

/** Ids looked through between two pauses. */
const IDS_AT_ONCE = 20_000;

async function findAnyStray(db: Db, pause: () => Promise<void>): Promise<number | undefined> {
  const lastId = findLastSessionId(db);
  for (let after = 0; after < lastId; after += IDS_AT_ONCE) {
    const stray = findStray(db, after, after + IDS_AT_ONCE);
    if (stray !== undefined) return stray;
    await pause();
  }
  return undefined;
}
