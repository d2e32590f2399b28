/** Where the page of a guest is; the place of the rail is the list above it. */
import { pathOf } from '../parts/places';

export const guestRoute = `${pathOf('guests')}/:guestId`;

export function pathOfGuest(guestId: number): string {
  return `${pathOf('guests')}/${guestId}`;
}
