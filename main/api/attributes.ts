import { listAttributes } from '../office/attributes';
import type { Access } from './access';

export function attributeProcedures(access: Access) {
  const { attributes } = access;
  return attributes.router({
    list: attributes.list.handler(({ input }) => ({ rows: listAttributes(input.use) })),
  });
}
