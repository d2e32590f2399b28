/** A shared PC that is locked: whoever is next taps their name and types their PIN; what was being done waits beneath. */
import LogoutIcon from '@mui/icons-material/LogoutOutlined';
import { Box, Button, ButtonBase, Dialog, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { client, useAsk, useDo, useForgetEverything, type Output } from '../api';
import { ProblemNote } from '../parts/answer';
import { Initials } from '../parts/operator-menu';
import { useNotices } from '../parts/notices';
import { PasswordInput } from '../parts/password-fields';
import { problemOf } from '../parts/problem';
import type { OperatorView } from '../parts/who';
import { Wordmark } from '../parts/wordmark';
import { PinPad, secretFieldId } from './pin-pad';
import { useWait } from './wait';

interface LockScreenProps {
  /** Who has left the desk. */
  readonly operator: OperatorView;
}

export function LockScreen({ operator }: LockScreenProps): ReactNode {
  const { t } = useTranslation();
  const names = useAsk('operators.names').data;
  const [name, setName] = useState(operator.name);
  const [wantsPassword, setWantsPassword] = useState(false);
  useKeptKeys();
  const withPin = names?.withPin ?? [];
  const byPin = withPin.includes(name) && !wantsPassword;
  // Whoever left comes back most often.
  const listed = [operator.name, ...withPin.filter((other) => other !== operator.name)];
  const choose = (next: string): void => {
    setName(next);
    setWantsPassword(false);
  };
  return (
    <Dialog
      open
      fullScreen
      transitionDuration={0}
      aria-labelledby="lock-title"
      slotProps={{ paper: { sx: { borderRadius: 0 } } }}
      // Above menus, notices and panels that stay open beneath it.
      sx={(theme) => ({ zIndex: theme.zIndex.tooltip + 1 })}
    >
      <Stack sx={{ minHeight: '100%', alignItems: 'center', justifyContent: 'center', gap: 3, p: 3 }}>
        <Wordmark />
        <Box sx={{ textAlign: 'center' }}>
          <Typography id="lock-title" variant="h1">
            {t('lock.title')}
          </Typography>
          <Typography sx={{ color: 'text.secondary', mt: 0.5, overflowWrap: 'anywhere' }}>
            {t('lock.intro', { name: operator.name })}
          </Typography>
        </Box>
        <Box
          sx={{
            display: 'grid',
            gridTemplateColumns: { xs: 'minmax(0, 340px)', md: 'minmax(0, 340px) minmax(0, 340px)' },
            gap: 4,
            alignItems: 'start',
            // As high as the pad: nothing moves when the names arrive.
            minHeight: 440,
          }}
        >
          <Names names={listed} chosen={name} onChoose={choose} />
          {names !== undefined &&
            (byPin ? (
              <ByPin key={name} name={name} onPassword={() => setWantsPassword(true)} />
            ) : (
              <ByPassword
                key={name}
                name={name}
                names={names.names}
                {...(withPin.includes(name) && { onPin: () => setWantsPassword(false) })}
              />
            ))}
        </Box>
        <SignOut />
      </Stack>
    </Dialog>
  );
}

interface NamesProps {
  readonly names: readonly string[];
  readonly chosen: string;
  readonly onChoose: (name: string) => void;
}

function Names({ names, chosen, onChoose }: NamesProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Box
      component="ul"
      aria-label={t('lock.operators')}
      sx={{ listStyle: 'none', m: 0, p: 0.5, display: 'grid', gap: 1, maxHeight: '60vh', overflowY: 'auto' }}
    >
      {names.map((name) => (
        <li key={name}>
          <ButtonBase
            aria-pressed={name === chosen}
            onClick={() => onChoose(name)}
            sx={(theme) => ({
              width: '100%',
              minHeight: 64,
              px: 2,
              gap: 1.5,
              justifyContent: 'flex-start',
              textAlign: 'start',
              borderRadius: 1,
              fontFamily: 'inherit',
              fontSize: '1.0625rem',
              fontWeight: 600,
              border: `2px solid ${name === chosen ? theme.vars.palette.primary.main : theme.vars.palette.divider}`,
              bgcolor: 'background.paper',
            })}
          >
            <Initials name={name} />
            <Box component="bdi" sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
              {name}
            </Box>
          </ButtonBase>
        </li>
      ))}
    </Box>
  );
}

interface ByPinProps {
  readonly name: string;
  readonly onPassword: () => void;
}

function ByPin({ name, onPassword }: ByPinProps): ReactNode {
  const { t } = useTranslation();
  const comeIn = useComeIn();
  const switchTo = useDo('operators.switchTo');
  const [failed, setFailed] = useState({ round: 0, atMs: 0 });
  const waitSec = useWait(switchTo.error, failed.atMs);
  const needsPassword = problemOf(switchTo.error).reason === 'pin-needs-password';
  return (
    <Stack sx={{ gap: 1.5 }}>
      <ProblemNote error={switchTo.error} />
      <PinPad
        label={t('lock.pin-of', { name })}
        submitLabel={waitSec === undefined ? t('lock.go-on') : t('sign-in.wait', { seconds: waitSec })}
        isBusy={switchTo.isPending}
        isWaiting={waitSec !== undefined || needsPassword}
        round={failed.round}
        onPin={(pin) =>
          switchTo.mutate(
            { name, pin },
            {
              onSuccess: comeIn,
              onError: () => setFailed(({ round }) => ({ round: round + 1, atMs: Date.now() })),
            },
          )
        }
      />
      <Button variant={needsPassword ? 'contained' : 'text'} onClick={onPassword}>
        {t('lock.by-password')}
      </Button>
    </Stack>
  );
}

interface ByPasswordProps {
  readonly name: string;
  readonly names: readonly string[];
  /** Absent: there is no PIN. */
  readonly onPin?: () => void;
}

function ByPassword({ name, names, onPin }: ByPasswordProps): ReactNode {
  const { t } = useTranslation();
  const comeIn = useComeIn();
  const signIn = useDo('operators.signIn');
  const [typed, setTyped] = useState({ name, password: '' });
  const [failedAtMs, setFailedAtMs] = useState(0);
  const waitSec = useWait(signIn.error, failedAtMs);
  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    if (typed.password === '' || waitSec !== undefined) return;
    signIn.mutate(typed, {
      onSuccess: comeIn,
      onError: () => {
        setFailedAtMs(Date.now());
        setTyped((last) => ({ ...last, password: '' }));
      },
    });
  }
  return (
    <Stack component="form" noValidate onSubmit={submit} sx={{ gap: 2 }}>
      <ProblemNote error={signIn.error} />
      <TextField
        select
        label={t('sign-in.name')}
        value={typed.name}
        onChange={(event) => setTyped({ name: event.target.value, password: '' })}
        // The list opens above this screen, which is above everything.
        slotProps={{ select: { MenuProps: { disablePortal: true } } }}
      >
        {names.map((each) => (
          <MenuItem key={each} value={each}>
            {each}
          </MenuItem>
        ))}
      </TextField>
      <PasswordInput
        id={secretFieldId}
        label={t('sign-in.password')}
        autoComplete="current-password"
        autoFocus
        value={typed.password}
        onChange={(event) => setTyped((last) => ({ ...last, password: event.target.value }))}
      />
      <Button
        type="submit"
        variant="contained"
        size="large"
        loading={signIn.isPending}
        disabled={waitSec !== undefined}
      >
        {waitSec === undefined ? t('lock.go-on') : t('sign-in.wait', { seconds: waitSec })}
      </Button>
      {onPin && <Button onClick={onPin}>{t('lock.by-pin')}</Button>}
    </Stack>
  );
}

function SignOut(): ReactNode {
  const { t } = useTranslation();
  const { showProblem } = useNotices();
  const forgetEverything = useForgetEverything();
  return (
    <Button
      color="inherit"
      startIcon={<LogoutIcon />}
      sx={{ color: 'text.secondary' }}
      onClick={() => void client.operators.signOut().then(forgetEverything, showProblem)}
    >
      {t('operator-menu.sign-out')}
    </Button>
  );
}

/** The window is theirs from this moment on. */
function useComeIn(): (operator: OperatorView) => void {
  const queries = useQueryClient();
  return (operator) =>
    queries.setQueryData<Output<'operators.me'>>(['operators.me', undefined], { operator, locked: false });
}

/**
 * Keys of the screen beneath (Ctrl+Z, Alt+1, F1 …) do nothing while it is covered; what is typed goes into the field,
 * also while the focus is still on a name, or was taken back by a menu that has just closed.
 */
function useKeptKeys(): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const isShortcut = event.ctrlKey || event.metaKey || event.altKey || /^F\d+$/.test(event.key);
      if (isShortcut) event.stopPropagation();
      // A browser's own undo knows one history for all fields, those beneath included.
      if (isShortcut && /^[zy]$/i.test(event.key)) event.preventDefault();
      if (!isShortcut && event.key.length === 1 && event.key !== ' ' && !isTyping(document.activeElement)) {
        // Before the character arrives, which then does so in the field.
        document.getElementById(secretFieldId)?.focus();
      }
    }
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
}

/** A list that is open finds its lines by their letters. */
function isTyping(element: Element | null): boolean {
  return element?.closest('input, [role="listbox"], [role="combobox"]') != null;
}
