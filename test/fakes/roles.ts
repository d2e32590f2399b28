/** The built-in roles as the api hands them about. */
import type { RoleView } from '../../preload/contract/operators';
import { builtInRights, type BuiltInRole } from '../../preload/contract/rights';

const ids: Readonly<Record<BuiltInRole, number>> = { owner: 1, manager: 2, desk: 3, installer: 4 };

export function builtInRole(kind: BuiltInRole): RoleView {
  return { id: ids[kind], kind, name: kind, rights: [...builtInRights[kind]] };
}

export const ownerRole = builtInRole('owner');
