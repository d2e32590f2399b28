/** What is not as it should be with a ticket on its paper, found where it is set and not by how it looks. */
import type { TemplateBlock, TemplateWarning } from '../../preload/contract/ticket-templates';
import { builtInTemplate } from './built-in-template';
import { missingLetters } from './fonts';
import { areTermsCut, layOutBlocks, printableMm, qrValue } from './layout';
import { DOTS_PER_MM } from './qr';
import { inkOf } from './raster';
import { cardScale, QR_COLUMN_MM } from './sheet';
import type { PaperMm, Ticket, TicketBlock } from './ticket';
import { findBrokenWord } from './typeset';

/** Beyond half of its dots a picture is a black field with holes, and the head overheats. */
const MOST_INK = 0.5;
/** Below this a card's smallest words are under 1.7 mm: the size of a footnote. */
const LEAST_CARD_SCALE = 0.57;

/** In the order of the blocks; those of the whole ticket come last. */
export async function checkTemplate(ticket: Ticket, paper: PaperMm | 'a4'): Promise<readonly TemplateWarning[]> {
  const mostMm = paper === 'a4' ? QR_COLUMN_MM : printableMm[paper];
  const warnings: TemplateWarning[] = [];
  for (const [block, { from, blocks }] of layOutBlocks(ticket, mostMm).entries()) {
    // An office printer has no head that a black field could overheat.
    if (paper === 'a4' && from.kind === 'logo') continue;
    if (isLeftOut(from, blocks, ticket)) warnings.push({ kind: 'qr-left-out', block });
    if (from.kind === 'terms' && areTermsCut(ticket.terms ?? '')) warnings.push({ kind: 'terms-cut', block });
    for (const placed of blocks) warnings.push(...(await checkPlaced(placed, block, ticket.language, paper)));
  }
  return [...warnings, ...checkWhole(ticket, paper)];
}

function isLeftOut(from: TemplateBlock, blocks: readonly TicketBlock[], ticket: Ticket): boolean {
  const isQr = from.kind === 'login-qr' || from.kind === 'wifi-qr';
  return isQr && blocks.length === 0 && qrValue(from, ticket) !== undefined;
}

async function checkPlaced(
  placed: TicketBlock,
  block: number,
  language: string,
  paper: PaperMm | 'a4',
): Promise<readonly TemplateWarning[]> {
  if (placed.kind === 'picture')
    return (await inkOf(placed.png, placed)) > MOST_INK ? [{ kind: 'logo-dark', block }] : [];
  if (placed.kind !== 'text') return [];
  const letters = missingLetters(placed.text);
  // Words on a card shrink until they fit.
  const word = paper === 'a4' ? undefined : findBrokenWord(placed, language, printableMm[paper] * DOTS_PER_MM);
  return [
    ...(letters === '' ? [] : [{ kind: 'missing-letters', block, letters } as const]),
    ...(word === undefined ? [] : [{ kind: 'word-broken', block, word } as const]),
  ];
}

function checkWhole(ticket: Ticket, paper: PaperMm | 'a4'): readonly TemplateWarning[] {
  const { blocks } = ticket.template ?? builtInTemplate;
  return [
    ...(paper === 'a4' && cardScale(ticket) < LEAST_CARD_SCALE ? [{ kind: 'card-crowded' } as const] : []),
    ...(blocks.some(({ kind }) => kind === 'code') ? [] : [{ kind: 'no-code' } as const]),
  ];
}
