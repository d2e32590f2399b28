/** A printer as the venue set it up. */
import type { PaperMm } from './ticket';

export interface Printer {
  readonly id: number;
  readonly name: string;
  /** system: through the desktop application; network: ESC/POS over TCP; queue: ESC/POS into a raw system queue. */
  readonly kind: 'system' | 'network' | 'queue';
  /** system and queue: the operating system's name; network: host or host:port. */
  readonly target: string;
  readonly paperMm: PaperMm;
  /** Prints what this one takes nothing of, once it has been in trouble for so long. Its own fallback is not asked. */
  readonly fallback?: { readonly printerId: number; readonly afterSec: number } | undefined;
}
