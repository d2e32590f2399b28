/**
 * The typefaces on paper, our own on every computer: Latin, Greek, Cyrillic, Devanagari, Arabic, and emoji in black and
 * white. Other scripts (Hebrew, Thai, Chinese …) come from the computer's typefaces where it has them, else as boxes.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { SKRSContext2D } from '@napi-rs/canvas';
import { canvasLibrary } from './canvas';

/** CSS font-family lists of our own typefaces; the later names are asked for what the earlier ones lack. */
export const families = {
  words: '"Ticket Sans", "Ticket Arabic", "Ticket Emoji"',
  code: '"Ticket Mono", "Ticket Sans", "Ticket Arabic", "Ticket Emoji"',
} as const;

/**
 * What Windows, macOS and Linux bring along for the scripts that ours lack, by script. The canvas looks for a letter in
 * the families it is told and nowhere else, whatever the computer has.
 */
const computersFamilies = [
  // Windows: Latin to Hebrew; Thai; India; Chinese, Japanese, Korean; symbols; Ethiopic; Cherokee.
  ...['Segoe UI', 'Leelawadee UI', 'Nirmala UI', 'Microsoft YaHei', 'Yu Gothic', 'MS Gothic', 'Malgun Gothic'],
  ...['Microsoft JhengHei', 'Segoe UI Symbol', 'Ebrima', 'Gadugi', 'Myanmar Text'],
  // macOS, in the same order.
  ...['Arial Hebrew', 'Thonburi', 'Kohinoor Devanagari', 'PingFang SC', 'Hiragino Sans', 'Apple SD Gothic Neo'],
  ...['PingFang TC', 'Apple Symbols', 'Kefa', 'Arial Unicode MS', 'Mshtakan', 'Helvetica Neue'],
  // Linux.
  ...['Noto Sans Hebrew', 'Noto Sans Thai', 'Noto Sans CJK SC', 'Noto Sans CJK JP', 'Noto Sans CJK KR'],
  ...['Noto Sans SC', 'Noto Sans JP', 'Noto Sans KR', 'WenQuanYi Zen Hei', 'Noto Sans Armenian'],
  ...['Noto Sans Georgian', 'Noto Sans Ethiopic', 'Noto Sans Math', 'Noto Sans Symbols', 'DejaVu Sans'],
] as const;

/** One file of a family; a family without a bold file is drawn as it is. */
export interface Typeface {
  readonly family: string;
  readonly weight: 400 | 700;
  readonly file: string;
}

const typefaces = [
  { family: 'Ticket Sans', weight: 400, file: '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf' },
  { family: 'Ticket Sans', weight: 700, file: '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf' },
  { family: 'Ticket Mono', weight: 700, file: '@expo-google-fonts/noto-sans-mono/700Bold/NotoSansMono_700Bold.ttf' },
  {
    family: 'Ticket Arabic',
    weight: 400,
    file: '@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf',
  },
  {
    family: 'Ticket Arabic',
    weight: 700,
    file: '@expo-google-fonts/noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf',
  },
  { family: 'Ticket Emoji', weight: 400, file: '@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf' },
] as const satisfies readonly Typeface[];

/** The files on this computer, found by module resolution, so from source and from the built main alike. */
export function findTypefaces(): readonly Typeface[] {
  const { resolve } = createRequire(import.meta.url);
  return typefaces.map((typeface) => ({ ...typeface, file: resolve(typeface.file) }));
}

let registered = false;

/**
 * Registers the typefaces once; the first ticket pays about 20 ms for it, the start of the application nothing.
 * Read by Node and not by the canvas, because only Node's fs (as Electron patches it) sees into a packed asar archive.
 */
export function registerFonts(): void {
  if (registered) return;
  for (const { family, file } of findTypefaces())
    if (!canvasLibrary().GlobalFonts.register(readFileSync(file), family))
      throw new Error(`typeface ${file} is damaged`);
  registered = true;
}

let everywhere: { readonly words: string; readonly code: string } | undefined;

/** The families to draw with: ours, and behind them those of this computer. */
export function drawnFamilies(): { readonly words: string; readonly code: string } {
  registerFonts();
  everywhere ??= withComputers(computersFamilies.filter((name) => canvasLibrary().GlobalFonts.has(name)));
  return everywhere;
}

function withComputers(found: readonly string[]): { readonly words: string; readonly code: string } {
  const behind = found.map((name) => `, "${name}"`).join('');
  return { words: families.words + behind, code: families.code + behind };
}

/** Far more than a venue's guests ever write with; then it starts anew. */
const MOST_KNOWN = 20_000;
const known = new Map<string, boolean>();

/** Letters of a text that no typeface here has: boxes stand for them on paper. Each once, in their order. */
export function missingLetters(text: string): string {
  const letters = new Set(text.match(/[\p{L}\p{N}\p{P}\p{S}\p{Co}]/gu) ?? []);
  return [...letters].filter((letter) => !isDrawn(letter)).join('');
}

function isDrawn(letter: string): boolean {
  const before = known.get(letter);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  box ??= pictureOf(NO_LETTER);
  const isOurs = pictureOf(letter) !== box;
  known.set(letter, isOurs);
  return isOurs;
}

/** Never a letter (Unicode §23.7): what is drawn for it is the box that stands for a letter without a shape. */
const NO_LETTER = '\u{10ffff}';
/** Enough dots to tell a box from a letter that looks like one. */
const SAMPLE_DOTS = 40;
let sampling: SKRSContext2D | undefined;
let box: string | undefined;

function pictureOf(letter: string): string {
  sampling ??= canvasLibrary().createCanvas(SAMPLE_DOTS, SAMPLE_DOTS).getContext('2d');
  sampling.clearRect(0, 0, SAMPLE_DOTS, SAMPLE_DOTS);
  sampling.font = `${SAMPLE_DOTS / 2}px ${drawnFamilies().words}`;
  sampling.fillText(letter, 2, SAMPLE_DOTS * 0.7);
  return Buffer.from(sampling.getImageData(0, 0, SAMPLE_DOTS, SAMPLE_DOTS).data).toString('base64');
}
