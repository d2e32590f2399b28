import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the clone. (`import.meta.dirname` does not exist in Node 18.) */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What the launcher fetches and remembers; ignored by git, may be deleted at any time. */
export const runtimeFolder = join(root, '.runtime');

/** A path inside the clone. */
export const at = (...parts) => join(root, ...parts);
