/** Finds guests by code, name, room or MAC, and shows one. */
import {
  findGuest,
  listDevices,
  listHeld,
  listOnlineGuests,
  searchGuests,
  sumTraffic,
  type GuestRow,
} from '../../db/queries/guests';
import { getVenue, type VenueRow } from '../../db/queries/venue';
import { languages } from '../../preload/contract/base';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';
import { describeCard } from './sell-card';
import { sentenceOf } from './sentence-of';
import { momentOf, standingOf, type GuestStanding } from './standing';

/** Newest first; empty text lists the newest guests. */
export function findGuests(open: OpenVenue, text: string, limit: number) {
  return viewGuests(open, searchGuests(open.db, text, limit, open.scope), 'with-sentence');
}

export function showGuest(open: OpenVenue, id: number) {
  const row = findGuest(open.db, id);
  if (!row) return refuse('not-found', { what: 'Guest', id }, 'id');
  const view = viewGuests(open, [row], 'with-sentence')[0]!;
  const card = describeCard(open, id);
  const devices = listDevices(open.db, id).map((device) => ({
    macAddress: device.macAddress,
    privateAddress: isPrivateAddress(device.macAddress),
    firstSeenAtMs: device.firstSeenAtMs,
    lastSeenAtMs: device.lastSeenAtMs,
  }));
  return { ...view, ...sumTraffic(open.db, id), devices, ...(card && { card }) };
}

/** A phone's made-up address has the "locally administered" bit: second digit 2, 6, A or E (IEEE 802). */
function isPrivateAddress(macAddress: string): boolean {
  return /^.[26AE]/i.test(macAddress);
}

export type GuestView = ReturnType<typeof viewGuest>;

/** Sentences cost more than all the rest of a row: a list that does not show them goes without. */
type Detail = 'with-sentence' | 'without-sentence';

/** In the order given. */
export function viewGuests(open: OpenVenue, rows: readonly GuestRow[], detail: Detail): GuestView[] {
  const ids = rows.map((row) => row.id);
  const held = listHeld(open.db, ids);
  const online = listOnlineGuests(open.db, ids);
  const venue = detail === 'with-sentence' ? getVenue(open.db) : undefined;
  const moment = momentOf(open);
  return rows.map((row) => {
    const standing = standingOf(open, held.get(row.id) ?? [], moment);
    return viewGuest(row, standing, online.has(row.id), venue);
  });
}

/** `venue`: whose language the sentence is in; undefined: no sentence. */
function viewGuest(
  row: GuestRow,
  { standing, held, endsAtMs }: GuestStanding,
  online: boolean,
  venue: VenueRow | undefined,
) {
  const language = languages.find((known) => known === row.language);
  return {
    id: row.id,
    username: row.username,
    domainId: row.domainId,
    kind: row.kind,
    ...(row.displayName === null ? {} : { displayName: row.displayName }),
    ...(row.room === null ? {} : { room: row.room }),
    ...(row.note === null ? {} : { note: row.note }),
    ...(language ? { language } : {}),
    locked: row.lockedAtMs !== null,
    online,
    standing,
    ...(held ? { productName: held.product.name } : {}),
    ...(held && venue ? { sentence: sentenceOf(held, venue.language, venue.timeZone, endsAtMs) } : {}),
    ...(endsAtMs === undefined ? {} : { endsAtMs }),
    createdAtMs: row.createdAtMs,
  };
}
