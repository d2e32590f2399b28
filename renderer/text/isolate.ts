/** Names of guests in sentences that are read the other way: each keeps its own direction, and the sentence its order. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const LEFT_TO_RIGHT = /(?![\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])\p{L}/u;
/** First-strong isolate and its end (Unicode UAX 9): invisible, and what is between them moves nothing beside it. */
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/** @param direction of the sentence the value stands in */
export function isolate(value: string, direction: 'ltr' | 'rtl'): string {
  const isForeign = (direction === 'rtl' ? LEFT_TO_RIGHT : RIGHT_TO_LEFT).test(value);
  return isForeign ? `${FIRST_STRONG_ISOLATE}${value}${POP_ISOLATE}` : value;
}
