/** What is wrong with a row of an imported file, in every language of the contract: on screen and in the file given back. */
import type { Language } from './base';
import { fillText } from './faults';
import { columnTitle, type GuestColumn } from './guest-columns';

/** `{column}` and `{value}` are filled in, `{row}` is another row of the file. */
const sentences = {
  invalid: {
    en: '{column}: “{value}” is not valid',
    it: '{column}: «{value}» non è valido',
    es: '{column}: «{value}» no es válido',
    de: '{column}: „{value}“ ist ungültig',
    fr: '{column} : « {value} » n’est pas valable',
    pt: '{column}: «{value}» não é válido',
    ar: '{column}: «{value}» غير صالح',
  },
  'not-a-date': {
    en: '{column}: “{value}” is not a date',
    it: '{column}: «{value}» non è una data',
    es: '{column}: «{value}» no es una fecha',
    de: '{column}: „{value}“ ist kein Datum',
    fr: '{column} : « {value} » n’est pas une date',
    pt: '{column}: «{value}» não é uma data',
    ar: '{column}: «{value}» ليس تاريخًا',
  },
  unknown: {
    en: '{column}: there is none called “{value}”',
    it: '{column}: «{value}» non esiste',
    es: '{column}: «{value}» no existe',
    de: '{column}: „{value}“ gibt es nicht',
    fr: '{column} : « {value} » n’existe pas',
    pt: '{column}: «{value}» não existe',
    ar: '{column}: لا يوجد «{value}»',
  },
  retired: {
    en: '{column}: “{value}” is no longer sold',
    it: '{column}: «{value}» non è più in vendita',
    es: '{column}: «{value}» ya no se vende',
    de: '{column}: „{value}“ wird nicht mehr verkauft',
    fr: '{column} : « {value} » n’est plus vendu',
    pt: '{column}: «{value}» já não é vendido',
    ar: '{column}: لم يعد «{value}» يُباع',
  },
  'needs-end': {
    en: '{column}: this product needs a date until when it is valid',
    it: '{column}: questo prodotto ha bisogno di una data di fine',
    es: '{column}: este producto necesita una fecha de fin',
    de: '{column}: dieses Produkt braucht ein Datum, bis wann es gilt',
    fr: '{column} : ce produit a besoin d’une date de fin',
    pt: '{column}: este produto precisa de uma data de fim',
    ar: '{column}: يحتاج هذا المنتج إلى تاريخ انتهاء',
  },
  'needs-product': {
    en: '{column}: a date without a product',
    it: '{column}: una data senza prodotto',
    es: '{column}: una fecha sin producto',
    de: '{column}: ein Datum ohne Produkt',
    fr: '{column} : une date sans produit',
    pt: '{column}: uma data sem produto',
    ar: '{column}: تاريخ من دون منتج',
  },
  'needs-date': {
    en: '{column}: a consent needs the date on which it was given',
    it: '{column}: un consenso ha bisogno della data in cui è stato dato',
    es: '{column}: un consentimiento necesita la fecha en que se dio',
    de: '{column}: eine Einwilligung braucht das Datum, an dem sie gegeben wurde',
    fr: '{column} : un consentement a besoin de la date à laquelle il a été donné',
    pt: '{column}: um consentimento precisa da data em que foi dado',
    ar: '{column}: تحتاج الموافقة إلى تاريخ إعطائها',
  },
  'name-taken': {
    en: '{column}: “{value}” exists already',
    it: '{column}: «{value}» esiste già',
    es: '{column}: «{value}» ya existe',
    de: '{column}: „{value}“ gibt es schon',
    fr: '{column} : « {value} » existe déjà',
    pt: '{column}: «{value}» já existe',
    ar: '{column}: «{value}» موجود بالفعل',
  },
  twice: {
    en: '{column}: the same as in row {row}',
    it: '{column}: uguale alla riga {row}',
    es: '{column}: igual que en la fila {row}',
    de: '{column}: dasselbe wie in Zeile {row}',
    fr: '{column} : identique à la ligne {row}',
    pt: '{column}: igual à linha {row}',
    ar: '{column}: مطابق للصف {row}',
  },
  several: {
    en: '{column}: several guests have “{value}”',
    it: '{column}: più ospiti hanno «{value}»',
    es: '{column}: varios huéspedes tienen «{value}»',
    de: '{column}: mehrere Gäste haben „{value}“',
    fr: '{column} : plusieurs clients ont « {value} »',
    pt: '{column}: vários hóspedes têm «{value}»',
    ar: '{column}: عدة ضيوف لديهم «{value}»',
  },
  fixed: {
    en: '{column}: cannot be changed for a guest who is there already',
    it: '{column}: non si può cambiare per un ospite che esiste già',
    es: '{column}: no se puede cambiar en un huésped que ya existe',
    de: '{column}: kann bei einem vorhandenen Gast nicht geändert werden',
    fr: '{column} : ne peut pas être changé pour un client existant',
    pt: '{column}: não pode ser alterado num hóspede que já existe',
    ar: '{column}: لا يمكن تغييره لضيف موجود بالفعل',
  },
} as const satisfies Record<string, Readonly<Record<Language, string>>>;

export type ProblemKind = keyof typeof sentences;
export const problemKinds = Object.keys(sentences) as [ProblemKind, ...ProblemKind[]];

export interface ImportProblem {
  readonly kind: ProblemKind;
  readonly column: GuestColumn;
  /** As it stands in the file; never a password. */
  readonly value?: string | undefined;
  /** The other row of the file. */
  readonly row?: number | undefined;
}

export function sayProblem({ kind, column, value = '', row = 0 }: ImportProblem, language: Language): string {
  return fillText(sentences[kind][language], { column: columnTitle(column, language), value, row });
}

/** Title of the column that is added to the file. */
export const problemTitle: Readonly<Record<Language, string>> = {
  en: 'What to correct',
  it: 'Da correggere',
  es: 'Qué corregir',
  de: 'Zu berichtigen',
  fr: 'À corriger',
  pt: 'A corrigir',
  ar: 'ما يجب تصحيحه',
};
