/** How long data is kept: what holds now, and other times. What is over is forgotten by `forget-old-data.ts`. */
import { listDomains } from '../../db/queries/domains';
import { findLastNote } from '../../db/queries/history';
import { listRetentionRules } from '../../db/queries/retention';
import { writeChange, type Actor, type ChangeWriter } from '../../db/write';
import { retentionClasses, type RetentionClass } from '../../preload/contract/retention';
import type { OpenVenue } from '../open-venue';

export function showRetention(open: OpenVenue) {
  const rules = listRetentionRules(open.db).map(({ dataClass, keepDays }) => [dataClass, keepDays] as const);
  const lastForgottenAtMs = findLastNote(open.db, 'forget-old-data');
  return {
    rules: Object.fromEntries(rules) as Partial<Record<RetentionClass, number>>,
    connections: listDomains(open.db).map(({ domain }) => ({
      domainId: domain.id,
      name: domain.name,
      ...(domain.keepSessionsDays === null ? {} : { keepDays: domain.keepSessionsDays }),
    })),
    ...(lastForgottenAtMs === undefined ? {} : { lastForgottenAtMs }),
  };
}

/** Days; null: for good; absent: as it is. */
export type RetentionUpdate = { readonly [C in RetentionClass | 'connections']?: number | null | undefined };

export function updateRetention(open: OpenVenue, actor: Actor, input: RetentionUpdate): { changeId: number } {
  return writeChange(open.db, actor, { action: 'update-retention', params: {} }, open.now(), (write) => {
    for (const dataClass of retentionClasses) setRule(open, write, dataClass, input[dataClass]);
    if (input.connections !== undefined) {
      for (const { domain } of listDomains(open.db)) {
        write.update('domains', domain.id, { keep_sessions_days: input.connections });
      }
    }
    return { changeId: write.changeId };
  });
}

function setRule(
  open: OpenVenue,
  write: ChangeWriter,
  dataClass: RetentionClass,
  keepDays: number | null | undefined,
): void {
  const rule = listRetentionRules(open.db).find((each) => each.dataClass === dataClass);
  if (keepDays === undefined || keepDays === (rule?.keepDays ?? null)) return;
  const set = { keep_days: keepDays, set_at_ms: open.now() };
  if (keepDays === null) write.remove('retention_rules', rule!.id);
  else if (rule) write.update('retention_rules', rule.id, set);
  else write.insert('retention_rules', { data_class: dataClass, ...set });
}
