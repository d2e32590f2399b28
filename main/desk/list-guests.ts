/** The guests a page at a time, by anything and by where they stand. */
import { lookThroughGuests, type GuestListFilter } from '../../db/queries/guest-list';
import { listGuestsById } from '../../db/queries/guests';
import type { OpenVenue } from '../open-venue';
import { viewGuests, type GuestView } from './find-guests';
import type { Standing } from './standing';

export interface GuestPageInput extends GuestListFilter {
  /** Go on below this guest. */
  readonly beforeId?: number | undefined;
  readonly limit: number;
}

export interface GuestPage {
  readonly rows: GuestView[];
  /** Where to go on; there may be nobody left who fits. Undefined: nobody is. */
  readonly nextBeforeId?: number;
}

/** Parts looked through for one page: what fits few is found by going on, not by waiting. */
const MOST_PARTS = 5;
/** Whose standing is worked out at once. */
const JUDGED_AT_ONCE = 50;
/** Whose standing is worked out for one page: some 10 ms where everybody holds something with quotas. */
export const MOST_JUDGED = 300;

/** Newest first; fewer than `limit` rows with `nextBeforeId`: go on from there. */
export function listGuests(open: OpenVenue, input: GuestPageInput): GuestPage {
  const page: Page = { rows: [], judged: 0 };
  const filter = { ...input, scope: open.scope };
  let beforeId = input.beforeId ?? Number.MAX_SAFE_INTEGER;
  for (let part = 0; part < MOST_PARTS; part++) {
    const { ids, nextBeforeId } = lookThroughGuests(open.db, filter, beforeId, open.now());
    const restBeforeId = takeFitting(open, input, ids, page) ?? nextBeforeId;
    if (restBeforeId === undefined) return { rows: page.rows };
    if (isDone(page, input)) return { rows: page.rows, nextBeforeId: restBeforeId };
    beforeId = restBeforeId;
  }
  return { rows: page.rows, nextBeforeId: beforeId };
}

interface Page {
  readonly rows: GuestView[];
  judged: number;
}

function isDone({ rows, judged }: Page, { limit }: GuestPageInput): boolean {
  return rows.length === limit || judged >= MOST_JUDGED;
}

/** Adds those that fit until the page is done. The last one looked at, with some of `ids` left; undefined: none is. */
function takeFitting(open: OpenVenue, input: GuestPageInput, ids: readonly number[], page: Page): number | undefined {
  for (let at = 0; at < ids.length; at += JUDGED_AT_ONCE) {
    const some = ids.slice(at, at + JUDGED_AT_ONCE);
    page.judged += some.length;
    for (const view of viewGuests(open, inOrder(open, some), 'without-sentence')) {
      if (stands(view.standing, input.state)) page.rows.push(view);
      if (page.rows.length === input.limit) return view.id === ids.at(-1) ? undefined : view.id;
    }
    if (isDone(page, input)) return at + JUDGED_AT_ONCE >= ids.length ? undefined : some.at(-1);
  }
  return undefined;
}

function inOrder(open: OpenVenue, ids: readonly number[]) {
  return listGuestsById(open.db, ids).toSorted((a, b) => b.id - a.id);
}

const over: ReadonlySet<Standing> = new Set<Standing>(['ended', 'used-up', 'none']);

function stands(standing: Standing, state: GuestListFilter['state']): boolean {
  if (state === 'valid') return !over.has(standing);
  return state !== 'expired' || over.has(standing);
}
