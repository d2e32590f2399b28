/** Work that nobody looks at or stops. */
import type { Watch } from '../../main/office/watch';

export const unwatched: Watch = { progress: () => undefined, signal: new AbortController().signal };
