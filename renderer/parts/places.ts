/** The screens of the window: where they are, who may open them, and in which order Alt+1…9 counts them. */
import type { TextKey } from '../text';
import type { Level } from '../../preload/contract/base';

export type PlaceKey =
  | 'desk'
  | 'shift'
  | 'online'
  | 'guests'
  | 'products'
  | 'domains'
  | 'routers'
  | 'printers'
  | 'radius-log'
  | 'doctor'
  | 'history'
  | 'operators'
  | 'venue'
  | 'backup'
  | 'rehearsal';

export interface Place {
  readonly key: PlaceKey;
  readonly path: string;
  readonly level: Exclude<Level, 'anyone'>;
  readonly label: TextKey;
  /** Only where nothing is real. */
  readonly inRehearsal?: true;
}

export const places: readonly Place[] = [
  { key: 'desk', path: '/', level: 'desk', label: 'place.desk' },
  { key: 'shift', path: '/office/shift', level: 'desk', label: 'place.shift' },
  { key: 'online', path: '/online', level: 'desk', label: 'place.online' },
  { key: 'guests', path: '/guests', level: 'desk', label: 'place.guests' },
  { key: 'products', path: '/office/products', level: 'manager', label: 'place.products' },
  { key: 'domains', path: '/office/domains', level: 'manager', label: 'place.domains' },
  { key: 'routers', path: '/office/routers', level: 'manager', label: 'place.routers' },
  { key: 'printers', path: '/office/printers', level: 'desk', label: 'place.printers' },
  { key: 'radius-log', path: '/office/radius-log', level: 'desk', label: 'place.radius-log' },
  { key: 'doctor', path: '/office/doctor', level: 'desk', label: 'place.doctor' },
  { key: 'history', path: '/office/history', level: 'desk', label: 'place.history' },
  { key: 'operators', path: '/office/operators', level: 'manager', label: 'place.operators' },
  { key: 'venue', path: '/office/venue', level: 'manager', label: 'place.venue' },
  { key: 'backup', path: '/office/backup', level: 'manager', label: 'place.backup' },
  { key: 'rehearsal', path: '/rehearsal', level: 'desk', label: 'place.rehearsal', inRehearsal: true },
];

/** The screens there are, in a real venue or in a rehearsal. */
export function listPlaces(rehearsing: boolean): readonly Place[] {
  return rehearsing ? places : places.filter(({ inRehearsal }) => inRehearsal === undefined);
}

export function getPlace(key: PlaceKey): Place {
  return places.find((place) => place.key === key)!;
}

export function pathOf(key: PlaceKey): string {
  return getPlace(key).path;
}
