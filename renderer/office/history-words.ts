/** What a change did in words: the columns that have one, and how the value of each is read. */
import type { Output } from '../api';
import type { Formats } from '../parts/formats';

export type ChangeDetails = Output<'history.details'>;
export type SubChange = ChangeDetails['rows'][number];
export type FieldChange = SubChange['fields'][number];
type FieldValue = NonNullable<FieldChange['before']>;

/** Others are shown by their name in the database: technical ones, for those who know them. */
export const wordedColumns = [
  'name',
  'kind',
  'language',
  'note',
  'room',
  'display_name',
  'username',
  'code',
  'password_sealed',
  'password_hash',
  'pin_hash',
  'role_id',
  'operator_id',
  'parent_id',
  'guest_prefix',
  'rights',
  'disabled_at_ms',
  'locked_at_ms',
  'domain_id',
  'product_id',
  'guest_id',
  'batch_id',
  'router_id',
  'price_minor',
  'starts',
  'starts_at_ms',
  'ends_at_ms',
  'end_overridden',
  'valid_for_sec',
  'valid_until_ms',
  'until_check_out',
  'retired_at_ms',
  'color',
  'registration',
  'keep_sessions_days',
  'pinned',
  'hidden',
  'code_alphabet',
  'code_length',
  'at_session_limit',
  'at_device_limit',
  'bind_first_device',
  'rate_down_bps',
  'rate_up_bps',
  'total_quota_bytes',
  'download_quota_bytes',
  'upload_quota_bytes',
  'uptime_sec',
  'devices',
  'simultaneous_sessions',
  'session_timeout_sec',
  'idle_timeout_sec',
  'address',
  'secret_sealed',
  'mac_address',
  'target',
  'paper_mm',
  'is_default',
  'fallback_id',
  'fallback_after_sec',
  'country',
  'currency',
  'time_zone',
  'check_out_minute',
  'login_host',
  'wifi_name',
  'backup_folder',
  'lock_after_min',
  'service',
  'email',
  'mobile',
  'first_name',
  'last_name',
  'city',
  'value',
  'count',
  'sell_before_ms',
  'withdrawn_at_ms',
  'sold_at_ms',
  'serial',
  'from_serial',
  'till_serial',
  'ip_address',
  'png',
  'image',
] as const;

/** Yes or no, which the database keeps as 1 and 0. */
const yesNoColumns: ReadonlySet<string> = new Set([
  ...[
    'until_check_out',
    'end_overridden',
    'bind_first_device',
    'is_default',
    'sold_at_desk',
    'price_printed',
    'pinned',
  ],
  ...['message_authenticator', 'accepts_without_start', 'hidden'],
]);

export interface ValueWords {
  readonly hidden: string;
  readonly nothing: string;
  readonly yes: string;
  readonly no: string;
}

/** 'valid_for_sec' 86400 -> '1 day': the unit stands last in the name of a column. */
export function valueText(column: string, value: FieldValue | undefined, formats: Formats, words: ValueWords): string {
  if (value === undefined || (value.kind === 'plain' && value.value === null)) return words.nothing;
  if (value.kind === 'hidden' || value.value === null) return words.hidden;
  if (value.name !== undefined) return value.name;
  if (typeof value.value === 'string') return value.value;
  return numberText(column, value.value, formats, words);
}

const MINUTES_IN_HOUR = 60;

function numberText(column: string, value: number, formats: Formats, words: ValueWords): string {
  if (yesNoColumns.has(column)) return value === 0 ? words.no : words.yes;
  if (column.endsWith('_minor')) return formats.money(value);
  if (column.endsWith('_ms')) return formats.exact(value);
  if (column.endsWith('_sec')) return formats.duration(value);
  if (column.endsWith('_bytes')) return formats.bytes(value);
  if (column.endsWith('_bps')) return formats.rate(value);
  if (column === 'check_out_minute') {
    const [hour, minute] = [Math.floor(value / MINUTES_IN_HOUR), value % MINUTES_IN_HOUR];
    return `${hour}:${String(minute).padStart(2, '0')}`;
  }
  // A number that stands for something is not counted in thousands.
  return column.endsWith('_id') ? String(value) : formats.number(value);
}
