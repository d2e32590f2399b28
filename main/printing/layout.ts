/** The one layout: what stands on a ticket, in which order and how large, for every way out. */
import { paperText, spokenLanguage, type PaperWords } from '../../preload/contract/sentence';
import type { TemplateBlock } from '../../preload/contract/ticket-templates';
import { builtInTemplate } from './built-in-template';
import { pngSize } from './picture-size';
import { plain } from './plain';
import { planQr } from './qr';
import { fillLines, labelled } from './template-words';
import type { Align, PaperMm, TestPage, Ticket, TicketBlock, TicketLayout } from './ticket';

/** What a thermal head reaches: 576 dots on 80 mm paper, 384 on 58 mm, 8 to the millimetre. */
export const printableMm = { 58: 48, 80: 72 } as const satisfies Record<PaperMm, number>;

/** Letter heights (font size) per text size; a `code` shrinks until it fits on one line. */
export const textMm = { small: 2.9, normal: 3.4, title: 5, code: 15, leastCode: 4 } as const;

const textSizes = { small: 'small', medium: 'normal', large: 'title' } as const;
/** `medium` is about the size of a stamp: a phone reads it from a hand's breadth. */
const WANTED_QR_MM = { small: 24, medium: 31, large: 44 } as const;
/** A logo is a greeting, not a poster. */
const MOST_LOGO_MM = {
  small: { width: 24, height: 10 },
  medium: { width: 36, height: 15 },
  large: { width: 48, height: 20 },
} as const;
/** A card is a third as high as a ticket, and its words come first. */
const MOST_CARD_LOGO_MM = {
  small: { width: 14, height: 6 },
  medium: { width: 20, height: 8 },
  large: { width: 26, height: 10 },
} as const;
const MOST_CODE_MM = { small: 6, medium: 10, large: textMm.code } as const;
/** Sets a credential apart from what is above. */
const CODE_SPACE_MM = 2;
/** A line on a card, and the most that a space is there. */
const CARD_SPACE_MM = 1;
/** Far above every name the contract lets in; a hand-written row in the database cannot print a metre of paper. */
const MOST_TEXT_LENGTH = 600;
/** In the smallest letters half a metre of 58 mm paper; the whole text is on the login page. */
const MOST_TERMS_LENGTH = 3_000;

/** A ticket for 58 or 80 mm paper, top to bottom. */
export function layOutTicket(ticket: Ticket, paperMm: PaperMm): TicketLayout {
  const blocks = layOutBlocks(ticket, printableMm[paperMm]).flatMap((one) => one.blocks);
  return page(ticket.language, paperMm, oneRuleAtATime([...copyMark(ticket, paperText(ticket.language)), ...blocks]));
}

/** What each block of the ticket's template comes to on paper that is `mostMm` wide, in order; often nothing. */
export function layOutBlocks(
  ticket: Ticket,
  mostMm: number,
): readonly { readonly from: TemplateBlock; readonly blocks: readonly TicketBlock[] }[] {
  const words = paperText(ticket.language);
  const { blocks } = ticket.template ?? builtInTemplate;
  const codes = qrCodes(ticket, mostMm);
  return blocks.map((from) => ({
    from,
    blocks: isQr(from)
      ? qrBlocks(from, codes, words, 'normal')
      : from.kind === 'logo'
        ? logoOnRoll(from, ticket.logo, mostMm)
        : layOutWords(from, ticket, words),
  }));
}

/**
 * The two columns of a card on the A4 sheet: words and logo on one side, QR codes on the other (possibly none). A card has
 * no room for lines and large spaces, and little for the logo: lines are a little space there, and under a heading nothing.
 */
export function layOutCard(
  ticket: Ticket,
  qrColumnMm: number,
): { readonly words: TicketLayout; readonly qrs: TicketLayout } {
  const words = paperText(ticket.language);
  const { blocks } = ticket.template ?? builtInTemplate;
  const codes = qrCodes(ticket, qrColumnMm);
  const said = blocks.flatMap((from): readonly TicketBlock[] => {
    if (isQr(from)) return [];
    if (from.kind === 'logo') return cardLogo(from, ticket.logo);
    if (from.kind === 'space') return [{ kind: 'gap', mm: Math.min(from.mm, CARD_SPACE_MM) }];
    return layOutWords(from, ticket, words);
  });
  return {
    words: page(ticket.language, 58, [...copyMark(ticket, words), ...rulesAsSpace(oneRuleAtATime(said))]),
    qrs: page(
      ticket.language,
      58,
      blocks.filter(isQr).flatMap((from) => qrBlocks(from, codes, words, 'small')),
    ),
  };
}

/** A test page: every script we can print, both edges of the paper, and a QR code. */
export function layOutTestPage(test: TestPage, paperMm: PaperMm): TicketLayout {
  const words = paperText(test.language);
  const value = `GATEHOUSE TEST ${test.printedAt}`;
  const sizeMm = planQr(value, WANTED_QR_MM.medium, printableMm[paperMm]);
  return page(test.language, paperMm, [
    { kind: 'rule' },
    ...head(test.venueName, test.logo, printableMm[paperMm]),
    text(words.testPage, 'title', { bold: true }),
    text(plain(test.printerName), 'normal'),
    text('ABC234', 'code', { bold: true }),
    { kind: 'gap', mm: 1 },
    text('äöüß àéîõñ çşğ €  Ελληνικά  Кириллица  العربية  ☀ 😀', 'normal'),
    ...(sizeMm === undefined ? [] : [text(words.testPageQr, 'small'), { kind: 'qr', value, sizeMm } as const]),
    text(`${test.printedAt} · ${paperMm} mm`, 'small'),
    { kind: 'rule' },
  ]);
}

/**
 * What the phone opens: the router's own login page with the credential filled in.
 * The page takes the plain password only where the HotSpot profile allows http-pap.
 */
export function loginUrl(loginHost: string, username: string, password: string): string {
  const escape = (value: string): string => encodeURIComponent(value.toWellFormed());
  return `http://${loginHost}/login?username=${escape(username)}&password=${escape(password)}`;
}

/**
 * What makes a phone join a Wi-Fi, an open one unless a password is given; `\`, `;`, `,`, `:` and `"` are escaped as the
 * ZXing format asks. `WPA` stands for WPA3 too.
 */
export function joinWifiText(wifiName: string, password?: string): string {
  const escape = (value: string): string => value.toWellFormed().replace(/[\\;,:"]/g, '\\$&');
  const security = password === undefined ? 'T:nopass' : 'T:WPA';
  return `WIFI:${security};S:${escape(wifiName)};${password === undefined ? '' : `P:${escape(password)};`};`;
}

/** A page of blocks that are no ticket. */
export function blocksPage(language: string, paperMm: PaperMm, blocks: readonly TicketBlock[]): TicketLayout {
  return page(language, paperMm, blocks);
}

function page(language: string, paperMm: PaperMm, blocks: readonly TicketBlock[]): TicketLayout {
  return { paperMm, rightToLeft: isRightToLeft(language), language: spokenLanguage(language), blocks };
}

function isRightToLeft(language: string): boolean {
  return spokenLanguage(language) === 'ar';
}

/** A copy says so whatever its template: nobody may pass it for a second ticket. */
function copyMark(ticket: Ticket, words: PaperWords): readonly TicketBlock[] {
  return ticket.copy ? [text(`*** ${words.copy} ***`, 'title', { bold: true })] : [];
}

/** What stood between two lines may be left out; two lines are no better than one. */
function oneRuleAtATime(blocks: readonly TicketBlock[]): readonly TicketBlock[] {
  return blocks.filter((block, index) => block.kind !== 'rule' || blocks[index - 1]?.kind !== 'rule');
}

function rulesAsSpace(blocks: readonly TicketBlock[]): readonly TicketBlock[] {
  return blocks.flatMap((block, index): readonly TicketBlock[] => {
    if (block.kind !== 'rule') return [block];
    const before = blocks[index - 1];
    const underHeading = before === undefined || (before.kind === 'text' && before.size === 'title');
    return underHeading ? [] : [{ kind: 'gap', mm: CARD_SPACE_MM }];
  });
}

/** Whether these terms are longer than what is printed of them. */
export function areTermsCut(terms: string): boolean {
  return terms.length > MOST_TERMS_LENGTH;
}

function paragraphs(terms: string): readonly string[] {
  const printed = areTermsCut(terms) ? `${terms.slice(0, MOST_TERMS_LENGTH).toWellFormed()}…` : terms;
  return printed.split(/\s*\n\s*/).filter((line) => line.trim() !== '');
}

/** Blocks of words: everything but pictures. */
function layOutWords(
  block: Exclude<TemplateBlock, { kind: 'logo' | 'login-qr' | 'wifi-qr' }>,
  ticket: Ticket,
  words: PaperWords,
): readonly TicketBlock[] {
  switch (block.kind) {
    case 'text':
      return fillLines(block.text, ticket, words).flatMap((line) =>
        line === '' ? [{ kind: 'gap', mm: textMm[textSizes[block.size]] }] : [text(line, textSizes[block.size], block)],
      );
    case 'code':
      return credentials(block, ticket, words);
    case 'sentence':
      return ticket.sentence === '' ? [] : [text(glueNumbers(ticket.sentence), textSizes[block.size], block)];
    case 'price':
      return ticket.price === undefined
        ? []
        : [text(labelled(words.price, ticket.price), textSizes[block.size], block)];
    case 'terms':
      return paragraphs(ticket.terms ?? '').map((line) => longText(line, textSizes[block.size], block));
    case 'line':
      return [{ kind: 'rule' }];
    case 'space':
      return [{ kind: 'gap', mm: block.mm }];
  }
}

function head(venueName: string, logo: Uint8Array | undefined, widthMm: number): readonly TicketBlock[] {
  return [
    ...logoOnRoll({ size: 'large', align: 'center' }, logo, widthMm),
    text(plain(venueName), 'title', { bold: true }),
  ];
}

type LogoLook = Pick<Extract<TemplateBlock, { kind: 'logo' }>, 'size' | 'align'>;

function logoOnRoll({ size, align }: LogoLook, png: Uint8Array | undefined, widthMm: number): readonly TicketBlock[] {
  const most = MOST_LOGO_MM[size];
  return logoPicture(png, align, { ...most, width: Math.min(most.width, widthMm) }, 2);
}

function cardLogo({ size, align }: LogoLook, png: Uint8Array | undefined): readonly TicketBlock[] {
  return logoPicture(png, align, MOST_CARD_LOGO_MM[size], CARD_SPACE_MM);
}

/** As large as fits into `most`, with a gap below it. */
function logoPicture(
  png: Uint8Array | undefined,
  align: Align,
  most: { readonly width: number; readonly height: number },
  gapMm: number,
): readonly TicketBlock[] {
  const pixels = png && pngSize(png);
  if (!png || !pixels) return [];
  const scale = Math.min(most.width / pixels.width, most.height / pixels.height);
  return [
    { kind: 'picture', png, widthMm: pixels.width * scale, heightMm: pixels.height * scale, align },
    { kind: 'gap', mm: gapMm },
  ];
}

type CodeBlock = Extract<TemplateBlock, { kind: 'code' }>;

function credentials(block: CodeBlock, ticket: Ticket, words: PaperWords): readonly TicketBlock[] {
  const { align, bold, size } = block;
  const credential = (label: string, value: string): readonly TicketBlock[] => [
    { kind: 'gap', mm: CODE_SPACE_MM },
    text(label, 'small', { align }),
    text(leftToRight(value, ticket), 'code', { bold, align, mostMm: MOST_CODE_MM[size] }),
  ];
  if (ticket.kind === 'voucher') return credential(words.voucher, ticket.username);
  return ticket.kind === 'code'
    ? credential(words.code, ticket.username)
    : [...credential(words.username, ticket.username), ...credential(words.password, ticket.password)];
}

/** "12!ab" must not become "ab!12" on an Arabic ticket, whoever draws it (UAX #9 §2.4). */
function leftToRight(value: string, ticket: Ticket): string {
  return isRightToLeft(ticket.language) ? `\u2066${value}\u2069` : value;
}

type QrBlock = Extract<TemplateBlock, { kind: 'login-qr' | 'wifi-qr' }>;

function isQr(block: TemplateBlock): block is QrBlock {
  return block.kind === 'login-qr' || block.kind === 'wifi-qr';
}

interface FittingQr {
  readonly block: QrBlock;
  readonly value: string;
  readonly sizeMm: number;
}

/**
 * The QR codes of the ticket that can be printed that wide. A value too long to print readably is left out: the words
 * still let the guest in.
 */
function qrCodes(ticket: Ticket, mostMm: number): readonly FittingQr[] {
  const { blocks } = ticket.template ?? builtInTemplate;
  return blocks.filter(isQr).flatMap((block) => {
    const value = qrValue(block, ticket);
    const sizeMm = value === undefined ? undefined : planQr(value, Math.min(WANTED_QR_MM[block.size], mostMm), mostMm);
    return value === undefined || sizeMm === undefined ? [] : [{ block, value, sizeMm }];
  });
}

/** What a phone would read; undefined: the venue has nothing to say there. */
export function qrValue(block: QrBlock, ticket: Ticket): string | undefined {
  const { wifiName, wifiPassword, loginHost, username, password } = ticket;
  if (block.kind === 'wifi-qr') return wifiName === undefined ? undefined : joinWifiText(wifiName, wifiPassword);
  return loginHost === undefined ? undefined : loginUrl(loginHost, username, password);
}

/** Each has its own width of paper, so that a camera never sees two; where there are several, they are numbered. */
function qrBlocks(
  block: QrBlock,
  codes: readonly FittingQr[],
  words: PaperWords,
  captionSize: 'normal' | 'small',
): readonly TicketBlock[] {
  const index = codes.findIndex((code) => code.block === block);
  const code = codes[index];
  if (!code) return [];
  const { align } = block;
  const caption = block.kind === 'wifi-qr' ? words.scanToJoin : words.scanToLogIn;
  return [
    text(codes.length > 1 ? `${index + 1}. ${caption}` : caption, captionSize, { bold: true, align }),
    { kind: 'qr', value: code.value, sizeMm: code.sizeMm, align },
  ];
}

interface Look {
  readonly bold?: boolean;
  readonly align?: Align;
  readonly mostMm?: number;
}

function text(
  words: string,
  size: 'code' | 'title' | 'normal' | 'small',
  { bold = false, align = 'center', mostMm }: Look = {},
): TicketBlock {
  return { kind: 'text', text: clipped(words), size, bold, align, ...(mostMm !== undefined && { mostMm }) };
}

/** Of the venue's own words, whose length is bounded already. */
function longText(
  words: string,
  size: 'title' | 'normal' | 'small',
  { bold, align }: Required<Pick<Look, 'bold' | 'align'>>,
): TicketBlock {
  return { kind: 'text', text: words.toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '), size, bold, align };
}

function clipped(value: string): string {
  const line = value.toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  return line.length <= MOST_TEXT_LENGTH ? line : `${line.slice(0, MOST_TEXT_LENGTH).toWellFormed()}…`;
}

/** Keeps a number with the word after it on one line ("2 devices"). */
function glueNumbers(sentence: string): string {
  return sentence.replace(/(\d) (?=\p{L})/gu, '$1\u00a0');
}
