/** Lets a printer or TV in by its address: a guest of its own that never types anything. */
import { randomBytes } from 'node:crypto';
import { seal } from '../../db/seal';
import { writeChange, type Actor } from '../../db/write';
import { findGuestByKey } from '../../db/queries/guests';
import type { Refusal } from '../../preload/contract/refusals';
import { nameKey } from '../names';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';
import { chooseDomain, chooseProduct, insertEntitlement } from './new-guest';
import { readDevice } from './read-device';

export interface AddDeviceInput {
  readonly macAddress: string;
  readonly name: string;
  /** Absent: the first domain. */
  readonly domainId?: number | undefined;
  /** Absent: no limits of its own. */
  readonly productId?: number | undefined;
}

/** Nobody logs in with it: how a device is let in is the MAC login of the router. */
const PASSWORD_BYTES = 24;

/** Refused: no MAC address, guests whose names begin with a prefix, a device that is let in already, product or domain unknown. */
export function addDevice(
  open: OpenVenue,
  actor: Actor,
  input: AddDeviceInput,
): { id: number; changeId: number; macAddress: string } | Refusal {
  const macAddress = readDevice(input.macAddress);
  if (isRefusal(macAddress)) return macAddress;
  const usernameKey = nameKey(macAddress);
  const prefix = open.scope?.prefix ?? '';
  if (prefix !== '') return refuse('address-without-prefix', { prefix }, 'macAddress');
  if (findGuestByKey(open.db, usernameKey)) {
    return refuse('name-taken', { what: 'Guest', name: macAddress }, 'macAddress');
  }
  const domain = chooseDomain(open, input.domainId);
  if (isRefusal(domain)) return domain;
  const chosen = chooseProduct(open, input.productId);
  if (isRefusal(chosen)) return chosen;
  const what = { action: 'add-device', params: { name: input.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    const id = write.insert('guests', {
      domain_id: domain.id,
      kind: 'device',
      username: macAddress,
      username_key: usernameKey,
      password_sealed: seal(open.dataKey, 'guest-password', randomBytes(PASSWORD_BYTES)),
      display_name: input.name,
      created_at_ms: write.atMs,
    });
    if (chosen) insertEntitlement(write, id, chosen);
    return { id, changeId: write.changeId, macAddress };
  });
}
