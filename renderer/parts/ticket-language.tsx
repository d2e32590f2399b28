/** In which language a ticket is shown, beside the picture of it. */
import { MenuItem, TextField } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { languages, type Language } from '../../preload/contract/base';
import { ownName } from '../text';

interface TicketLanguageProps {
  readonly language: Language;
  readonly onChoose: (language: Language) => void;
}

export function TicketLanguage({ language, onChoose }: TicketLanguageProps): ReactNode {
  const { t } = useTranslation();
  return (
    <TextField
      select
      size="small"
      value={language}
      onChange={(event) => onChoose(event.target.value as Language)}
      slotProps={{ select: { inputProps: { 'aria-label': t('products.ticket-language') } } }}
      sx={{ width: 140 }}
    >
      {languages.map((one) => (
        <MenuItem key={one} value={one} lang={one}>
          {ownName(one)}
        </MenuItem>
      ))}
    </TextField>
  );
}
