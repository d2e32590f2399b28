/** Who is signed in: lock and switch, language of the windows, own password and PIN, sign out. */
import KeyIcon from '@mui/icons-material/KeyOutlined';
import LockIcon from '@mui/icons-material/LockOutlined';
import LogoutIcon from '@mui/icons-material/LogoutOutlined';
import PinIcon from '@mui/icons-material/PinOutlined';
import TranslateIcon from '@mui/icons-material/TranslateOutlined';
import UnfoldMoreIcon from '@mui/icons-material/UnfoldMoreOutlined';
import { Avatar, Box, ButtonBase, Divider, ListItemIcon, Menu, MenuItem, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { languages, type Language } from '../../preload/contract/base';
import { client, useForgetEverything } from '../api';
import { ownName, showLanguage } from '../text';
import { ChangePassword } from './change-password';
import { useChange } from './changes';
import { useLock } from './lock';
import { useNotices } from './notices';
import { useRoleName } from './role-name';
import { useSees } from './sees';
import { SetPin, useHasPin } from './set-pin';
import { useOperator } from './who';

export function OperatorMenu(): ReactNode {
  const { t } = useTranslation();
  const operator = useOperator();
  const roleName = useRoleName();
  const seesWords = useSees();
  const [anchor, setAnchor] = useState<HTMLElement>();
  const [settingPin, setSettingPin] = useState(false);
  const hasPin = useHasPin();
  const lock = useLock();
  const [changingPassword, setChangingPassword] = useState(false);
  const close = (): void => setAnchor(undefined);
  const signOut = useSignOut();
  return (
    <>
      <ButtonBase
        aria-haspopup="menu"
        aria-expanded={anchor !== undefined}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={(theme) => ({
          mt: 1,
          p: 1,
          gap: 1.25,
          minHeight: 56,
          width: '100%',
          justifyContent: 'flex-start',
          borderRadius: '10px',
          '&:hover': { bgcolor: theme.vars.palette.rail.hover },
          '&.Mui-focusVisible, &:focus-visible': { outlineColor: theme.vars.palette.rail.mark, outlineOffset: -3 },
        })}
      >
        <Initials name={operator.name} />
        <Box sx={{ minWidth: 0, flex: 1, textAlign: 'start' }}>
          <Typography noWrap sx={{ fontWeight: 600, fontSize: '0.875rem', lineHeight: 1.3 }}>
            {operator.name}
          </Typography>
          <Typography
            noWrap
            sx={(theme) => ({ fontSize: '0.8125rem', color: theme.vars.palette.rail.quiet, lineHeight: 1.3 })}
          >
            {roleName(operator.role)}
          </Typography>
          {operator.sees && (
            <Typography
              noWrap
              title={seesWords(operator.sees)}
              sx={(theme) => ({ fontSize: '0.8125rem', color: theme.vars.palette.rail.quiet, lineHeight: 1.3 })}
            >
              <bdi>{seesWords(operator.sees)}</bdi>
            </Typography>
          )}
        </Box>
        <UnfoldMoreIcon fontSize="small" aria-hidden />
      </ButtonBase>
      <Menu
        open={anchor !== undefined}
        anchorEl={anchor ?? null}
        // Beside its button, inside the navigation: a menu belongs to a landmark of the page.
        container={() => anchor?.parentElement ?? null}
        onClose={close}
        anchorOrigin={{ vertical: 'top', horizontal: 'left' }}
        transformOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        slotProps={{ paper: { sx: { minWidth: 240 } } }}
      >
        <MenuItem
          aria-keyshortcuts="Control+L"
          onClick={() => {
            close();
            lock();
          }}
        >
          <ListItemIcon>
            <LockIcon fontSize="small" />
          </ListItemIcon>
          <Box sx={{ flex: 1 }}>{t('operator-menu.lock')}</Box>
          <Typography variant="caption" aria-hidden sx={{ color: 'text.secondary', marginInlineStart: 2 }}>
            Ctrl+L
          </Typography>
        </MenuItem>
        <Divider />
        <LanguageItems onChosen={close} />
        <Divider />
        <MenuItem
          onClick={() => {
            close();
            setSettingPin(true);
          }}
        >
          <ListItemIcon>
            <PinIcon fontSize="small" />
          </ListItemIcon>
          {t(hasPin ? 'operator-menu.change-pin' : 'operator-menu.set-pin')}
        </MenuItem>
        <MenuItem
          onClick={() => {
            close();
            setChangingPassword(true);
          }}
        >
          <ListItemIcon>
            <KeyIcon fontSize="small" />
          </ListItemIcon>
          {t('operator-menu.change-password')}
        </MenuItem>
        <MenuItem
          onClick={() => {
            close();
            signOut();
          }}
        >
          <ListItemIcon>
            <LogoutIcon fontSize="small" />
          </ListItemIcon>
          {t('operator-menu.sign-out')}
        </MenuItem>
      </Menu>
      <SetPin open={settingPin} onClose={() => setSettingPin(false)} />
      <ChangePassword open={changingPassword} onClose={() => setChangingPassword(false)} />
    </>
  );
}

function LanguageItems({ onChosen }: { readonly onChosen: () => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const { run } = useChange('operators.setLanguage', {
    said: ({ language }) => t('operator-menu.language-changed', { language: ownName(language) }),
  });
  const choose = (language: Language): void => {
    onChosen();
    showLanguage(language);
    run({ language });
  };
  return languages.map((language) => (
    <MenuItem
      key={language}
      lang={language}
      role="menuitemradio"
      aria-checked={i18n.language === language}
      selected={i18n.language === language}
      onClick={() => choose(language)}
    >
      <ListItemIcon>{i18n.language === language && <TranslateIcon fontSize="small" />}</ListItemIcon>
      {ownName(language)}
    </MenuItem>
  ));
}

function useSignOut(): () => void {
  const notices = useNotices();
  const forgetEverything = useForgetEverything();
  return () => void client.operators.signOut().then(forgetEverything, notices.showProblem);
}

/** The first character as a reader sees it: an emoji or an accented letter is one. */
function firstCharacter(word: string): string {
  const [first] = new Intl.Segmenter().segment(word);
  return first?.segment ?? '';
}

export function Initials({ name, size = 36 }: { readonly name: string; readonly size?: number }): ReactNode {
  const letters = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => firstCharacter(word))
    .join('')
    .toLocaleUpperCase();
  return (
    <Avatar
      aria-hidden
      sx={{ width: size, height: size, bgcolor: '#0b6470', color: '#ffffff', fontSize: size * 0.4, fontWeight: 650 }}
    >
      {letters}
    </Avatar>
  );
}
