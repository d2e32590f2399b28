/** Who is working at this PC: a name to pick, a password to type. A signed-out PC sells nothing. */
import { Autocomplete, Button, TextField } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useAsk, useDo } from '../api';
import { ProblemNote } from '../parts/answer';
import { PasswordInput } from '../parts/password-fields';
import { PlainScreen } from './plain-screen';
import { useWait } from './wait';

interface Credentials {
  readonly name: string;
  readonly password: string;
}

/** The name used last on this PC is there already: at a desk it is nearly always the same. */
const lastNameKey = 'gatehouse.operator';

export function SignIn({ venueName }: { readonly venueName: string }): ReactNode {
  const { t } = useTranslation();
  const names = useAsk('operators.names').data?.names ?? [];
  const lastName = localStorage.getItem(lastNameKey) ?? '';
  const form = useForm<Credentials>({ defaultValues: { name: lastName, password: '' } });
  const signIn = useDo('operators.signIn');
  const [failedAtMs, setFailedAtMs] = useState(0);
  const waitSec = useWait(signIn.error, failedAtMs);
  const { errors } = form.formState;

  const submit = form.handleSubmit((credentials) =>
    signIn.mutate(credentials, {
      onSuccess: ({ name }) => localStorage.setItem(lastNameKey, name),
      onError: () => {
        setFailedAtMs(Date.now());
        form.resetField('password');
        form.setFocus('password');
      },
    }),
  );

  return (
    <PlainScreen title={venueName} intro={t('sign-in.intro')}>
      <form onSubmit={(event) => void submit(event)} noValidate style={{ display: 'contents' }}>
        <ProblemNote error={signIn.error} />
        <Controller
          control={form.control}
          name="name"
          rules={{ required: t('form.required') }}
          render={({ field: { onChange, ref, ...field }, fieldState }) => (
            <Autocomplete
              {...field}
              freeSolo
              forcePopupIcon
              disableClearable
              options={names}
              inputValue={field.value}
              onInputChange={(_event, value) => onChange(value)}
              renderInput={(params) => (
                <TextField
                  {...params}
                  inputRef={ref}
                  label={t('sign-in.name')}
                  autoFocus={lastName === ''}
                  error={fieldState.invalid}
                  helperText={fieldState.error?.message}
                />
              )}
            />
          )}
        />
        <PasswordInput
          label={t('sign-in.password')}
          autoComplete="current-password"
          autoFocus={lastName !== ''}
          error={errors.password !== undefined}
          helperText={errors.password?.message}
          {...form.register('password', { required: t('form.required') })}
        />
        <Button
          type="submit"
          variant="contained"
          size="large"
          loading={signIn.isPending}
          disabled={waitSec !== undefined}
        >
          {waitSec === undefined ? t('sign-in.submit') : t('sign-in.wait', { seconds: waitSec })}
        </Button>
      </form>
    </PlainScreen>
  );
}
