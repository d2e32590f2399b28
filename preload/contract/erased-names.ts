/**
 * What a guest is called who was erased: the database keeps a pseudonym (db/queries/erase.ts), people read words. One rule
 * for windows, paper and files; here for the reason given in sentence.ts.
 */
import { languages, type Language } from './base';
import { fillText } from './faults';

const pseudonym = /^erased-(\d+)(?:-\d+)?$/;

const words: Readonly<Record<Language, string>> = {
  en: 'Erased guest {number}',
  it: 'Ospite cancellato {number}',
  es: 'Huésped borrado {number}',
  de: 'Gelöschter Gast {number}',
  fr: 'Client effacé {number}',
  pt: 'Hóspede apagado {number}',
  ar: 'ضيف ممحو {number}',
};

/** `name` as it is, or "Erased guest 12" in that language, in English for one we do not speak. */
export function sayGuestName(name: string, language: string): string {
  const number = pseudonym.exec(name)?.[1];
  if (number === undefined) return name;
  return fillText(words[languages.find((known) => known === language) ?? 'en'], { number });
}

/** Whether it is the pseudonym, not the words, of somebody erased. */
export function isErasedName(name: string): boolean {
  return pseudonym.test(name);
}
