/** A ticket between what was sold and the paper: what stands on it, laid out once, for every way out. */

import type { CardsPerPage, TemplateBlock } from '../../preload/contract/ticket-templates';

export type PaperMm = 58 | 80;

/** What stands on a ticket, and how large a card of it is. */
export interface TicketTemplate {
  readonly blocks: readonly TemplateBlock[];
  readonly cardsPerPage: CardsPerPage;
}

/** What one ticket says. Clear text, in memory only. */
export interface Ticket {
  readonly guestId: number | undefined;
  readonly venueName: string;
  /** PNG. */
  readonly logo: Uint8Array | undefined;
  /** `voucher`: nobody logs in with it, it pays at the desk. */
  readonly kind: 'code' | 'person' | 'voucher';
  readonly username: string;
  readonly password: string;
  readonly productName: string;
  /** "Works 24 hours from first use, 2 devices, 10 Mbit/s", in `language`. */
  readonly sentence: string;
  /** Already formatted money, or undefined where nothing is printed. */
  readonly price: string | undefined;
  readonly wifiName: string | undefined;
  /** Of a Wi-Fi with a password; absent: an open one. */
  readonly wifiPassword?: string | undefined;
  /** host or host:port of the HotSpot login page; undefined: no login QR. */
  readonly loginHost: string | undefined;
  readonly room: string | undefined;
  readonly displayName: string | undefined;
  readonly language: string;
  /** Of a card or voucher: its batch and serial, by which a lost roll is suspended. */
  readonly card?: string | undefined;
  /** Of an unsold card or a voucher: already formatted in the venue's zone. */
  readonly useBefore?: string | undefined;
  /** Already formatted in the venue's zone; empty: not sold. */
  readonly soldAt: string;
  /** When it ends, already formatted in the venue's zone; absent: not known yet. */
  readonly validUntil?: string | undefined;
  /** Who sold it; absent: nobody did. */
  readonly operatorName?: string | undefined;
  readonly copy: boolean;
  /** What the guest agrees to, in paragraphs; absent: nothing, or the template does not say it. */
  readonly terms?: string | undefined;
  /** Absent: the one that comes with the program. */
  readonly template?: TicketTemplate | undefined;
}

/** What a printer is tried with: every script, both edges, a QR code that was read back. */
export interface TestPage {
  readonly venueName: string;
  readonly logo: Uint8Array | undefined;
  readonly printerName: string;
  readonly language: string;
  /** Already formatted in the venue's zone. */
  readonly printedAt: string;
}

export type Align = 'start' | 'center' | 'end';

export type TicketBlock =
  | {
      readonly kind: 'text';
      /** One paragraph of plain text, to be wrapped. Values inside a line are bidi-isolated (U+2068, U+2069). */
      readonly text: string;
      /**
       * `code` is a credential: always left to right, in a typeface that tells 0 from O, as large as fits on one line,
       * broken anywhere. The other sizes take their direction from their first strong letter (HTML `dir="auto"`).
       */
      readonly size: 'code' | 'title' | 'normal' | 'small';
      readonly bold: boolean;
      readonly align: Align;
      /** Of a `code`: its letters are not larger; absent: as large as any. */
      readonly mostMm?: number | undefined;
    }
  | {
      readonly kind: 'picture';
      readonly png: Uint8Array;
      readonly widthMm: number;
      readonly heightMm: number;
      /** Absent: in the middle. */
      readonly align?: Align | undefined;
    }
  /** `sizeMm` includes the quiet zone of 4 modules on every side. */
  | { readonly kind: 'qr'; readonly value: string; readonly sizeMm: number; readonly align?: Align | undefined }
  /** A label and its value on one line, at the two edges; a long label is wrapped beside the value. */
  | { readonly kind: 'row'; readonly start: string; readonly end: string; readonly bold: boolean }
  | { readonly kind: 'rule' }
  | { readonly kind: 'gap'; readonly mm: number };

export interface TicketLayout {
  readonly paperMm: PaperMm;
  readonly rightToLeft: boolean;
  readonly language: string;
  readonly blocks: readonly TicketBlock[];
}

/** The operating system's printers, as only the desktop application can use them (main/shell implements it). */
export interface SystemPrinter {
  list(): Promise<readonly { readonly name: string; readonly displayName: string; readonly isDefault: boolean }[]>;
  /**
   * Resolves when spooled. One job at a time. `onHandedOver` is called before the system is given anything.
   * Faults: PRINTER_NOT_FOUND, PRINTER_NO_PAPER, PRINTER_COVER_OPEN, PRINTER_TIMEOUT, PRINTER_UNREACHABLE.
   */
  print(layouts: readonly TicketLayout[], printerName: string, title: string, onHandedOver?: () => void): Promise<void>;
}
