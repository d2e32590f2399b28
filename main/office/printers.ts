/** What the manager does with printers. The queue of paper is in main/printing. */
import { writeChange, type Actor, type ChangeWriter } from '../../db/write';
import {
  findDefaultPrinter,
  findPrinter,
  listPrinters as listPrinterRows,
  type PrinterRow,
} from '../../db/queries/printers';
import type { FaultView } from '../../preload/contract/faults';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { listQueues } from '../printing/discover';
import { parseNetworkTarget } from '../printing/network-printer';
import type { Printer } from '../printing/printer';
import type { PrinterHealth } from '../printing/ways';
import { refuse } from '../refuse';

export interface PrinterInput {
  readonly name: string;
  readonly kind: 'system' | 'network' | 'queue';
  readonly target: string;
  readonly paperMm: 58 | 80;
  readonly isDefault: boolean;
  /** The printer that prints what this one cannot; null: none. */
  readonly fallbackId: number | null;
  /** For so long this one may be in trouble before the fallback takes over. */
  readonly fallbackAfterSec: number;
}

/** The first printer is the default one whatever was asked: somewhere the tickets must come out. */
export function addPrinter(
  open: OpenVenue,
  actor: Actor,
  input: PrinterInput,
): { id: number; changeId: number } | Refusal {
  const problem = checkTarget(open, input.kind, input.target) ?? checkFallback(open, undefined, input.fallbackId);
  if (problem) return problem;
  const what = { action: 'add-printer', params: { name: input.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    const isDefault = input.isDefault || findDefaultPrinter(open.db) === undefined;
    if (isDefault) unsetDefault(open, write);
    const id = write.insert('printers', {
      name: input.name,
      kind: input.kind,
      target: input.target,
      paper_mm: input.paperMm,
      is_default: isDefault ? 1 : 0,
      fallback_id: input.fallbackId,
      fallback_after_sec: input.fallbackAfterSec,
      created_at_ms: write.atMs,
    });
    return { id, changeId: write.changeId };
  });
}

function checkTarget(open: OpenVenue, kind: PrinterInput['kind'], target: string): Refusal | undefined {
  if (kind === 'network' && !parseNetworkTarget(target)) {
    return refuse('invalid-input', { problem: `"${target}" is not a host or host:port` }, 'target');
  }
  // Names of queues go to programs of the operating system: never one that could be read as an option.
  if (kind !== 'network' && target.startsWith('-')) {
    return refuse('invalid-input', { problem: `"${target}" is not the name of a printer` }, 'target');
  }
  return kind === 'system' && !open.systemPrinter ? refuse('not-in-service-mode', {}, 'kind') : undefined;
}

/** Refused: a printer that is not there, and one that would, through others, print for itself. */
function checkFallback(
  open: OpenVenue,
  ownId: number | undefined,
  fallbackId: number | null | undefined,
): Refusal | undefined {
  const seen = new Set<number>();
  for (let id = fallbackId ?? null; id !== null && !seen.has(id);) {
    const row = findPrinter(open.db, id);
    if (!row) return refuse('not-found', { what: 'Printer', id }, 'fallbackId');
    if (id === ownId) return refuse('fallback-circle', { name: row.name }, 'fallbackId');
    seen.add(id);
    id = row.fallbackId;
  }
  return undefined;
}

function unsetDefault(open: OpenVenue, write: ChangeWriter): void {
  const before = findDefaultPrinter(open.db);
  if (before) write.update('printers', before.id, { is_default: 0 });
}

export type PrinterUpdate = { readonly [K in keyof PrinterInput]?: PrinterInput[K] | undefined } & {
  readonly id: number;
};

export function updatePrinter(open: OpenVenue, actor: Actor, input: PrinterUpdate): { changeId: number } | Refusal {
  const row = findPrinter(open.db, input.id);
  if (!row) return refuse('not-found', { what: 'Printer', id: input.id }, 'id');
  const moved = input.kind !== undefined || input.target !== undefined;
  const problem =
    (moved ? checkTarget(open, input.kind ?? row.kind, input.target ?? row.target) : undefined) ??
    checkFallback(open, row.id, input.fallbackId);
  if (problem) return problem;
  const what = { action: 'update-printer', params: { name: input.name ?? row.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    if (input.isDefault === true && !row.isDefault) unsetDefault(open, write);
    write.update('printers', row.id, {
      name: input.name,
      kind: input.kind,
      target: input.target,
      paper_mm: input.paperMm,
      is_default: input.isDefault === undefined ? undefined : input.isDefault ? 1 : 0,
      fallback_id: input.fallbackId,
      fallback_after_sec: input.fallbackAfterSec,
    });
    return { changeId: write.changeId };
  });
}

/** The oldest of the others becomes the default when the default one goes; what it took over from has no fallback then. */
export function removePrinter(open: OpenVenue, actor: Actor, id: number): { changeId: number } | Refusal {
  const row = findPrinter(open.db, id);
  if (!row) return refuse('not-found', { what: 'Printer', id }, 'id');
  const what = { action: 'remove-printer', params: { name: row.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    for (const other of listPrinterRows(open.db)) {
      if (other.fallbackId === id) write.update('printers', other.id, { fallback_id: null });
    }
    write.remove('printers', id);
    const heir = row.isDefault ? listPrinterRows(open.db)[0] : undefined;
    if (heir) write.update('printers', heir.id, { is_default: 1 });
    return { changeId: write.changeId };
  });
}

export interface PrinterView {
  readonly id: number;
  readonly name: string;
  readonly kind: PrinterRow['kind'];
  readonly target: string;
  readonly paperMm: number;
  readonly isDefault: boolean;
  readonly state: 'ready' | 'problem' | 'unknown';
  readonly fault?: FaultView;
  readonly usableHere: boolean;
  readonly fallbackId: number | null;
  readonly fallbackAfterSec: number;
  /** In trouble, and the fallback prints what it is given. */
  readonly takenOver: boolean;
}

/** With what each printer says of itself; all are asked at once and for a bounded time. */
export async function listPrinters(open: OpenVenue): Promise<PrinterView[]> {
  const rows = listPrinterRows(open.db);
  const asked = await Promise.all(rows.map((row) => open.printing.health(printerOf(row))));
  const healths = new Map(rows.map((row, at) => [row.id, asked[at]!]));
  return rows.map((row) => viewPrinter(open, row, healths));
}

function viewPrinter(open: OpenVenue, row: PrinterRow, healths: ReadonlyMap<number, PrinterHealth>): PrinterView {
  const { state, fault } = healths.get(row.id) ?? { state: 'unknown' };
  const other = row.fallbackId === null ? undefined : healths.get(row.fallbackId);
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    target: row.target,
    paperMm: row.paperMm,
    isDefault: row.isDefault,
    fallbackId: row.fallbackId,
    fallbackAfterSec: row.fallbackAfterSec,
    usableHere: row.kind !== 'system' || open.systemPrinter !== undefined,
    takenOver: state === 'problem' && other !== undefined && other.state !== 'problem',
    state,
    ...(fault ? { fault } : {}),
  };
}

/** Printers the operating system knows, in either mode. */
export async function listSystemPrinters(open: OpenVenue) {
  const rows = open.systemPrinter ? await open.systemPrinter.list() : await listQueues();
  return rows.map((row) => ({ ...row }));
}

/** A printer row as main/printing takes it. */
export function printerOf({ fallbackId, fallbackAfterSec, ...row }: PrinterRow): Printer {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    target: row.target,
    paperMm: row.paperMm === 58 ? 58 : 80,
    fallback: fallbackId === null ? undefined : { printerId: fallbackId, afterSec: fallbackAfterSec },
  };
}
