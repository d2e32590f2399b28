/** The language of this window before anybody is signed in. */
import TranslateIcon from '@mui/icons-material/TranslateOutlined';
import { Button, Menu, MenuItem } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { languages, type Language } from '../../preload/contract/base';
import { ownName, showLanguage } from '../text';

export function LanguageChoice(): ReactNode {
  const { t, i18n } = useTranslation();
  const [anchor, setAnchor] = useState<HTMLElement>();
  return (
    <>
      <Button
        color="inherit"
        startIcon={<TranslateIcon />}
        aria-haspopup="menu"
        aria-expanded={anchor !== undefined}
        aria-label={t('language.choose', { language: ownName(i18n.language as Language) })}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ color: 'text.secondary' }}
      >
        {ownName(i18n.language as Language)}
      </Button>
      <Menu
        open={anchor !== undefined}
        anchorEl={anchor ?? null}
        container={() => anchor?.parentElement ?? null}
        onClose={() => setAnchor(undefined)}
      >
        {languages.map((language) => (
          <MenuItem
            key={language}
            lang={language}
            role="menuitemradio"
            aria-checked={language === i18n.language}
            selected={language === i18n.language}
            onClick={() => {
              setAnchor(undefined);
              showLanguage(language);
            }}
          >
            {ownName(language)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
