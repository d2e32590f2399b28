/** The venue row, its logo and the first owner. */
import { eq, sql } from 'drizzle-orm';
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { operators, roles, venue, venueLogos } from '../schema';

export type VenueRow = typeof venue.$inferSelect;

const statements = preparedPer((db) => ({
  venue: db.orm.select().from(venue).where(eq(venue.id, 1)).prepare(),
  logo: db.orm.select({ png: venueLogos.png }).from(venueLogos).where(eq(venueLogos.id, 1)).prepare(),
  hasLogo: db.orm
    .select({ n: sql<number>`count(*)` })
    .from(venueLogos)
    .prepare(),
}));

/** The venue, or undefined before it is set up. */
export function findVenue(db: Db): VenueRow | undefined {
  return statements(db).venue.get();
}

export function getVenue(db: Db): VenueRow {
  const row = findVenue(db);
  if (!row) throw new Error('the venue row is missing although the venue is open');
  return row;
}

export function findLogo(db: Db): Uint8Array | undefined {
  return statements(db).logo.get()?.png;
}

export function hasLogo(db: Db): boolean {
  return (statements(db).hasLogo.get()?.n ?? 0) > 0;
}

export interface FirstOwner {
  readonly name: string;
  readonly nameKey: string;
  readonly passwordHash: string;
}

/**
 * Makes the venue and its first owner in one transaction; returns the owner's id. Not a change: nobody was there
 * to author it, and a venue that undoes its own owner could not be entered again.
 */
export function createVenue(db: Db, row: typeof venue.$inferInsert, owner: FirstOwner): number {
  return db.orm.transaction(
    (tx) => {
      tx.insert(venue).values(row).run();
      const role = tx.select({ id: roles.id }).from(roles).where(eq(roles.kind, 'owner')).get();
      if (!role) throw new Error('the owner role is missing');
      const made = tx
        .insert(operators)
        .values({ ...owner, roleId: role.id, createdAtMs: row.createdAtMs, language: row.language })
        .returning({ id: operators.id })
        .get();
      return made.id;
    },
    { behavior: 'immediate' },
  );
}
