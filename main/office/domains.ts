/** What the manager does with domains: the sets of guests that share rules. */
import { hasBatches } from '../../db/queries/cards';
import {
  findDomain,
  findDomainByName,
  listDomainBlockIds,
  listDomains as listDomainRows,
  type DomainRow,
} from '../../db/queries/domains';
import { countAccepted, findLegalVersion, listLegalTexts, listVersionsOfDomain } from '../../db/queries/legal';
import { writeChange, type Actor, type ChangeWriter } from '../../db/write';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';

export interface DomainInput {
  readonly name: string;
  readonly service: DomainRow['service'];
  readonly keepSessionsDays?: number | null | undefined;
  readonly closeSessionsAfterSec?: number | null | undefined;
}

/** The first is the one guests are added to when none is named. */
export function listDomains(open: OpenVenue) {
  return listDomainRows(open.db).map(({ domain, guests }) => ({
    id: domain.id,
    name: domain.name,
    service: domain.service,
    ...(domain.keepSessionsDays === null ? {} : { keepSessionsDays: domain.keepSessionsDays }),
    ...(domain.closeSessionsAfterSec === null ? {} : { closeSessionsAfterSec: domain.closeSessionsAfterSec }),
    guests,
  }));
}

/** Refused: another domain has the name. */
export function addDomain(
  open: OpenVenue,
  actor: Actor,
  input: DomainInput,
): { id: number; changeId: number } | Refusal {
  const taken = checkName(open, input.name);
  if (taken) return taken;
  return writeChange(open.db, actor, { action: 'add-domain', params: { name: input.name } }, open.now(), (write) => ({
    id: write.insert('domains', columnsOf(input)),
    changeId: write.changeId,
  }));
}

function checkName(open: OpenVenue, name: string, ownId?: number): Refusal | undefined {
  const other = findDomainByName(open.db, name);
  return other && other.id !== ownId ? refuse('name-taken', { what: 'Domain', name }, 'name') : undefined;
}

function columnsOf(input: Partial<DomainInput>): Readonly<Record<string, unknown>> {
  return {
    name: input.name,
    service: input.service,
    keep_sessions_days: input.keepSessionsDays,
    close_sessions_after_sec: input.closeSessionsAfterSec,
  };
}

export interface DomainUpdate extends Partial<Pick<DomainInput, 'keepSessionsDays' | 'closeSessionsAfterSec'>> {
  readonly id: number;
  readonly name?: string | undefined;
  readonly service?: DomainRow['service'] | undefined;
}

/** Null takes a value away, absent leaves it. */
export function updateDomain(open: OpenVenue, actor: Actor, input: DomainUpdate): { changeId: number } | Refusal {
  const domain = findDomain(open.db, input.id);
  if (!domain) return refuse('not-found', { what: 'Domain', id: input.id }, 'id');
  const name = input.name ?? domain.name;
  const taken = checkName(open, name, domain.id);
  if (taken) return taken;
  return writeChange(open.db, actor, { action: 'update-domain', params: { name } }, open.now(), (write) => {
    write.update('domains', domain.id, columnsOf({ ...input, name, service: input.service ?? domain.service }));
    return { changeId: write.changeId };
  });
}

/**
 * Refused: it has guests, or batches, guests have accepted its texts, or it is the last one. What was dissociated in it
 * and texts that nobody accepted go with it.
 */
export function removeDomain(open: OpenVenue, actor: Actor, id: number): { changeId: number } | Refusal {
  const all = listDomainRows(open.db);
  const found = all.find(({ domain }) => domain.id === id);
  if (!found) return refuse('not-found', { what: 'Domain', id }, 'id');
  if (all.length === 1) return refuse('last-domain', {}, 'id');
  if (found.guests > 0) return refuse('domain-in-use', { name: found.domain.name, count: found.guests }, 'id');
  if (hasBatches(open.db, id)) return refuse('domain-has-batches', { name: found.domain.name }, 'id');
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
