/** The device an operator names, in whatever way its MAC is written. */
import { readMac } from '../aaa/mac';
import type { Refusal } from '../../preload/contract/refusals';
import { refuse } from '../refuse';

/** 'AA:BB:CC:DD:EE:FF', or the refusal about the field `macAddress`. */
export function readDevice(text: string): string | Refusal {
  return readMac(text) ?? refuse('invalid-input', { problem: `"${text}" is not a MAC address` }, 'macAddress');
}
