/** What the tickets of a product and a domain look like. */
import type { Db } from '../../db/open';
import {
  findTicketTemplate,
  findTicketTemplateOf,
  type TicketOf,
  type TicketTemplateRow,
} from '../../db/queries/ticket-templates';
import { currentTexts } from '../../db/queries/legal';
import type { VenueRow } from '../../db/queries/venue';
import { unseal } from '../../db/seal';
import type { TemplateBlock } from '../../preload/contract/ticket-templates';
import { builtInTemplate } from '../printing/built-in-template';
import type { Ticket, TicketTemplate } from '../printing/ticket';

/** The part of a ticket that its template decides. */
export type TemplateParts = Pick<Ticket, 'template' | 'wifiName' | 'wifiPassword'>;

/** Where the template's Wi-Fi password is to be unsealed with. */
export interface TemplateSource {
  readonly db: Db;
  readonly dataKey: Uint8Array;
}

/** As its product, its domain or the venue has it, in this order. */
export function templateParts(source: TemplateSource, venue: VenueRow, of: TicketOf): TemplateParts {
  const row = findTicketTemplateOf(source.db, of);
  return row ? partsOf(source, venue, row) : { template: builtInTemplate, wifiName: venue.wifiName ?? undefined };
}

/** What the guests of a domain agree to, where the template says it; null: where a domain has nothing of its own. */
export function termsFor(
  db: Db,
  { template }: Pick<TemplateParts, 'template'>,
  domainId: number | null,
  language: string,
): Pick<Ticket, 'terms'> {
  if (!template?.blocks.some(({ kind }) => kind === 'terms')) return {};
  return { terms: currentTexts(db, domainId, language).find(({ kind }) => kind === 'terms')?.body };
}

/** Of a product that is not saved yet and has chosen this template; null, or one that is gone: as the venue's default. */
export function partsOfChoice(source: TemplateSource, venue: VenueRow, id: number | null | undefined): TemplateParts {
  const chosen = id == null ? undefined : findTicketTemplate(source.db, id);
  return chosen ? partsOf(source, venue, chosen) : templateParts(source, venue, {});
}

/** Of this template. */
export function partsOf({ dataKey }: TemplateSource, venue: VenueRow, row: TicketTemplateRow): TemplateParts {
  const sealed = row.wifiPasswordSealed;
  return {
    template: readTemplate(row),
    wifiName: row.wifiName ?? venue.wifiName ?? undefined,
    ...(sealed !== null && { wifiPassword: unseal(dataKey, 'wireless-key', sealed) }),
  };
}

/** The row as what prints takes it; its blocks were checked when they were written. */
export function readTemplate(row: TicketTemplateRow): TicketTemplate {
  return {
    blocks: JSON.parse(row.blocks) as TemplateBlock[],
    cardsPerPage: row.cardsPerPage as TicketTemplate['cardsPerPage'],
  };
}
