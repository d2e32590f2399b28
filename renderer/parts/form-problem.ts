/** Puts what the venue refused beside the field it is about, or returns it to be shown above the form. */
import type { FieldValues, Path, UseFormReturn } from 'react-hook-form';
import { problemOf } from './problem';

/**
 * `fields` names the form's fields by the contract's. Returns true when the error is shown at a field.
 */
export function showAtField<F extends FieldValues>(
  form: Pick<UseFormReturn<F>, 'setError'>,
  error: unknown,
  fields: Readonly<Record<string, Path<F>>>,
): boolean {
  const { field, sentence } = problemOf(error);
  const path = field === undefined ? undefined : fields[field];
  if (path === undefined) return false;
  form.setError(path, { type: 'refused', message: sentence }, { shouldFocus: true });
  return true;
}
