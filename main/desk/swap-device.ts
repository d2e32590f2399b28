/** Makes room for a guest's new phone: the device unused for longest is forgotten, the next one that logs in counts. */
import { findDevice } from '../../db/queries/devices';
import { findGuest, listOpenSessions } from '../../db/queries/guests';
import { writeChange, type Actor } from '../../db/write';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';
import { nameGuest } from './guest-words';
import { readDevice } from './read-device';

export interface Swapped {
  readonly changeId: number;
  readonly forgottenMacAddress: string;
  /** What the forgotten device has open: to be ended, or it would go on beside the new one. */
  readonly sessionIds: readonly number[];
}

/** Also frees a guest who is bound to the first device. Refused: no such guest, a device the guest has not used. */
export function swapDevice(
  open: OpenVenue,
  actor: Actor,
  input: { readonly guestId: number; readonly macAddress?: string | undefined },
): Swapped | Refusal {
  const guest = findGuest(open.db, input.guestId);
  if (!guest) return refuse('not-found', { what: 'Guest', id: input.guestId }, 'guestId');
  const named = input.macAddress === undefined ? undefined : readDevice(input.macAddress);
  if (isRefusal(named)) return named;
  const device = findDevice(open.db, guest.id, named);
  if (!device) return refuse('no-such-device', {}, 'macAddress');
  const what = { action: 'swap-device', params: { mac: device.macAddress, name: nameGuest(guest) } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    write.remove('devices', device.id);
    const sessionIds = listOpenSessions(open.db, guest.id)
      .filter(({ macAddress }) => macAddress === device.macAddress)
      .map(({ id }) => id);
    return { changeId: write.changeId, forgottenMacAddress: device.macAddress, sessionIds };
  });
}
