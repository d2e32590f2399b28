/** Batches of cards and vouchers: made, listed, suspended, released, their unused deleted. */
import {
  countCards,
  countOnline,
  countVouchers,
  findBatch,
  listBatches as listBatchRowsOf,
  listBatchRows,
  listHolds,
  listHoldsOf,
  noteCardPrints,
  noteVoucherPrints,
  type BatchListRow,
  type BatchRow,
  type CardCounts,
  type CardListRow,
  type HoldRow,
} from '../../db/queries/cards';
import { withPrefix } from '../../db/queries/scope';
import { getVenue } from '../../db/queries/venue';
import { writeChange, type Actor, type ChangeWhat, type ChangeWriter } from '../../db/write';
import { longestPrefix } from '../../preload/contract/cards';
import type { Refusal } from '../../preload/contract/refusals';
import { symbolsIn } from '../desk/codes';
import { chooseDomain, findOnSale } from '../desk/new-guest';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';
import { cardState, type CardState } from './card-state';
import type { Made } from './make-batch';
import { giveWay } from './watch';

export interface MakeBatchInput {
  readonly kind: 'cards' | 'vouchers';
  readonly name: string;
  readonly note?: string | undefined;
  readonly productId: number;
  /** Absent: the first domain. */
  readonly domainId?: number | undefined;
  readonly count: number;
  readonly prefix: string;
  readonly alphabet: 'digits' | 'letters' | 'mixed';
  readonly length: number;
  /** Cards only: worth nothing until the desk has sold them. */
  readonly soldAtDesk: boolean;
  readonly pricePrinted: boolean;
  readonly sellBeforeMs?: number | undefined;
}

/** So many codes nobody has for each that somebody has: at a guess a second, one is found in a quarter of an hour. */
const CODES_PER_CARD = 1_000;
/** Cards read at once on the main thread, in some milliseconds. */
const ROWS_AT_ONCE = 500;

/**
 * One change, made by the work thread. Refused: product or domain unknown, product retired, codes that could be guessed,
 * a prefix that is too long with that of whoever asks, a last day in the past, a product until check-out whose end nobody would fix; and what stops a job.
 */
export async function makeBatch(open: OpenVenue, actor: Actor, input: MakeBatchInput): Promise<Made | Refusal> {
  const found = findOnSale(open, input.productId);
  if (isRefusal(found)) return found;
  const domain = chooseDomain(open, input.domainId);
  if (isRefusal(domain)) return domain;
  const isCards = input.kind === 'cards';
  const prefix = withPrefix(open.scope, input.prefix);
  if (prefix.length > longestPrefix) return refuse('prefix-too-long', { prefix: open.scope?.prefix ?? '' }, 'prefix');
  if (isCards && !input.soldAtDesk && found.product.untilCheckOut) {
    return refuse('needs-selling', { name: found.product.name }, 'soldAtDesk');
  }
  if (input.sellBeforeMs !== undefined && input.sellBeforeMs <= open.now())
    return refuse('end-past', {}, 'sellBeforeMs');
  const least = leastLength(input.alphabet, input.count);
  if (input.length < least) return refuse('codes-too-short', { count: input.count, least }, 'length');
  const batch = {
    ...{ kind: input.kind, name: input.name, note: input.note ?? null },
    ...{ productId: found.product.id, domainId: domain.id, count: input.count },
    ...{ codePrefix: prefix, codeAlphabet: input.alphabet, codeLength: input.length },
    ...{ soldAtDesk: isCards && input.soldAtDesk, priceMinor: found.product.priceMinor },
    ...{ pricePrinted: input.pricePrinted, sellBeforeMs: input.sellBeforeMs ?? null },
  };
  return open.runJob('make-batch', { actor, productName: found.product.name, batch }, actor.operatorName);
}

/** The shortest codes of which guessing finds none of so many. */
export function leastLength(alphabet: MakeBatchInput['alphabet'], count: number): number {
  return Math.max(4, Math.ceil(Math.log(count * CODES_PER_CARD) / Math.log(symbolsIn(alphabet)) - 1e-9));
}

export interface BatchView extends BatchListRow {
  readonly currency: string;
  readonly counts: CardCounts;
  readonly holds: readonly HoldRow[];
}

/** Newest first. Counting many cards takes a while, so it gives way in between. */
export async function listBatches(
  open: OpenVenue,
  filter: { readonly withdrawn: boolean; readonly limit: number },
): Promise<readonly BatchView[]> {
  const rows = listBatchRowsOf(open.db, { ...filter, scope: open.scope });
  const holds = listHoldsOf(
    open.db,
    rows.map(({ batch }) => batch.id),
  );
  const { currency } = getVenue(open.db);
  const views: BatchView[] = [];
  for (const row of rows) {
    const counts = await countBatch(open, row.batch);
    views.push({ ...row, currency, counts, holds: holds.filter(({ batchId }) => batchId === row.batch.id) });
  }
  return views;
}

/** What became of the cards or vouchers of one batch, for the list and for reports. */
export async function countBatch(open: OpenVenue, { id: batchId, kind, count }: BatchRow): Promise<CardCounts> {
  let sum: CardCounts = { made: 0, printed: 0, sold: 0, used: 0, unused: 0, ended: 0 };
  for (let from = 1; from <= count; from += ROWS_AT_ONCE) {
    const stretch = { batchId, from, till: from + ROWS_AT_ONCE - 1 };
    const more = kind === 'cards' ? countCards(open.db, stretch, open.now()) : countVouchers(open.db, stretch);
    sum = addCounts(sum, more);
    await giveWay(never);
  }
  return sum;
}

const never = { progress: () => undefined, signal: new AbortController().signal };

function addCounts(a: CardCounts, b: CardCounts): CardCounts {
  return {
    made: a.made + b.made,
    printed: a.printed + b.printed,
    sold: a.sold + b.sold,
    used: a.used + b.used,
    unused: a.unused + b.unused,
    ended: a.ended + b.ended,
  };
}

export interface CardView extends CardListRow {
  readonly state: CardState;
}

export type CardFilter = 'all' | 'unprinted' | 'printed' | 'unused' | 'sold' | 'used' | 'ended' | 'suspended';

export interface ListCardsInput {
  readonly batchId: number;
  readonly show: CardFilter;
  /** Serials after this one. */
  readonly after: number;
  readonly limit: number;
}

/** A page in the order of serials; `more`: there are others behind it. Refused: unknown. */
export async function listCards(
  open: OpenVenue,
  input: ListCardsInput,
): Promise<{ readonly rows: readonly CardView[]; readonly more: boolean } | Refusal> {
  const batch = findBatch(open.db, input.batchId);
  if (!batch) return refuse('not-found', { what: 'Batch', id: input.batchId }, 'batchId');
  const rows: CardView[] = [];
  for (let from = input.after + 1; from <= batch.count && rows.length <= input.limit; from += ROWS_AT_ONCE) {
    rows.push(...readStretch(open, batch, from).filter((row) => isShown(row, input.show)));
    await giveWay(never);
  }
  return { rows: rows.slice(0, input.limit), more: rows.length > input.limit };
}

function readStretch(open: OpenVenue, batch: BatchRow, from: number): readonly CardView[] {
  const nowMs = open.now();
  const stretch = { batchId: batch.id, from, till: from + ROWS_AT_ONCE - 1 };
  return listBatchRows(open.db, batch.kind, stretch).map((row) => ({ ...row, state: cardState(batch, row, nowMs) }));
}

function isShown({ state, printedAtMs, soldAtMs, usedAtMs }: CardView, show: CardFilter): boolean {
  switch (show) {
    case 'all':
      return true;
    case 'unprinted':
      return printedAtMs === null;
    case 'printed':
      return printedAtMs !== null;
    case 'unused':
      return soldAtMs === null && usedAtMs === null;
    case 'sold':
      return soldAtMs !== null;
    case 'used':
      return usedAtMs !== null;
    case 'ended':
      return state === 'ended' || state === 'expired';
    case 'suspended':
      return state === 'suspended';
  }
}

export interface SuspendInput {
  readonly batchId: number;
  readonly from: number;
  readonly till: number;
}

/**
 * What the desk has not sold of that range is refused from now on, until it is released. `online`: guests whose sessions
 * end because of it. Refused: unknown, or a range outside of the batch.
 */
export function suspendBatch(
  open: OpenVenue,
  actor: Actor,
  { batchId, from, till }: SuspendInput,
): { readonly changeId: number; readonly online: number } | Refusal {
  const batch = findBatch(open.db, batchId);
  if (!batch) return refuse('not-found', { what: 'Batch', id: batchId }, 'batchId');
  if (till < from || till > batch.count) {
    return refuse('invalid-input', { problem: `the serials run from 1 to ${batch.count}` }, 'till');
  }
  const online = batch.kind === 'cards' ? countOnline(open.db, { batchId, from, till }) : 0;
  return change(open, actor, 'suspend-batch', { name: batch.name, from, till }, (write) => {
    write.insert('batch_holds', {
      ...{ batch_id: batchId, from_serial: from, till_serial: till, created_at_ms: write.atMs },
    });
    return { changeId: write.changeId, online };
  });
}

/** Everything of the batch that is suspended may be used again. Refused: unknown. */
export function releaseBatch(open: OpenVenue, actor: Actor, batchId: number): { readonly changeId: number } | Refusal {
  const batch = findBatch(open.db, batchId);
  if (!batch) return refuse('not-found', { what: 'Batch', id: batchId }, 'batchId');
  return change(open, actor, 'release-batch', { name: batch.name }, (write) => {
    for (const { id } of listHolds(open.db, batchId)) write.remove('batch_holds', id);
    return { changeId: write.changeId };
  });
}

/** What was neither sold nor used is worth nothing any more; its codes are never given again. Refused: unknown. */
export function deleteUnused(open: OpenVenue, actor: Actor, batchId: number): { readonly changeId: number } | Refusal {
  const batch = findBatch(open.db, batchId);
  if (!batch) return refuse('not-found', { what: 'Batch', id: batchId }, 'batchId');
  return change(open, actor, 'delete-unused', { name: batch.name }, (write) => {
    write.update('batches', batchId, { withdrawn_at_ms: batch.withdrawnAtMs ?? write.atMs });
    return { changeId: write.changeId };
  });
}

export interface UpdateBatchInput {
  readonly id: number;
  readonly name?: string | undefined;
  readonly note?: string | null | undefined;
  readonly sellBeforeMs?: number | null | undefined;
}

/** Refused: unknown. A last day in the past is what ends a batch early. */
export function updateBatch(
  open: OpenVenue,
  actor: Actor,
  { id, name, note, sellBeforeMs }: UpdateBatchInput,
): { readonly changeId: number } | Refusal {
  const batch = findBatch(open.db, id);
  if (!batch) return refuse('not-found', { what: 'Batch', id }, 'id');
  return change(open, actor, 'update-batch', { name: name ?? batch.name }, (write) => {
    write.update('batches', id, { name, note, sell_before_ms: sellBeforeMs });
    return { changeId: write.changeId };
  });
}

function change<T>(
  open: OpenVenue,
  actor: Actor,
  action: 'suspend-batch' | 'release-batch' | 'delete-unused' | 'update-batch',
  params: ChangeWhat['params'],
  work: (write: ChangeWriter) => T & (T extends PromiseLike<unknown> ? never : unknown),
): T {
  return writeChange(open.db, actor, { action, params }, open.now(), work);
}

/** They have been on paper: a sheet that was made counts as one that was printed. */
export function notePrinted(open: OpenVenue, kind: BatchRow['kind'], ids: readonly number[]): void {
  const note = kind === 'cards' ? noteCardPrints : noteVoucherPrints;
  note(open.db, ids, open.now());
  open.announce(['cards']);
}
