/** Keeps a device away from one guest, from the guests of a domain, or from the venue, and lets it back in. */
import {
  findBlock,
  findDevice,
  listBlocks,
  listBypassed,
  listGuestsOnlineWith,
  type Where,
} from '../../db/queries/devices';
import { findDomain } from '../../db/queries/domains';
import { findGuest, listHeld, listOnlineGuests, listRowsOfGuest, type GuestRow } from '../../db/queries/guests';
import { writeChange, type Actor, type ChangeWriter } from '../../db/write';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';
import { nameGuest } from './guest-words';
import { readDevice } from './read-device';
import { standingOf } from './standing';

export type DeviceWhere = Where & { readonly macAddress: string };

export interface Dissociated {
  readonly changeId: number;
  readonly outcome: 'dissociated' | 'guest-removed';
  /** Whose open sessions are not to go on: they are online with the device, or were nothing but it. */
  readonly online: readonly number[];
  /** English. */
  readonly sentence: string;
}

/**
 * From the next login on the device is refused there, and whoever is online with it there is to be looked at again
 * (`online`), which ends the session; it no longer counts among the devices of the guest. A guest who is
 * nothing but this device goes with it.
 */
export function dissociateDevice(open: OpenVenue, actor: Actor, input: DeviceWhere): Dissociated | Refusal {
  const found = findWhere(open, input);
  if (isRefusal(found)) return found;
  const { macAddress, guest, name } = found;
  if (guest?.kind === 'device' && guest.username === macAddress) return removeDeviceGuest(open, actor, guest);
  if (findBlock(open.db, macAddress, input)) return refuse('already-dissociated', { mac: macAddress }, 'macAddress');
  const params = { mac: macAddress, ...(name === undefined ? {} : { name }) };
  const online = listGuestsOnlineWith(open.db, macAddress, input);
  return writeChange(open.db, actor, { action: 'dissociate-device', params }, open.now(), (write) => {
    write.insert('device_blocks', {
      mac_address: macAddress,
      scope: input.scope,
      guest_id: input.scope === 'guest' ? input.guestId : null,
      domain_id: input.scope === 'domain' ? input.domainId : null,
      created_at_ms: write.atMs,
    });
    const used = guest && findDevice(open.db, guest.id, macAddress);
    if (used) write.remove('devices', used.id);
    const from = name === undefined ? 'anywhere in the venue' : `by ${name}`;
    return {
      changeId: write.changeId,
      outcome: 'dissociated' as const,
      online,
      sentence: `The device ${macAddress} cannot be used ${from} any more.`,
    };
  });
}

interface FoundWhere {
  readonly macAddress: string;
  readonly guest: GuestRow | undefined;
  /** Of the guest or the domain; undefined: the venue. */
  readonly name: string | undefined;
}

function findWhere(open: OpenVenue, input: DeviceWhere): FoundWhere | Refusal {
  const macAddress = readDevice(input.macAddress);
  if (isRefusal(macAddress)) return macAddress;
  if (input.scope === 'venue') return { macAddress, guest: undefined, name: undefined };
  if (input.scope === 'domain') {
    const domain = findDomain(open.db, input.domainId);
    if (!domain) return refuse('not-found', { what: 'Domain', id: input.domainId }, 'domainId');
    return { macAddress, guest: undefined, name: domain.name };
  }
  const guest = findGuest(open.db, input.guestId);
  if (!guest) return refuse('not-found', { what: 'Guest', id: input.guestId }, 'guestId');
  return { macAddress, guest, name: nameGuest(guest) };
}

function removeDeviceGuest(open: OpenVenue, actor: Actor, guest: GuestRow): Dissociated {
  const name = nameGuest(guest);
  return writeChange(open.db, actor, { action: 'remove-guest', params: { name } }, open.now(), (write) => {
    removeGuest(open, write, guest.id);
    return {
      changeId: write.changeId,
      outcome: 'guest-removed' as const,
      online: [guest.id],
      sentence: `${name} was let in by this address only, so it has been removed with it.`,
    };
  });
}

/** With everything operators have written about the guest. Sales and sessions stay: they are records. */
function removeGuest(open: OpenVenue, write: ChangeWriter, guestId: number): void {
  for (const { table, id } of listRowsOfGuest(open.db, guestId)) write.remove(table, id);
  write.remove('guests', guestId);
}

/** Takes a dissociation of exactly this scope back. Refused: there is none. */
export function reassociateDevice(open: OpenVenue, actor: Actor, input: DeviceWhere): { changeId: number } | Refusal {
  const found = findWhere(open, input);
  if (isRefusal(found)) return found;
  const block = findBlock(open.db, found.macAddress, input);
  if (!block) return refuse('not-dissociated', { mac: found.macAddress }, 'macAddress');
  const params = { mac: found.macAddress, ...(found.name === undefined ? {} : { name: found.name }) };
  return writeChange(open.db, actor, { action: 'reassociate-device', params }, open.now(), (write) => {
    write.remove('device_blocks', block.id);
    return { changeId: write.changeId };
  });
}

/** Newest first; with a guest: what keeps that guest's devices out. */
export function listDissociated(
  open: OpenVenue,
  input: { readonly guestId?: number | undefined; readonly limit: number },
) {
  const guest = input.guestId === undefined ? undefined : findGuest(open.db, input.guestId);
  if (input.guestId !== undefined && !guest)
    return refuse('not-found', { what: 'Guest', id: input.guestId }, 'guestId');
  const rows = listBlocks(open.db, guest, input.limit, open.scope).map(({ block, domainName }) => ({
    macAddress: block.macAddress,
    scope: block.scope,
    ...(block.guestId === null ? {} : { guestId: block.guestId }),
    ...(block.domainId === null ? {} : { domainId: block.domainId }),
    ...(domainName === null ? {} : { domainName }),
    sinceMs: block.createdAtMs,
  }));
  return { kind: 'rows' as const, rows };
}

/** Printers, TVs and others that are let in by their address, newest first. */
export function listBypassedDevices(open: OpenVenue, limit: number) {
  const found = listBypassed(open.db, limit, open.scope);
  const ids = found.map(({ guest }) => guest.id);
  const held = listHeld(open.db, ids);
  const online = listOnlineGuests(open.db, ids);
  return found.map(({ guest, domainName }) => {
    const current = standingOf(open, held.get(guest.id) ?? []).held;
    return {
      guestId: guest.id,
      name: guest.displayName ?? guest.username,
      macAddress: guest.username,
      domainName,
      ...(current ? { productName: current.product.name } : {}),
      locked: guest.lockedAtMs !== null,
      online: online.has(guest.id),
    };
  });
}
