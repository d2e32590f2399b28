/** What a router would be told of a product that is not saved yet. */
import type { AccessGuest, HeldEntitlement } from '../../db/queries/access';
import { listAttributesOfRouter } from '../../db/queries/guest-extras';
import { listRouters } from '../../db/queries/routers';
import { getVenue } from '../../db/queries/venue';
import { grantOf, type Extras } from '../aaa/authorize';
import { chooseEntitlement, type Choice, type Circumstances } from '../aaa/entitlement';
import { effectiveReply, type Grant } from '../aaa/reply';
import type { OpenVenue } from '../open-venue';
import type { ProductInput } from './products';
import { soldJustNow } from './unsaved-product';

type Source = 'gatehouse' | 'router' | 'product' | 'guest';

export type ProductReply =
  | {
      readonly kind: 'reply';
      /** When the login is: now, or when the opening hours next begin. */
      readonly atMs: number;
      readonly attributes: { readonly name: string; readonly value: string; readonly source: Source }[];
    }
  /** Nobody would be let in, now or later. */
  | { readonly kind: 'nobody'; readonly reason: 'ended' | 'outside-opening-hours' };

/** The Access-Accept for the first login with one that was sold just now, through the venue's first router. */
export function previewReply(open: OpenVenue, input: ProductInput): ProductReply {
  const nowMs = open.now();
  const held = soldJustNow(getVenue(open.db), input, nowMs);
  const choice = choose(open, held, nowMs);
  if (choice.kind !== 'none') return reply(open, choice, nowMs);
  const { resumesAtMs } = choice;
  const later = resumesAtMs === undefined ? undefined : choose(open, held, resumesAtMs);
  if (resumesAtMs !== undefined && later !== undefined && later.kind !== 'none') return reply(open, later, resumesAtMs);
  return { kind: 'nobody', reason: choice.reason === 'outside-opening-hours' ? choice.reason : 'ended' };
}

function choose(open: OpenVenue, held: HeldEntitlement, nowMs: number): Choice {
  const { timeZone } = getVenue(open.db);
  const by: Circumstances = { nowMs, timeZone, open: [], usedOf: () => [] };
  return chooseEntitlement([held], by);
}

function reply(open: OpenVenue, choice: Exclude<Choice, { kind: 'none' }>, atMs: number): ProductReply {
  const [first] = listRouters(open.db);
  const extras: Extras = {
    ...{ service: 'hotspot', network: undefined, guestAttributes: [] },
    routerAttributes: first === undefined ? [] : listAttributesOfRouter(open.db, first.router.id),
  };
  const { timeZone } = getVenue(open.db);
  const by = { extras, sharing: { sessions: 1, next: undefined } };
  return { kind: 'reply', atMs, attributes: attributesOf(grantOf(anybody, choice, by, { nowMs: atMs, timeZone })) };
}

const anybody: AccessGuest = {
  ...{ id: 0, kind: 'code', domainId: 0, passwordSealed: new Uint8Array(), language: null, locked: false },
  ...{ hasNetwork: false, hasAttributes: false, isCard: false, service: 'hotspot', held: [] },
};

/** Class is made for each login: it says what the use is charged to. */
function attributesOf(grant: Grant): { name: string; value: string; source: Source }[] {
  return effectiveReply(grant, Buffer.alloc(1)).flatMap(({ name, values, source }) =>
    values.map((value) => ({
      name,
      value: name === 'Class' ? '…' : value,
      source: source === 'engine' ? 'gatehouse' : source,
    })),
  );
}
