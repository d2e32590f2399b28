/** What a guest's tickets speak: their own language, else that of their domain, else the venue's. */
import type { Db } from '../../db/open';
import { findDomain } from '../../db/queries/domains';
import type { GuestRow } from '../../db/queries/guests';
import type { VenueRow } from '../../db/queries/venue';

/** BCP 47. */
export function languageOf(
  db: Db,
  { language, domainId }: Pick<GuestRow, 'language' | 'domainId'>,
  venue: VenueRow,
): string {
  return language ?? languageIn(db, domainId, venue);
}

/** Of whoever is in the domain and has no language of their own. */
export function languageIn(db: Db, domainId: number | null, venue: VenueRow): string {
  return (domainId === null ? undefined : findDomain(db, domainId)?.language) ?? venue.language;
}
