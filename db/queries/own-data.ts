/** Everything that is held of one guest, table by table; secrets are not data of the guest and stay sealed. */
import type { OwnDataColumn, OwnDataSection } from '../../preload/contract/own-data';
import type { Db } from '../open';
import { prepared } from '../statements';

/** A row: what its columns are called in the file. Moments are UTC milliseconds. */
export type OwnRow = Readonly<Partial<Record<OwnDataColumn, string | number | null>>>;
type Queried = Exclude<OwnDataSection, 'person' | 'history'>;

/** More of one kind than one guest ever has; the newest of them. */
export const MOST_OWN_ROWS = 50_000;

const queries: Readonly<Record<Queried, string>> = {
  guest: `select g.username, g.display_name as displayName, g.room, g.note, g.language, g.kind, d.name as domain,
      g.created_at_ms as since, g.locked_at_ms as lockedAt
    from guests g join domains d on d.id = g.domain_id where g.id = @guestId`,
  products: `select e.created_at_ms as "when", p.name as product, coalesce(e.starts_at_ms, u.started_at_ms) as begins,
      coalesce(e.ends_at_ms, u.ends_at_ms) as ends
    from entitlements e join products p on p.id = e.product_id left join entitlement_usage u on u.entitlement_id = e.id
    where e.guest_id = @guestId order by e.id desc`,
  sales: `select at_ms as "when", kind, product_name as product, amount_minor as price, currency, payment,
      price_reason as reason
    from sales where guest_id = @guestId order by id desc`,
  sessions: `select s.started_at_ms as begins, s.ended_at_ms as ends, s.mac_address as mac, s.framed_ip_address as ip,
      coalesce(r.name, s.nas_address) as router, s.session_time_sec as duration, s.upload_bytes as upload,
      s.download_bytes as download
    from sessions s left join routers r on r.id = s.router_id where s.guest_id = @guestId order by s.id desc`,
  months: `select h.period_start_ms as begins, r.name as router, h.sessions, h.session_time_sec as duration,
      h.upload_bytes as upload, h.download_bytes as download
    from session_history h left join routers r on r.id = h.router_id
    where h.guest_id = @guestId order by h.period_start_ms desc`,
  devices: `select mac_address as mac, first_seen_at_ms as firstSeen, last_seen_at_ms as lastSeen
    from devices where guest_id = @guestId order by id`,
  blocks: `select mac_address as mac, scope from device_blocks where guest_id = @guestId order by id`,
  settings: `select name as field, value from guest_attributes where guest_id = @guestId
    union all select 'ip_address', ip_address from guest_networks where guest_id = @guestId and ip_address is not null
    union all select 'routes', routes from guest_networks where guest_id = @guestId and routes <> '[]'
    union all select 'ipv6_prefix', ipv6_prefix from guest_networks
      where guest_id = @guestId and ipv6_prefix is not null`,
  log: `select at_ms as "when", outcome, detail as what, mac_address as mac
    from radius_log where guest_id = @guestId order by id desc`,
};

export const ownDataSql = queries;

export function listOwnRows(db: Db, section: Queried, guestId: number): readonly OwnRow[] {
  const sql = `select * from (${queries[section]}) limit ${MOST_OWN_ROWS}`;
  return prepared<[{ guestId: number }], OwnRow>(db.sqlite, sql).all({ guestId });
}
