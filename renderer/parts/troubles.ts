/** What the health line says: the faults of the venue and routers that are not as they should be. */
import type { Output } from '../api';
import type { FaultCode, FaultView } from '../../preload/contract/faults';
import type { PlaceKey } from './places';

export type RouterView = Output<'routers.list'>['rows'][number];
export type PrinterView = Output<'printers.list'>['rows'][number];

/** The screens where troubles are mended. */
export type TroublePlace = Extract<PlaceKey, 'printers' | 'routers' | 'radius-log' | 'venue' | 'backup'>;

export type Trouble =
  | { readonly kind: 'fault'; readonly fault: FaultView; readonly place: TroublePlace }
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
  return [
    ...faults.map((fault) => ({ kind: 'fault' as const, fault, place: placeOfFault(fault.code) })),
    ...routers.flatMap((router) =>
      router.state === 'wrong-secret' || router.state === 'silent'
        ? [{ kind: 'router' as const, state: router.state, router, place: 'routers' as const }]
        : [],
    ),
    // Another mode's printer is not this window's trouble.
    ...printers.flatMap(({ state, usableHere, fault }) =>
      state === 'problem' && usableHere && fault ? [{ kind: 'fault' as const, fault, place: 'printers' as const }] : [],
    ),
  ];
}
