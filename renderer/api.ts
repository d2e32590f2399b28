/** The one door of the windows to the venue: a typed client, and hooks that ask and do. */
import { createORPCClient, type ClientContext, type ClientLink } from '@orpc/client';
import { RPCLink as FetchLink } from '@orpc/client/fetch';
import { RPCLink as MessagePortLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import {
  QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { createContext, useCallback, useContext } from 'react';
import type { Contract } from '../preload/contract';
import { windowPortWord, type DesktopWindow } from '../preload/contract/window-port';

declare global {
  interface Window {
    /** Put there by preload/index.ts in the desktop application only. */
    readonly gatehouse?: DesktopWindow;
  }
}

export type Client = ContractRouterClient<Contract>;

/** True in a window of the desktop application, false on the page of the service mode. */
export const isDesktop = window.gatehouse?.desktop === true;

/** Hands one end of a channel to the preload, which passes it to main (preload/index.ts). */
function messagePortLink(): ClientLink<ClientContext> {
  const { port1, port2 } = new MessageChannel();
  window.postMessage(windowPortWord, window.location.origin, [port2]);
  port1.start();
  return new MessagePortLink({ port: port1 });
}

function fetchLink(): ClientLink<ClientContext> {
  return new FetchLink({ url: `${window.location.origin}/rpc` });
}

export const client: Client = createORPCClient(isDesktop ? messagePortLink() : fetchLink());

// ---------------------------------------------------------------------------------------------------------------------

type Sections = { readonly [S in keyof Client]: Client[S] };
type CallsOf<S extends keyof Sections> = Extract<keyof Sections[S], string>;

/** 'routers.list', 'desk.sellTicket' … : every procedure but the live feed. */
export type CallName = Exclude<{ [S in keyof Sections]: `${S}.${CallsOf<S>}` }[keyof Sections], 'application.changed'>;

type Procedure<N extends CallName> = N extends `${infer S}.${infer C}`
  ? S extends keyof Sections
    ? C extends keyof Sections[S]
      ? Sections[S][C] extends (...args: infer A) => Promise<infer O>
        ? { readonly input: A[0]; readonly output: O }
        : never
      : never
    : never
  : never;

export type Input<N extends CallName> = Procedure<N>['input'];
export type Output<N extends CallName> = Procedure<N>['output'];

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // Calls stay on this computer: being offline is no reason to wait. What fails is shown, not tried again silently.
      queries: { networkMode: 'always', retry: false, staleTime: 0, refetchOnWindowFocus: true },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

function call<N extends CallName>(name: N, input: Input<N>, signal?: AbortSignal): Promise<Output<N>> {
  const [section, procedure] = name.split('.') as [string, string];
  const calls = client as unknown as Record<
    string,
    Record<string, (input: unknown, options?: object) => Promise<unknown>>
  >;
  return calls[section]![procedure]!(input, signal ? { signal } : undefined) as Promise<Output<N>>;
}

export interface AskOptions {
  /** False: do not ask yet. */
  readonly enabled?: boolean;
  /** Keep showing the last answer while the question changes (a search, a filter). */
  readonly keepLast?: boolean;
}

/** True beneath a lock screen: what was answered stays on screen, and nothing is asked. */
export const Quiet = createContext(false);

/**
 * Asks the venue and asks again whenever the live feed says that the answer may have changed.
 * `useAsk('sessions.list', { online: true })`.
 */
export function useAsk<N extends CallName>(
  name: N,
  ...[input, options]: undefined extends Input<N>
    ? [input?: Input<N>, options?: AskOptions]
    : [input: Input<N>, options?: AskOptions]
): UseQueryResult<Output<N>> {
  const quiet = useContext(Quiet);
  return useQuery<Output<N>>({
    queryKey: [name, input],
    queryFn: ({ signal }) => call(name, input as Input<N>, signal),
    enabled: (options?.enabled ?? true) && !quiet,
    ...(options?.keepLast === true && { placeholderData: (last: Output<N> | undefined) => last as never }),
  });
}

/**
 * Does something in the venue; afterwards whatever is on screen is asked again. Undoable calls are better done with
 * `useChange` (parts/changes), which also offers Undo.
 */
export function useDo<N extends CallName>(name: N): UseMutationResult<Output<N>, Error, Input<N>> {
  const queries = useQueryClient();
  return useMutation<Output<N>, Error, Input<N>>({
    mutationKey: [name],
    mutationFn: (input) => call(name, input),
    onSuccess: () => void queries.invalidateQueries(),
  });
}

/**
 * After signing out: nobody is signed in from this moment on, and the next operator finds no answers of the last one.
 */
export function useForgetEverything(): () => void {
  const queries = useQueryClient();
  return () => {
    queries.setQueryData<Output<'operators.me'>>(['operators.me', undefined], { locked: false });
    queries.removeQueries({ predicate: ({ queryKey }) => !askedBySignedOut.has(queryKey[0]) });
  };
}

/** Another operator goes on in this window: what the last one was answered is asked anew, with the rights of the next. */
export function useAskAnew(): () => void {
  const queries = useQueryClient();
  return useCallback(
    () => void queries.resetQueries({ predicate: ({ queryKey }) => !askedBySignedOut.has(queryKey[0]) }),
    [queries],
  );
}

const askedBySignedOut = new Set<unknown>(['venue.status', 'operators.me', 'operators.names'] satisfies CallName[]);
