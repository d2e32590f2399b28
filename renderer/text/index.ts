/** The visible words: English is the source of truth, every other language falls back to it key by key. */
import i18next, { type InitOptions } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { languages, type Language } from '../../preload/contract/base';
import type en from './en.json';
import { isolate } from './isolate';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
    keySeparator: false;
    nsSeparator: false;
    interpolationPrefix: '{';
    interpolationSuffix: '}';
    /** The JSON types say string, so the places in a sentence are checked by test/renderer/texts.test.ts instead. */
    parseInterpolation: false;
  }
}

export type TextKey = keyof typeof en;

/** Every `<language>.json` beside this file, bundled: nothing is fetched. */
const files = import.meta.glob<Record<string, string>>('./*.json', { eager: true, import: 'default' });

const rememberedLanguage = 'gatehouse.language';

function isLanguage(text: string | null | undefined): text is Language {
  return (languages as readonly (string | null | undefined)[]).includes(text);
}

/** Which of our languages this computer prefers; English when none. */
export function preferredLanguage(preferred: readonly string[] = navigator.languages): Language {
  return preferred.map((tag) => tag.split('-')[0]).find(isLanguage) ?? 'en';
}

/** A value in a sentence of the window's language. */
export function isolated(value: string): string {
  return isolate(value, i18next.dir());
}

/** How i18next reads our files, beginning with this language. */
export function textOptions(language: Language): InitOptions {
  const resources = Object.fromEntries(languages.map((each) => [each, { translation: files[`./${each}.json`] ?? {} }]));
  return {
    resources,
    lng: language,
    fallbackLng: 'en',
    keySeparator: false,
    nsSeparator: false,
    // React escapes; what is put into a sentence only keeps its own direction. The places are those of the fault table.
    interpolation: { escape: isolated, prefix: '{', suffix: '}' },
    initAsync: false,
  };
}

/** Starts i18next with all languages in memory; call once, before the first render. */
export function startTexts(): void {
  const remembered = localStorage.getItem(rememberedLanguage);
  void i18next.use(initReactI18next).init(textOptions(isLanguage(remembered) ? remembered : preferredLanguage()));
  applyToDocument();
  i18next.on('languageChanged', applyToDocument);
}

/** Changes the language of this window, now and at its next start. */
export function showLanguage(language: Language): void {
  localStorage.setItem(rememberedLanguage, language);
  if (i18next.language !== language) void i18next.changeLanguage(language);
}

/** The name of a language in itself: 'it' -> 'Italiano'. */
export function ownName(language: Language): string {
  const name = new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

function applyToDocument(): void {
  document.documentElement.lang = i18next.language;
  document.documentElement.dir = i18next.dir();
}

/** The language of this window. */
export function shownLanguage(): Language {
  return languages.find((language) => language === i18next.language) ?? 'en';
}
