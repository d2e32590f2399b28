/**
 * The typefaces on paper, our own on every computer: Latin, Greek and Cyrillic, Arabic, and emoji in black and white.
 * Other scripts (Hebrew, Thai, Chinese …) come from the computer's typefaces where it has them, else as boxes.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';

/** CSS font-family lists; the later names are asked for what the earlier ones lack. */
export const families = {
  words: '"Ticket Sans", "Ticket Arabic", "Ticket Emoji"',
  code: '"Ticket Mono", "Ticket Sans", "Ticket Arabic", "Ticket Emoji"',
} as const;

const files = {
  'Ticket Sans': [
    '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
    '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
  ],
  'Ticket Mono': ['@expo-google-fonts/noto-sans-mono/700Bold/NotoSansMono_700Bold.ttf'],
  'Ticket Arabic': [
    '@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf',
    '@expo-google-fonts/noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf',
  ],
  'Ticket Emoji': ['@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf'],
} as const;

let registered = false;

/**
 * Registers the typefaces once; the first ticket pays about 20 ms for it, the start of the application nothing.
 * Found by module resolution, so it works from source and from the built main alike; read by Node and not by the
 * canvas, because only Node's fs (as Electron patches it) sees into a packed asar archive.
 */
export function registerFonts(): void {
  if (registered) return;
  const { resolve } = createRequire(import.meta.url);
  for (const [family, paths] of Object.entries(files))
    for (const path of paths)
      if (!GlobalFonts.register(readFileSync(resolve(path)), family)) throw new Error(`typeface ${path} is damaged`);
  registered = true;
}
