/**
 * Takes out of lines of the log what nobody but the venue should read. What is written there never holds a secret by
 * itself; but an error may quote what it was about. Two nets: what has the shape of an address, a number or a quotation,
 * and every word by which the database calls somebody. The same word becomes the same mark, so that lines still hang
 * together.
 */
import { jobNames } from '../../preload/contract/work';

/** `    at send (file:///C:/Users/anna/app/out/main/index.js:12:34)`: of the path only the file is kept. */
const framePattern = /^(\s*at )(?:(.*?) )?\(?(?:[a-z]+:)?[^()\s]*?([\w.-]+\.[cm]?[jt]s):(\d+):(\d+)\)?\s*$/;

/** In this order: a MAC is no IPv6 address, an address of a mailbox no name, a path no quotation. */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}\b/gi, '[mac]'],
  [/[^\s"'<>()]+@[^\s"'<>()]+/g, '[e-mail]'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?\b/g, '[address]'],
  // A time of day has colons too, but neither two in a row nor seven.
  [/(?<![\w:])(?=[0-9a-f:]*::|(?:[0-9a-f]+:){7})(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/gi, '[address]'],
  [/(?:[a-z][a-z0-9+.-]*:\/\/|[a-z]:\\|\\\\|\/)(?:[^\s"'<>()]*[\\/])[^\s"'<>()]*/gi, '[path]'],
  // Keys, digests, sealed values, codes in groups.
  [/\b(?=[\w+/=-]*\d)[A-Za-z0-9+/=_-]{20,}/g, '[value]'],
  [/\+?\d[\d ()/.-]{5,}\d/g, '[number]'],
  [/\d{6,}/g, '[number]'],
];

const quotedPattern = /(["'`“‘«‹])([^"'`”’»›]*)(["'`”’»›])/g;
/** What the log quotes of its own: names of jobs and of calls. */
const ownWords: ReadonlySet<string> = new Set(jobNames);
const callPattern = /^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/;

const wordPattern = /[\p{L}\p{N}_]+/gu;
const LEAST_WORD_CHARS = 3;
/** Rooms are numbers of three digits; so are half of all numbers in a log, and they tell nobody anything. */
const shortNumber = /^\d{1,3}$/;

/** Shapes hidden; the words are still there. */
export function scrubShapes(line: string): string {
  const frame = framePattern.exec(line);
  if (frame) {
    const [, at, what, file, row, column] = frame;
    return `${at}${what === undefined ? '' : `${what.replace(/[^\w.$<># ]/g, '')} `}(${file}:${row}:${column})`;
  }
  const { head, rest } = splitHead(line);
  const hidden = shapes.reduce((text, [shape, mark]) => text.replace(shape, mark), rest);
  return head + hidden.replace(quotedPattern, hideQuoted);
}

/** `[2026-11-22 19:00:00.123] [warn]  ` is the log's own. */
const headPattern = /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\] \[\w+\] */;

function splitHead(line: string): { readonly head: string; readonly rest: string } {
  const head = headPattern.exec(line)?.[0] ?? '';
  return { head, rest: line.slice(head.length) };
}

function hideQuoted(whole: string, open: string, content: string, close: string): string {
  return ownWords.has(content) || callPattern.test(content) ? whole : `${open}…${close}`;
}

/** Words that could be somebody's, lower case. */
export function wordsOf(text: string): readonly string[] {
  const words = text.toLowerCase().match(wordPattern) ?? [];
  return words.filter((word) => word.length >= LEAST_WORD_CHARS && !shortNumber.test(word));
}

/** Words of all lines but the frames of stacks, which are the program's own. */
export function wordsOfLines(lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.filter((line) => !isFrame(line)).flatMap((line) => wordsOf(splitHead(line).rest)));
}

/** @param known words by which somebody is called, each with its mark */
export function hideWords(line: string, known: ReadonlyMap<string, string>): string {
  if (isFrame(line)) return line;
  const { head, rest } = splitHead(line);
  return head + rest.replace(wordPattern, (word) => known.get(word.toLowerCase()) ?? word);
}

/** As `scrubShapes` leaves them. */
const isFrame = (line: string): boolean => /^\s+at [^(]*\([\w.-]+:\d+:\d+\)$/.test(line);
