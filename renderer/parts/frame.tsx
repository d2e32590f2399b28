/** What stays around every screen: skip link, rail, who is asking to be served, the health line. */
import { Box, Button, Stack } from '@mui/material';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation } from 'react-router';
import { AskingBanner } from './asking-banner';
import { useUndoKeys } from './changes';
import { HealthLine } from './health-line';
import { useLockKey } from './lock';
import { Rail } from './rail';
import { useOperator } from './who';

export function Frame({ answering }: { readonly answering: boolean }): ReactNode {
  const { t } = useTranslation();
  const main = useRef<HTMLElement>(null);
  useUndoKeys(useOperator().name);
  useLockKey();
  useFocusOnScreenChange(main);
  return (
    <Stack direction="row" sx={{ height: '100%', bgcolor: 'background.default' }}>
      <Button
        variant="contained"
        onClick={() => main.current?.focus()}
        sx={{
          position: 'fixed',
          insetInlineStart: 12,
          top: -80,
          zIndex: 'tooltip',
          '&:focus-visible': { top: 12 },
        }}
      >
        {t('frame.skip')}
      </Button>
      <Rail />
      <Stack sx={{ flex: 1, minWidth: 0, height: '100%' }}>
        <AskingBanner />
        <Box
          component="main"
          ref={main}
          tabIndex={-1}
          sx={{ flex: 1, minHeight: 0, overflowY: 'auto', outline: 'none' }}
        >
          <Outlet />
        </Box>
        <HealthLine answering={answering} />
      </Stack>
    </Stack>
  );
}

/** After a screen switch the keyboard starts in the new screen, not in the rail. */
function useFocusOnScreenChange(main: React.RefObject<HTMLElement | null>): void {
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    // A screen that has focused a field of its own keeps it.
    if (main.current && !main.current.contains(document.activeElement)) main.current.focus();
    main.current?.scrollTo(0, 0);
  }, [pathname, main]);
}
