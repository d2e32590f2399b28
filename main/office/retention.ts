/** How long data is kept: what holds now, and other times. What is over is forgotten by `forget-old-data.ts`. */
import { findDomain, listDomains, type DomainRow } from '../../db/queries/domains';
import { findLastNote } from '../../db/queries/history';
import { findVenueKeeping, listRetentionRules } from '../../db/queries/retention';
import { writeChange, type Actor, type ChangeWriter } from '../../db/write';
import { ruleClasses, type RuleClass } from '../../preload/contract/retention';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';
import { graceOf } from './domains';

export function showRetention(open: OpenVenue) {
  const rules = listRetentionRules(open.db).map(({ dataClass, keepDays }) => [dataClass, keepDays] as const);
  const lastForgottenAtMs = findLastNote(open.db, 'forget-old-data');
  return {
    rules: Object.fromEntries(rules) as Partial<Record<RuleClass, number>>,
    domains: listDomains(open.db).map(({ domain }) => ({
      domainId: domain.id,
      name: domain.name,
      ...(domain.keepSessionsDays === null ? {} : { keepDays: domain.keepSessionsDays }),
    })),
    ...(lastForgottenAtMs === undefined ? {} : { lastForgottenAtMs }),
  };
}

/** Counted by the report thread. */
export function countOldPersons(open: OpenVenue, { keepDays }: { readonly keepDays: number }) {
  return open.askReports('count-old-persons', { keepDays });
}

/** Days; null: for good; absent: as it is. */
export type RetentionUpdate = { readonly [C in RuleClass]?: number | null | undefined } & {
  /** Of single domains, which otherwise follow the venue's `connections`; null: it follows again. */
  readonly domains?: readonly { readonly domainId: number; readonly keepDays: number | null }[] | undefined;
};

/** Refused: no such domain. */
export function updateRetention(open: OpenVenue, actor: Actor, input: RetentionUpdate): { changeId: number } | Refusal {
  const unknown = input.domains?.find(({ domainId }) => !findDomain(open.db, domainId));
  if (unknown) return refuse('not-found', { what: 'Domain', id: unknown.domainId }, 'domains');
  return writeChange(open.db, actor, { action: 'update-retention', params: {} }, open.now(), (write) => {
    const venueDays = input.connections === undefined ? findVenueKeeping(open.db) : (input.connections ?? undefined);
    for (const { domainId, keepDays } of input.domains ?? []) {
      setConnections(open, write, findDomain(open.db, domainId)!, { keepDays, venueDays });
    }
    for (const dataClass of ruleClasses) setRule(open, write, dataClass, input[dataClass]);
    return { changeId: write.changeId };
  });
}

interface Kept {
  readonly keepDays: number | null;
  /** What holds in the venue from now on. */
  readonly venueDays: number | undefined;
}

function setConnections(open: OpenVenue, write: ChangeWriter, domain: DomainRow, { keepDays, venueDays }: Kept): void {
  const before = domain.keepSessionsDays ?? findVenueKeeping(open.db);
  const grace = graceOf(before, keepDays ?? venueDays, write.atMs);
  write.update('domains', domain.id, { keep_sessions_days: keepDays, ...grace });
}

function setRule(
  open: OpenVenue,
  write: ChangeWriter,
  dataClass: RuleClass,
  keepDays: number | null | undefined,
): void {
  const rule = listRetentionRules(open.db).find((each) => each.dataClass === dataClass);
  if (keepDays === undefined || keepDays === (rule?.keepDays ?? null)) return;
  const set = { keep_days: keepDays, set_at_ms: open.now() };
  if (keepDays === null) write.remove('retention_rules', rule!.id);
  else if (rule) write.update('retention_rules', rule.id, set);
  else write.insert('retention_rules', { data_class: dataClass, ...set });
}
