/** An operator's own new password; the old one is asked. */
import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from './answer';
import { useChange } from './changes';
import { showAtField } from './form-problem';
import { leastPasswordLength } from './password';
import { PasswordInput, StrengthHint } from './password-fields';

interface Passwords {
  readonly oldPassword: string;
  readonly newPassword: string;
  readonly repeated: string;
}

const empty: Passwords = { oldPassword: '', newPassword: '', repeated: '' };

export function ChangePassword({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const form = useForm<Passwords>({ defaultValues: empty });
  const newPassword = useWatch({ control: form.control, name: 'newPassword' });
  const change = useChange('operators.changePassword', {
    said: () => t('change-password.done'),
    onDone: close,
    onProblem: (error) => showAtField(form, error, { oldPassword: 'oldPassword', newPassword: 'newPassword' }),
  });
  function close(): void {
    form.reset(empty);
    change.forget();
    onClose();
  }
  const { errors } = form.formState;
  const submit = form.handleSubmit(({ oldPassword, newPassword: chosen }) =>
    change.run({ oldPassword, newPassword: chosen }),
  );
  return (
    <Dialog open={open} onClose={close} maxWidth="xs" fullWidth aria-labelledby="change-password-title">
      <form onSubmit={(event) => void submit(event)} noValidate>
        <DialogTitle id="change-password-title">{t('operator-menu.change-password')}</DialogTitle>
        <DialogContent>
          <Stack sx={{ gap: 2, pt: 1 }}>
            <ProblemNote error={change.shownError} />
            <PasswordInput
              label={t('change-password.old')}
              autoComplete="current-password"
              autoFocus
              error={errors.oldPassword !== undefined}
              helperText={errors.oldPassword?.message}
              {...form.register('oldPassword', { required: t('form.required') })}
            />
            <PasswordInput
              label={t('change-password.new')}
              autoComplete="new-password"
              error={errors.newPassword !== undefined}
              helperText={errors.newPassword?.message}
              {...form.register('newPassword', {
                minLength: { value: leastPasswordLength, message: t('password.too-short') },
                required: t('form.required'),
              })}
            />
            {!errors.newPassword && <StrengthHint password={newPassword} />}
            <PasswordInput
              label={t('password.repeat')}
              autoComplete="new-password"
              error={errors.repeated !== undefined}
              helperText={errors.repeated?.message}
              {...form.register('repeated', {
                validate: (repeated, all) => repeated === all.newPassword || t('password.differs'),
              })}
            />
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button type="submit" variant="contained" loading={change.isPending}>
            {t('common.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
