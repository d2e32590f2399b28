/** What is known of the persons behind guests. */
import { eq, getTableColumns, sql } from 'drizzle-orm';
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { guestPersons, guestPhotos } from '../schema';

export type PersonRow = typeof guestPersons.$inferSelect;

const columns = getTableColumns(guestPersons);

/** The column in which a field is kept. */
export function personColumn(field: keyof PersonRow): string {
  return columns[field].name;
}

const statements = preparedPer((db) => ({
  person: db.orm
    .select()
    .from(guestPersons)
    .where(eq(guestPersons.guestId, sql.placeholder('guestId')))
    .prepare(),
  photo: db.orm
    .select()
    .from(guestPhotos)
    .where(eq(guestPhotos.guestId, sql.placeholder('guestId')))
    .prepare(),
  photoId: db.orm
    .select({ id: guestPhotos.id })
    .from(guestPhotos)
    .where(eq(guestPhotos.guestId, sql.placeholder('guestId')))
    .prepare(),
}));

/** Undefined: nothing is known. */
export function findPerson(db: Db, guestId: number): PersonRow | undefined {
  return statements(db).person.get({ guestId });
}

/** JPEG or PNG. */
export function findPhoto(db: Db, guestId: number): Uint8Array | undefined {
  return statements(db).photo.get({ guestId })?.image;
}

/** The row of the picture, without reading it. */
export function findPhotoId(db: Db, guestId: number): number | undefined {
  return statements(db).photoId.get({ guestId })?.id;
}
