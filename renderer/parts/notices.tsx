/** One line at the bottom of the window that says what was done, with at most one button (Undo, Redo). */
import CloseIcon from '@mui/icons-material/Close';
import { Alert, Button, IconButton, Snackbar } from '@mui/material';
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from './problem';

export interface Notice {
  readonly kind: 'done' | 'problem';
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

interface Notices {
  readonly show: (notice: Notice) => void;
  /** Shows what a call failed with. */
  readonly showProblem: (error: unknown) => void;
}

/** Long enough to read a sentence and reach the button (WCAG 2.2.1 leaves Ctrl+Z and History besides). */
const shownMs = 10_000;

const NoticesContext = createContext<Notices | undefined>(undefined);

export function useNotices(): Notices {
  const notices = useContext(NoticesContext);
  if (!notices) throw new Error('used outside NoticesProvider');
  return notices;
}

export function NoticesProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const [current, setCurrent] = useState<{ readonly notice: Notice; readonly id: number }>();
  const [open, setOpen] = useState(false);

  const show = useCallback((notice: Notice) => {
    setCurrent((last) => ({ notice, id: (last?.id ?? 0) + 1 }));
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

  return (
    <NoticesContext value={notices}>
      {children}
      <Snackbar
        key={current?.id}
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
                <Button
                  color="inherit"
                  size="small"
                  onClick={() => {
                    setOpen(false);
                    action.run();
                  }}
                >
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
    </NoticesContext>
  );
}
