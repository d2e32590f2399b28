/** Who is on the other side of a door: one window, one browser page, or the terminal. */
import type { RoleView } from '../../preload/contract/operators';
import type { Scope } from '../../db/queries/scope';
import type { Actor } from '../../db/write';

export interface SignedIn {
  readonly operatorId: number;
  readonly name: string;
  /** As it was when they signed in; what counts is read anew on every call (access.ts). */
  readonly role: RoleView;
  /** Whose guests they see, read anew with the role; absent: everybody's. */
  readonly scope?: Scope | undefined;
}

export interface Caller {
  readonly via: Actor['via'];
  /** The operator signed in at this door; read anew on every call, so that a sign-out counts at once. */
  signedIn(): SignedIn | undefined;
  /** Unlocks the door, too. */
  signIn(operator: SignedIn): void;
  signOut(): void;
  /** Whoever is signed in has left the desk: until they, or somebody else, are back, nothing can be done here. */
  lock(): void;
  isLocked(): boolean;
}

/** What every procedure implementation receives. */
export interface ApiContext {
  readonly caller: Caller;
}

/** A window of the desktop application: signed in until it signs out or is closed. */
export function windowCaller(via: Actor['via'] = 'window'): Caller {
  let current: SignedIn | undefined;
  let locked = false;
  const set = (operator: SignedIn | undefined): void => {
    current = operator;
    locked = false;
  };
  return {
    via,
    signedIn: () => current,
    signIn: set,
    signOut: () => set(undefined),
    lock: () => (locked = current !== undefined),
    isLocked: () => locked,
  };
}
