/**
 * Keeps the sums behind the reports. What may still change (open sessions, those that ended lately) is not in them: it
 * is read as it is with every report. So a session is counted once, when the hash chain closes it, and a report equals
 * the sums over the rows at any moment, whatever comes late and in whatever order.
 */
import type { Db } from '../../db/open';
import {
  addDeviceDay,
  addGuestDay,
  addSale,
  addUsage,
  findLastChainSeq,
  findSumState,
  listChained,
  listSalesAfter,
  setSumState,
  writeSums,
  type Amounts,
  type CountedSession,
  type SumState,
} from '../../db/queries/report-sums';
import { getVenue } from '../../db/queries/venue';
import { localDay } from '../aaa/zone';
import { makeSums } from './make-sums';
import { giveWay, type Watch } from './watch';

/** Rows in one transaction: the write lock is held for some milliseconds, and no answer to a router waits longer. */
const ROWS_AT_ONCE = 250;

/** Whether reports may be read from the sums as they are; how far they have come does not matter. */
export function isUsable(state: SumState | undefined, timeZone: string): state is SumState {
  return state !== undefined && state.complete && state.timeZone === timeZone;
}

/**
 * Brings the sums up to date, or makes them anew: where there are none, the last making was interrupted, the venue's
 * zone has changed, or sessions were summed up by month before they were counted here. Rejects with the reason of
 * `watch.signal` when stopped; what is there then is either right or marked as incomplete.
 */
export async function updateSums(db: Db, watch: Watch): Promise<void> {
  const { timeZone } = getVenue(db);
  const state = findSumState(db);
  if (isUsable(state, timeZone) && (await addNews(db, state, watch)) === 'added') return;
  await makeSums(db, timeZone, watch);
}

/** 'gone': sessions that were never counted have been summed up by month. */
async function addNews(db: Db, before: SumState, watch: Watch): Promise<'added' | 'gone'> {
  let state = before;
  const lastSeq = findLastChainSeq(db);
  for (;;) {
    const added = writeSums(db, () => addSome(db, state));
    if (added === 'gone' || added === state) return added === 'gone' ? 'gone' : 'added';
    state = added;
    watch.progress(state.chainSeq, Math.max(lastSeq, state.chainSeq));
    await giveWay(watch);
  }
}

/** Returns the state it came with when there is nothing new. */
function addSome(db: Db, state: SumState): SumState | 'gone' {
  const links = listChained(db, state.chainSeq, ROWS_AT_ONCE);
  const sales = listSalesAfter(db, state.saleId, ROWS_AT_ONCE);
  if (links.length === 0 && sales.length === 0) return state;
  if (links.some(({ id }) => id === null)) return 'gone';
  for (const session of links) addSession(db, session, localDay(state.timeZone, session.startedAtMs));
  for (const sale of sales) addSale(db, localDay(state.timeZone, sale.atMs), sale);
  const next = { ...state, chainSeq: links.at(-1)?.seq ?? state.chainSeq, saleId: sales.at(-1)?.id ?? state.saleId };
  setSumState(db, next);
  return next;
}

function addSession(db: Db, session: CountedSession, day: number): void {
  const { domainId, productId, routerId, guestId, macAddress } = session;
  const amounts = amountsOf(session);
  addUsage(db, { day, domainId, productId, routerId }, amounts);
  if (guestId !== 0) addGuestDay(db, guestId, day, amounts);
  if (macAddress !== '') addDeviceDay(db, macAddress, day);
}

function amountsOf({ timeSec, uploadBytes, downloadBytes }: CountedSession): Amounts {
  return { sessions: 1, timeSec, uploadBytes, downloadBytes };
}
