/** A ticket between what was sold and the paper: what stands on it, laid out once, for every way out. */

export type PaperMm = 58 | 80;

/** What one ticket says. Clear text, in memory only. */
export interface Ticket {
  readonly guestId: number | undefined;
  readonly venueName: string;
  /** PNG. */
  readonly logo: Uint8Array | undefined;
  readonly kind: 'code' | 'person';
  readonly username: string;
  readonly password: string;
  readonly productName: string;
  /** "Works 24 hours from first use, 2 devices, 10 Mbit/s", in `language`. */
  readonly sentence: string;
  /** Already formatted money, or undefined where nothing is printed. */
  readonly price: string | undefined;
  readonly wifiName: string | undefined;
  /** host or host:port of the HotSpot login page; undefined: no login QR. */
  readonly loginHost: string | undefined;
  readonly room: string | undefined;
  readonly displayName: string | undefined;
  readonly language: string;
  /** Already formatted in the venue's zone. */
  readonly soldAt: string;
  readonly copy: boolean;
}

export type TicketBlock =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly size: 'code' | 'title' | 'normal' | 'small';
      readonly bold: boolean;
      readonly align: 'start' | 'center' | 'end';
    }
  | { readonly kind: 'picture'; readonly png: Uint8Array; readonly widthMm: number; readonly heightMm: number }
  | { readonly kind: 'qr'; readonly value: string; readonly sizeMm: number }
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
  /** Resolves when spooled; throws Fault PRINTER_NOT_FOUND, PRINTER_TIMEOUT or PRINTER_UNREACHABLE. One job at a time. */
  print(layouts: readonly TicketLayout[], printerName: string, title: string): Promise<void>;
}
