/** Taking a sale back: at once when nobody has used it, with a question on the spot when somebody has. */
import { Alert, Button, Stack } from '@mui/material';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { client, useDo } from '../api';
import { useNotices } from '../parts/notices';
import { useOneAtATime } from '../parts/one-at-a-time';
import { questionAbout, type TakeBackQuestion } from './take-back-question';

export interface TakeBack {
  readonly question: TakeBackQuestion | undefined;
  /** Undoes the sale, or sets the question. `askIfSeveral`: the press was on one ticket of several. */
  readonly request: (changeId: number, askIfSeveral: boolean) => void;
  readonly confirm: () => void;
  readonly keep: () => void;
}

/** As many last tickets as the venue lists at once; a sale is at most 50 of them. */
const ticketsLookedAt = 200;

export function useTakeBack(): TakeBack {
  const oneAtATime = useOneAtATime();
  // Not the frame's undo, which says so at the foot of the window: here the ticket itself shows it, in place.
  const { mutateAsync: undo } = useDo('history.undo');
  const [question, setQuestion] = useState<TakeBackQuestion>();
  const askedFrom = useRef<Element | null>(null);

  function request(changeId: number, askIfSeveral: boolean): void {
    askedFrom.current = document.activeElement;
    oneAtATime(async () => {
      // Asked at this moment: the list on screen may be a heartbeat behind a guest who is just logging in.
      const { rows } = await client.desk.tickets({ limit: ticketsLookedAt });
      const found = questionAbout(changeId, rows, askIfSeveral);
      if (found) setQuestion(found);
      else await undo({ id: changeId });
    });
  }

  function keep(): void {
    setQuestion(undefined);
    // The button that asked is where the keyboard was.
    if (askedFrom.current instanceof HTMLElement) askedFrom.current.focus();
  }

  function confirm(): void {
    if (!question) return;
    keep();
    oneAtATime(() => undo({ id: question.changeId }));
  }

  return { question, request, confirm, keep };
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
        <Button size="small" color="warning" variant="contained" onClick={takeBack.confirm}>
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

/** Brings a sale back that was taken back. */
export function useBringBack(): (changeId: number) => void {
  const notices = useNotices();
  const { mutate: redo } = useDo('history.redo');
  return (changeId) => redo({ id: changeId }, { onError: (error) => notices.showProblem(error) });
}
