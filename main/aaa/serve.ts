/** The RADIUS library in front of the access engine: the one wiring of the two, for the thread and for tests. */
import { startRadiusServer, type RadiusServer } from '../radius/server';
import type { AccessEngine } from './engine';

export interface ServeOptions {
  /** 0 takes any free port. */
  readonly authPort: number;
  readonly acctPort: number;
  readonly bind: readonly string[];
  /** UTC milliseconds. */
  readonly now: () => number;
  /** A datagram was handled, answered or not. */
  readonly heard: () => void;
  /** A silence behind which there is a bug, or an error of a socket. */
  readonly failed: (error: unknown) => void;
}

/** Opens the ports. Throws BindError when one cannot be had; nothing stays open then. */
export function serveEngine(engine: AccessEngine, options: ServeOptions): Promise<RadiusServer> {
  const { heard, ...rest } = options;
  return startRadiusServer({
    ...rest,
    findNas: (address) => engine.findNas(address),
    handle(batch) {
      heard();
      return engine.handle(batch);
    },
    statusAnswered(request) {
      heard();
      engine.statusAnswered(request);
    },
    askedAgain(nas, receivedAtMs) {
      engine.askedAgain(nas.id, receivedAtMs);
    },
    dropped(drop) {
      heard();
      engine.dropped(drop);
    },
  });
}
