/** Would this guest, on this router, at this time, be let in? Decided by the rules of the RADIUS thread; writes nothing. */
import { randomUUID } from 'node:crypto';
import { findOutside } from '../../db/queries/scope';
import { findRouter } from '../../db/queries/routers';
import { getVenue } from '../../db/queries/venue';
import type { Accept, Decision } from '../aaa/authorize';
import { classKeyFrom, encodeClass } from '../aaa/class';
import { readMac } from '../aaa/mac';
import { guestMessage } from '../aaa/messages';
import { decidePretended, NEW_DEVICE } from '../aaa/pretend';
import { guestKeyOf, rejectDetail, storedDetail } from '../aaa/reasons';
import { effectiveReply, type ReplySource } from '../aaa/reply';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';

export interface SimulateInput {
  readonly username: string;
  readonly routerId: number;
  readonly password?: string | undefined;
  readonly macAddress?: string | undefined;
  readonly service: 'hotspot' | 'pppoe';
  readonly atMs?: number | undefined;
}

type Source = Exclude<ReplySource, 'engine'> | 'gatehouse';

export interface Simulated {
  readonly decision: 'accept' | 'reject';
  readonly rule: string;
  readonly sentence: string;
  readonly guestId?: number;
  readonly guestMessage?: string;
  readonly attributes: { readonly name: string; readonly value: string; readonly source: Source }[];
}

/** Refused: no such router, or a MAC address that is none. */
export function simulate(open: OpenVenue, input: SimulateInput): Simulated | Refusal {
  const router = findRouter(open.db, input.routerId);
  if (!router) return refuse('not-found', { what: 'Router', id: input.routerId }, 'routerId');
  const macAddress = input.macAddress === undefined ? NEW_DEVICE : readMac(input.macAddress);
  if (macAddress === undefined) {
    return refuse('invalid-input', { problem: `"${input.macAddress}" is not a MAC address` }, 'macAddress');
  }
  const { username, password, service, atMs = open.now() } = input;
  const login = { username, password, macAddress, service, atMs };
  const decide = (asked: typeof login): Decision => decidePretended(open.db, open.dataKey, router, asked);
  const decision = decide(login);
  return view(open, isOutside(open, decision) ? decide(asNobody(login)) : decision);
}

/** Whether it is about a guest whom whoever asks does not see. */
function isOutside({ db, scope }: OpenVenue, decision: Decision): boolean {
  const guestId = decision.kind === 'reject' ? decision.guestId : decision.grant.guestId;
  return scope !== undefined && guestId !== undefined && findOutside(db, scope, 'guests', [guestId]) !== undefined;
}

/** Locally administered, and not the one of a device never seen. */
const DEVICE_OF_NOBODY = '02:00:00:00:00:02';

/** The same login with a name that nobody has. */
function asNobody<T extends { readonly username: string; readonly macAddress: string }>(login: T): T {
  const mac = readMac(login.username);
  if (mac === undefined) return { ...login, username: randomUUID() };
  const macAddress = mac === login.macAddress ? DEVICE_OF_NOBODY : login.macAddress;
  return { ...login, username: DEVICE_OF_NOBODY, macAddress };
}

function view(open: OpenVenue, decision: Decision): Simulated {
  if (decision.kind === 'reject') {
    const { reason, params, guestId, language } = decision;
    return {
      ...{ decision: 'reject', rule: reason, sentence: rejectDetail(reason, params), attributes: [] },
      ...(guestId === undefined ? {} : { guestId }),
      guestMessage: guestMessage(guestKeyOf(reason, params), [language, getVenue(open.db).language], params),
    };
  }
  const { grant } = decision;
  return {
    ...{ decision: 'accept', rule: 'ok', guestId: grant.guestId },
    sentence: storedDetail('ok', { product: grant.productName }),
    attributes: attributesOf(open, decision),
  };
}

function attributesOf(open: OpenVenue, { grant }: Accept): Simulated['attributes'] {
  const classValue = encodeClass(classKeyFrom(open.dataKey), grant);
  return effectiveReply(grant, classValue).flatMap(({ name, values, source }) =>
    values.map((value) => ({ name, value, source: source === 'engine' ? 'gatehouse' : source })),
  );
}
