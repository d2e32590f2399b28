/**
 * The connection log as a file that proves itself: JSON lines or CSV, in the order of the hash chain. Every line ends
 * with a tag (HMAC-SHA-256, first 16 bytes) over the tag of the line before and its own text, with a key derived from
 * the venue's data key; the last line says how many there are. So an edited, removed, inserted or reordered row shows at
 * its place, and so does an end that is missing.
 */
import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open as openFile, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { mapFileError } from '../../db/faults';
import { findWho } from '../../db/queries/connection-log';
import { findLastLink, walkChain, type ChainedSession, type SessionRecord } from '../../db/queries/session-chain';
import type { Db } from '../../db/open';
import { CHAIN_START, linkOf, verifyChain, type ChainVerdict } from '../aaa/session-chain';
import { giveWay, type Watch } from './watch';

export type ExportFormat = 'jsonl' | 'csv';

export interface ExportFilter {
  readonly format: ExportFormat;
  readonly guestId?: number | undefined;
  readonly domainId?: number | undefined;
  /** Online at some moment from then … */
  readonly fromMs?: number | undefined;
  /** … until then. */
  readonly tillMs?: number | undefined;
}

export interface Exported {
  /** Full path of the file, in the folder `exports` beside the database. */
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
}

export type FileVerdict =
  | { readonly kind: 'whole'; readonly rows: number }
  /**
   * The first line that is not as it was written: `line` counts from 1. `altered`: edited, or something before it was
   * removed, inserted or moved; `cut`: the end is missing; `not-ours`: no such file, or of another venue.
   */
  | {
      readonly kind: 'broken';
      readonly what: 'altered' | 'cut' | 'not-ours';
      readonly line: number;
      readonly seq?: number;
    };

const FORMAT = 'gatehouse-connection-log-1';
const TAG_CHARS = 32;
/** Sessions read, or lines of a file, between two looks whether the work is still wanted. */
const ROWS_AT_ONCE = 250;
/** A line longer than this is none of ours: texts in a session are bounded by the packet. */
const MOST_LINE_CHARS = 100_000;

const columns = [
  'seq',
  'startedAt',
  'endedAt',
  'seconds',
  'uploadBytes',
  'downloadBytes',
  'ipAddress',
  'macAddress',
  'cause',
  'username',
  'name',
  'room',
  'routerId',
  'acctSessionId',
  'previous',
  'hash',
] as const;

/**
 * Writes the log to a new file. Sessions join it an hour (a day, where their end was concluded) after their end. Faults
 * DISK_FULL, FOLDER_READ_ONLY; rejects with the reason of `watch.signal` when it is stopped. Then there is no file.
 */
export async function exportConnectionLog(
  db: Db,
  dataKey: Uint8Array,
  filter: ExportFilter,
  nowMs: number,
  watch: Watch,
): Promise<Exported> {
  const file = join(dirname(db.file), 'exports', `connections-${fileStamp(nowMs)}.${filter.format}`);
  const unfinished = `${file}.part`;
  try {
    await mkdir(dirname(file), { recursive: true });
    const rows = await writeFile(unfinished, db, new Tagger(dataKey, filter.format), filter, nowMs, watch);
    // Under its name only once it is whole.
    await rename(unfinished, file);
    return { file, rows, bytes: (await stat(file)).size };
  } catch (error) {
    // Whatever hinders this has hindered the writing, too.
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw mapFileError(error, dirname(file)) ?? error;
  }
}

/** Resolves when everything is on the disk. */
async function writeFile(
  file: string,
  db: Db,
  tagger: Tagger,
  filter: ExportFilter,
  nowMs: number,
  watch: Watch,
): Promise<number> {
  const handle = await openFile(file, 'w', 0o600);
  try {
    const rows = await writeLines(handle, db, tagger, filter, nowMs, watch);
    await handle.sync();
    return rows;
  } finally {
    await handle.close();
  }
}

/** '20261122-081500-123': sorts by time, and no two are the same. */
function fileStamp(nowMs: number): string {
  return new Date(nowMs).toISOString().replace(/[-:Z]/g, '').replace('T', '-').replace('.', '-');
}

async function writeLines(
  handle: FileHandle,
  db: Db,
  tagger: Tagger,
  filter: ExportFilter,
  nowMs: number,
  watch: Watch,
): Promise<number> {
  const total = findLastLink(db)?.seq ?? 0;
  let rows = 0;
  let previous: Pick<ChainedSession, 'seq' | 'hash'> = { seq: 0, hash: CHAIN_START };
  await handle.write(tagger.line({ kind: 'header', format: FORMAT, exportedAt: isoOf(nowMs) }));
  for (;;) {
    const links = walkChain(db, previous.seq, ROWS_AT_ONCE);
    let text = '';
    for (const link of links) {
      if (link.record !== null && isWanted(db, link.record, filter)) {
        text += tagger.line(rowOf(db, link, link.record, previous.hash));
        rows++;
      }
      previous = link;
    }
    await handle.write(text);
    if (links.length < ROWS_AT_ONCE) break;
    watch.progress(previous.seq, Math.max(total, previous.seq));
    await giveWay(watch);
  }
  await handle.write(tagger.line({ kind: 'footer', rows }));
  return rows;
}

function isWanted(db: Db, { guestId, startedAtMs, endedAtMs }: SessionRecord, filter: ExportFilter): boolean {
  if (filter.tillMs !== undefined && startedAtMs > filter.tillMs) return false;
  if (filter.fromMs !== undefined && endedAtMs < filter.fromMs) return false;
  if (filter.guestId !== undefined && guestId !== filter.guestId) return false;
  if (filter.domainId === undefined) return true;
  return guestId !== null && findWho(db, guestId)?.domainId === filter.domainId;
}

interface Row {
  readonly kind: 'session';
  readonly seq: number;
  /** What a guest is called at the time of the export; not covered by the chain. */
  readonly name: string | null;
  readonly room: string | null;
  readonly record: SessionRecord;
  /** Links of the chain, hexadecimal. */
  readonly previous: string;
  readonly hash: string;
}

type Line =
  | { readonly kind: 'header'; readonly format: string; readonly exportedAt: string }
  | Row
  | { readonly kind: 'footer'; readonly rows: number };

function rowOf(db: Db, { seq, hash }: ChainedSession, record: SessionRecord, previous: Uint8Array): Row {
  const who = record.guestId === null ? undefined : findWho(db, record.guestId);
  return {
    ...{ kind: 'session', seq, name: who?.displayName ?? null, room: who?.room ?? null, record },
    ...{ previous: hexOf(previous), hash: hexOf(hash) },
  };
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const isoOf = (atMs: number): string => new Date(atMs).toISOString();

/** Tags lines one after the other. */
class Tagger {
  readonly #key: KeyObject;
  readonly #format: ExportFormat;
  #tag = '';

  constructor(dataKey: Uint8Array, format: ExportFormat) {
    this.#key = createSecretKey(Buffer.from(hkdfSync('sha256', dataKey, '', 'gatehouse connection log', 32)));
    this.#format = format;
  }

  /** The line as it stands in the file, with its end. */
  line(line: Line): string {
    const text = this.#format === 'csv' ? csvOf(line) : jsonOf(line);
    return `${text}${this.#format === 'csv' ? ',' : '\t'}${this.next(text)}\n`;
  }

  /** The tag of the next line. */
  next(text: string): string {
    this.#tag = createHmac('sha256', this.#key).update(`${this.#tag}\n${text}`).digest('hex').slice(0, TAG_CHARS);
    return this.#tag;
  }
}

/** On one line for every reader of lines: two separators of Unicode may stand in JSON as they are. */
function jsonOf(line: Line): string {
  return JSON.stringify(line).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

function csvOf(line: Line): string {
  if (line.kind === 'header') return [...columns, `${line.format} ${line.exportedAt}`].map(csvField).join(',');
  if (line.kind === 'footer') return `footer,${line.rows}`;
  const { record } = line;
  return [
    line.seq,
    isoOf(record.startedAtMs),
    isoOf(record.endedAtMs),
    record.sessionTimeSec,
    record.uploadBytes,
    record.downloadBytes,
    record.framedIpAddress,
    record.macAddress,
    record.terminateCause,
    record.username,
    line.name,
    line.room,
    record.routerId,
    record.acctSessionId,
    line.previous,
    line.hash,
  ]
    .map(csvField)
    .join(',');
}

/** RFC 4180, on one line; what a spreadsheet would take for a formula is written as text. */
function csvField(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = value.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ').replace(/^(?=[=+\-@])/, "'");
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export type RecordsVerdict =
  { readonly kind: 'whole'; readonly rows: number } | Extract<ChainVerdict, { readonly kind: 'broken' }>;

/** Checks the records in the database against their chain. Rejects with the reason of `watch.signal` when stopped. */
export async function verifyRecords(db: Db, watch: Watch): Promise<RecordsVerdict> {
  const total = findLastLink(db)?.seq ?? 0;
  const verdict = await verifyChain(db, (seq) => {
    watch.progress(seq, Math.max(total, seq));
    return giveWay(watch);
  });
  return verdict.kind === 'whole' ? { kind: 'whole', rows: verdict.links } : verdict;
}

/**
 * Checks a file that was exported from this venue, and names the first line that is not as it was written. Rejects with
 * the reason of `watch.signal` when stopped.
 */
export async function verifyConnectionLog(file: string, dataKey: Uint8Array, watch: Watch): Promise<FileVerdict> {
  try {
    const { size } = await stat(file);
    return await verifyLines(readLines(file, size, watch), dataKey);
  } catch (error) {
    watch.signal.throwIfAborted();
    // No file, no right to read it, a folder: whatever it is, it is not an export of ours.
    if (error instanceof Error && 'code' in error) return { kind: 'broken', what: 'not-ours', line: 1 };
    throw error;
  }
}

async function* readLines(file: string, bytes: number, watch: Watch): AsyncGenerator<string> {
  const stream = createReadStream(file, { encoding: 'utf8' });
  let lines = 0;
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: 0 })) {
      yield line;
      if (++lines % ROWS_AT_ONCE !== 0) continue;
      watch.progress(stream.bytesRead, Math.max(bytes, stream.bytesRead));
      await giveWay(watch);
    }
  } finally {
    stream.destroy();
  }
}

async function verifyLines(lines: AsyncIterable<string>, dataKey: Uint8Array): Promise<FileVerdict> {
  let tagger: Tagger | undefined;
  let line = 0;
  let footer: number | undefined;
  for await (const text of lines) {
    line++;
    const format = text.startsWith('{') ? 'jsonl' : 'csv';
    tagger ??= new Tagger(dataKey, format);
    const { body, tag } = splitLine(text, format);
    const isTrue = text.length <= MOST_LINE_CHARS && tagger.next(body) === tag;
    if (!isTrue && line === 1) return { kind: 'broken', what: 'not-ours', line };
    if (!isTrue || footer !== undefined || !isOfTheChain(body, format)) return brokenAt(line, body, format);
    footer = footerOf(body, format);
  }
  if (footer === undefined) return { kind: 'broken', what: line === 0 ? 'not-ours' : 'cut', line: line + 1 };
  return { kind: 'whole', rows: footer };
}

function splitLine(text: string, format: ExportFormat): { readonly body: string; readonly tag: string } {
  const at = text.lastIndexOf(format === 'csv' ? ',' : '\t');
  return { body: text.slice(0, Math.max(0, at)), tag: text.slice(at + 1) };
}

function brokenAt(line: number, body: string, format: ExportFormat): FileVerdict {
  const seq = format === 'csv' ? Number.parseInt(body, 10) : Number(/"seq":(\d+)/.exec(body)?.[1]);
  return { kind: 'broken', what: 'altered', line, ...(Number.isInteger(seq) ? { seq } : {}) };
}

/** Where a line carries the whole record, its link is made once more. */
function isOfTheChain(body: string, format: ExportFormat): boolean {
  if (format === 'csv') return true;
  const parsed = JSON.parse(body) as Line;
  if (parsed.kind !== 'session') return true;
  return hexOf(linkOf(Buffer.from(parsed.previous, 'hex'), parsed.record)) === parsed.hash;
}

function footerOf(body: string, format: ExportFormat): number | undefined {
  const pattern = format === 'csv' ? /^footer,(\d+)$/ : /^\{"kind":"footer","rows":(\d+)\}$/;
  const rows = pattern.exec(body)?.[1];
  return rows === undefined ? undefined : Number(rows);
}
