/** How a ticket of an unsaved template comes out. Drawn by the work thread: a sheet takes half a second. */
import type { Db } from '../../db/open';
import { findTicketTemplate } from '../../db/queries/ticket-templates';
import { getVenue } from '../../db/queries/venue';
import { unseal } from '../../db/seal';
import type { Refusal } from '../../preload/contract/refusals';
import type { TemplateWarning } from '../../preload/contract/ticket-templates';
import { termsFor } from '../desk/ticket-template';
import type { OpenVenue } from '../open-venue';
import { checkTemplate } from '../printing/check-template';
import { layOutTicket } from '../printing/layout';
import { ticketPng } from '../printing/raster';
import { sheetPng } from '../printing/sheet';
import type { PaperMm, Ticket, TicketTemplate } from '../printing/ticket';
import { sampleTicket, type Sample } from './sample-ticket';
import type { TemplateInput } from './ticket-templates';

export interface TemplateQuestion extends Sample {
  readonly template: TicketTemplate;
  /** As a phone would join it; undefined: the venue has none. */
  readonly wifiName: string | undefined;
  readonly wifiPassword: string | undefined;
  readonly paper: PaperMm | 'a4';
}

export interface TemplatePicture {
  /** Base64. */
  readonly png: string;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly warnings: TemplateWarning[];
}

/** By the very typesetting that prints, with what is not as it should be. Faults: TICKET_QR_UNREADABLE. */
export async function drawTemplate(db: Db, question: TemplateQuestion, nowMs: number): Promise<TemplatePicture> {
  const { template, wifiName, wifiPassword, paper } = question;
  const ticket: Ticket = {
    ...{ ...sampleTicket(db, question, nowMs), template, wifiName, wifiPassword },
    ...termsFor(db, { template }, null, question.language),
  };
  const picture = await (paper === 'a4' ? sheetPng(ticket) : ticketPng(layOutTicket(ticket, paper)));
  const warnings = await checkTemplate(ticket, paper);
  return { ...picture, png: Buffer.from(picture.png).toString('base64'), warnings: warnings.slice() };
}

export interface PreviewInput extends TemplateInput, Sample {
  /** Whose Wi-Fi password holds where none is typed. */
  readonly id?: number | undefined;
  readonly paper: PaperMm | 'a4';
}

/** Refused: `work-busy`, `work-stopped`. */
export async function previewTemplate(
  open: OpenVenue,
  input: PreviewInput,
  operatorName: string,
): Promise<TemplatePicture | Refusal> {
  const { blocks, cardsPerPage, paper, language, guest } = input;
  const question = {
    kind: 'template' as const,
    ...{ template: { blocks, cardsPerPage }, paper, language, guest },
    wifiName: input.wifi.name ?? getVenue(open.db).wifiName ?? undefined,
    wifiPassword: input.wifi.security === 'wpa' ? (input.wifi.password ?? keptPassword(open, input.id)) : undefined,
  };
  return open.runJob('draw-product-ticket', question, operatorName);
}

function keptPassword(open: OpenVenue, id: number | undefined): string | undefined {
  const sealed = id === undefined ? undefined : findTicketTemplate(open.db, id)?.wifiPasswordSealed;
  return sealed == null ? undefined : unseal(open.dataKey, 'wireless-key', sealed);
}
