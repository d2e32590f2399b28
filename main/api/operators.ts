import { listOperators as listNames } from '../../db/queries/operators';
import {
  addOperator,
  changeOwnPassword,
  checkPassword,
  listOperators,
  setOwnLanguage,
  updateOperator,
  viewOperator,
  type OperatorView,
} from '../office/operators';
import { checkPin, setOwnPin } from '../office/pins';
import { addRole, listRolesInUse, removeRole, updateRole } from '../office/roles';
import { findOperator } from '../../db/queries/operators';
import type { RoleView } from '../../preload/contract/operators';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';
import { answer, type Access, type SignedContext } from './access';
import type { Services } from './services';

export function operatorProcedures(access: Access, services: Services) {
  const { operators } = access;
  return operators.router({
    signIn: operators.signIn.handler(async ({ input, context }) => {
      const operator = answer(await checkPassword(context.open(), services.guard, input.name, input.password));
      services.pinGuard.forget(operator.id);
      return comeIn(context, operator);
    }),
    switchTo: operators.switchTo.handler(async ({ input, context }) => {
      const { caller } = context;
      return comeIn(context, answer(await checkPin(context.open(), services.pinGuard, caller.via, input)));
    }),
    lock: operators.lock.handler(({ context }) => {
      context.caller.lock();
      context.open().announce(['operators']);
      return {};
    }),
    signOut: operators.signOut.handler(({ context }) => {
      context.caller.signOut();
      return {};
    }),
    me: operators.me.handler(({ context }) => {
      const row = context.operator && findOperator(context.open().db, context.operator.operatorId);
      return row
        ? { operator: viewOperator(context.open().db, row), locked: context.caller.isLocked() }
        : { locked: false };
    }),
    names: operators.names.handler(() => {
      const open = services.open();
      const rows = open ? listNames(open.db).filter((row) => row.disabledAtMs === null) : [];
      return {
        names: rows.map((row) => row.name),
        withPin: rows.filter((row) => row.pinHash !== null).map((row) => row.name),
      };
    }),
    list: operators.list.handler(({ context }) => ({ rows: listOperators(context.open()) })),
    add: operators.add.handler(async ({ input, context }) => {
      const open = context.open();
      const done = answer(await addOperator(open, context.actor, ownRole(context), input));
      open.announce(['operators', 'history']);
      return done;
    }),
    update: operators.update.handler(async ({ input, context }) => {
      const open = context.open();
      const done = answer(await updateOperator(open, context.actor, ownRole(context), input));
      services.pinGuard.forget(input.id);
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
    setPin: operators.setPin.handler(async ({ input, context }) => {
      const open = context.open();
      const own = { operatorId: ownId(context), ...input };
      return changed(open, answer(await setOwnPin(open, context.actor, services, own)));
    }),
    roles: operators.roles.handler(({ context }) => ({ rows: listRolesInUse(context.open()) })),
    addRole: operators.addRole.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(addRole(open, context.actor, ownRole(context), input)));
    }),
    updateRole: operators.updateRole.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(updateRole(open, context.actor, ownRole(context), input)));
    }),
    removeRole: operators.removeRole.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(removeRole(open, context.actor, ownRole(context), input.id)));
    }),
  });
}

/** Other pages of the same session show who works there now. */
function comeIn(context: SignedContext, operator: OperatorView): OperatorView {
  context.caller.signIn({ operatorId: operator.id, name: operator.name, role: operator.role });
  context.open().announce(['operators']);
  return operator;
}

function changed<T>(open: OpenVenue, done: T): T {
  open.announce(['operators', 'history']);
  return done;
}

function ownRole(context: SignedContext): RoleView {
  return context.operator ? context.operator.role : answer<RoleView>(refuse('not-signed-in'));
}

function ownId(context: SignedContext): number {
  return context.operator ? context.operator.operatorId : answer<number>(refuse('not-signed-in'));
}
