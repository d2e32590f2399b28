/** Refusals inside main: returned values, and the way out of a transaction. */
import { fillText } from '../preload/contract/faults';
import { refusals, type Refusal, type RefusalReason } from '../preload/contract/refusals';

/** A "no" with its reason, the values of its sentence and the input field it is about. */
export function refuse(reason: RefusalReason, params: Refusal['params'] = {}, field?: string): Refusal {
  return { kind: 'refused', reason, params, ...(field === undefined ? {} : { field }) };
}

export function isRefusal(outcome: unknown): outcome is Refusal {
  return typeof outcome === 'object' && outcome !== null && (outcome as { kind?: unknown }).kind === 'refused';
}

/** The English sentence of a refusal. */
export function sayRefusal(refusal: Refusal): string {
  return fillText(refusals[refusal.reason], refusal.params);
}
