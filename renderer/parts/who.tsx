/** Who works here and where: the signed-in operator and the venue, for every screen behind the sign-in. */
import { createContext, useContext, type ReactNode } from 'react';
import type { Output } from '../api';
import { mayDo, type Needed } from '../../preload/contract/rights';

export type OperatorView = NonNullable<Output<'operators.me'>['operator']>;
export type VenueStatus = Output<'venue.status'>;
export type VenueView = NonNullable<VenueStatus['venue']>;

interface Who {
  readonly operator: OperatorView;
  readonly venue: VenueView;
  readonly status: VenueStatus;
}

const WhoContext = createContext<Who | undefined>(undefined);

export function WhoProvider({ children, ...who }: Who & { readonly children: ReactNode }): ReactNode {
  return <WhoContext value={who}>{children}</WhoContext>;
}

function useWho(): Who {
  const who = useContext(WhoContext);
  if (!who) throw new Error('used outside the signed-in part of the window');
  return who;
}

/** The operator signed in in this window. */
export function useOperator(): OperatorView {
  return useWho().operator;
}

/** Name, country, currency, time zone, check-out hour … of the venue. */
export function useVenue(): VenueView {
  return useWho().venue;
}

/** The whole of venue.status. */
export function useVenueStatus(): VenueStatus {
  return useWho().status;
}

/** Whether the signed-in operator may take back, or repeat, what `author` did; main checks again. */
export function useMayTakeBack(): (author: string) => boolean {
  const { name, role } = useOperator();
  return (author) => mayDo(role.rights, 'undo-own') && (author === name || mayDo(role.rights, 'undo-others'));
}

/** Whether the signed-in operator has this right; main checks again. */
export function useMay(needed: Needed): boolean {
  return mayDo(useOperator().role.rights, needed);
}
