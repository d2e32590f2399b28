/** Doing things that can be taken back: every change says what it did and offers Undo to whoever may. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, useDo, type CallName, type Input, type Output } from '../api';
import { useNotices } from './notices';
import { changeText } from './change-text';
import { problemOf, textOr } from './problem';
import { isOverlayOpen } from './overlay';
import { wayAsked } from './undo-keys';
import { nextRedo, nextUndo } from './undo-order';
import { useMay } from './who';

/** How far back Ctrl+Z looks. */
const undoDepth = 100;

/** Undo and redo by change id, each saying what it did and offering the way back. */
export function useUndo(): {
  readonly undo: (id: number) => Promise<void>;
  readonly redo: (id: number) => Promise<void>;
} {
  const { t } = useTranslation();
  const notices = useNotices();
  const queries = useQueryClient();
  return useMemo(() => {
    async function undo(id: number): Promise<void> {
      await move('undo', id, (text) =>
        notices.show({
          kind: 'done',
          text: t('undo.undone', { what: text }),
          action: { label: t('undo.redo'), way: 'redo', run: () => void redo(id) },
        }),
      );
    }
    async function redo(id: number): Promise<void> {
      await move('redo', id, (text) =>
        notices.show({
          kind: 'done',
          text: t('undo.redone', { what: text }),
          action: { label: t('undo.undo'), way: 'undo', run: () => void undo(id) },
        }),
      );
    }
    async function move(way: 'undo' | 'redo', id: number, say: (text: string) => void): Promise<void> {
      try {
        const { label } = await client.history[way]({ id });
        say((await textOfChange(id)) ?? label);
        await queries.invalidateQueries();
      } catch (error) {
        notices.show({ kind: 'problem', text: await whyNot(error) });
      }
    }
    return { undo, redo };
  }, [notices, queries, t]);
}

async function textOfChange(id: number): Promise<string | undefined> {
  const { rows } = await client.history.list({ limit: undoDepth });
  const row = rows.find((candidate) => candidate.id === id);
  return row && changeText(row);
}

/** What stands in the way, naming the later change in the words of this window. */
async function whyNot(error: unknown): Promise<string> {
  const { reason, params, sentence, remedy } = problemOf(error);
  const later = reason === 'changed-since' ? await textOfChange(Number(params.changeId)) : undefined;
  if (later !== undefined) return textOr('refusal.changed-since', sentence, { ...params, label: later });
  return remedy === undefined ? sentence : `${sentence} ${remedy}`;
}

interface ChangeOptions<N extends CallName> {
  /** What to say when it is done. */
  readonly said: (input: Input<N>, output: Output<N>) => string;
  readonly onDone?: (output: Output<N>, input: Input<N>) => void;
  /**
   * For forms: the error is not said in a notice. True when it is shown already (beside its field); otherwise the form
   * shows `shownError`.
   */
  readonly onProblem?: (error: unknown) => boolean;
}

/** `useDo` for changes: says what was done with an Undo button, and shows refusals and faults. */
export function useChange<N extends CallName>(name: N, options: ChangeOptions<N>) {
  const { t } = useTranslation();
  const notices = useNotices();
  const { undo } = useUndo();
  const mayUndo = useMay('undo-own');
  const doing = useDo(name);
  const [shownError, setShownError] = useState<unknown>();
  const run = (input: Input<N>): void => {
    setShownError(undefined);
    doing.mutate(input, {
      onSuccess: (output) => {
        const changeId = (output as { readonly changeId?: number }).changeId;
        notices.show({
          kind: 'done',
          text: options.said(input, output),
          ...(changeId !== undefined &&
            mayUndo && { action: { label: t('undo.undo'), way: 'undo', run: () => void undo(changeId) } }),
        });
        options.onDone?.(output, input);
      },
      onError: (error) => {
        if (!options.onProblem) notices.showProblem(error);
        else if (!options.onProblem(error)) setShownError(error);
      },
    });
  };
  return { run, isPending: doing.isPending, shownError, forget: () => setShownError(undefined) };
}

/** Ctrl+Z and Ctrl+Y for this operator's own changes. */
export function useUndoKeys(operatorName: string): void {
  const { t } = useTranslation();
  const notices = useNotices();
  const { undo, redo } = useUndo();
  const mayUndo = useMay('undo-own');

  const step = useCallback(
    async (way: 'undo' | 'redo'): Promise<void> => {
      try {
        const { rows } = await client.history.list({ limit: undoDepth });
        const row = way === 'undo' ? nextUndo(rows, operatorName) : nextRedo(rows, operatorName);
        if (row) await (way === 'undo' ? undo(row.id) : redo(row.id));
        else notices.show({ kind: 'done', text: t(way === 'undo' ? 'undo.nothing' : 'undo.nothing-to-redo') });
      } catch (error) {
        notices.showProblem(error);
      }
    },
    [notices, operatorName, redo, t, undo],
  );

  useEffect(() => {
    if (!mayUndo) return;
    function onKey(event: KeyboardEvent): void {
      const way = wayAsked(event);
      // What lies below a panel is out of sight: nothing is taken back behind it but what the notice above it offers.
      if (!way || isOverlayOpen()) return;
      event.preventDefault();
      void step(way);
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [mayUndo, step]);
}
