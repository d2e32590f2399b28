/** What the health line says: the faults of the venue and routers that are not as they should be. */
import type { Output } from '../api';
import { warningCodes, type FaultCode, type FaultView } from '../../preload/contract/faults';
import type { PlaceKey } from './places';

export type RouterView = Output<'routers.list'>['rows'][number];
export type PrinterView = Output<'printers.list'>['rows'][number];

/** The screens where troubles are mended. */
export type TroublePlace = Extract<PlaceKey, 'printers' | 'routers' | 'radius-log' | 'venue' | 'backup'>;

export type Trouble =
  | { readonly kind: 'fault'; readonly fault: FaultView; readonly place: TroublePlace }
  | { readonly kind: 'taken-over'; readonly fault: FaultView; readonly by: string; readonly place: TroublePlace }
  | {
      readonly kind: 'router';
      readonly state: 'wrong-secret' | 'silent';
      readonly router: RouterView;
      readonly place: TroublePlace;
    };

/** Where each fault is looked into. */
function placeOfFault(code: FaultCode): TroublePlace {
  if (code.startsWith('PRINTER_') || code.startsWith('TICKET_')) return 'printers';
  if (code.startsWith('PORT_') || code.startsWith('RADIUS_')) return 'radius-log';
  if (code.startsWith('BACKUP_') || code.startsWith('DISK_')) return 'backup';
  return 'venue';
}

/** Most severe first; empty is green and says nothing. */
export function troublesOf(
  faults: readonly FaultView[],
  routers: readonly RouterView[],
  printers: readonly PrinterView[],
): readonly Trouble[] {
  const venueFaults = faults.map((fault) => ({ kind: 'fault' as const, fault, place: placeOfFault(fault.code) }));
  // Another mode's printer is not this window's trouble.
  const usable = printers.filter(({ usableHere }) => usableHere);
  const printerTroubles = usable.flatMap((printer) => troubleOf(printer, usable));
  return [
    ...venueFaults.filter((trouble) => !isWarning(trouble)),
    ...routerTroubles(routers),
    ...printerTroubles.filter((trouble) => !isWarning(trouble)),
    ...printerTroubles.filter(isWarning),
    ...venueFaults.filter(isWarning),
  ];
}

/** Amber: it can wait, and is said when nothing is red. */
export function isWarning(trouble: Trouble): boolean {
  return trouble.kind === 'taken-over' || (trouble.kind === 'fault' && warningCodes.includes(trouble.fault.code));
}

function routerTroubles(routers: readonly RouterView[]): readonly Trouble[] {
  return routers.flatMap((router) =>
    router.state === 'wrong-secret' || router.state === 'silent'
      ? [{ kind: 'router' as const, state: router.state, router, place: 'routers' as const }]
      : [],
  );
}

function troubleOf({ state, fault, takenOver, fallbackId }: PrinterView, all: readonly PrinterView[]): Trouble[] {
  if (state !== 'problem' || !fault) return [];
  const fallback = takenOver ? all.find(({ id }) => id === fallbackId) : undefined;
  if (!fallback) return [{ kind: 'fault', fault, place: 'printers' }];
  return [{ kind: 'taken-over', fault, by: fallback.name, place: 'printers' }];
}
