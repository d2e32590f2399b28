/**
 * Imports guests from a table as one change. It is written in portions, so that no login waits for it, and taken back as a
 * whole when it is stopped, when somebody else's work comes in between, or after a power cut (db/long-change.ts).
 */
import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sqliteErrorOf } from '../../db/faults';
import type { Db } from '../../db/open';
import { getFirstDomain } from '../../db/queries/domains';
import { isGuest, newestGuestId } from '../../db/queries/guest-files';
import { findGuestByKey } from '../../db/queries/guests';
import { findMapping, rememberMapping } from '../../db/queries/import-mappings';
import type { Scope } from '../../db/queries/scope';
import { findProduct, type ProductRow, type ProductWithLimitations } from '../../db/queries/products';
import { getVenue, type VenueRow } from '../../db/queries/venue';
import { seal } from '../../db/seal';
import { startLongChange, takeBackUnfinished, type Actor, type ChangeWriter, type LongChange } from '../../db/write';
import type { Language } from '../../preload/contract/base';
import { guessColumn, simplify, type GuestColumn } from '../../preload/contract/guest-columns';
import { problemTitle, sayProblem, type ImportProblem } from '../../preload/contract/import-words';
import type { Refusal } from '../../preload/contract/refusals';
import { makeCode } from '../desk/codes';
import { spanOf, type Span } from '../desk/span';
import { nameKey } from '../names';
import { isRefusal, refuse } from '../refuse';
import { csvFile } from './csv-text';
import type { Difference } from './guest-difference';
import { planImport, readMapping, type ImportRules, type Mapping, type PlannedRow } from './plan-import';
import type { GuestDraft, GuestKind } from './read-guest-row';
import { readTable, type Table } from './read-table';
import { giveWay, type Watch } from './watch';
import { makeWorkbook } from './workbook';

export interface TableQuestion {
  readonly bytes: Uint8Array;
  /** Absent: the first. */
  readonly sheet?: string | undefined;
}

/** What a file looks like before anything is decided. */
export interface InspectedTable {
  readonly kind: 'inspected';
  readonly format: Table['format'];
  readonly sheets: readonly string[];
  readonly sheet: string | undefined;
  readonly titles: readonly string[];
  readonly rows: number;
  /** The first rows, as they stand in the file. */
  readonly first: Table['rows'];
  readonly mapping: Mapping;
  /** The mapping is the one that was used for such a file before; otherwise it is guessed. */
  readonly isRemembered: boolean;
}

const FIRST_ROWS = 5;

/** Refusals of `readTable`. */
export async function inspectTable(db: Db, question: TableQuestion, watch: Watch): Promise<InspectedTable | Refusal> {
  const table = await readTable(question.bytes, question.sheet, watch);
  if (isRefusal(table)) return table;
  const { format, sheets, sheet, titles, rows } = table;
  const known = findMapping(db, signatureOf(titles));
  const remembered = known === undefined ? undefined : readMapping(known, titles.length);
  return {
    ...{ kind: 'inspected', format, sheets, sheet, titles, rows: rows.length, first: rows.slice(0, FIRST_ROWS) },
    mapping: remembered ?? guessMapping(titles),
    isRemembered: remembered !== undefined,
  };
}

function signatureOf(titles: readonly string[]): string {
  return JSON.stringify(titles.map(simplify));
}

/** The first of two columns that look the same is the one. */
function guessMapping(titles: readonly string[]): Mapping {
  const taken = new Set<GuestColumn>();
  return titles.map((title) => {
    const column = guessColumn(title);
    if (column === undefined || taken.has(column)) return null;
    taken.add(column);
    return column;
  });
}

export interface ImportQuestion extends TableQuestion, ImportRules {
  readonly actor: Actor;
  readonly fileName: string;
  readonly mapping: Mapping;
  /** Nothing is written: what would be. */
  readonly dryRun: boolean;
}

export interface Imported {
  readonly kind: 'imported';
  /** Absent: nothing was written. */
  readonly changeId: number | undefined;
  readonly added: number;
  readonly changed: number;
  /** There already, and nothing different. */
  readonly same: number;
  /** There already, and left alone by the rules. */
  readonly skipped: number;
  readonly wrong: number;
  readonly problems: readonly RowProblems[];
}

export interface RowProblems {
  readonly row: number;
  readonly problems: readonly ImportProblem[];
}

/** For the screen; the file given back has them all. */
const MOST_PROBLEMS = 200;
/** Less than a login may wait for its turn to write, by far (db/write-turn.ts). */
const PORTION_MS = 12;
/** Guests without a product get a code like this. */
const usualCode = { codeAlphabet: 'mixed', codeLength: 8 } as const;
/** Nobody logs in with it: how a device is let in is the MAC login of the router. */
const DEVICE_PASSWORD_BYTES = 24;

/**
 * Rows that are wrong are left out. Stopped, or refused with `guests-changed`, nothing of it remains.
 * Refusals also of `readTable`, and no-columns.
 */
export async function importGuests(
  db: Db,
  dataKey: Uint8Array,
  question: ImportQuestion,
  nowMs: number,
  watch: Watch,
): Promise<Imported | Refusal> {
  await takeBackUnfinished(db, nowMs, () => nextTurn());
  const planned = await planOf(db, dataKey, question, watch);
  if ('kind' in planned) return planned;
  const { table, rows } = planned;
  const counts = countRows(rows);
  if (question.dryRun || counts.added + counts.changed === 0)
    return { kind: 'imported', changeId: undefined, ...counts };
  const prepared = prepareRows(db, dataKey, rows, question.scope, nowMs);
  if (isRefusal(prepared)) return prepared;
  const changeId = await writeRows(db, question, counts, prepared, nowMs, watch);
  if (isRefusal(changeId)) return changeId;
  rememberMapping(db, signatureOf(table.titles), JSON.stringify(question.mapping), nowMs);
  return { kind: 'imported', changeId, ...counts };
}

interface Planned {
  readonly table: Table;
  readonly rows: readonly PlannedRow[];
}

async function planOf(
  db: Db,
  dataKey: Uint8Array,
  question: Omit<ImportQuestion, 'actor' | 'dryRun'>,
  watch: Watch,
): Promise<Planned | Refusal> {
  if (question.mapping.every((column) => column === null)) return refuse('no-columns');
  if (question.scope?.domainIds?.length === 0) return refuse('not-found', { what: 'Domain', id: '' });
  const table = await readTable(question.bytes, question.sheet, watch);
  if (isRefusal(table)) return table;
  return { table, rows: await planImport(db, dataKey, table, question, watch) };
}

function countRows(rows: readonly PlannedRow[]): Omit<Imported, 'kind' | 'changeId'> {
  const count = (kind: PlannedRow['kind']): number => rows.filter((row) => row.kind === kind).length;
  const wrong = rows.filter((row) => row.kind === 'wrong');
  return {
    ...{ added: count('add'), changed: count('update'), same: count('same'), skipped: count('skip') },
    wrong: wrong.length,
    problems: wrong.slice(0, MOST_PROBLEMS).map(({ row, problems }) => ({ row, problems })),
  };
}

/** Everything that can be done before the write lock is taken: codes are made, passwords sealed. */
type PreparedRow =
  | {
      readonly kind: 'add';
      readonly guest: Readonly<Record<string, unknown>>;
      readonly draft: GuestDraft;
      readonly held: Held | undefined;
    }
  | {
      readonly kind: 'update';
      readonly difference: Difference;
      readonly sealed: Uint8Array | undefined;
      readonly held: Held | undefined;
    };

interface Held {
  readonly productId: number;
  readonly span: Span;
}

function prepareRows(
  db: Db,
  dataKey: Uint8Array,
  rows: readonly PlannedRow[],
  scope: Scope | undefined,
  nowMs: number,
): readonly PreparedRow[] | Refusal {
  const context: PreparingContext = {
    ...{ db, dataKey, nowMs, venue: getVenue(db), domainId: getFirstDomain(db, scope).id },
    prefix: scope?.prefix ?? '',
    taken: new Set(
      rows.flatMap((row) => (row.kind === 'add' && row.draft.username ? [nameKey(row.draft.username)] : [])),
    ),
  };
  const prepared: PreparedRow[] = [];
  for (const row of rows) {
    if (row.kind !== 'add' && row.kind !== 'update') continue;
    const one =
      row.kind === 'add' ? prepareNew(context, row.draft, row.product) : prepareUpdate(context, row.difference);
    if (isRefusal(one)) return one;
    prepared.push(one);
  }
  return prepared;
}

interface PreparingContext {
  readonly db: Db;
  readonly dataKey: Uint8Array;
  readonly nowMs: number;
  readonly venue: VenueRow;
  /** For guests of whom the file does not say it. */
  readonly domainId: number;
  /** What new codes begin with. */
  readonly prefix: string;
  /** Login names and codes of this file. */
  readonly taken: Set<string>;
}

function prepareNew(
  context: PreparingContext,
  draft: GuestDraft,
  found: ProductWithLimitations | undefined,
): PreparedRow | Refusal {
  const kind = kindOf(draft);
  const code = draft.username === undefined || needsPassword(draft, kind) ? newCode(context, found?.product) : '';
  if (code === undefined) return refuse('codes-used-up', { name: found?.product.name ?? '' });
  const username = draft.username ?? code;
  const held = found === undefined ? undefined : heldOf(context, found.product, draft.endsAtMs);
  if (isRefusal(held)) return held;
  const guest = {
    domain_id: draft.domainId ?? context.domainId,
    kind,
    username,
    username_key: nameKey(username),
    password_sealed: seal(context.dataKey, 'guest-password', passwordOf(draft, kind, username, code)),
    ...draft.guest,
    created_at_ms: context.nowMs,
  };
  return { kind: 'add', guest, draft, held };
}

/** A login name without a password is no code: whoever knows the guest would know it. */
function kindOf({ kind, username, password }: GuestDraft): GuestKind {
  if (kind !== undefined) return kind;
  return username === undefined || password === username ? 'code' : 'person';
}

function needsPassword({ password }: GuestDraft, kind: GuestKind): boolean {
  return kind === 'person' && password === undefined;
}

function passwordOf(draft: GuestDraft, kind: GuestKind, username: string, code: string): string | Uint8Array {
  if (kind === 'device') return randomBytes(DEVICE_PASSWORD_BYTES);
  if (kind === 'code') return username;
  return draft.password ?? code;
}

function newCode({ db, taken, prefix }: PreparingContext, product: ProductRow | undefined): string | undefined {
  const { codeAlphabet, codeLength } = product ?? usualCode;
  const code = makeCode(
    codeAlphabet,
    codeLength,
    (candidate) => taken.has(nameKey(candidate)) || findGuestByKey(db, nameKey(candidate)) !== undefined,
    prefix,
  );
  if (code !== undefined) taken.add(nameKey(code));
  return code;
}

/** An end that the file gives holds alone, also one that is over: an export of guests of last year comes back as it was. */
function heldOf(
  { venue, nowMs }: Pick<PreparingContext, 'venue' | 'nowMs'>,
  product: ProductRow,
  endsAtMs: number | undefined,
): Held | Refusal {
  if (endsAtMs !== undefined) {
    const startsAtMs = product.starts === 'now' ? Math.min(nowMs, endsAtMs) : null;
    return { productId: product.id, span: { startsAtMs, endsAtMs, endOverridden: true } };
  }
  const span = spanOf(product, venue, {}, nowMs);
  return isRefusal(span) ? span : { productId: product.id, span };
}

function prepareUpdate(context: PreparingContext, difference: Difference): PreparedRow | Refusal {
  const { password, entitlement } = difference;
  const sealed = password === undefined ? undefined : seal(context.dataKey, 'guest-password', password);
  if (entitlement?.kind !== 'add') return { kind: 'update', difference, sealed, held: undefined };
  const { product } = findProduct(context.db, entitlement.productId)!;
  const held = heldOf(context, product, entitlement.endsAtMs);
  return isRefusal(held) ? held : { kind: 'update', difference, sealed, held };
}

/** The number of the change. */
async function writeRows(
  db: Db,
  { actor, fileName }: ImportQuestion,
  { added, changed }: Pick<Imported, 'added' | 'changed'>,
  rows: readonly PreparedRow[],
  nowMs: number,
  watch: Watch,
): Promise<number | Refusal> {
  const what = { action: 'import-guests', params: { added, changed, file: fileName } } as const;
  const change = startLongChange(db, actor, what, nowMs);
  try {
    let done = 0;
    while (done < rows.length) {
      done += writePortion(db, change, rows, done);
      watch.progress(done, rows.length);
      await giveWay(watch);
    }
    change.finish();
    return change.changeId;
  } catch (error) {
    await takeBackUnfinished(db, nowMs, () => nextTurn());
    // A name that was taken, a guest or a product that has gone since the file was checked.
    if (isConstraint(error) || error instanceof GuestGoneError) return refuse('guests-changed');
    throw error;
  }
}

class GuestGoneError extends Error {}

function isConstraint(error: unknown): boolean {
  return sqliteErrorOf(error)?.code.startsWith('SQLITE_CONSTRAINT') ?? false;
}

/** How many were written. */
function writePortion(db: Db, change: LongChange, rows: readonly PreparedRow[], from: number): number {
  const beganAtMs = performance.now();
  return change.write((write) => {
    let next = from;
    do {
      const row = rows[next++]!;
      if (row.kind === 'add') writeNew(db, write, row);
      else writeUpdate(db, write, row);
    } while (next < rows.length && performance.now() - beganAtMs < PORTION_MS);
    return next - from;
  });
}

/**
 * The person comes before the guest: then the search index is written once, with all its words. Whether the guest is there
 * counts at the end of the portion.
 */
function writeNew(db: Db, write: ChangeWriter, { guest, draft, held }: PreparedRow & { readonly kind: 'add' }): void {
  const id = newestGuestId(db) + 1;
  if (Object.keys(draft.person).length > 0) write.insert('guest_persons', { guest_id: id, ...draft.person });
  write.insert('guests', { id, ...guest });
  for (const mac of draft.devices ?? []) writeDevice(write, id, mac);
  if (held !== undefined) writeHeld(write, id, held);
}

function writeDevice(write: ChangeWriter, guestId: number, mac: string): void {
  write.insert('devices', {
    ...{ guest_id: guestId, mac_address: mac, first_seen_at_ms: write.atMs, last_seen_at_ms: write.atMs },
  });
}

function writeHeld(write: ChangeWriter, guestId: number, { productId, span }: Held): void {
  write.insert('entitlements', {
    ...{ guest_id: guestId, product_id: productId, starts_at_ms: span.startsAtMs, ends_at_ms: span.endsAtMs },
    ...{ end_overridden: span.endOverridden, created_at_ms: write.atMs },
  });
}

function writeUpdate(
  db: Db,
  write: ChangeWriter,
  { difference, sealed, held }: PreparedRow & { readonly kind: 'update' },
): void {
  const { guestId, guest, personId, person, newDevices, entitlement } = difference;
  if (!isGuest(db, guestId)) throw new GuestGoneError();
  const values = { ...guest, password_sealed: sealed };
  if (Object.values(values).some((value) => value !== undefined)) write.update('guests', guestId, values);
  if (personId !== undefined) write.update('guest_persons', personId, person);
  else if (Object.keys(person).length > 0) write.insert('guest_persons', { guest_id: guestId, ...person });
  for (const mac of newDevices) writeDevice(write, guestId, mac);
  if (held !== undefined) writeHeld(write, guestId, held);
  if (entitlement?.kind === 'set-end') {
    write.update('entitlements', entitlement.id, { ends_at_ms: entitlement.endsAtMs, end_overridden: true });
  }
}

export interface ProblemFileQuestion extends Omit<ImportQuestion, 'actor' | 'dryRun'> {
  readonly language: Language;
}

export interface ProblemFile {
  readonly kind: 'file';
  readonly bytes: Uint8Array;
  readonly fileName: string;
}

/** The table as it came, with a column more that says of every row what is to be corrected. Refusals of `importGuests`. */
export async function makeProblemFile(
  db: Db,
  dataKey: Uint8Array,
  question: ProblemFileQuestion,
  watch: Watch,
): Promise<ProblemFile | Refusal> {
  const planned = await planOf(db, dataKey, question, watch);
  if ('kind' in planned) return planned;
  const { table, rows } = planned;
  const { language } = question;
  const said = rows.map((row) =>
    row.kind === 'wrong' ? row.problems.map((one) => sayProblem(one, language)).join('; ') : '',
  );
  const titles = [...table.titles, problemTitle[language]];
  const lines = table.rows.map(({ cells }, at) => [...cells, said[at]!]);
  return {
    kind: 'file',
    fileName: problemFileName(question.fileName),
    bytes: await fileOf(table, titles, lines, language),
  };
}

async function fileOf(
  { format, separator, sheet }: Table,
  titles: readonly string[],
  lines: readonly (readonly string[])[],
  language: Language,
): Promise<Uint8Array> {
  if (format === 'csv') return csvFile([titles, ...lines], separator);
  const columns = titles.map((title) => ({ title, kind: 'text' as const }));
  return makeWorkbook({ sheets: [{ name: sheet ?? '', columns, rows: lines }], rightToLeft: language === 'ar' });
}

function problemFileName(fileName: string): string {
  return fileName.replace(/(\.\w+)?$/, (ending) => `-2${ending}`);
}
