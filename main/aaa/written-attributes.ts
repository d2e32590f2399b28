/** Attributes as managers write them: what there is to choose from, and whether a value can be sent or asked for. */
import {
  findCheckProblem,
  listTypedAttributes,
  parseTypedValue,
  type Check,
  type CheckProblem,
  type TypedAttribute,
} from '../radius/typed-attributes';
import { parseRateLimit } from './rate-limit';

export interface AttributeChoice extends Pick<TypedAttribute, 'name' | 'vendor' | 'type' | 'values'> {
  readonly use: 'check' | 'reply' | 'both';
}

/** Those that may be written by hand, in the order of the dictionaries. */
export function listAttributeChoices(): readonly AttributeChoice[] {
  return listTypedAttributes().flatMap(({ use, name, vendor, type, values }) =>
    use.kind === 'none' ? [] : [{ name, vendor, type, values, use: use.kind }],
  );
}

/** What is wrong with an attribute, and with which half of it. English. */
export interface AttributeProblem {
  readonly field: 'name' | 'operator' | 'value';
  readonly words: string;
}

/** Undefined for an attribute that can be added to an answer. */
export function findReplyProblem({ name, value }: Pick<Check, 'name' | 'value'>): AttributeProblem | undefined {
  const known = listTypedAttributes().find((one) => one.name === name);
  if (known === undefined) return problems['unknown-attribute'];
  if (known.use.kind === 'none') return { field: 'name', words: unavailable[known.use.why] };
  if (known.use.kind === 'check') return { field: 'name', words: 'only stands in requests' };
  const parsed = parseTypedValue(name, value);
  if (parsed.kind === 'wrong') return problems[parsed.why];
  return name === 'Mikrotik-Rate-Limit' ? findRateProblem(value) : undefined;
}

/** A router takes part of a wrong rate limit, or none of it, without a word. */
function findRateProblem(text: string): AttributeProblem | undefined {
  const parsed = parseRateLimit(text);
  return parsed.kind === 'invalid' ? { field: 'value', words: parsed.problem } : undefined;
}

/** Undefined for an attribute that requests can be checked for. */
export function findCheckProblemInWords(check: Check): AttributeProblem | undefined {
  const known = listTypedAttributes().find((one) => one.name === check.name);
  if (known?.use.kind === 'none') return { field: 'name', words: unavailable[known.use.why] };
  const problem = findCheckProblem(check);
  return problem && problems[problem];
}

const unavailable = {
  protocol: 'is made by Gatehouse itself',
  secret: 'carries a password or a key, which is never written by hand',
  accounting: 'only stands in accounting',
} as const;

const problems: Readonly<Record<CheckProblem, AttributeProblem>> = {
  'unknown-attribute': { field: 'name', words: 'is in none of the dictionaries' },
  'not-in-requests': { field: 'name', words: 'does not stand in requests' },
  'operator-not-for-type': { field: 'operator', words: 'is for numbers, times and addresses' },
  'not-a-pattern': { field: 'value', words: 'is not a pattern, or one too large' },
  empty: { field: 'value', words: 'is empty' },
  'too-long': { field: 'value', words: 'is longer than an attribute can be' },
  'control-character': { field: 'value', words: 'has control characters' },
  'not-hex': { field: 'value', words: 'must be hexadecimal, like 0x01ab' },
  'not-a-number': { field: 'value', words: 'must be a number or the name of a value' },
  'out-of-range': { field: 'value', words: 'is out of range' },
  'not-a-date': { field: 'value', words: 'must be a date' },
  'not-an-address': { field: 'value', words: 'must be an address' },
  'not-a-prefix': { field: 'value', words: 'must be a prefix like 2001:db8::/64' },
  'not-an-interface-id': { field: 'value', words: 'must be an interface identifier like 0:0:0:1' },
};
