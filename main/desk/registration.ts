/** What a domain asks of a sale before somebody becomes its guest, or gets more. */
import type { DomainRow } from '../../db/queries/domains';
import type { Refusal } from '../../preload/contract/refusals';
import { refuse } from '../refuse';

/** Where guests are registered persons, nothing is sold to nobody. */
export function checkPerson({ name, registration }: DomainRow, displayName: string | undefined): Refusal | undefined {
  return registration === 'person' && displayName === undefined
    ? refuse('person-needed', { name }, 'displayName')
    : undefined;
}

/** Where guests come in by voucher, nothing else pays. */
export function checkVoucher({ name, registration }: DomainRow, voucherCode: string | undefined): Refusal | undefined {
  return registration === 'voucher' && voucherCode === undefined
    ? refuse('voucher-needed', { name }, 'voucherCode')
    : undefined;
}
