import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { Controller, useForm, useWatch, type Control } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ProblemNote } from '../parts/answer';
import { TextInput } from '../parts/fields';
import { leastPasswordLength } from '../parts/password';
import { PasswordInput, StrengthHint } from '../parts/password-fields';
import { textOr } from '../parts/problem';
import { WizardFrame } from './wizard-frame';

const ownerForm = z
  .object({
    name: z.string().trim().min(1, 'form.required').max(60, 'form.too-long'),
    password: z.string().min(leastPasswordLength, 'password.too-short').max(256, 'form.too-long'),
    repeated: z.string(),
  })
  .refine((form) => form.password === form.repeated, { path: ['repeated'], message: 'password.differs' });
export type OwnerForm = z.infer<typeof ownerForm>;

interface OwnerStepProps {
  readonly onBack: () => void;
  /** Makes the venue. */
  readonly onDone: (form: OwnerForm) => void;
  readonly busy: boolean;
  readonly error: unknown;
}

/** Who owns this Gatehouse: there is no default password anywhere. */
export function OwnerStep({ onBack, onDone, busy, error }: OwnerStepProps): ReactNode {
  const { t } = useTranslation();
  const form = useForm<OwnerForm>({
    defaultValues: { name: '', password: '', repeated: '' },
    resolver: zodResolver(ownerForm),
  });
  const password = useWatch({ control: form.control, name: 'password' });
  const submit = form.handleSubmit(onDone);
  return (
    <form noValidate onSubmit={(event) => void submit(event)} style={{ height: '100%' }}>
      <WizardFrame
        step="owner"
        title={t('set-up.owner-title')}
        intro={t('set-up.owner-intro')}
        foot={
          <>
            <Button size="large" onClick={onBack}>
              {t('common.back')}
            </Button>
            <Button type="submit" variant="contained" size="large" loading={busy}>
              {t('set-up.make-venue')}
            </Button>
          </>
        }
      >
        <Stack sx={{ gap: 2.5, maxWidth: 440 }}>
          <ProblemNote error={error} />
          <TextInput control={form.control} name="name" label={t('set-up.owner-name')} autoFocus autoComplete="name" />
          <NewPassword control={form.control} name="password" label={t('sign-in.password')} />
          {!form.formState.errors.password && <StrengthHint password={password} />}
          <NewPassword control={form.control} name="repeated" label={t('password.repeat')} />
        </Stack>
      </WizardFrame>
    </form>
  );
}

interface NewPasswordProps {
  readonly control: Control<OwnerForm>;
  readonly name: 'password' | 'repeated';
  readonly label: string;
}

function NewPassword({ control, name, label }: NewPasswordProps): ReactNode {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field: { ref, ...field }, fieldState: { error } }) => (
        <PasswordInput
          {...field}
          inputRef={ref}
          label={label}
          autoComplete="new-password"
          error={error !== undefined}
          helperText={error?.message === undefined ? undefined : textOr(error.message, error.message)}
        />
      )}
    />
  );
}
