/** Reads the ESC/POS a printer is sent, command by command, and gives back the paper. */
import type { Dots } from '../../main/printing/qr';

export type EscposCommand =
  | { readonly kind: 'initialize' | 'feed' | 'cut' | 'setting' | 'ask-end-of-job' }
  | { readonly kind: 'ask-status'; readonly n: number }
  | { readonly kind: 'image'; readonly image: Dots };

/**
 * | bytes                      | command                                  |
 * |----------------------------|------------------------------------------|
 * | 10 04 n                    | DLE EOT n, real-time status              |
 * | 0A                         | feed a line                              |
 * | 1B 40                      | ESC @, initialize                        |
 * | 1B 4D n / 1C 2E            | typeface / one byte per character        |
 * | 1D 56 n                    | GS V n, cut                              |
 * | 1D 72 n                    | GS r n, answered after what was printed  |
 * | 1D 76 30 m xL xH yL yH …   | GS v 0, xL+256·xH bytes by yL+256·yH rows |
 */
export class EscposReader {
  #rest = Buffer.alloc(0);

  /** The commands that are complete now. Throws at a byte no ticket should hold. */
  feed(chunk: Uint8Array): EscposCommand[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const commands: EscposCommand[] = [];
    for (let next = readOne(this.#rest); next; next = readOne(this.#rest)) {
      commands.push(next.command);
      this.#rest = this.#rest.subarray(next.length);
    }
    return commands;
  }

  /** Bytes that are not yet a whole command. */
  get pending(): number {
    return this.#rest.length;
  }
}

function readOne(bytes: Buffer): { command: EscposCommand; length: number } | undefined {
  if (bytes.length === 0) return undefined;
  if (bytes[0] === 0x0a) return { command: { kind: 'feed' }, length: 1 };
  if (bytes.length < 2) return undefined;
  const code = bytes.readUInt16BE(0);
  if (code === 0x1b40) return { command: { kind: 'initialize' }, length: 2 };
  if (code === 0x1c2e) return { command: { kind: 'setting' }, length: 2 };
  if (code === 0x1d76) return readImage(bytes);
  if (bytes.length < 3) return undefined;
  if (code === 0x1b4d) return { command: { kind: 'setting' }, length: 3 };
  if (code === 0x1d56) return { command: { kind: 'cut' }, length: 3 };
  if (code === 0x1d72) return { command: { kind: 'ask-end-of-job' }, length: 3 };
  if (code === 0x1004) return { command: { kind: 'ask-status', n: bytes[2]! }, length: 3 };
  throw new Error(`a ticket holds no ${bytes.subarray(0, 4).toString('hex')}`);
}

function readImage(bytes: Buffer): { command: EscposCommand; length: number } | undefined {
  if (bytes.length < 8) return undefined;
  const rowBytes = bytes.readUInt16LE(4);
  const rows = bytes.readUInt16LE(6);
  const length = 8 + rowBytes * rows;
  if (bytes.length < length) return undefined;
  const dots = new Uint8Array(rowBytes * 8 * rows);
  for (let i = 0; i < dots.length; i++) dots[i] = (bytes[8 + (i >> 3)]! >> (7 - (i & 7))) & 1;
  return { command: { kind: 'image', image: { width: rowBytes * 8, height: rows, dots } }, length };
}

/** The pieces of paper that were cut off, each as one picture. */
export function paperOf(commands: readonly EscposCommand[]): Dots[] {
  const papers: Dots[] = [];
  let bands: Dots[] = [];
  for (const command of commands) {
    if (command.kind === 'image') bands.push(command.image);
    if (command.kind !== 'cut') continue;
    papers.push(join(bands));
    bands = [];
  }
  return papers;
}

function join(bands: readonly Dots[]): Dots {
  const height = bands.reduce((sum, band) => sum + band.height, 0);
  return { width: bands[0]?.width ?? 0, height, dots: Uint8Array.from(bands.flatMap((band) => [...band.dots])) };
}

/** The rows between two rules (whole black lines): how a person would cut one QR code out of a ticket. */
export function sectionsOf(paper: Dots): Dots[] {
  const isRule = (y: number): boolean =>
    paper.dots.subarray(y * paper.width, (y + 1) * paper.width).every((dot) => dot === 1);
  const sections: Dots[] = [];
  let from = 0;
  for (let y = 0; y <= paper.height; y++) {
    if (y < paper.height && !isRule(y)) continue;
    if (y > from) {
      const dots = paper.dots.slice(from * paper.width, y * paper.width);
      sections.push({ width: paper.width, height: y - from, dots });
    }
    from = y + 1;
  }
  return sections;
}
