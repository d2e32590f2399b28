/** Ending what a guest has open on the router, and saying what became of it. */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useDo, type Input, type Output } from '../api';
import { useNotices } from './notices';

type Outcome = Output<'desk.disconnect'>['outcomes'][number];

/** The most worrying first: what did not work is what the operator has to know. */
const worstFirst = [
  'refused',
  'off',
  'no-answer',
  'ended',
  'not-there',
] as const satisfies readonly Outcome['outcome'][];

/** One sentence about all connections of the guest: that of the one that went worst. */
export function sayOutcome(outcomes: readonly Outcome[], t: TFunction): string {
  const worst = worstFirst.map((kind) => outcomes.find(({ outcome }) => outcome === kind)).find(Boolean);
  if (!worst) return '';
  const { outcome, routerName, errorCause, locked } = worst;
  const said = t(`desk.end-${outcome}`, { router: routerName, cause: errorCause ?? '?' });
  return `${said} ${t(locked ? 'desk.refused-next-login' : 'desk.may-log-in-again')}`;
}

interface Disconnect {
  /** All of a guest's connections. */
  readonly run: (guestId: number) => void;
  /** One connection. */
  readonly runSession: (sessionId: number) => void;
  readonly isAsking: boolean;
}

export function useDisconnect(): Disconnect {
  const { t } = useTranslation();
  const notices = useNotices();
  const doing = useDo('desk.disconnect');
  const ask = (which: Input<'desk.disconnect'>): void =>
    doing.mutate(which, {
      onSuccess: ({ outcomes }) => {
        const ended = outcomes.every(({ outcome }) => outcome === 'ended' || outcome === 'not-there');
        notices.show({ kind: ended ? 'done' : 'problem', text: sayOutcome(outcomes, t) });
      },
      onError: notices.showProblem,
    });
  return {
    run: (guestId) => ask({ guestId }),
    runSession: (sessionId) => ask({ sessionId }),
    isAsking: doing.isPending,
  };
}
