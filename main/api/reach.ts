/**
 * What each procedure reaches of guests, for operators who see a part of them only. A call that names somebody outside gets
 * the answer it would get for nobody, before anything else is looked at.
 */
import type { Db } from '../../db/open';
import { findOutside, type Named, type Scope } from '../../db/queries/scope';
import type { Contract } from '../../preload/contract';
import type { Refusal } from '../../preload/contract/refusals';
import { refuse } from '../refuse';

/**
 * - `no-guest`: nothing of any guest, or what an operator has in hand themselves;
 * - `filtered`: the function itself reads and writes within `open.scope`;
 * - `whole-venue`: refused to whoever sees a part of it;
 * - names: fields of the input with numbers that have to be within; what else it reads is filtered.
 */
export type Reach = 'no-guest' | 'filtered' | 'whole-venue' | Readonly<Partial<Record<Named, readonly string[]>>>;

const aGuest = { guests: ['id'] } as const;
const ofGuest = { guests: ['guestId'] } as const;
const ofGuests = { guests: ['guestIds'] } as const;
const aBatch = { batches: ['id'] } as const;
const ofBatch = { batches: ['batchId'] } as const;
const anEntitlement = { entitlements: ['id'] } as const;
const aPrintJob = { printJobs: ['id'] } as const;
const aWhere = { guests: ['guestId'], domains: ['domainId'] } as const;

/** Every procedure: a new one does not compile until somebody has said what it reaches. */
export const reaches: { readonly [S in keyof Contract]: { readonly [P in keyof Contract[S]]: Reach } } = {
  venue: {
    status: 'no-guest',
    setUp: 'no-guest',
    unlock: 'no-guest',
    update: 'whole-venue',
    setLogo: 'whole-venue',
    logo: 'no-guest',
  },
  operators: {
    signIn: 'no-guest',
    signOut: 'no-guest',
    me: 'no-guest',
    names: 'no-guest',
    lock: 'no-guest',
    switchTo: 'no-guest',
    list: 'filtered',
    add: 'filtered',
    update: 'filtered',
    setLanguage: 'no-guest',
    changePassword: 'no-guest',
    setPin: 'no-guest',
    roles: 'no-guest',
    // Everybody's who has them.
    addRole: 'whole-venue',
    updateRole: 'whole-venue',
    removeRole: 'whole-venue',
  },
  routers: {
    list: 'no-guest',
    add: 'whole-venue',
    update: 'whole-venue',
    remove: 'whole-venue',
    commands: 'whole-venue',
    asking: 'whole-venue',
    dismissAsking: 'whole-venue',
  },
  products: {
    list: 'no-guest',
    add: 'whole-venue',
    update: 'whole-venue',
    preview: 'whole-venue',
    previewTicket: 'whole-venue',
    impact: 'whole-venue',
    setRetired: 'whole-venue',
    arrange: 'whole-venue',
    starters: 'whole-venue',
    addStarters: 'whole-venue',
  },
  guests: {
    whyNotOnline: 'filtered',
    add: { guests: ['copyFromId'], domains: ['domainId'] },
    addDevice: { domains: ['domainId'] },
    find: 'filtered',
    list: 'filtered',
    sales: aGuest,
    history: aGuest,
    person: aGuest,
    setPerson: aGuest,
    photo: aGuest,
    setPhoto: aGuest,
    setPassword: aGuest,
    password: aGuest,
    get: aGuest,
    update: aGuest,
    setLocked: aGuest,
    setAttributes: aGuest,
    setNetwork: aGuest,
    settings: aGuest,
    erase: aGuest,
  },
  guestFiles: {
    upload: 'no-guest',
    inspect: 'no-guest',
    import: 'filtered',
    problemFile: 'filtered',
    problemPiece: 'no-guest',
    export: 'filtered',
    ownData: aGuest,
    exportPiece: 'no-guest',
  },
  marketing: { count: { domains: ['domainId'] }, export: { domains: ['domainId'] }, exportPiece: 'no-guest' },
  attributes: { list: 'no-guest' },
  desk: {
    sellTicket: { domains: ['domainId'] },
    recharge: ofGuest,
    extendNight: ofGuest,
    disconnect: { guests: ['guestId'], sessions: ['sessionId'] },
    tickets: 'filtered',
    reprint: ofGuests,
  },
  cards: {
    list: 'filtered',
    listOne: ofBatch,
    leastLength: 'no-guest',
    make: { domains: ['domainId'] },
    update: aBatch,
    change: ofBatch,
    suspend: ofBatch,
    release: ofBatch,
    deleteUnused: ofBatch,
    sheet: ofBatch,
    print: ofBatch,
    csv: ofBatch,
    sell: ofGuest,
    voucher: 'filtered',
  },
  devices: {
    dissociate: aWhere,
    reassociate: aWhere,
    dissociated: ofGuest,
    swap: ofGuest,
    bypassed: 'filtered',
  },
  domains: {
    list: 'filtered',
    add: 'whole-venue',
    update: 'whole-venue',
    remove: 'whole-venue',
    oldSessions: 'whole-venue',
  },
  entitlements: { list: ofGuest, remove: anEntitlement, setEnd: anEntitlement },
  sessions: {
    log: 'filtered',
    // Its chain proves that nothing is missing, which a part of it cannot.
    exportLog: 'whole-venue',
    verifyLog: 'whole-venue',
    list: 'filtered',
  },
  shifts: {
    current: 'no-guest',
    open: 'no-guest',
    moveCash: 'no-guest',
    close: 'filtered',
    list: 'filtered',
    print: 'filtered',
    file: 'filtered',
    get: 'filtered',
  },
  radius: { doctor: 'no-guest', simulate: 'filtered' },
  radiusLog: { packets: { logRows: ['id'] }, list: 'filtered' },
  reports: {
    dashboard: 'filtered',
    usage: 'filtered',
    sales: 'filtered',
    batches: 'filtered',
    // A table that the window has already.
    workbook: 'no-guest',
  },
  // Nobody in it is anybody.
  rehearsal: {
    start: 'no-guest',
    stop: 'no-guest',
    state: 'no-guest',
    set: 'no-guest',
    act: 'no-guest',
    reboot: 'no-guest',
    papers: 'no-guest',
    clearPapers: 'no-guest',
  },
  retention: { get: 'whole-venue', update: 'whole-venue', oldPersons: 'whole-venue' },
  history: {
    list: 'filtered',
    authors: 'filtered',
    details: 'filtered',
    undo: 'filtered',
    redo: 'filtered',
  },
  legal: {
    list: 'whole-venue',
    get: 'whole-venue',
    current: 'no-guest',
    publish: 'whole-venue',
    addTranslation: 'whole-venue',
  },
  printers: {
    list: 'no-guest',
    available: 'no-guest',
    add: 'no-guest',
    update: 'no-guest',
    remove: 'no-guest',
    test: 'no-guest',
    jobs: 'filtered',
    retryJob: aPrintJob,
    cancelJob: aPrintJob,
  },
  tickets: { pictures: ofGuests, sheet: ofGuests },
  ticketTemplates: {
    names: 'no-guest',
    list: 'no-guest',
    add: 'whole-venue',
    update: 'whole-venue',
    setDefault: 'whole-venue',
    remove: 'whole-venue',
    preview: 'no-guest',
    print: 'no-guest',
  },
  backup: {
    status: 'whole-venue',
    make: 'whole-venue',
    setFolder: 'whole-venue',
    files: 'whole-venue',
    inspect: 'whole-venue',
    restore: 'whole-venue',
    inspectAnew: 'no-guest',
    restoreAnew: 'no-guest',
  },
  support: { make: 'whole-venue', piece: 'whole-venue' },
  work: { list: 'filtered', stop: 'filtered' },
  application: { changed: 'no-guest', startsWithComputer: 'no-guest', setStartsWithComputer: 'whole-venue' },
};

const called: Readonly<Record<Named, string>> = {
  guests: 'Guest',
  entitlements: 'Entitlement',
  sessions: 'Session',
  batches: 'Batch',
  domains: 'Domain',
  logRows: 'Log row',
  printJobs: 'Print job',
};

/**
 * Why a call is refused to somebody with this scope: it concerns the whole venue, or names what is not within. Undefined:
 * it is not. Numbers are read from the input as it came; what is none is refused by the contract.
 */
export function checkReach(db: Db, scope: Scope | undefined, procedure: string, input: unknown): Refusal | undefined {
  if (scope === undefined) return undefined;
  const reach = reachOf(procedure);
  if (reach === 'whole-venue') return refuse('whole-venue');
  if (typeof reach === 'string') return undefined;
  for (const [named, fields] of Object.entries(reach) as [Named, readonly string[]][]) {
    for (const field of fields) {
      const outside = findOutside(db, scope, named, numbersIn(input, field));
      if (outside !== undefined) return refuse('not-found', { what: called[named], id: outside }, field);
    }
  }
  return undefined;
}

function reachOf(procedure: string): Reach {
  const [section, name] = procedure.split('.') as [keyof typeof reaches, string];
  // What nobody has thought of is not given away.
  return (reaches[section] as Readonly<Record<string, Reach>> | undefined)?.[name] ?? 'whole-venue';
}

function numbersIn(input: unknown, field: string): readonly number[] {
  const value = (input as Readonly<Record<string, unknown>> | null | undefined)?.[field];
  return (Array.isArray(value) ? (value as unknown[]) : [value]).filter((one) => typeof one === 'number');
}
