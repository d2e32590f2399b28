/** What has to be known of the router that asks for a login. */
import type { Service } from '../../db/queries/access';
import {
  listRouterAttributes,
  listRoutersForAccess,
  type RouterAttribute,
  type RouterForAccess,
} from '../../db/queries/router-states';
import type { WrittenAttribute } from '../../db/queries/product-rules';
import type { Db } from '../../db/open';
import { unseal } from '../../db/seal';

/** The password that comes with a MAC login, as it is set on the router. */
export type MacPassword =
  | { readonly kind: 'empty' }
  /** The MAC again. */
  | { readonly kind: 'same' }
  /** RouterOS: mac-auth-password. */
  | { readonly kind: 'shared'; readonly password: string };

export interface AskingRouter {
  /** What it was added for. */
  readonly services: readonly Service[];
  /** Whether it takes Disconnect- and CoA-Requests. */
  readonly canBeTold: boolean;
  readonly macPassword: MacPassword;
  /** Added to every answer, unless product or guest say otherwise. */
  readonly attributes: readonly WrittenAttribute[];
}

/** Throws SealBrokenError for a MAC password that cannot be opened. */
export function askingRouterFrom(
  row: RouterForAccess,
  dataKey: Uint8Array,
  attributes: readonly RouterAttribute[],
): AskingRouter {
  return {
    services: [...(row.hotspot ? (['hotspot'] as const) : []), ...(row.pppoe ? (['pppoe'] as const) : [])],
    canBeTold: row.useCoa,
    macPassword: macPasswordFrom(row, dataKey),
    attributes: attributes.filter(({ routerId }) => routerId === row.id),
  };
}

function macPasswordFrom({ macPassword, macPasswordSealed }: RouterForAccess, dataKey: Uint8Array): MacPassword {
  if (macPassword !== 'shared' || macPasswordSealed === null) {
    return { kind: macPassword === 'same' ? 'same' : 'empty' };
  }
  return { kind: 'shared', password: unseal(dataKey, 'router-secret', macPasswordSealed) };
}

/** For decisions outside the RADIUS thread; undefined: no such router. */
export function findAskingRouter(db: Db, dataKey: Uint8Array, routerId: number): AskingRouter | undefined {
  const row = listRoutersForAccess(db).find(({ id }) => id === routerId);
  return row && askingRouterFrom(row, dataKey, listRouterAttributes(db));
}
