/** PINs: going on at a shared PC without typing a password. Hashed like passwords, guessed at even less often. */
import { findOperator, findOperatorByName } from '../../db/queries/operators';
import { writeChange, type Actor } from '../../db/write';
import type { Refusal } from '../../preload/contract/refusals';
import { nameKey } from '../names';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';
import { checkPassword, viewOperator, type OperatorView } from './operators';
import { createGuessGuard, hashPassword, verifyPassword, type GuessGuard } from './passwords';

/** Wrong PINs in a row after which only the password helps: five guesses of ten thousand. */
const MOST_WRONG_PINS = 5;
/** … and before each further try has to wait. */
const FREE_PIN_TRIES = 2;

export interface PinGuard {
  /** Whether the operator may be tried at this door now. Counts the try as wrong until `right` is called. */
  tryPin(row: { readonly id: number; readonly name: string }, door: string, nowMs: number): Refusal | undefined;
  right(operatorId: number, door: string): void;
  /** The operator has shown to know the password, or has a new PIN. */
  forget(operatorId: number): void;
}

/** In memory: whoever can restart Gatehouse has five more guesses, and needs a signed-in window to make them. */
export function createPinGuard(): PinGuard {
  const wrong = new Map<number, number>();
  const operators = createGuessGuard(FREE_PIN_TRIES);
  // Trying everybody's PIN in turn is no faster.
  const doors = createGuessGuard();
  return {
    tryPin({ id, name }, door, nowMs) {
      const before = wrong.get(id) ?? 0;
      if (before >= MOST_WRONG_PINS) return refuse('pin-needs-password', { name });
      const seconds = operators.tryName(String(id), nowMs) || doors.tryName(door, nowMs);
      if (seconds > 0) return refuse('pin-slow-down', { seconds }, 'pin');
      wrong.set(id, before + 1);
      return undefined;
    },
    right(operatorId, door) {
      this.forget(operatorId);
      doors.right(door);
    },
    forget(operatorId) {
      wrong.delete(operatorId);
      operators.right(String(operatorId));
    },
  };
}

/** The operator whose name and PIN these are. Refusals: no-pin, wrong-pin, pin-slow-down, pin-needs-password. */
export async function checkPin(
  open: OpenVenue,
  guard: PinGuard,
  door: string,
  input: { readonly name: string; readonly pin: string },
): Promise<OperatorView | Refusal> {
  const row = findOperatorByName(open.db, nameKey(input.name));
  if (!row || row.pinHash === null || row.disabledAtMs !== null) return refuse('no-pin', { name: input.name }, 'name');
  const no = guard.tryPin(row, door, open.now());
  if (no) return no;
  if (!(await verifyPassword(input.pin, row.pinHash))) return refuse('wrong-pin', {}, 'pin');
  guard.right(row.id, door);
  return viewOperator(open.db, row);
}

/** For oneself; null takes the PIN away. Refusals as `checkPassword`. */
export async function setOwnPin(
  open: OpenVenue,
  actor: Actor,
  guards: { readonly guard: GuessGuard; readonly pinGuard: PinGuard },
  input: { readonly operatorId: number; readonly password: string; readonly pin: string | null },
): Promise<{ changeId: number } | Refusal> {
  const row = findOperator(open.db, input.operatorId);
  if (!row) return refuse('not-found', { what: 'Operator', id: input.operatorId });
  const checked = await checkPassword(open, guards.guard, row.name, input.password);
  if ('kind' in checked) return checked;
  const hash = input.pin === null ? null : await hashPassword(input.pin);
  guards.pinGuard.forget(row.id);
  const action = hash === null ? 'remove-pin' : 'set-pin';
  return writeChange(open.db, actor, { action, params: { name: row.name } }, open.now(), (write) => {
    write.update('operators', row.id, { pin_hash: hash });
    return { changeId: write.changeId };
  });
}
