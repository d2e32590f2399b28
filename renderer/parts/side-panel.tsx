/** A form or details beside the list they belong to. */
import CloseIcon from '@mui/icons-material/Close';
import { Box, Button, Drawer, IconButton, Stack, Typography } from '@mui/material';
import { useId, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

interface SidePanelProps {
  readonly open: boolean;
  readonly title: string;
  readonly onClose: () => void;
  /** Typed and not saved: a slip of the mouse beside the panel does not throw it away. */
  readonly dirty?: boolean;
  readonly width?: number;
  /** A text without controls: Tab comes to it, so that the arrow keys scroll it. */
  readonly toRead?: boolean;
  readonly children: ReactNode;
  /** Buttons at the foot. */
  readonly foot?: ReactNode;
}

export function SidePanel(props: SidePanelProps): ReactNode {
  const { open, title, onClose, dirty, width = 520, toRead = false, children, foot } = props;
  const { t } = useTranslation();
  const titleId = useId();
  return (
    <Drawer
      anchor="right"
      open={open}
      onClose={(_event, reason) => (reason === 'backdropClick' && dirty === true ? undefined : onClose())}
      slotProps={{
        paper: {
          role: 'dialog',
          'aria-modal': true,
          'aria-labelledby': titleId,
          sx: { width, maxWidth: '100vw', borderRadius: 0 },
        },
      }}
    >
      <Stack direction="row" sx={{ alignItems: 'center', gap: 1, pl: 3, pr: 1.5, py: 1.5 }}>
        <Typography id={titleId} variant="h2" sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
          <bdi>{title}</bdi>
        </Typography>
        <IconButton aria-label={t('common.close')} onClick={onClose}>
          <CloseIcon />
        </IconButton>
      </Stack>
      <Box
        {...(toRead && { tabIndex: 0, role: 'group', 'aria-labelledby': titleId })}
        sx={{ flex: 1, overflowY: 'auto', px: 3, pb: 3, pt: 0.5, '&:focus-visible': { outlineOffset: -3 } }}
      >
        {children}
      </Box>
      {foot !== undefined && (
        <Stack
          direction="row"
          sx={{ gap: 1, justifyContent: 'flex-end', px: 3, py: 2, borderTop: 1, borderColor: 'divider' }}
        >
          {foot}
        </Stack>
      )}
    </Drawer>
  );
}

interface FormPanelProps extends Omit<SidePanelProps, 'foot'> {
  readonly submitLabel: string;
  readonly submitting: boolean;
  readonly onSubmit: (event: SyntheticEvent) => void;
  /** At the start of the foot: what else can be done with the thing (remove, retire). */
  readonly aside?: ReactNode;
}

/** A side panel that is a form: Enter saves, Escape leaves. */
export function FormPanel({ submitLabel, submitting, onSubmit, aside, children, ...panel }: FormPanelProps): ReactNode {
  const { t } = useTranslation();
  const formId = useId();
  return (
    <SidePanel
      {...panel}
      foot={
        <>
          {aside}
          <Box sx={{ flex: 1 }} />
          <Button onClick={panel.onClose}>{t('common.cancel')}</Button>
          <Button type="submit" form={formId} variant="contained" loading={submitting}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={onSubmit}>
        {children}
      </form>
    </SidePanel>
  );
}
