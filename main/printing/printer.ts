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
}
