import { listOperators as listNames } from '../../db/queries/operators';
import {
  addOperator,
  changeOwnPassword,
  checkPassword,
  listOperators,
  setOwnLanguage,
  updateOperator,
  viewOperator,
} from '../office/operators';
import { findOperator } from '../../db/queries/operators';
import { refuse } from '../refuse';
import { answer, type Access, type SignedContext } from './access';
import type { Services } from './services';

export function operatorProcedures(access: Access, services: Services) {
  const { operators } = access;
  return operators.router({
    signIn: operators.signIn.handler(async ({ input, context }) => {
      const operator = answer(await checkPassword(context.open(), services.guard, input.name, input.password));
      context.caller.signIn({ operatorId: operator.id, name: operator.name, level: operator.level });
      return operator;
    }),
    signOut: operators.signOut.handler(({ context }) => {
      context.caller.signOut();
      return {};
    }),
    me: operators.me.handler(({ context }) => {
      const row = context.operator && findOperator(context.open().db, context.operator.operatorId);
      return row ? { operator: viewOperator(row) } : {};
    }),
    names: operators.names.handler(() => {
      const open = services.open();
      const rows = open ? listNames(open.db) : [];
      return { names: rows.filter((row) => row.disabledAtMs === null).map((row) => row.name) };
    }),
    list: operators.list.handler(({ context }) => ({ rows: listOperators(context.open()) })),
    add: operators.add.handler(async ({ input, context }) => {
      const open = context.open();
      const done = answer(await addOperator(open, context.actor, input));
      open.announce(['operators', 'history']);
      return done;
    }),
    update: operators.update.handler(async ({ input, context }) => {
      const open = context.open();
      const done = answer(await updateOperator(open, context.actor, input));
      open.announce(['operators', 'history']);
      return done;
    }),
    setLanguage: operators.setLanguage.handler(({ input, context }) => {
      const open = context.open();
      const done = answer(setOwnLanguage(open, context.actor, ownId(context), input.language));
      open.announce(['operators', 'history']);
      return done;
    }),
    changePassword: operators.changePassword.handler(async ({ input, context }) => {
      const open = context.open();
      const own = { operatorId: ownId(context), ...input };
      const done = answer(await changeOwnPassword(open, context.actor, services.guard, own));
      open.announce(['operators', 'history']);
      return done;
    }),
  });
}

function ownId(context: SignedContext): number {
  return context.operator ? context.operator.operatorId : answer<number>(refuse('not-signed-in'));
}
