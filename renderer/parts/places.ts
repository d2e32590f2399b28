/** The screens of the window: where they are, who may open them, and in which order Alt+1…9 counts them. */
import type { TextKey } from '../text';
import { mayDo, type Right } from '../../preload/contract/rights';

export type PlaceKey =
  | 'desk'
  | 'dashboard'
  | 'reports'
  | 'shift'
  | 'online'
  | 'guests'
  | 'products'
  | 'domains'
  | 'cards'
  | 'guest-files'
  | 'routers'
  | 'tickets'
  | 'printers'
  | 'radius-log'
  | 'doctor'
  | 'history'
  | 'operators'
  | 'venue'
  | 'data-protection'
  | 'backup'
  | 'rehearsal';

export interface Place {
  readonly key: PlaceKey;
  readonly path: string;
  /** The right that shows the screen; of several each shows its part of it. */
  readonly needed: Right | readonly Right[];
  readonly label: TextKey;
  /** Only where nothing is real. */
  readonly inRehearsal?: true;
  /** Of no use to whoever sees the guests of a part of the venue. */
  readonly wholeVenue?: true;
}

export const places: readonly Place[] = [
  { key: 'desk', path: '/', needed: 'guests', label: 'place.desk' },
  { key: 'shift', path: '/office/shift', needed: 'sell', label: 'place.shift' },
  { key: 'online', path: '/online', needed: 'guests', label: 'place.online' },
  { key: 'guests', path: '/guests', needed: 'guests', label: 'place.guests' },
  { key: 'dashboard', path: '/office/dashboard', needed: 'reports', label: 'place.dashboard' },
  { key: 'reports', path: '/office/reports', needed: 'reports', label: 'place.reports' },
  { key: 'products', path: '/office/products', needed: 'products', label: 'place.products' },
  { key: 'domains', path: '/office/domains', needed: 'domains', label: 'place.domains' },
  { key: 'cards', path: '/office/cards', needed: 'cards', label: 'place.cards' },
  {
    key: 'guest-files',
    path: '/office/guest-files',
    needed: ['import', 'export', 'marketing-export', 'connection-log'],
    label: 'place.guest-files',
  },
  { key: 'routers', path: '/office/routers', needed: 'routers', label: 'place.routers' },
  { key: 'tickets', path: '/office/tickets', needed: 'venue', label: 'place.tickets', wholeVenue: true },
  { key: 'printers', path: '/office/printers', needed: 'print', label: 'place.printers' },
  { key: 'radius-log', path: '/office/radius-log', needed: 'radius-log', label: 'place.radius-log' },
  { key: 'doctor', path: '/office/doctor', needed: 'radius-log', label: 'place.doctor' },
  { key: 'history', path: '/office/history', needed: 'undo-own', label: 'place.history' },
  { key: 'operators', path: '/office/operators', needed: 'venue', label: 'place.operators' },
  { key: 'venue', path: '/office/venue', needed: 'venue', label: 'place.venue', wholeVenue: true },
  {
    key: 'data-protection',
    path: '/office/data-protection',
    needed: 'domains',
    label: 'place.data-protection',
  },
  { key: 'backup', path: '/office/backup', needed: 'back-up', label: 'place.backup' },
  { key: 'rehearsal', path: '/rehearsal', needed: 'guests', label: 'place.rehearsal', inRehearsal: true },
];

/** As the window knows whoever is signed in. */
interface Opener {
  readonly role: { readonly rights: readonly Right[] };
  /** Absent: the whole venue. */
  readonly sees?: object | undefined;
}

/** The screens there are for somebody, in a real venue or in a rehearsal. */
export function listPlaces(opener: Opener, rehearsing: boolean): readonly Place[] {
  return places.filter((place) => mayOpen(place, opener) && (rehearsing || place.inRehearsal === undefined));
}

/** Whether there is that screen for them. */
export function mayOpen({ needed, wholeVenue }: Place, { role, sees }: Opener): boolean {
  const mayReach = sees === undefined || wholeVenue === undefined;
  return mayReach && [needed].flat().some((right) => mayDo(role.rights, right));
}

export function getPlace(key: PlaceKey): Place {
  return places.find((place) => place.key === key)!;
}

export function pathOf(key: PlaceKey): string {
  return getPlace(key).path;
}
