/**
 * Regular expressions that take the time of pattern × text at worst, whatever they are: all ways through the pattern
 * are followed at once (Thompson 1968), none is tried and taken back. They run in the thread that answers routers,
 * where one `(a+)+$` of JavaScript's own would stop the venue.
 *
 * A pattern must match the whole text. What there is: characters, `.`, `[a-z]`, `[^a-z]`, `\d \w \s` and `\D \W \S`,
 * `\` before punctuation, `( )`, `|`, `* + ?`, `{n} {n,} {n,m}`; `^` first and `$` last change nothing. What
 * there is not: back references, look-around, flags, word boundaries.
 */

/** No attribute is longer. */
export const MAX_PATTERN_CHARS = 253;
/** Steps a compiled pattern may have; `{n,m}` repeats them. With 253 characters a match stays below some milliseconds. */
const MAX_STEPS = 1_000;
const MAX_DEPTH = 50;

export interface Pattern {
  /** Whether all of `text` fits. */
  fits(text: string): boolean;
}

type Accepts = (codePoint: number) => boolean;

type Node =
  | { readonly kind: 'one'; readonly accepts: Accepts }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'either'; readonly parts: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly least: number; readonly most: number };

type Step =
  | { readonly kind: 'one'; readonly accepts: Accepts }
  /** Goes on at each of these. */
  | { readonly kind: 'fork'; readonly to: number[] }
  | { readonly kind: 'end' };

/** The pattern ready for use; undefined for a text that is no pattern, or one too large. */
export function compilePattern(source: string): Pattern | undefined {
  if (source.length > MAX_PATTERN_CHARS) return undefined;
  try {
    const steps: Step[] = [];
    emit(new Parser(source).parse(), steps);
    push(steps, { kind: 'end' });
    return { fits: (text) => run(steps, text) };
  } catch (error) {
    if (error instanceof NotAPattern) return undefined;
    throw error;
  }
}

class NotAPattern extends Error {}

const digit: Accepts = (c) => c >= 0x30 && c <= 0x39;
const word: Accepts = (c) => digit(c) || (c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a) || c === 0x5f;
const blank: Accepts = (c) => c === 0x20 || (c >= 0x09 && c <= 0x0d);
const shorthands: Readonly<Record<string, Accepts>> = {
  d: digit,
  D: (c) => !digit(c),
  w: word,
  W: (c) => !word(c),
  s: blank,
  S: (c) => !blank(c),
};
/** Characters that mean something and stand for themselves only after a backslash. */
const special = new Set('\\^$.*+?()[]{}|');

class Parser {
  readonly #chars: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#chars = withoutAnchors(Array.from(source));
  }

  parse(): Node {
    const node = this.#either();
    if (this.#at < this.#chars.length) throw new NotAPattern();
    return node;
  }

  #skip(char: string): boolean {
    if (this.#chars[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #next(): string {
    const char = this.#chars[this.#at++];
    if (char === undefined) throw new NotAPattern();
    return char;
  }

  #either(): Node {
    if (++this.#depth > MAX_DEPTH) throw new NotAPattern();
    const parts = [this.#sequence()];
    while (this.#skip('|')) parts.push(this.#sequence());
    this.#depth--;
    return parts.length === 1 ? parts[0]! : { kind: 'either', parts };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    for (let char = this.#chars[this.#at]; char !== undefined && char !== '|' && char !== ')';) {
      parts.push(this.#repeated(this.#atom()));
      char = this.#chars[this.#at];
    }
    return { kind: 'sequence', parts };
  }

  #repeated(part: Node): Node {
    const counts = this.#counts();
    if (counts === undefined) return part;
    // "As few as possible" is the same where the whole text has to fit.
    this.#skip('?');
    return { kind: 'repeat', part, ...counts };
  }

  #counts(): { readonly least: number; readonly most: number } | undefined {
    if (this.#skip('*')) return { least: 0, most: Infinity };
    if (this.#skip('+')) return { least: 1, most: Infinity };
    if (this.#skip('?')) return { least: 0, most: 1 };
    if (!this.#skip('{')) return undefined;
    const least = this.#number();
    if (least === undefined) throw new NotAPattern();
    const most = this.#skip(',') ? (this.#number() ?? Infinity) : least;
    if (!this.#skip('}') || most < least) throw new NotAPattern();
    return { least, most };
  }

  #number(): number | undefined {
    let digits = '';
    while (/^[0-9]$/.test(this.#chars[this.#at] ?? '')) digits += this.#next();
    return digits === '' ? undefined : Number(digits);
  }

  #atom(): Node {
    const char = this.#next();
    if (char === '(') return this.#group();
    if (char === '[') return { kind: 'one', accepts: this.#set() };
    if (char === '.') return { kind: 'one', accepts: () => true };
    if (char === '\\') return { kind: 'one', accepts: this.#escaped() };
    if (special.has(char)) throw new NotAPattern();
    return { kind: 'one', accepts: exactly(char) };
  }

  #group(): Node {
    // `(?:` groups as well; all else that begins with `(?` there is not.
    if (this.#skip('?') && !this.#skip(':')) throw new NotAPattern();
    const node = this.#either();
    if (!this.#skip(')')) throw new NotAPattern();
    return node;
  }

  #escaped(): Accepts {
    const char = this.#next();
    const shorthand = shorthands[char];
    if (shorthand !== undefined) return shorthand;
    // Letters and digits are kept for what other dialects mean by them.
    if (/^[\p{L}\p{N}]$/u.test(char)) throw new NotAPattern();
    return exactly(char);
  }

  #set(): Accepts {
    const negated = this.#skip('^');
    const members: Accepts[] = [];
    while (!this.#skip(']')) members.push(this.#member());
    if (members.length === 0) throw new NotAPattern();
    return (c) => members.some((accepts) => accepts(c)) !== negated;
  }

  #member(): Accepts {
    const from = this.#memberChar();
    const isRange = this.#chars[this.#at] === '-' && this.#chars[this.#at + 1] !== ']';
    if (!isRange) return typeof from === 'function' ? from : exactly(from);
    if (typeof from === 'function') throw new NotAPattern();
    this.#at++;
    const to = this.#memberChar();
    if (typeof to === 'function') throw new NotAPattern();
    const [low, high] = [from.codePointAt(0)!, to.codePointAt(0)!];
    if (low > high) throw new NotAPattern();
    return (c) => c >= low && c <= high;
  }

  #memberChar(): string | Accepts {
    const char = this.#next();
    if (char === '[') throw new NotAPattern();
    if (char !== '\\') return char;
    const escaped = this.#chars[this.#at]!;
    const accepts = this.#escaped();
    return shorthands[escaped] === undefined ? escaped : accepts;
  }
}

/** The whole text has to fit in any case. */
function withoutAnchors(chars: readonly string[]): readonly string[] {
  let backslashes = 0;
  while (chars[chars.length - 2 - backslashes] === '\\') backslashes++;
  const hasEnd = chars.at(-1) === '$' && backslashes % 2 === 0;
  return chars.slice(chars[0] === '^' ? 1 : 0, hasEnd ? -1 : undefined);
}

function exactly(char: string): Accepts {
  const codePoint = char.codePointAt(0);
  return (c) => c === codePoint;
}

function push(steps: Step[], step: Step): number {
  if (steps.length >= MAX_STEPS) throw new NotAPattern();
  return steps.push(step) - 1;
}

/** Appends the steps of a node; whoever passes them goes on with the step after them. */
function emit(node: Node, steps: Step[]): void {
  switch (node.kind) {
    case 'one':
      push(steps, node);
      return;
    case 'sequence':
      for (const part of node.parts) emit(part, steps);
      return;
    case 'either':
      emitEither(node.parts, steps);
      return;
    case 'repeat':
      emitRepeat(node.part, node.least, node.most, steps);
  }
}

function emitEither(parts: readonly Node[], steps: Step[]): void {
  const choice: number[] = [];
  const ends: number[][] = [];
  push(steps, { kind: 'fork', to: choice });
  for (const part of parts) {
    choice.push(steps.length);
    emit(part, steps);
    const end: number[] = [];
    push(steps, { kind: 'fork', to: end });
    ends.push(end);
  }
  for (const end of ends) end.push(steps.length);
}

function emitRepeat(part: Node, least: number, most: number, steps: Step[]): void {
  for (let i = 0; i < least; i++) {
    const before = steps.length;
    emit(part, steps);
    // Nothing, however often, is nothing; counting it out could take for ever.
    if (steps.length === before) return;
  }
  if (most === Infinity) {
    const again: number[] = [];
    const loop = push(steps, { kind: 'fork', to: again });
    emit(part, steps);
    push(steps, { kind: 'fork', to: [loop] });
    again.push(loop + 1, steps.length);
    return;
  }
  for (let i = least; i < most; i++) {
    const maybe: number[] = [];
    maybe.push(push(steps, { kind: 'fork', to: maybe }) + 1);
    emit(part, steps);
    maybe.push(steps.length);
  }
}

function run(steps: readonly Step[], text: string): boolean {
  let current = follow(steps, [0]);
  for (const char of text) {
    const codePoint = char.codePointAt(0)!;
    const next: number[] = [];
    for (const at of current) {
      const step = steps[at]!;
      if (step.kind === 'one' && step.accepts(codePoint)) next.push(at + 1);
    }
    current = follow(steps, next);
    if (current.length === 0) return false;
  }
  return current.some((at) => steps[at]!.kind === 'end');
}

/** The steps reached from these without reading a character, each once. */
function follow(steps: readonly Step[], from: readonly number[]): readonly number[] {
  const seen = new Uint8Array(steps.length);
  const reached: number[] = [];
  const open = [...from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen[at] === 1) continue;
    seen[at] = 1;
    const step = steps[at]!;
    if (step.kind === 'fork') open.push(...step.to);
    else reached.push(at);
  }
  return reached;
}
