/** What the manager does with routers. */
import { randomInt } from 'node:crypto';
import { listBypassed } from '../../db/queries/devices';
import { seal, unseal } from '../../db/seal';
import { writeChange, type Actor, type ChangeWriter } from '../../db/write';
import {
  dismissAsking as writeDismissal,
  findRouter,
  findRouterByAddress,
  listAsking as listAskingRows,
  listRouterAttributes,
  listRouters as listRouterRows,
  type RouterRow,
} from '../../db/queries/routers';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';
import { chooseOwnAddress, holdsAddress, listOwnAddresses, readAddress, readNetwork } from './addresses';
import { checkReplies, replaceAttributes, type NamedValue } from './attributes';
import { routerCommands, type MacLogin } from './router-commands';

/** 32 symbols of 62: 190 bits; only letters and digits, which survive every terminal and RouterOS string. */
const SECRET_LENGTH = 32;
const SECRET_SYMBOLS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** A HotSpot with guests speaks every few minutes; after a quarter of an hour a person should look. */
const SILENT_AFTER_MS = 15 * 60_000;

type Service = 'hotspot' | 'pppoe';

export function makeSecret(): string {
  return Array.from({ length: SECRET_LENGTH }, () => SECRET_SYMBOLS[randomInt(SECRET_SYMBOLS.length)]).join('');
}

/** How a router is spoken with; what is undefined is left as it is, or to the default of the database. */
export interface RouterWays {
  readonly coaPort?: number | undefined;
  readonly useCoa?: boolean | undefined;
  readonly messageAuthenticator?: RouterRow['messageAuthenticator'] | undefined;
  readonly direction?: RouterRow['direction'] | undefined;
  readonly macPassword?: RouterRow['macPassword'] | undefined;
  /** Only with `shared`. */
  readonly macSecret?: string | undefined;
  readonly attributes?: readonly NamedValue[] | undefined;
}

export interface RouterInput extends RouterWays {
  readonly name: string;
  /** An address, or a network of them. */
  readonly address: string;
  readonly services: readonly Service[];
  readonly secret?: string | undefined;
}

/**
 * Refused: neither an address nor a network, one that another router has, a shared MAC password that is missing, an
 * attribute not in the dictionary.
 */
export function addRouter(
  open: OpenVenue,
  actor: Actor,
  input: RouterInput,
): { id: number; secret: string; changeId: number } | Refusal {
  const address = checkAddress(open, input.address);
  if (isRefusal(address)) return address;
  const no = checkWays(undefined, input);
  if (no) return no;
  const secret = input.secret ?? makeSecret();
  const what = { action: 'add-router', params: { name: input.name, address } } as const;
  const made = writeChange(open.db, actor, what, open.now(), (write) => {
    const id = write.insert('routers', {
      name: input.name,
      address,
      ...serviceColumns(input.services),
      secret_sealed: seal(open.dataKey, 'router-secret', secret),
      ...wayColumns(open, undefined, input),
      created_at_ms: write.atMs,
    });
    setAttributes(open, write, id, input.attributes);
    return { id, changeId: write.changeId };
  });
  return { ...made, secret };
}

function checkAddress(open: OpenVenue, text: string, ownId?: number): string | Refusal {
  const address = readNetwork(text);
  if (address === undefined) {
    const problem = `"${text}" is neither an IPv4 or IPv6 address nor a network like 10.5.0.0/24`;
    return refuse('invalid-input', { problem }, 'address');
  }
  const other = findRouterByAddress(open.db, address);
  return other && other.id !== ownId ? refuse('address-taken', { address, name: other.name }, 'address') : address;
}

function checkWays(before: RouterRow | undefined, input: RouterWays): Refusal | undefined {
  const wrong = (problem: string): Refusal =>
    refuse('invalid-input', { problem: `macSecret: ${problem}` }, 'macSecret');
  const macPassword = input.macPassword ?? before?.macPassword ?? 'empty';
  const hasSecret = input.macSecret !== undefined || (before?.macPasswordSealed ?? null) !== null;
  if (macPassword === 'shared' && !hasSecret) return wrong('is needed for a shared password');
  if (macPassword !== 'shared' && input.macSecret !== undefined) return wrong('is only for a shared password');
  return checkReplies(input.attributes ?? [], 'attributes');
}

const serviceColumns = (services: readonly Service[]) => ({
  hotspot: services.includes('hotspot') ? 1 : 0,
  pppoe: services.includes('pppoe') ? 1 : 0,
});

/** Undefined: stays. Whoever stops sharing a MAC password loses it. */
function wayColumns(open: OpenVenue, before: RouterRow | undefined, input: RouterWays): Record<string, unknown> {
  const macPassword = input.macPassword ?? before?.macPassword ?? 'empty';
  const { macSecret } = input;
  const given = macSecret === undefined ? undefined : seal(open.dataKey, 'router-secret', macSecret);
  return {
    coa_port: input.coaPort,
    use_coa: input.useCoa,
    message_authenticator: input.messageAuthenticator,
    direction: input.direction,
    mac_password: input.macPassword,
    mac_password_sealed: macPassword === 'shared' ? given : null,
  };
}

function setAttributes(
  open: OpenVenue,
  write: ChangeWriter,
  routerId: number,
  attributes: readonly NamedValue[] | undefined,
): void {
  if (!attributes) return;
  const before = listRouterAttributes(open.db, routerId);
  replaceAttributes(write, 'router_attributes', { router_id: routerId }, before, attributes);
}

export interface RouterUpdate extends RouterWays {
  readonly id: number;
  readonly name?: string | undefined;
  readonly address?: string | undefined;
  readonly services?: readonly Service[] | undefined;
  readonly secret?: string | undefined;
}

/** `secret` 'generate' makes a strong one; the new secret is answered once. */
export function updateRouter(
  open: OpenVenue,
  actor: Actor,
  input: RouterUpdate,
): { changeId: number; secret?: string } | Refusal {
  const router = findRouter(open.db, input.id);
  if (!router) return refuse('not-found', { what: 'Router', id: input.id }, 'id');
  const address = input.address === undefined ? router.address : checkAddress(open, input.address, router.id);
  if (isRefusal(address)) return address;
  const no = checkWays(router, input);
  if (no) return no;
  const secret = input.secret === 'generate' ? makeSecret() : input.secret;
  const what = { action: 'update-router', params: { name: input.name ?? router.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    write.update('routers', router.id, {
      name: input.name ?? router.name,
      address,
      ...(input.services ? serviceColumns(input.services) : {}),
      ...(secret === undefined ? {} : { secret_sealed: seal(open.dataKey, 'router-secret', secret) }),
      ...wayColumns(open, router, input),
    });
    setAttributes(open, write, router.id, input.attributes);
    return { changeId: write.changeId, ...(secret === undefined ? {} : { secret }) };
  });
}

/** From the next packet on the router is a stranger; its sessions stay in the records. */
export function removeRouter(open: OpenVenue, actor: Actor, id: number): { changeId: number } | Refusal {
  const router = findRouter(open.db, id);
  if (!router) return refuse('not-found', { what: 'Router', id }, 'id');
  const what = { action: 'remove-router', params: { name: router.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    setAttributes(open, write, id, []);
    write.remove('routers', id);
    return { changeId: write.changeId };
  });
}

/** `withAttributes` false: for operators who may not see what the router is told. */
export function listRouters(open: OpenVenue, withAttributes: boolean) {
  const nowMs = open.now();
  return listRouterRows(open.db).map(({ router, state, onlineSessions }) => ({
    id: router.id,
    name: router.name,
    address: router.address,
    services: servicesOf(router),
    state: stateOf(state, nowMs),
    ...(state?.lastAuthenticAtMs == null ? {} : { lastAuthenticAtMs: state.lastAuthenticAtMs }),
    ...(state && hasWrongSecret(state) && state.wrongSecretSign !== null ? { problem: state.wrongSecretSign } : {}),
    onlineSessions,
    coaPort: router.coaPort,
    useCoa: router.useCoa,
    messageAuthenticator: router.messageAuthenticator,
    direction: router.direction,
    directionInForce: directionInForce(router, state),
    ...lastRequestOf(state),
    macPassword: router.macPassword,
    ...(withAttributes ? { attributes: attributesOf(open, router.id) } : {}),
  }));
}

const attributesOf = (open: OpenVenue, routerId: number): NamedValue[] =>
  listRouterAttributes(open.db, routerId).map(({ name, value }) => ({ name, value }));

const servicesOf = (router: { readonly hotspot: boolean; readonly pppoe: boolean }): Service[] => [
  ...(router.hotspot ? (['hotspot'] as const) : []),
  ...(router.pppoe ? (['pppoe'] as const) : []),
];

type RouterState = ReturnType<typeof listRouterRows>[number]['state'];

function directionInForce({ direction }: RouterRow, state: RouterState): 'normal' | 'swapped' {
  if (direction !== 'learned') return direction;
  return state?.inputIsDownload === true ? 'swapped' : 'normal';
}

/** What came of the last Disconnect or CoA. */
function lastRequestOf(state: RouterState) {
  if (!state || state.coaState === null || state.coaAtMs === null) return {};
  const { coaState, coaAtMs, coaErrorCause } = state;
  const errorCause = coaErrorCause === null ? {} : { errorCause: coaErrorCause };
  return { lastRequest: { state: coaState, atMs: coaAtMs, ...errorCause } };
}

interface RouterSigns {
  readonly lastAuthenticAtMs: number | null;
  readonly wrongSecretAtMs: number | null;
}

/** A later authentic packet clears the suspicion. */
const hasWrongSecret = (signs: RouterSigns): boolean =>
  signs.wrongSecretAtMs !== null && signs.wrongSecretAtMs > (signs.lastAuthenticAtMs ?? 0);

function stateOf(signs: RouterSigns | null, nowMs: number): 'waiting' | 'ok' | 'silent' | 'wrong-secret' {
  if (!signs) return 'waiting';
  if (hasWrongSecret(signs)) return 'wrong-secret';
  if (signs.lastAuthenticAtMs === null) return 'waiting';
  return nowMs - signs.lastAuthenticAtMs > SILENT_AFTER_MS ? 'silent' : 'ok';
}

/** The commands to paste into this router; `serverAddress`: how it reaches this PC, guessed from the networks if absent. */
export function listRouterCommands(open: OpenVenue, id: number, serverAddress: string | undefined) {
  const router = findRouter(open.db, id);
  if (!router) return refuse('not-found', { what: 'Router', id }, 'id');
  const own = listOwnAddresses();
  const chosen = serverAddress === undefined ? chooseOwnAddress(router.address, own) : readAddress(serverAddress);
  if (chosen === undefined) {
    return refuse('invalid-input', { problem: `"${serverAddress}" is not an IPv4 or IPv6 address` }, 'serverAddress');
  }
  const lines = routerCommands({
    hotspot: router.hotspot,
    pppoe: router.pppoe,
    secret: unseal(open.dataKey, 'router-secret', router.secretSealed),
    serverAddress: chosen,
    coaPort: router.useCoa ? router.coaPort : undefined,
    macLogin: macLoginOf(open, router),
    ...open.ports,
  });
  return {
    kind: 'commands' as const,
    serverAddress: chosen,
    serverAddresses: own.map((entry) => entry.address),
    lines: lines.slice(),
    script: lines.map((entry) => entry.command).join('\n'),
  };
}

/** MAC login is switched on where it is set up here, or where devices are let in by their address. */
function macLoginOf(open: OpenVenue, router: RouterRow): MacLogin | undefined {
  const sealed = router.macPasswordSealed;
  if (router.macPassword === 'shared' && sealed !== null) {
    return { kind: 'shared', password: unseal(open.dataKey, 'router-secret', sealed) };
  }
  if (router.macPassword === 'same') return { kind: 'same' };
  return listBypassed(open.db, 1).length > 0 ? { kind: 'empty' } : undefined;
}

/** Without those that were added since, also as part of a network. */
export function listAsking(open: OpenVenue) {
  const known = listRouterRows(open.db).map(({ router }) => router.address);
  const strangers = listAskingRows(open.db).filter(({ address }) => !known.some((one) => holdsAddress(one, address)));
  return strangers.map((row) => ({
    address: row.address,
    packets: row.packets,
    lastAtMs: row.lastAtMs,
    ...(row.nasIdentifier === null ? {} : { nasIdentifier: row.nasIdentifier }),
  }));
}

export function dismissAsking(open: OpenVenue, address: string): void {
  writeDismissal(open.db, address, open.now());
}
