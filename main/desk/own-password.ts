/** The password of a guest who has one of their own: typed by an operator, or made at random. */
import { seal } from '../../db/seal';
import type { OpenVenue } from '../open-venue';
import { makeCode } from './codes';

/** 48 bits in an alphabet without look-alikes; the RADIUS thread makes guessing slow as well. */
const MADE_LENGTH = 10;

export interface OwnPassword {
  readonly sealed: Uint8Array;
  /** Only of one made at random: it is said this once. */
  readonly made: { readonly password: string } | undefined;
}

/** `typed` absent: one is made. */
export function sealPassword(open: OpenVenue, typed: string | undefined): OwnPassword {
  // Two guests may have the same password, so none is taken.
  const password = typed ?? makeCode('mixed', MADE_LENGTH, () => false)!;
  return {
    sealed: seal(open.dataKey, 'guest-password', password),
    made: typed === undefined ? { password } : undefined,
  };
}
