/** What the manager does with the looks of tickets. */
import {
  findDefaultTicketTemplate,
  findTicketTemplate,
  findTicketTemplateByName,
  listTemplateChoosers,
  listTemplateDomains,
  listTicketTemplates as listRows,
  type TemplateChooser,
  type TicketTemplateRow,
} from '../../db/queries/ticket-templates';
import { seal } from '../../db/seal';
import { writeChange, type Actor, type ChangeWriter } from '../../db/write';
import type { Refusal } from '../../preload/contract/refusals';
import { MOST_TEMPLATES, type CardsPerPage, type TemplateBlock } from '../../preload/contract/ticket-templates';
import { readTemplate } from '../desk/ticket-template';
import type { OpenVenue } from '../open-venue';
import { builtInTemplate } from '../printing/built-in-template';
import { refuse } from '../refuse';

export interface TemplateWifi {
  /** Null: the venue's. */
  readonly name: string | null;
  readonly security: 'open' | 'wpa';
  /** Of `wpa`; absent: the one that is kept already. */
  readonly password?: string | undefined;
}

export interface TemplateInput {
  readonly name: string;
  readonly blocks: readonly TemplateBlock[];
  readonly cardsPerPage: CardsPerPage;
  readonly wifi: TemplateWifi;
}

/** Oldest first; a Wi-Fi password is kept and never shown again. */
export function listTicketTemplates(open: OpenVenue) {
  const choosers = listTemplateChoosers(open.db);
  const domains = listTemplateDomains(open.db);
  return {
    rows: listRows(open.db).map((row) => {
      const { blocks, cardsPerPage } = readTemplate(row);
      return {
        id: row.id,
        name: row.name,
        blocks: blocks.slice(),
        cardsPerPage,
        wifi: { name: row.wifiName, security: row.wifiSecurity },
        isDefault: row.isDefault,
        products: choosers.filter(({ templateId }) => templateId === row.id).map(({ name }) => name),
        domains: domains.filter(({ templateId }) => templateId === row.id).map(({ name }) => name),
      };
    }),
    builtIn: { blocks: builtInTemplate.blocks.slice(), cardsPerPage: builtInTemplate.cardsPerPage },
  };
}

/** For a product or a domain to choose from. */
export function listTemplateNames(open: OpenVenue) {
  return listRows(open.db).map(({ id, name, isDefault }) => ({ id, name, isDefault }));
}

/** Refused: the name is taken, a password is missing, or there are fifty already. */
export function addTicketTemplate(
  open: OpenVenue,
  actor: Actor,
  input: TemplateInput,
): { id: number; changeId: number } | Refusal {
  const no = checkName(open, input.name) ?? checkWifi(input.wifi, undefined) ?? checkCount(open);
  if (no) return no;
  const what = { action: 'add-ticket-template', params: { name: input.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => ({
    id: write.insert('ticket_templates', {
      ...columnsOf(open, input),
      is_default: 0,
      created_at_ms: write.atMs,
    }),
    changeId: write.changeId,
  }));
}

function checkName(open: OpenVenue, name: string, ownId?: number): Refusal | undefined {
  const other = findTicketTemplateByName(open.db, name);
  return other && other.id !== ownId ? refuse('name-taken', { what: 'Ticket', name }, 'name') : undefined;
}

/** A password that is to be kept must be there. */
function checkWifi(wifi: TemplateWifi | undefined, before: TicketTemplateRow | undefined): Refusal | undefined {
  const missing = wifi?.security === 'wpa' && wifi.password === undefined && before?.wifiPasswordSealed == null;
  return missing ? refuse('invalid-input', { problem: 'the Wi-Fi needs its password' }, 'wifi.password') : undefined;
}

function checkCount(open: OpenVenue): Refusal | undefined {
  const problem = `there are ${MOST_TEMPLATES} already`;
  return listRows(open.db).length < MOST_TEMPLATES ? undefined : refuse('invalid-input', { problem });
}

export type TemplateUpdate = { readonly [K in keyof TemplateInput]?: TemplateInput[K] | undefined } & {
  readonly id: number;
};

/** Replaces what is given. Refused: unknown, the name is taken, a password is missing. */
export function updateTicketTemplate(
  open: OpenVenue,
  actor: Actor,
  input: TemplateUpdate,
): { changeId: number } | Refusal {
  const row = findTicketTemplate(open.db, input.id);
  if (!row) return unknownTemplate(input.id);
  const taken = input.name === undefined ? undefined : checkName(open, input.name, row.id);
  const no = taken ?? checkWifi(input.wifi, row);
  if (no) return no;
  const what = { action: 'update-ticket-template', params: { name: input.name ?? row.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    write.update('ticket_templates', row.id, columnsOf(open, input));
    return { changeId: write.changeId };
  });
}

function unknownTemplate(id: number): Refusal {
  return refuse('not-found', { what: 'Ticket', id }, 'id');
}

/** The given fields as columns; what is undefined is left to the row. */
function columnsOf(open: OpenVenue, input: Omit<TemplateUpdate, 'id'>): Readonly<Record<string, unknown>> {
  const { name, blocks, cardsPerPage, wifi } = input;
  return {
    name,
    blocks: blocks && JSON.stringify(blocks),
    cards_per_page: cardsPerPage,
    ...(wifi && wifiColumns(open, wifi)),
  };
}

function wifiColumns(open: OpenVenue, { name, security, password }: TemplateWifi): Readonly<Record<string, unknown>> {
  const sealed = password === undefined ? undefined : seal(open.dataKey, 'wireless-key', password);
  return {
    wifi_name: name,
    wifi_security: security,
    wifi_password_sealed: security === 'open' ? null : sealed,
  };
}

/** Null: the one that comes with the program. Answers without a change where it is so already. Refused: unknown. */
export function setDefaultTemplate(open: OpenVenue, actor: Actor, id: number | null): { changeId?: number } | Refusal {
  const next = id === null ? undefined : findTicketTemplate(open.db, id);
  if (id !== null && !next) return unknownTemplate(id);
  const before = findDefaultTicketTemplate(open.db);
  if (before?.id === next?.id) return {};
  const what = next
    ? ({ action: 'set-default-ticket-template', params: { name: next.name } } as const)
    : ({ action: 'set-built-in-ticket-template', params: {} } as const);
  return writeChange(open.db, actor, what, open.now(), (write) => {
    if (before) write.update('ticket_templates', before.id, { is_default: 0 });
    if (next) write.update('ticket_templates', next.id, { is_default: 1 });
    return { changeId: write.changeId };
  });
}

/** Products and domains that chose it go back to the default, in the same change. Refused: unknown. */
export function removeTicketTemplate(open: OpenVenue, actor: Actor, id: number): { changeId: number } | Refusal {
  const row = findTicketTemplate(open.db, id);
  if (!row) return unknownTemplate(id);
  const what = { action: 'remove-ticket-template', params: { name: row.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    releaseChoosers(open, write, id);
    write.remove('ticket_templates', id);
    return { changeId: write.changeId };
  });
}

function releaseChoosers(open: OpenVenue, write: ChangeWriter, templateId: number): void {
  const isOf = (chooser: TemplateChooser): boolean => chooser.templateId === templateId;
  for (const { id } of listTemplateChoosers(open.db).filter(isOf)) {
    write.update('products', id, { ticket_template_id: null });
  }
  for (const { id } of listTemplateDomains(open.db).filter(isOf)) {
    write.update('domains', id, { ticket_template_id: null });
  }
}
