/** An operator's own PIN; the password is asked. */
import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { isEasyPin, pinDigits } from '../../preload/contract/pins';
import { useAsk } from '../api';
import { ProblemNote } from './answer';
import { useChange } from './changes';
import { showAtField } from './form-problem';
import { PasswordInput } from './password-fields';
import { useOperator } from './who';

interface PinForm {
  readonly password: string;
  readonly pin: string;
  readonly repeated: string;
}

const empty: PinForm = { password: '', pin: '', repeated: '' };

export function useHasPin(): boolean {
  const { name } = useOperator();
  return useAsk('operators.names').data?.withPin.includes(name) ?? false;
}

export function SetPin({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const hasPin = useHasPin();
  const form = useForm<PinForm>({ defaultValues: empty });
  const set = useChange('operators.setPin', {
    said: ({ pin }) => t(pin === null ? 'pin.removed' : 'pin.is-set'),
    onDone: close,
    onProblem: (error) => showAtField(form, error, { password: 'password', pin: 'pin' }),
  });
  function close(): void {
    form.reset(empty);
    set.forget();
    onClose();
  }
  const { errors } = form.formState;
  const submit = form.handleSubmit(({ password, pin }) => set.run({ password, pin }));
  const remove = async (): Promise<void> => {
    if (await form.trigger('password')) set.run({ password: form.getValues('password'), pin: null });
  };
  return (
    <Dialog open={open} onClose={close} maxWidth="xs" fullWidth aria-labelledby="set-pin-title">
      <form onSubmit={(event) => void submit(event)} noValidate>
        <DialogTitle id="set-pin-title">{t(hasPin ? 'operator-menu.change-pin' : 'operator-menu.set-pin')}</DialogTitle>
        <DialogContent>
          <Stack sx={{ gap: 2, pt: 1 }}>
            <ProblemNote error={set.shownError} />
            <PasswordInput
              label={t('change-password.old')}
              autoComplete="current-password"
              autoFocus
              error={errors.password !== undefined}
              helperText={errors.password?.message}
              {...form.register('password', { required: t('form.required') })}
            />
            <PasswordInput
              label={t('pin.new')}
              autoComplete="off"
              error={errors.pin !== undefined}
              helperText={errors.pin?.message ?? t('pin.hint')}
              slotProps={{ htmlInput: { inputMode: 'numeric', dir: 'ltr' } }}
              {...form.register('pin', {
                required: t('form.required'),
                pattern: { value: pinDigits, message: t('pin.format') },
                validate: (pin) => !isEasyPin(pin) || t('pin.easy'),
              })}
            />
            <PasswordInput
              label={t('pin.repeat')}
              autoComplete="off"
              error={errors.repeated !== undefined}
              helperText={errors.repeated?.message}
              slotProps={{ htmlInput: { inputMode: 'numeric', dir: 'ltr' } }}
              {...form.register('repeated', { validate: (repeated, all) => repeated === all.pin || t('pin.differs') })}
            />
          </Stack>
        </DialogContent>
        <DialogActions>
          {hasPin && (
            <Button color="error" onClick={() => void remove()} sx={{ marginInlineEnd: 'auto' }}>
              {t('pin.remove')}
            </Button>
          )}
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button type="submit" variant="contained" loading={set.isPending}>
            {t('common.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
