/** What goes back over the counter. */
import { parseMoney } from '../../preload/contract/units';

/** Minor units, negative while there is not enough; undefined: what was typed is no sum. */
export function changeDue(given: string, totalMinor: number, currency: string): number | undefined {
  const givenMinor = parseMoney(given, currency);
  return givenMinor === undefined ? undefined : givenMinor - totalMinor;
}
