/** The fields of a person as a form has them: texts, in sections that stay closed until they are wanted. */
import type { Input, Output } from '../api';
import { personFieldNames, type PersonField } from '../../preload/contract/persons';

export type Person = Output<'guests.person'>['person'];
export type PersonTexts = Readonly<Record<PersonField, string>>;

export const sections = [
  ['name', ['firstName', 'lastName', 'gender', 'birthYear', 'company', 'taxCode']],
  ['contact', ['callingCode', 'mobile', 'email', 'landline', 'fax']],
  ['address', ['address', 'postalCode', 'city', 'province', 'country', 'latitude', 'longitude']],
  ['document', ['documentKind', 'documentNumber', 'documentIssuer', 'documentExpires']],
  ['other', ['pmsCode', 'externalKind', 'externalUsername', 'externalId']],
  ['equipment', ['antennaAddress', 'hardwareType', 'routerosVersion']],
] as const satisfies readonly (readonly [string, readonly PersonField[]])[];
export type Section = (typeof sections)[number];

/** Only where the guest is connected by PPPoE. */
export const pppoeSection = 'equipment';

const numbers: ReadonlySet<PersonField> = new Set(['birthYear', 'latitude', 'longitude']);

export function textsOf(person: Person): PersonTexts {
  return Object.fromEntries(
    personFieldNames.map((name) => [name, person[name] === undefined ? '' : String(person[name])]),
  ) as PersonTexts;
}

/** What differs from what is known; an emptied field is taken away. */
export function changesOf(texts: PersonTexts, before: PersonTexts): Partial<Input<'guests.setPerson'>> {
  const changed = personFieldNames.filter((name) => texts[name].trim() !== before[name]);
  return Object.fromEntries(changed.map((name) => [name, valueOf(name, texts[name].trim())]));
}

function valueOf(name: PersonField, text: string): string | number | null {
  if (text === '') return null;
  return numbers.has(name) ? Number(text.replace(',', '.')) : text;
}
