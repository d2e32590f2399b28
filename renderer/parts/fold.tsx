/** Fields that few need: closed until asked for, or until one of them holds something or is wrong. */
import ExpandMoreIcon from '@mui/icons-material/ExpandMore';
import { Accordion, AccordionDetails, AccordionSummary, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';

interface FoldProps {
  readonly title: string;
  readonly openAtFirst: boolean;
  /** Something inside has to be corrected. */
  readonly hasError: boolean;
  readonly children: ReactNode;
}

export function Fold({ title, openAtFirst, hasError, children }: FoldProps): ReactNode {
  const [open, setOpen] = useState(openAtFirst);
  return (
    <Accordion
      disableGutters
      elevation={0}
      expanded={open || hasError}
      onChange={(_event, expanded) => setOpen(expanded)}
      sx={{
        bgcolor: 'transparent',
        borderRadius: 0,
        '&::before': { display: 'none' },
        borderTop: 1,
        borderColor: 'divider',
      }}
    >
      <AccordionSummary expandIcon={<ExpandMoreIcon />} sx={{ px: 0, minHeight: 48 }}>
        <Typography variant="subtitle2" component="span">
          {title}
        </Typography>
      </AccordionSummary>
      <AccordionDetails sx={{ px: 0, pt: 0.5, pb: 2, display: 'grid', gap: 2 }}>{children}</AccordionDetails>
    </Accordion>
  );
}
