/** One line at the bottom of the window that says what was done, with at most one button (Undo, Redo). */
import CloseIcon from '@mui/icons-material/Close';
import { Alert, Button, IconButton, Portal, Snackbar } from '@mui/material';
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isLockScreenOpen, isOverlayOpen } from './overlay';
import { problemOf } from './problem';
import { wayAsked, type Way } from './undo-keys';

export interface Notice {
  readonly kind: 'done' | 'problem';
  readonly text: string;
  readonly action?: {
    readonly label: string;
    /** The keys that do the same. */
    readonly way?: Way;
    readonly run: () => void;
  };
}

interface Notices {
  readonly show: (notice: Notice) => void;
  /** Shows what a call failed with. */
  readonly showProblem: (error: unknown) => void;
}

/** Long enough to read a sentence and reach the button (WCAG 2.2.1 leaves Ctrl+Z and History besides). */
const shownMs = 10_000;

interface Shown {
  readonly notice: Notice;
  readonly id: number;
  /** A panel was open when it came: what it speaks of was done there. */
  readonly isOfPanel: boolean;
}

const NoticesContext = createContext<Notices | undefined>(undefined);

export function useNotices(): Notices {
  const notices = useContext(NoticesContext);
  if (!notices) throw new Error('used outside NoticesProvider');
  return notices;
}

export function NoticesProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const [current, setCurrent] = useState<Shown>();
  const [open, setOpen] = useState(false);

  const show = useCallback((notice: Notice) => {
    setCurrent((last) => ({ notice, id: (last?.id ?? 0) + 1, isOfPanel: isOverlayOpen() }));
    setOpen(true);
  }, []);
  const showProblem = useCallback(
    (error: unknown) => {
      const { sentence, remedy } = problemOf(error);
      show({ kind: 'problem', text: remedy === undefined ? sentence : `${sentence} ${remedy}` });
    },
    [show],
  );
  const notices = useMemo(() => ({ show, showProblem }), [show, showProblem]);
  const action = current?.notice.action;
  const problem = current?.notice.kind === 'problem';
  const press = useCallback(() => {
    setOpen(false);
    action?.run();
  }, [action]);
  useKeysAbovePanels(open && current?.isOfPanel === true ? action?.way : undefined, press);

  return (
    <NoticesContext value={notices}>
      {children}
      {/* Beside the window, not in it: an open panel keeps all of the window from being read out. */}
      <Portal key={current?.id}>
        <div ref={keepHeard}>
          <Snackbar
            open={open}
            autoHideDuration={problem ? null : shownMs}
            onClose={(_event, reason) => reason !== 'clickaway' && setOpen(false)}
            anchorOrigin={{ vertical: 'bottom', horizontal: 'center' }}
            // Above the health line, which may be saying something at the same time.
            sx={{ bottom: { xs: 72, sm: 72 } }}
          >
            <Alert
              role={problem ? 'alert' : 'status'}
              severity={problem ? 'error' : 'success'}
              variant="filled"
              sx={(theme) => ({
                minWidth: 360,
                maxWidth: 720,
                boxShadow: 6,
                fontSize: '0.9375rem',
                py: 0.25,
                // What was done stands out from the page in both schemes without shouting; red is for problems.
                ...(!problem && {
                  backgroundColor: theme.vars.palette.text.primary,
                  color: theme.vars.palette.background.paper,
                }),
              })}
              action={
                <>
                  {action && (
                    <Button color="inherit" size="small" onClick={press}>
                      {action.label}
                    </Button>
                  )}
                  <IconButton color="inherit" aria-label={t('common.close')} onClick={() => setOpen(false)}>
                    <CloseIcon fontSize="small" />
                  </IconButton>
                </>
              }
            >
              {current?.notice.text}
            </Alert>
          </Snackbar>
        </div>
      </Portal>
    </NoticesContext>
  );
}

/** A notice stands above an open panel for the eyes; so it does for a screen reader, but not above the lock screen. */
function keepHeard(box: HTMLElement | null): (() => void) | undefined {
  if (box === null) return undefined;
  const observer = new MutationObserver(() => {
    if (!isLockScreenOpen()) box.removeAttribute('aria-hidden');
  });
  observer.observe(box, { attributeFilter: ['aria-hidden'] });
  return () => observer.disconnect();
}

/**
 * A panel keeps Tab to itself, and with it from the notice above it: the keys reach what the notice offers. A notice from
 * before the panel speaks of what lies behind it, and is left to the mouse.
 *
 * @param way undefined: nothing is offered that has keys
 */
function useKeysAbovePanels(way: Way | undefined, press: () => void): void {
  useEffect(() => {
    if (way === undefined) return;
    function onKey(event: KeyboardEvent): void {
      // Where no panel is open they take back the latest change (`useUndoKeys`).
      if (wayAsked(event) !== way || !isOverlayOpen() || isLockScreenOpen()) return;
      event.preventDefault();
      press();
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [way, press]);
}
