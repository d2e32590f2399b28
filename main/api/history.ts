import { findChange, longActions, redoChange, undoChange, type Change, type UndoOutcome } from '../../db/write';
import { concernsWholeVenue, isChangeSeen } from '../../db/queries/changes-in-scope';
import { isBlocked, listChanges } from '../../db/queries/history';
import { listOperators } from '../../db/queries/operators';
import { topics } from '../../preload/contract/application';
import { actionsOf, describeChange } from '../office/history-details';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';
import { answer, checkMay, may, type Access, type SignedContext } from './access';

export function historyProcedures(access: Access) {
  const { history } = access;
  return history.router({
    list: history.list.handler(({ input, context }) => {
      const { db, scope } = context.open();
      const { subject, ...filter } = input;
      const actions = subject === undefined ? undefined : actionsOf(subject);
      const { rows, nextBeforeId } = listChanges(db, { ...filter, actions, scope });
      const blocked = rows.filter((row) => isBlocked(db, row)).map(({ id }) => id);
      return { rows, blocked, ...(nextBeforeId === undefined ? {} : { nextBeforeId }) };
    }),
    authors: history.authors.handler(({ context }) => ({ names: namesOf(context.open()) })),
    details: history.details.handler(({ input, context }) => {
      const { kind: _, ...details } = answer(describeChange(context.open(), input.id, may(context, 'technical')));
      return details;
    }),
    undo: history.undo.handler(({ input, context }) => takeBack(context, input.id, 'undo')),
    redo: history.redo.handler(({ input, context }) => takeBack(context, input.id, 'redo')),
  });
}

/** For whoever sees a part of the venue: those whose work is seen whatever it is about. */
function namesOf({ db, scope }: OpenVenue): string[] {
  return listOperators(db)
    .filter(({ id }) => scope?.operatorIds.includes(id) ?? true)
    .map(({ name }) => name);
}

/**
 * Everybody undoes and redoes what they did themselves; others' work is a right of its own. Whoever sees a part of the
 * venue takes nothing back that touches anybody outside, or everybody.
 */
async function takeBack(
  context: SignedContext,
  id: number,
  kind: 'undo' | 'redo',
): Promise<{ changeId: number; label: string }> {
  const open = context.open();
  const change = findChange(open.db, id);
  if (!change || !isChangeSeen(open.db, open.scope, id))
    return answer<never>(refuse('not-found', { what: 'Change', id }, 'id'));
  if (change.operatorId !== context.operator?.operatorId) checkMay(context, 'undo-others');
  if (open.scope && concernsWholeVenue(open.db, id)) return answer<never>(refuse('whole-venue'));
  const done = answer(withoutStrangers(open, await toggle(context, change, kind)));
  // A change may have touched anything the windows show, and what the RADIUS thread has read.
  open.routersChanged();
  open.venueChanged();
  open.productsChanged();
  open.printing.guestsChanged();
  open.announce(topics);
  return { changeId: done.changeId, label: change.label };
}

/** What stands in the way may be about somebody outside: then it is not said what it is. */
function withoutStrangers(open: OpenVenue, outcome: UndoOutcome): UndoOutcome {
  if (outcome.kind === 'done' || outcome.reason !== 'changed-since') return outcome;
  const isSeen = isChangeSeen(open.db, open.scope, Number(outcome.params['changeId']));
  return isSeen ? outcome : refuse('changed-since', { label: '–', operator: '–', changeId: 0 });
}

/** What was written in portions beside the windows is taken back in the same way. */
function toggle(context: SignedContext, { id, action }: Change, kind: 'undo' | 'redo'): Promise<UndoOutcome> {
  const open = context.open();
  const { actor } = context;
  if (longActions.includes(action)) {
    return open.runJob('toggle-change', { actor, changeId: id, kind, scope: open.scope }, actor.operatorName);
  }
  const act = kind === 'undo' ? undoChange : redoChange;
  return Promise.resolve(act(open.db, actor, id, open.now()));
}
