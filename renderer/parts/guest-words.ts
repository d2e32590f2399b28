/** Erased guests have a pseudonym for a name: people read it as words. */
import { sayGuestName } from '../../preload/contract/erased-names';
import { shownLanguage } from '../text';

export { isErasedName } from '../../preload/contract/erased-names';

/** `name` as it is, or "Erased guest 12" in this window's language. */
export function sayName(name: string): string {
  return sayGuestName(name, shownLanguage());
}
