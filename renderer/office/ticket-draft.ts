/** A ticket template while it is edited: its blocks with keys of their own, and every step back. */
import type { Input, Output } from '../api';
import { readTemplateText } from '../../preload/contract/template-text';
import type { CardsPerPage, TemplateBlock } from '../../preload/contract/ticket-templates';
import type { TextKey } from '../text';

export type TemplateView = Output<'ticketTemplates.list'>['rows'][number];
export type TemplateInput = Input<'ticketTemplates.add'>;
export type BlockKind = TemplateBlock['kind'];

/** One block in the list; the key stays with it wherever it goes. */
export interface DraftBlock {
  readonly key: number;
  readonly block: TemplateBlock;
}

export interface TicketDraft {
  readonly name: string;
  readonly blocks: readonly DraftBlock[];
  readonly cardsPerPage: CardsPerPage;
  /** Empty: the venue's. */
  readonly wifiName: string;
  readonly wifiSecurity: 'open' | 'wpa';
  /** Empty: the one that is kept. */
  readonly wifiPassword: string;
  /** Of the next new block. */
  readonly nextKey: number;
}

/** The bounds of the contract (preload/contract/ticket-templates.ts). */
const mostName = 60;
const password = /^[\x20-\x7e]{8,63}$/;

export function draftOf(template: Pick<TemplateView, 'name' | 'blocks' | 'cardsPerPage' | 'wifi'>): TicketDraft {
  const { name, blocks, cardsPerPage, wifi } = template;
  return {
    ...{ name, cardsPerPage, wifiName: wifi.name ?? '', wifiSecurity: wifi.security, wifiPassword: '' },
    blocks: blocks.map((block, key) => ({ key, block })),
    nextKey: blocks.length,
  };
}

/** As the contract takes it; what it refuses is in `problemsOf`. */
export function inputOf(draft: TicketDraft): TemplateInput {
  const { wifiName, wifiSecurity, wifiPassword } = draft;
  return {
    name: draft.name.trim(),
    blocks: draft.blocks.map(({ block }) => block),
    cardsPerPage: draft.cardsPerPage,
    wifi: {
      name: wifiName.trim() === '' ? null : wifiName.trim(),
      security: wifiSecurity,
      ...(wifiSecurity === 'wpa' && wifiPassword !== '' && { password: wifiPassword }),
    },
  };
}

export interface DraftProblems {
  readonly name?: TextKey;
  readonly wifiPassword?: TextKey;
  readonly blocks?: TextKey;
  /** Of text blocks, by key: the placeholder that stands for nothing. */
  readonly unknown: ReadonlyMap<number, string>;
}

/** @param keepsPassword a Wi-Fi password is kept already */
export function problemsOf(draft: TicketDraft, keepsPassword: boolean): DraftProblems {
  const { wifiPassword } = draft;
  const unknown = new Map<number, string>();
  for (const { key, block } of draft.blocks) {
    const read = block.kind === 'text' ? readTemplateText(block.text) : undefined;
    if (read?.kind === 'unknown') unknown.set(key, read.name);
  }
  const isKept = wifiPassword === '' && keepsPassword;
  return {
    ...(draft.name.trim() === '' && { name: 'form.required' as const }),
    ...(draft.name.trim().length > mostName && { name: 'form.too-long' as const }),
    ...(draft.wifiSecurity === 'wpa' &&
      !isKept &&
      !password.test(wifiPassword) && { wifiPassword: 'tickets.wifi-password-wrong' as const }),
    ...(draft.blocks.length === 0 && { blocks: 'tickets.no-blocks' as const }),
    unknown,
  };
}

/** Whether the venue would take it, but for its name. */
export function isDrawable({ wifiPassword, blocks, unknown }: DraftProblems): boolean {
  return wifiPassword === undefined && blocks === undefined && unknown.size === 0;
}

export function isSound(problems: DraftProblems): boolean {
  return problems.name === undefined && isDrawable(problems);
}

const look = { size: 'medium', bold: false, align: 'center' } as const;
const newBlocks: { readonly [K in BlockKind]: Extract<TemplateBlock, { kind: K }> } = {
  logo: { kind: 'logo', size: 'large', align: 'center' },
  text: { kind: 'text', text: '', ...look },
  code: { kind: 'code', size: 'large', bold: true, align: 'center' },
  'login-qr': { kind: 'login-qr', size: 'medium', align: 'center' },
  'wifi-qr': { kind: 'wifi-qr', size: 'medium', align: 'center' },
  sentence: { kind: 'sentence', ...look },
  price: { kind: 'price', ...look, bold: true },
  terms: { kind: 'terms', ...look, size: 'small', align: 'start' },
  line: { kind: 'line' },
  space: { kind: 'space', mm: 3 },
};
export const blockKinds = Object.keys(newBlocks) as readonly BlockKind[];

/** At the end; its key is the draft's `nextKey`. */
export function addBlock(draft: TicketDraft, kind: BlockKind): TicketDraft {
  const key = draft.nextKey;
  return { ...draft, blocks: [...draft.blocks, { key, block: newBlocks[kind] }], nextKey: key + 1 };
}

export function removeBlock(draft: TicketDraft, key: number): TicketDraft {
  return { ...draft, blocks: draft.blocks.filter((one) => one.key !== key) };
}

export function setBlock(draft: TicketDraft, key: number, block: TemplateBlock): TicketDraft {
  return { ...draft, blocks: draft.blocks.map((one) => (one.key === key ? { key, block } : one)) };
}

/** To the place `to` of the list; what would leave the list stays at its end. */
export function moveBlock(draft: TicketDraft, key: number, to: number): TicketDraft {
  const from = draft.blocks.findIndex((one) => one.key === key);
  const place = Math.max(0, Math.min(to, draft.blocks.length - 1));
  const moved = draft.blocks[from];
  if (!moved || from === place) return draft;
  const others = draft.blocks.filter((one) => one.key !== key);
  return { ...draft, blocks: [...others.slice(0, place), moved, ...others.slice(place)] };
}

/** The draft with what it was before; `step` names what was done, so that letters typed in a row are one step. */
export interface DraftHistory {
  readonly draft: TicketDraft;
  readonly before: readonly TicketDraft[];
  readonly after: readonly TicketDraft[];
  readonly step: string | undefined;
}

/** Back to the start of an evening's work. */
const mostSteps = 200;

export function startHistory(draft: TicketDraft): DraftHistory {
  return { draft, before: [], after: [], step: undefined };
}

/** @param step steps of the same name in a row are taken back at once; undefined: always a step of its own */
export function changeDraft(history: DraftHistory, draft: TicketDraft, step?: string): DraftHistory {
  if (draft === history.draft) return history;
  const isSameStep = step !== undefined && step === history.step;
  const before = isSameStep ? history.before : [...history.before, history.draft].slice(-mostSteps);
  return { draft, before, after: [], step };
}

export function takeBack({ draft, before, after, ...rest }: DraftHistory): DraftHistory {
  const last = before.at(-1);
  if (!last) return { draft, before, after, ...rest };
  return { draft: last, before: before.slice(0, -1), after: [draft, ...after], step: undefined };
}

export function doAgain({ draft, before, after, ...rest }: DraftHistory): DraftHistory {
  const [next, ...later] = after;
  if (!next) return { draft, before, after, ...rest };
  return { draft: next, before: [...before, draft], after: later, step: undefined };
}
