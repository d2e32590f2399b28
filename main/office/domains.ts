/** What the manager does with domains: the sets of guests that share rules. */
import { hasBatches } from '../../db/queries/cards';
import {
  findDomain,
  findDomainByName,
  listDomainBlockIds,
  listDomains as listDomainRows,
  type DomainRow,
} from '../../db/queries/domains';
import { findTicketTemplate } from '../../db/queries/ticket-templates';
import { findVenueKeeping } from '../../db/queries/retention';
import { hasOperators } from '../../db/queries/operators';
import { countAccepted, findLegalVersion, listLegalTexts, listVersionsOfDomain } from '../../db/queries/legal';
import { writeChange, type Actor, type ChangeWriter } from '../../db/write';
import type { Language } from '../../preload/contract/base';
import type { Registration } from '../../preload/contract/domains';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';

export interface DomainInput {
  readonly name: string;
  readonly service: DomainRow['service'];
  /** Null: as the venue. */
  readonly keepSessionsDays?: number | null | undefined;
  readonly closeSessionsAfterSec?: number | null | undefined;
  readonly language?: Language | null | undefined;
  readonly registration?: Registration | undefined;
  /** Of its tickets, where the product chooses none. */
  readonly ticketTemplateId?: number | null | undefined;
}

/** The first is the one guests are added to when none is named. */
export function listDomains(open: OpenVenue) {
  const venueDays = findVenueKeeping(open.db);
  return listDomainRows(open.db, open.scope).map(({ domain, guests }) => ({
    id: domain.id,
    name: domain.name,
    service: domain.service,
    ...(domain.keepSessionsDays === null ? {} : { keepSessionsDays: domain.keepSessionsDays }),
    ...(domain.closeSessionsAfterSec === null ? {} : { closeSessionsAfterSec: domain.closeSessionsAfterSec }),
    ...(domain.language === null ? {} : { language: domain.language as Language }),
    registration: domain.registration,
    ...(domain.ticketTemplateId === null ? {} : { ticketTemplateId: domain.ticketTemplateId }),
    ...(venueDays === undefined ? {} : { venueKeepsDays: venueDays }),
    guests,
  }));
}

/** Refused: another domain has the name, or there is no such template. */
export function addDomain(
  open: OpenVenue,
  actor: Actor,
  input: DomainInput,
): { id: number; changeId: number } | Refusal {
  const no = checkName(open, input.name) ?? checkTemplate(open, input.ticketTemplateId);
  if (no) return no;
  return writeChange(open.db, actor, { action: 'add-domain', params: { name: input.name } }, open.now(), (write) => ({
    id: write.insert('domains', columnsOf(input)),
    changeId: write.changeId,
  }));
}

function checkName(open: OpenVenue, name: string, ownId?: number): Refusal | undefined {
  const other = findDomainByName(open.db, name);
  return other && other.id !== ownId ? refuse('name-taken', { what: 'Domain', name }, 'name') : undefined;
}

function checkTemplate(open: OpenVenue, id: number | null | undefined): Refusal | undefined {
  const isThere = id == null || findTicketTemplate(open.db, id) !== undefined;
  return isThere ? undefined : refuse('not-found', { what: 'Ticket', id }, 'ticketTemplateId');
}

function columnsOf(input: Partial<DomainInput>): Readonly<Record<string, unknown>> {
  return {
    name: input.name,
    service: input.service,
    keep_sessions_days: input.keepSessionsDays,
    close_sessions_after_sec: input.closeSessionsAfterSec,
    language: input.language,
    registration: input.registration,
    ticket_template_id: input.ticketTemplateId,
  };
}

export interface DomainUpdate extends Omit<DomainInput, 'name' | 'service'> {
  readonly id: number;
  readonly name?: string | undefined;
  readonly service?: DomainRow['service'] | undefined;
}

/** Null takes a value away, absent leaves it. */
export function updateDomain(open: OpenVenue, actor: Actor, input: DomainUpdate): { changeId: number } | Refusal {
  const domain = findDomain(open.db, input.id);
  if (!domain) return refuse('not-found', { what: 'Domain', id: input.id }, 'id');
  const name = input.name ?? domain.name;
  const no = checkName(open, name, domain.id) ?? checkTemplate(open, input.ticketTemplateId);
  if (no) return no;
  return writeChange(open.db, actor, { action: 'update-domain', params: { name } }, open.now(), (write) => {
    const columns = columnsOf({ ...input, name, service: input.service ?? domain.service });
    write.update('domains', domain.id, {
      ...columns,
      ...keptShorter(open, domain, input.keepSessionsDays, write.atMs),
    });
    return { changeId: write.changeId };
  });
}

interface Grace {
  readonly keep_lowered_at_ms?: number | null;
}

function keptShorter(open: OpenVenue, domain: DomainRow, ownDays: number | null | undefined, atMs: number): Grace {
  if (ownDays === undefined) return {};
  const venueDays = findVenueKeeping(open.db);
  return graceOf(domain.keepSessionsDays ?? venueDays, ownDays ?? venueDays, atMs);
}

/**
 * The columns that give what is to be kept shorter a day of grace, own rule or the venue's; undefined: for good. Kept
 * longer there is nothing to wait for.
 */
export function graceOf(beforeDays: number | undefined, keepDays: number | undefined, atMs: number): Grace {
  if (keepDays === beforeDays) return {};
  const isLowered = (keepDays ?? Number.POSITIVE_INFINITY) < (beforeDays ?? Number.POSITIVE_INFINITY);
  return { keep_lowered_at_ms: isLowered ? atMs : null };
}

/** What a shorter time would sum up, counted by the report thread. Refused: no such domain. */
export async function countOldSessions(
  open: OpenVenue,
  { id, keepSessionsDays }: { readonly id: number; readonly keepSessionsDays: number },
) {
  if (!findDomain(open.db, id)) return refuse('not-found', { what: 'Domain', id }, 'id');
  return open.askReports('count-old-sessions', { domainId: id, keepDays: keepSessionsDays });
}

/**
 * Refused: it has guests, batches, or operators who see only its guests, guests have accepted its texts, or it is the
 * last one. What was dissociated in it and texts that nobody accepted go with it.
 */
export function removeDomain(open: OpenVenue, actor: Actor, id: number): { changeId: number } | Refusal {
  const all = listDomainRows(open.db);
  const found = all.find(({ domain }) => domain.id === id);
  if (!found) return refuse('not-found', { what: 'Domain', id }, 'id');
  if (all.length === 1) return refuse('last-domain', {}, 'id');
  if (found.guests > 0) return refuse('domain-in-use', { name: found.domain.name, count: found.guests }, 'id');
  if (hasBatches(open.db, id)) return refuse('domain-has-batches', { name: found.domain.name }, 'id');
  if (hasOperators(open.db, id)) return refuse('domain-has-operators', { name: found.domain.name }, 'id');
  const versions = listVersionsOfDomain(open.db, id);
  if (versions.some((version) => isAccepted(open, version))) {
    return refuse('domain-has-texts', { name: found.domain.name }, 'id');
  }
  const what = { action: 'remove-domain', params: { name: found.domain.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    for (const blockId of listDomainBlockIds(open.db, id)) write.remove('device_blocks', blockId);
    for (const version of versions) removeTexts(open, write, version);
    write.remove('domains', id);
    return { changeId: write.changeId };
  });
}

function isAccepted(open: OpenVenue, versionId: number): boolean {
  const version = findLegalVersion(open.db, versionId);
  return version !== undefined && countAccepted(open.db, version) > 0;
}

function removeTexts(open: OpenVenue, write: ChangeWriter, versionId: number): void {
  for (const { id } of listLegalTexts(open.db, versionId)) write.remove('legal_texts', id);
  write.remove('legal_versions', versionId);
}
