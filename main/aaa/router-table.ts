/** The routers that may ask, in memory, with what their packets have taught us. Written down by the engine's flush. */
import {
  findRouterState,
  listRouterAttributes,
  listRoutersForAccess,
  type RouterAttribute,
  type RouterForAccess,
  type RouterLearned,
} from '../../db/queries/router-states';
import type { Db } from '../../db/open';
import { SealBrokenError, unseal } from '../../db/seal';
import type { Nas } from '../radius/server';
import { askingRouterFrom, type AskingRouter } from './asking-router';
import type { RouterTarget } from './router-asker';
import { Networks } from './networks';
import { wrongSecretSigns, type WrongSecretSign } from './reasons';

/** How much older the stored time of the last authentic packet may be than the truth. */
const AUTHENTIC_EVERY_MS = 5_000;

interface KnownRouter {
  nas: Nas;
  /** Has sent Message-Authenticator; whether it must is in `nas`. */
  signs: boolean;
  readonly asking: AskingRouter;
  /** Where Disconnect and CoA go; undefined: nowhere. */
  readonly coaPort: number | undefined;
  readonly address: string | undefined;
  lastAuthenticAtMs: number | null;
  storedAuthenticAtMs: number;
  wrongSecretAtMs: number | null;
  wrongSecretSign: string | null;
  /** WISPr-Logoff-URL as it last came, so that it is read once and not with every login. */
  logoffUrl: string | null;
  loginHost: string | null;
  /** Something has been learned that is not stored yet. */
  dirty: boolean;
}

export class RouterTable {
  #byAddress = new Map<string, KnownRouter>();
  #byNetwork = new Networks<KnownRouter>(new Map());
  #byId = new Map<number, KnownRouter>();

  /**
   * Reads the routers again. What was learned of a router is kept as long as its secret is the same: a new secret is
   * a new beginning, also for a router that used to sign its requests. A secret that cannot be opened costs that router
   * its answers, not the others; returns what went wrong with each.
   */
  load(db: Db, dataKey: Uint8Array): readonly Error[] {
    const byAddress = new Map<string, KnownRouter>();
    const byNetwork = new Map<string, KnownRouter>();
    const byId = new Map<number, KnownRouter>();
    const unreadable: Error[] = [];
    const attributes = listRouterAttributes(db);
    for (const row of listRoutersForAccess(db)) {
      const opened = openRouter(dataKey, row, attributes);
      if (opened instanceof Error) {
        unreadable.push(opened);
        continue;
      }
      const router = this.#renew(row, opened) ?? firstSeen(db, row, opened);
      (row.address.includes('/') ? byNetwork : byAddress).set(row.address, router);
      byId.set(row.id, router);
    }
    this.#byAddress = byAddress;
    this.#byNetwork = new Networks(byNetwork);
    this.#byId = byId;
    return unreadable;
  }

  /** The router as it was in memory, with its present services; undefined if it is new here. */
  #renew(row: RouterForAccess, { secret, asking }: Opened): KnownRouter | undefined {
    const known = this.#byId.get(row.id);
    if (known === undefined) return undefined;
    const present = { asking, ...dynamicOf(row) };
    if (known.nas.secret.equals(secret)) return { ...known, nas: nasOf(row, secret, known.signs), ...present };
    const anew = { nas: nasOf(row, secret, false), signs: false, wrongSecretAtMs: null, wrongSecretSign: null };
    return { ...known, ...anew, ...present, dirty: true };
  }

  /** The router of this address, else that of the narrowest network it is in. */
  find(address: string): Nas | undefined {
    return (this.#byAddress.get(address) ?? this.#byNetwork.find(address))?.nas;
  }

  /** A router that is none of this venue's any more serves nothing. */
  askingOf(routerId: number): AskingRouter {
    return this.#byId.get(routerId)?.asking ?? noRouter;
  }

  /** Where a router takes requests about its sessions; undefined: it is no router of this venue any more. */
  targetOf(routerId: number): RouterTarget | undefined {
    const router = this.#byId.get(routerId);
    return router && { port: router.coaPort, address: router.address, secret: router.nas.secret };
  }

  /** A packet that only a holder of the secret can have made. True if that is news to the operator. */
  heardAuthentic(routerId: number, atMs: number): boolean {
    const router = this.#byId.get(routerId);
    if (router === undefined) return false;
    const isNews = router.lastAuthenticAtMs === null || router.wrongSecretAtMs !== null;
    router.lastAuthenticAtMs = atMs;
    router.wrongSecretAtMs = null;
    router.wrongSecretSign = null;
    if (isNews || Math.abs(atMs - router.storedAuthenticAtMs) >= AUTHENTIC_EVERY_MS) router.dirty = true;
    return isNews;
  }

  /**
   * From now on its Access-Requests must carry Message-Authenticator (BlastRADIUS). Of the routers in a network one that
   * signs says nothing of the others.
   */
  heardSigned(routerId: number): void {
    const router = this.#byId.get(routerId);
    if (router === undefined || router.signs || router.address === undefined) return;
    router.signs = true;
    router.nas = { ...router.nas, requireMessageAuthenticator: true };
    router.dirty = true;
  }

  /** Where its login page is: the host of the log-off page that a HotSpot names in its requests. */
  sawLogoffUrl(routerId: number, url: string): void {
    const router = this.#byId.get(routerId);
    if (router === undefined || router.logoffUrl === url) return;
    router.logoffUrl = url;
    const host = hostOf(url);
    if (host === undefined || host === router.loginHost) return;
    router.loginHost = host;
    router.dirty = true;
  }

  /** True if that is news to the operator. */
  sawWrongSecret(routerId: number, sign: WrongSecretSign, atMs: number): boolean {
    const router = this.#byId.get(routerId);
    if (router === undefined) return false;
    const text = wrongSecretSigns[sign];
    const isNews = router.wrongSecretSign !== text;
    router.wrongSecretAtMs = atMs;
    router.wrongSecretSign = text;
    router.dirty ||= isNews;
    return isNews;
  }

  /** What is not stored yet. */
  unstored(): readonly RouterLearned[] {
    return [...this.#byId.values()].filter((router) => router.dirty).map(learnedOf);
  }

  stored(learned: readonly RouterLearned[]): void {
    for (const { routerId, lastAuthenticAtMs } of learned) {
      const router = this.#byId.get(routerId);
      if (router === undefined) continue;
      router.dirty = false;
      router.storedAuthenticAtMs = lastAuthenticAtMs ?? 0;
    }
  }
}

interface Opened {
  readonly secret: Buffer;
  readonly asking: AskingRouter;
}

const noRouter: AskingRouter = { services: [], canBeTold: false, macPassword: { kind: 'empty' }, attributes: [] };

function openRouter(dataKey: Uint8Array, row: RouterForAccess, attributes: readonly RouterAttribute[]): Opened | Error {
  try {
    const secret = Buffer.from(unseal(dataKey, 'router-secret', row.secretSealed), 'utf8');
    return { secret, asking: askingRouterFrom(row, dataKey, attributes) };
  } catch (error) {
    if (!(error instanceof SealBrokenError)) throw error;
    return new Error(`the secret of router ${row.id} cannot be opened`, { cause: error });
  }
}

function firstSeen(db: Db, row: RouterForAccess, { secret, asking }: Opened): KnownRouter {
  const state = findRouterState(db, row.id);
  return {
    nas: nasOf(row, secret, row.sendsMessageAuthenticator),
    signs: row.sendsMessageAuthenticator,
    asking,
    ...dynamicOf(row),
    lastAuthenticAtMs: state?.lastAuthenticAtMs ?? null,
    storedAuthenticAtMs: state?.lastAuthenticAtMs ?? 0,
    wrongSecretAtMs: state?.wrongSecretAtMs ?? null,
    wrongSecretSign: state?.wrongSecretSign ?? null,
    logoffUrl: null,
    loginHost: null,
    dirty: false,
  };
}

/** `signs`: it has been learned that it sends Message-Authenticator. */
function nasOf(row: RouterForAccess, secret: Buffer, signs: boolean): Nas {
  return { id: row.id, secret, requireMessageAuthenticator: signs || row.messageAuthenticator === 'required' };
}

/** Host and port of an http or https address; undefined for anything else a router may send. */
function hostOf(url: string): string | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed && /^https?:$/.test(parsed.protocol) && parsed.host !== '' ? parsed.host : undefined;
}

/** A network has no address of its own: its routers are reached where their packets come from. */
function dynamicOf(row: RouterForAccess): Pick<KnownRouter, 'coaPort' | 'address'> {
  return {
    coaPort: row.useCoa ? row.coaPort : undefined,
    address: row.address.includes('/') ? undefined : row.address,
  };
}

function learnedOf(router: KnownRouter): RouterLearned {
  return {
    routerId: router.nas.id,
    lastAuthenticAtMs: router.lastAuthenticAtMs,
    sendsMessageAuthenticator: router.signs,
    wrongSecretAtMs: router.wrongSecretAtMs,
    wrongSecretSign: router.wrongSecretSign,
    loginHost: router.loginHost,
  };
}
