/** What the manager does with routers. */
import { randomInt } from 'node:crypto';
import { seal, unseal } from '../../db/seal';
import { writeChange, type Actor } from '../../db/write';
import {
  dismissAsking as writeDismissal,
  findRouter,
  findRouterByAddress,
  listAsking as listAskingRows,
  listRouters as listRouterRows,
} from '../../db/queries/routers';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';
import { chooseOwnAddress, listOwnAddresses, readAddress } from './addresses';
import { routerCommands } from './router-commands';

/** 32 symbols of 62: 190 bits; only letters and digits, which survive every terminal and RouterOS string. */
const SECRET_LENGTH = 32;
const SECRET_SYMBOLS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** A HotSpot with guests speaks every few minutes; after a quarter of an hour a person should look. */
const SILENT_AFTER_MS = 15 * 60_000;

type Service = 'hotspot' | 'pppoe';

export function makeSecret(): string {
  return Array.from({ length: SECRET_LENGTH }, () => SECRET_SYMBOLS[randomInt(SECRET_SYMBOLS.length)]).join('');
}

export interface RouterInput {
  readonly name: string;
  readonly address: string;
  readonly services: readonly Service[];
  readonly secret?: string | undefined;
}

/** Refused: not an IP address, or one that another router has. */
export function addRouter(
  open: OpenVenue,
  actor: Actor,
  input: RouterInput,
): { id: number; secret: string; changeId: number } | Refusal {
  const address = checkAddress(open, input.address);
  if (typeof address !== 'string') return address;
  const secret = input.secret ?? makeSecret();
  const what = { action: 'add-router', params: { name: input.name, address } } as const;
  const made = writeChange(open.db, actor, what, open.now(), (write) => ({
    id: write.insert('routers', {
      name: input.name,
      address,
      ...serviceColumns(input.services),
      secret_sealed: seal(open.dataKey, 'router-secret', secret),
      created_at_ms: write.atMs,
    }),
    changeId: write.changeId,
  }));
  return { ...made, secret };
}

function checkAddress(open: OpenVenue, text: string, ownId?: number): string | Refusal {
  const address = readAddress(text);
  if (address === undefined) {
    return refuse('invalid-input', { problem: `"${text}" is not an IPv4 or IPv6 address` }, 'address');
  }
  const other = findRouterByAddress(open.db, address);
  return other && other.id !== ownId ? refuse('address-taken', { address, name: other.name }, 'address') : address;
}

const serviceColumns = (services: readonly Service[]) => ({
  hotspot: services.includes('hotspot') ? 1 : 0,
  pppoe: services.includes('pppoe') ? 1 : 0,
});

export interface RouterUpdate {
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
  if (typeof address !== 'string') return address;
  const secret = input.secret === 'generate' ? makeSecret() : input.secret;
  const what = { action: 'update-router', params: { name: input.name ?? router.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    write.update('routers', router.id, {
      name: input.name ?? router.name,
      address,
      ...(input.services ? serviceColumns(input.services) : {}),
      ...(secret === undefined ? {} : { secret_sealed: seal(open.dataKey, 'router-secret', secret) }),
    });
    return { changeId: write.changeId, ...(secret === undefined ? {} : { secret }) };
  });
}

/** From the next packet on the router is a stranger; its sessions stay in the records. */
export function removeRouter(open: OpenVenue, actor: Actor, id: number): { changeId: number } | Refusal {
  const router = findRouter(open.db, id);
  if (!router) return refuse('not-found', { what: 'Router', id }, 'id');
  const what = { action: 'remove-router', params: { name: router.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    write.remove('routers', id);
    return { changeId: write.changeId };
  });
}

export function listRouters(open: OpenVenue) {
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
  }));
}

const servicesOf = (router: { readonly hotspot: boolean; readonly pppoe: boolean }): Service[] => [
  ...(router.hotspot ? (['hotspot'] as const) : []),
  ...(router.pppoe ? (['pppoe'] as const) : []),
];

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

export function listAsking(open: OpenVenue) {
  return listAskingRows(open.db).map((row) => ({
    address: row.address,
    packets: row.packets,
    lastAtMs: row.lastAtMs,
    ...(row.nasIdentifier === null ? {} : { nasIdentifier: row.nasIdentifier }),
  }));
}

export function dismissAsking(open: OpenVenue, address: string): void {
  writeDismissal(open.db, address, open.now());
}
