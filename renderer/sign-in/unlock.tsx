/** The key of this venue cannot be read here (another PC, another user, a lost file): the recovery key opens it. */
import { Button, TextField } from '@mui/material';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useDo, type Output } from '../api';
import { ProblemNote } from '../parts/answer';
import { faultText } from '../parts/problem';
import { monospace } from '../theme';
import { PlainScreen } from './plain-screen';

export function Unlock({ status }: { readonly status: Output<'venue.status'> }): ReactNode {
  const { t } = useTranslation();
  const form = useForm({ defaultValues: { recoveryKey: '' } });
  const unlock = useDo('venue.unlock');
  const why = status.faults.find(({ code }) => code === 'KEY_LOCKED' || code === 'KEY_MISSING');
  const problem = form.formState.errors.recoveryKey;
  const submit = form.handleSubmit(({ recoveryKey }) => unlock.mutate({ recoveryKey: recoveryKey.trim() }));
  return (
    <PlainScreen title={t('unlock.title')} intro={why ? faultText(why).sentence : t('unlock.intro')}>
      <form onSubmit={(event) => void submit(event)} noValidate style={{ display: 'contents' }}>
        <ProblemNote error={unlock.error} />
        <TextField
          label={t('unlock.key')}
          helperText={problem?.message ?? t('unlock.hint')}
          error={problem !== undefined}
          autoFocus
          autoComplete="off"
          multiline
          minRows={2}
          slotProps={{ htmlInput: { spellCheck: false, style: { fontFamily: monospace } } }}
          {...form.register('recoveryKey', {
            required: t('form.required'),
            // The contract's bounds (venue.unlock).
            minLength: { value: 10, message: t('unlock.too-short') },
            maxLength: { value: 200, message: t('unlock.too-long') },
          })}
        />
        <Button type="submit" variant="contained" size="large" loading={unlock.isPending}>
          {t('unlock.submit')}
        </Button>
      </form>
    </PlainScreen>
  );
}
