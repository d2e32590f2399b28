/** Taking a sale back: at once when nobody has used it, with a question on the spot when somebody has. */
import UndoIcon from '@mui/icons-material/Undo';
import { Alert, Button, Stack, type ButtonProps } from '@mui/material';
import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../api';
import { useUndo } from '../parts/changes';
import { useNotices } from '../parts/notices';
import type { TicketRow } from './rows';

/** What stands between pressing Undo and undoing. */
export interface TakeBackQuestion {
  readonly changeId: number;
  /** Tickets of the sale, and how many of them have logged in or are online now. */
  readonly tickets: number;
  readonly used: number;
  readonly online: number;
}

export interface TakeBack {
  readonly question: TakeBackQuestion | undefined;
  readonly busy: boolean;
  /** Undoes the sale, or sets the question. `askIfSeveral`: the press was on one ticket of several. */
  readonly request: (changeId: number, askIfSeveral: boolean) => void;
  readonly confirm: () => void;
  readonly keep: () => void;
}

/** As many last tickets as the venue lists at once; a sale is at most 50 of them. */
const ticketsLookedAt = 200;

export function useTakeBack(): TakeBack {
  const notices = useNotices();
  const { undo } = useUndo();
  const [question, setQuestion] = useState<TakeBackQuestion>();
  const [busy, setBusy] = useState(false);

  const working = useCallback(
    async (work: () => Promise<void>) => {
      setBusy(true);
      try {
        await work();
      } catch (error) {
        notices.showProblem(error);
      } finally {
        setBusy(false);
      }
    },
    [notices],
  );

  const request = useCallback(
    (changeId: number, askIfSeveral: boolean) =>
      void working(async () => {
        // Asked at this moment: the list on screen may be a heartbeat behind a guest who is just logging in.
        const { rows } = await client.desk.tickets({ limit: ticketsLookedAt });
        const found = questionAbout(changeId, rows, askIfSeveral);
        if (found) setQuestion(found);
        else await undo(changeId);
      }),
    [undo, working],
  );

  return {
    question,
    busy,
    request,
    confirm: useCallback(() => {
      if (!question) return;
      setQuestion(undefined);
      void working(() => undo(question.changeId));
    }, [question, undo, working]),
    keep: useCallback(() => setQuestion(undefined), []),
  };
}

/** The question a sale deserves before it is taken back, if any. */
export function questionAbout(
  changeId: number,
  rows: readonly TicketRow[],
  askIfSeveral: boolean,
): TakeBackQuestion | undefined {
  const tickets = rows.filter((row) => row.changeId === changeId);
  const used = tickets.filter((row) => row.used).length;
  if (used === 0 && !(askIfSeveral && tickets.length > 1)) return undefined;
  return { changeId, tickets: tickets.length, used, online: tickets.filter((row) => row.online).length };
}

/** Says what taking back would do and waits for an answer, on the spot; Escape keeps the sale. */
export function TakeBackAlert({ takeBack }: { readonly takeBack: TakeBack }): ReactNode {
  const { t } = useTranslation();
  const keep = useRef<HTMLButtonElement>(null);
  const { question } = takeBack;
  useEffect(() => {
    if (question) keep.current?.focus();
  }, [question]);
  if (!question) return null;

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    takeBack.keep();
  }

  return (
    <Alert severity="warning" role="alert" onKeyDown={onKeyDown} sx={{ py: 0.5, '& .MuiAlert-message': { flex: 1 } }}>
      {question.used === 0 ? t('desk.take-back-several', { count: question.tickets }) : usedSentence()}{' '}
      {question.online > 0 && t('desk.take-back-online', { count: question.online })}
      <Stack direction="row" sx={{ gap: 1, mt: 1, flexWrap: 'wrap' }}>
        <Button size="small" color="warning" variant="contained" onClick={takeBack.confirm} disabled={takeBack.busy}>
          {question.tickets > 1 ? t('desk.take-back-all', { count: question.tickets }) : t('desk.take-back')}
        </Button>
        <Button size="small" variant="outlined" ref={keep} onClick={takeBack.keep}>
          {t('desk.keep')}
        </Button>
      </Stack>
    </Alert>
  );

  function usedSentence(): string {
    if (!question || question.tickets === 1) return t('desk.take-back-used');
    return t('desk.take-back-some-used', { count: question.used, of: question.tickets });
  }
}

/** The big Undo. */
export function UndoButton(props: ButtonProps): ReactNode {
  return <Button variant="outlined" startIcon={<UndoIcon />} {...props} />;
}
