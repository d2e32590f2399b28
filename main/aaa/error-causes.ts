/** What routers say when they refuse a Disconnect- or CoA-Request (RFC 5176 §3.5). */
import { listTypedAttributes } from '../radius/typed-attributes';

/** '503 Session-Context-Not-Found'; the number alone where nobody has named it. */
export function nameErrorCause(errorCause: number): string {
  const { values = [] } = listTypedAttributes().find(({ name }) => name === 'Error-Cause') ?? {};
  const name = values.find(({ value }) => value === errorCause)?.name;
  return name === undefined ? String(errorCause) : `${errorCause} ${name}`;
}
