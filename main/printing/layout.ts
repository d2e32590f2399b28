/** The one layout: what stands on a ticket, in which order and how large, for every way out. */
import { paperText, spokenLanguage, type PaperWords } from '../../preload/contract/sentence';
import { pngSize } from './picture-size';
import { planQr } from './qr';
import type { PaperMm, TestPage, Ticket, TicketBlock, TicketLayout } from './ticket';

/** What a thermal head reaches: 576 dots on 80 mm paper, 384 on 58 mm, 8 to the millimetre. */
export const printableMm = { 58: 48, 80: 72 } as const satisfies Record<PaperMm, number>;

/** Letter heights (font size) per text size; a `code` shrinks until it fits on one line. */
export const textMm = { small: 2.9, normal: 3.4, title: 5, code: 15, leastCode: 4 } as const;

/** About the size of a stamp: a phone reads it from a hand's breadth. */
const WANTED_QR_MM = 31;
/** A logo is a greeting, not a poster. */
const MOST_LOGO_MM = { width: 48, height: 20 } as const;
/** Far above every name the contract lets in; a hand-written row in the database cannot print a metre of paper. */
const MOST_TEXT_LENGTH = 600;

/** A ticket for 58 or 80 mm paper, top to bottom. */
export function layOutTicket(ticket: Ticket, paperMm: PaperMm): TicketLayout {
  const words = paperText(ticket.language);
  return page(ticket.language, paperMm, [
    ...copyMark(ticket, words),
    ...head(ticket.venueName, ticket.logo, printableMm[paperMm]),
    { kind: 'rule' },
    ...wifiLine(ticket, words),
    ...credentials(ticket, words),
    { kind: 'gap', mm: 1.5 },
    text(glueNumbers(ticket.sentence), 'normal'),
    ...qrCodes(ticket, words, printableMm[paperMm]).flatMap((code) => [{ kind: 'rule' } as const, ...code]),
    { kind: 'rule' },
    ...details(ticket, words),
  ]);
}

/** The two columns of a card on the A4 sheet: words on one side, QR codes on the other (possibly none). */
export function layOutCard(
  ticket: Ticket,
  qrColumnMm: number,
): { readonly words: TicketLayout; readonly qrs: TicketLayout } {
  const words = paperText(ticket.language);
  return {
    words: page(ticket.language, 58, [
      ...copyMark(ticket, words),
      text(plain(ticket.venueName), 'title', { bold: true }),
      ...wifiLine(ticket, words),
      ...credentials(ticket, words),
      { kind: 'gap', mm: 1 },
      text(glueNumbers(ticket.sentence), 'normal'),
      { kind: 'gap', mm: 1 },
      ...details(ticket, words),
    ]),
    qrs: page(ticket.language, 58, qrCodes(ticket, words, qrColumnMm, 'small').flat()),
  };
}

/** A test page: every script we can print, both edges of the paper, and a QR code. */
export function layOutTestPage(test: TestPage, paperMm: PaperMm): TicketLayout {
  const words = paperText(test.language);
  const qrValue = `GATEHOUSE TEST ${test.printedAt}`;
  const sizeMm = planQr(qrValue, WANTED_QR_MM, printableMm[paperMm]);
  return page(test.language, paperMm, [
    { kind: 'rule' },
    ...head(test.venueName, test.logo, printableMm[paperMm]),
    text(words.testPage, 'title', { bold: true }),
    text(plain(test.printerName), 'normal'),
    text('ABC234', 'code', { bold: true }),
    { kind: 'gap', mm: 1 },
    text('äöüß àéîõñ çşğ €  Ελληνικά  Кириллица  العربية  ☀ 😀', 'normal'),
    ...(sizeMm === undefined ? [] : [text(words.testPageQr, 'small'), { kind: 'qr', value: qrValue, sizeMm } as const]),
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

/** What makes a phone join an open Wi-Fi; `\`, `;`, `,`, `:` and `"` are escaped as the ZXing format asks. */
export function joinWifiText(wifiName: string): string {
  return `WIFI:T:nopass;S:${wifiName.toWellFormed().replace(/[\\;,:"]/g, '\\$&')};;`;
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

function copyMark(ticket: Ticket, words: PaperWords): readonly TicketBlock[] {
  return ticket.copy ? [text(`*** ${words.copy} ***`, 'title', { bold: true })] : [];
}

function head(venueName: string, logo: Uint8Array | undefined, widthMm: number): readonly TicketBlock[] {
  return [...logoPicture(logo, widthMm), text(plain(venueName), 'title', { bold: true })];
}

function logoPicture(png: Uint8Array | undefined, widthMm: number): readonly TicketBlock[] {
  const size = png && pngSize(png);
  if (!png || !size) return [];
  const scale = Math.min(Math.min(MOST_LOGO_MM.width, widthMm) / size.width, MOST_LOGO_MM.height / size.height);
  return [
    { kind: 'picture', png, widthMm: size.width * scale, heightMm: size.height * scale },
    { kind: 'gap', mm: 2 },
  ];
}

function wifiLine(ticket: Ticket, words: PaperWords): readonly TicketBlock[] {
  return ticket.wifiName === undefined ? [] : [text(labelled(words.wifi, ticket.wifiName), 'normal', { bold: true })];
}

function credentials(ticket: Ticket, words: PaperWords): readonly TicketBlock[] {
  const credential = (label: string, value: string): readonly TicketBlock[] => [
    { kind: 'gap', mm: 2 },
    text(label, 'small'),
    text(leftToRight(value, ticket), 'code', { bold: true }),
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

/**
 * Joining the Wi-Fi comes first, as the phone needs it first; each QR code has its own width of paper, so that a camera
 * never sees two. A value too long to print readably is left out: the words above still let the guest in.
 */
function qrCodes(
  ticket: Ticket,
  words: PaperWords,
  mostMm: number,
  captionSize: 'normal' | 'small' = 'normal',
): readonly (readonly TicketBlock[])[] {
  const wanted = [
    ...(ticket.wifiName === undefined ? [] : [[words.scanToJoin, joinWifiText(ticket.wifiName)] as const]),
    ...(ticket.loginHost === undefined
      ? []
      : [[words.scanToLogIn, loginUrl(ticket.loginHost, ticket.username, ticket.password)] as const]),
  ];
  const fitting = wanted.flatMap(([caption, value]) => {
    const sizeMm = planQr(value, Math.min(WANTED_QR_MM, mostMm), mostMm);
    return sizeMm === undefined ? [] : [{ caption, value, sizeMm }];
  });
  return fitting.map(({ caption, value, sizeMm }, index) => [
    text(fitting.length > 1 ? `${index + 1}. ${caption}` : caption, captionSize, { bold: true }),
    { kind: 'qr', value, sizeMm },
  ]);
}

function details(ticket: Ticket, words: PaperWords): readonly TicketBlock[] {
  const product = [ticket.productName, ticket.price].flatMap((part) => (part ? [isolated(part)] : []));
  const whose = [
    ...(ticket.room === undefined ? [] : [labelled(words.room, ticket.room)]),
    ...(ticket.displayName === undefined ? [] : [isolated(ticket.displayName)]),
  ];
  const when = [
    ...(ticket.card === undefined ? [] : [isolated(ticket.card)]),
    ...(ticket.useBefore === undefined ? [] : [labelled(words.useBefore, ticket.useBefore)]),
    ...(ticket.soldAt === '' ? [] : [ticket.soldAt]),
  ];
  return [product, whose, when].flatMap((parts) => (parts.length === 0 ? [] : [text(parts.join(' · '), 'small')]));
}

function text(
  words: string,
  size: 'code' | 'title' | 'normal' | 'small',
  { bold = false }: { readonly bold?: boolean } = {},
): TicketBlock {
  return { kind: 'text', text: clipped(words), size, bold, align: 'center' };
}

function labelled(label: string, value: string): string {
  return `${label}: ${isolated(value)}`;
}

/** Keeps the direction of a value from turning the words around it (UAX #9 §2.4). */
export function isolated(value: string): string {
  return `\u2068${plain(value)}\u2069`;
}

/** One line without control characters; without bidi controls of its own, which could reorder what others wrote. */
function plain(value: string): string {
  return value
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g, '');
}

function clipped(value: string): string {
  const line = value.toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  return line.length <= MOST_TEXT_LENGTH ? line : `${line.slice(0, MOST_TEXT_LENGTH).toWellFormed()}…`;
}

/**
 * Keeps a number with the word after it on one line ("2 devices"), and "10 Mbit/s" in its own direction: in an Arabic
 * sentence it would turn into "Mbit/s 10".
 */
function glueNumbers(sentence: string): string {
  return sentence
    .replace(/(\d) (?=\p{L})/gu, '$1\u00a0')
    .replace(/[\d.,]*\d\u00a0[a-z/]*bit\/s/gi, (rate) => `\u2066${rate}\u2069`);
}
