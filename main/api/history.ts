import { findChange, redoChange, undoChange } from '../../db/write';
import { listChanges } from '../../db/queries/history';
import { topics } from '../../preload/contract/application';
import { refuse } from '../refuse';
import { answer, checkMay, type Access, type SignedContext } from './access';

export function historyProcedures(access: Access) {
  const { history } = access;
  return history.router({
    list: history.list.handler(({ input, context }) => ({ rows: listChanges(context.open().db, input) })),
    undo: history.undo.handler(({ input, context }) => takeBack(context, input.id, undoChange)),
    redo: history.redo.handler(({ input, context }) => takeBack(context, input.id, redoChange)),
  });
}

/** Everybody undoes and redoes what they did themselves; others' work is a right of its own. */
function takeBack(context: SignedContext, id: number, act: typeof undoChange): { changeId: number; label: string } {
  const open = context.open();
  const change = findChange(open.db, id);
  if (!change) return answer<never>(refuse('not-found', { what: 'Change', id }, 'id'));
  if (change.operatorId !== context.operator?.operatorId) checkMay(context, 'undo-others');
  const done = answer(act(open.db, context.actor, id, open.now()));
  // A change may have touched anything the windows show, and what the RADIUS thread has read.
  open.routersChanged();
  open.venueChanged();
  open.productsChanged();
  open.printing.guestsChanged();
  open.announce(topics);
  return { changeId: done.changeId, label: change.label };
}
