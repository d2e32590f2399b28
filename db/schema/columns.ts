/** Column shapes that every table shares. */
import { customType, integer } from 'drizzle-orm/sqlite-core';

/** Row number; AUTOINCREMENT so that a number is never given twice, even after an undone insert. */
export const id = () => integer('id').primaryKey({ autoIncrement: true });

/** UTC milliseconds since 1970. */
export const timeMs = (name: string) => integer(name);

/** 0 or 1. */
export const flag = (name: string) => integer(name, { mode: 'boolean' });

/** Bytes; sealed values (AES-256-GCM, see db/seal.ts) and images. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'blob' });
