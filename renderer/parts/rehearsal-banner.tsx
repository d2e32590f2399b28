/** Over every face of the window in a rehearsal. It lies on top and takes no room and no press: nothing moves because of it. */
import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Of both the frame and the tab; dark ink on it reads in either scheme (contrast 11:1). */
const yellow = '#ffc83d';
const ink = '#201600';
const framePx = 5;

export function RehearsalBanner(): ReactNode {
  const { t } = useTranslation();
  return (
    <Box
      component="aside"
      aria-label={t('rehearsal.label')}
      sx={(theme) => ({
        position: 'fixed',
        inset: 0,
        // Also over panels and dialogs: whoever reads one must not forget where they are.
        zIndex: theme.zIndex.tooltip + 1,
        pointerEvents: 'none',
        border: `${framePx}px solid ${yellow}`,
        '@media print': { display: 'none' },
      })}
    >
      <Box
        sx={{
          position: 'absolute',
          top: -framePx,
          left: '50%',
          transform: 'translateX(-50%)',
          maxWidth: '70vw',
          px: 2,
          // Low enough to leave the words of whatever lies under it readable.
          pb: '2px',
          borderRadius: '0 0 8px 8px',
          bgcolor: yellow,
          color: ink,
          fontSize: '0.75rem',
          fontWeight: 700,
          lineHeight: 1.3,
          whiteSpace: 'nowrap',
          overflow: 'hidden',
          textOverflow: 'ellipsis',
        }}
      >
        {t('rehearsal.banner')}
      </Box>
    </Box>
  );
}
