/** What the packets of each router tell about its health; written by the RADIUS thread, read by the doctor. */
import type { Db } from '../open';
import { preparedPer } from '../prepared';

export interface RouterEvidenceRow {
  readonly routerId: number;
  readonly lastAcceptAtMs: number | null;
  readonly lastAccountingAtMs: number | null;
  /** Accepts since the last accounting record. */
  readonly acceptsWithoutStart: number;
  readonly repeatedAtMs: number | null;
  /** Requests asked again although answered, since the router was added. */
  readonly repeats: number;
  /** The router's clock minus ours; null: it never said. */
  readonly clockOffsetSec: number | null;
}

const columns = `last_accept_at_ms as lastAcceptAtMs, last_accounting_at_ms as lastAccountingAtMs,
  accepts_without_start as acceptsWithoutStart, repeated_at_ms as repeatedAtMs, repeats,
  clock_offset_sec as clockOffsetSec`;

const statements = preparedPer(({ sqlite }) => ({
  find: sqlite.prepare<[number], RouterEvidenceRow>(
    `select router_id as routerId, ${columns} from router_states where router_id = ?`,
  ),
  store: sqlite.prepare<[RouterEvidenceRow]>(`
    insert into router_states (router_id, last_accept_at_ms, last_accounting_at_ms, accepts_without_start,
      repeated_at_ms, repeats, clock_offset_sec)
    values (@routerId, @lastAcceptAtMs, @lastAccountingAtMs, @acceptsWithoutStart, @repeatedAtMs, @repeats,
      @clockOffsetSec)
    on conflict (router_id) do update set last_accept_at_ms = excluded.last_accept_at_ms,
      last_accounting_at_ms = excluded.last_accounting_at_ms,
      accepts_without_start = excluded.accepts_without_start, repeated_at_ms = excluded.repeated_at_ms,
      repeats = excluded.repeats, clock_offset_sec = excluded.clock_offset_sec`),
}));

/** Undefined: nothing was ever heard of it. */
export function findRouterEvidence(db: Db, routerId: number): RouterEvidenceRow | undefined {
  return statements(db).find.get(routerId);
}

/** The caller holds the transaction. */
export function storeRouterEvidence(db: Db, row: RouterEvidenceRow): void {
  statements(db).store.run(row);
}
