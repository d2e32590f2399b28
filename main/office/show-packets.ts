/** The packets behind a row of the RADIUS log, from the memory of the RADIUS thread. */
import { findPacketNo } from '../../db/queries/radius-log';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';

interface ShownPacket {
  readonly code: string;
  readonly attributes: string[];
}

export type ShownPackets =
  | { readonly kept: false }
  | {
      readonly kept: true;
      readonly request: ShownPacket & { readonly identifier: number };
      readonly answer?: ShownPacket;
    };

/** Refused: there is no such row. */
export async function showPackets(open: OpenVenue, id: number): Promise<ShownPackets | Refusal> {
  const packetNo = findPacketNo(open.db, id);
  if (packetNo === undefined) return refuse('not-found', { what: 'Log row', id }, 'id');
  const exchange = packetNo === null ? undefined : await open.askRadius('describe-packet', packetNo);
  if (exchange === undefined) return { kept: false };
  const { request, answer } = exchange;
  return {
    kept: true,
    request: { ...request, attributes: [...request.attributes] },
    ...(answer && { answer: { ...answer, attributes: [...answer.attributes] } }),
  };
}
