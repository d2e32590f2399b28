/** The implemented contract over a test venue, called as a window would, without a door in between. */
import { createRouterClient } from '@orpc/server';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../preload/contract';
import { createApi } from '../../main/api';
import { windowCaller, type Caller } from '../../main/api/caller';
import type { Phase, Services } from '../../main/api/services';
import { createFeed } from '../../main/feed';
import { createGuessGuard } from '../../main/office/passwords';
import { createPinGuard } from '../../main/office/pins';
import { viewFault, type FaultCode } from '../../preload/contract/faults';
import type { RoleView } from '../../preload/contract/operators';
import { rightsOf, type BuiltInRole, type Right } from '../../preload/contract/rights';
import type { TestVenue } from './open-venue';
import { plainSupport } from './support';
import { builtInRole } from './roles';

export type Client = ContractRouterClient<Contract>;

/** Any number the built-in roles do not have. */
const OWN_ROLE_ID = 100;

export interface TestApi {
  readonly caller: Caller;
  readonly client: Client;
  /** What the log was told, without causes. */
  readonly logged: string[];
  /** As somebody of a built-in role, of an own one with these rights, or signed out. */
  as(role: BuiltInRole | 'nobody' | readonly Right[]): Client;
}

export function createTestApi(
  venue: TestVenue | undefined,
  more: { readonly phase?: Phase; readonly fault?: FaultCode; readonly services?: Partial<Services> } = {},
): TestApi {
  const logged: string[] = [];
  const services: Services = {
    mode: 'service',
    demo: false,
    version: '0.0.0',
    dataFolder: '/nowhere',
    databaseFile: '/nowhere/gatehouse.sqlite',
    phase: () => more.phase ?? (venue ? 'ready' : 'first-run'),
    open: () => venue,
    faults: () => (more.fault ? [viewFault(more.fault, { file: 'gatehouse.sqlite', folder: '/nowhere' })] : []),
    radius: () => ({ listening: true, authPort: 1812, acctPort: 1813, bind: ['127.0.0.1'], lastPacketAtMs: undefined }),
    rehearsalStarter: undefined,
    rehearsal: () => undefined,
    feed: createFeed(),
    guard: createGuessGuard(),
    pinGuard: createPinGuard(),
    loginItem: undefined,
    setUp: () => Promise.reject(new Error('not in this test')),
    unlock: () => undefined,
    inspectBackup: () => Promise.reject(new Error('not in this test')),
    restoreBackup: () => Promise.reject(new Error('not in this test')),
    describeForSupport: () => Promise.resolve(plainSupport),
    logError: (message, cause) => logged.push(`${message}: ${String(cause)}`),
    ...more.services,
  };
  const api = createApi(services);
  const caller = windowCaller();
  const clientOf = (of: Caller): Client => createRouterClient(api, { context: { caller: of } });
  return {
    caller,
    client: clientOf(caller),
    logged,
    as(role) {
      const own = windowCaller(role === 'nobody' ? 'window' : 'terminal');
      if (role !== 'nobody')
        own.signIn({ operatorId: venue?.owner.operatorId ?? 1, name: 'Olivia', role: roleView(role) });
      return clientOf(own);
    },
  };
}

function roleView(role: BuiltInRole | readonly Right[]): RoleView {
  if (typeof role === 'string') return builtInRole(role);
  return { id: OWN_ROLE_ID, kind: 'own', name: 'Own role', rights: [...rightsOf('own', role)] };
}

/** Every procedure of the contract: dotted name and the function on `client`. */
export function callOf(client: Client, name: string): (input: unknown) => Promise<unknown> {
  const [section, procedure] = name.split('.') as [keyof Client, string];
  return (client[section] as Record<string, (input: unknown) => Promise<unknown>>)[procedure]!;
}

/** Asks for no more than the procedure's own right, where an empty input would. */
const plainest: Readonly<Record<string, object>> = { 'sessions.list': { online: true } };

/** Calls with input that no procedure takes: what gets past the door is refused for it, or does nothing. */
export function knockAt(client: Client, name: string): Promise<unknown> {
  return callOf(client, name)({ nonsense: true, ...plainest[name] });
}
