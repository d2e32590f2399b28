/** A guest with a name and a password of their own, added by hand. */
import { zodResolver } from '@hookform/resolvers/zod';
import { Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { z } from 'zod';
import { useAsk } from '../api';
import { ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { SelectInput, TextInput } from '../parts/fields';
import { showAtField } from '../parts/form-problem';
import { FormPanel } from '../parts/side-panel';
import { pathOfGuest } from './guest-path';

const newGuest = z.object({
  username: z.string().trim().min(1, 'form.required').max(253, 'form.too-long'),
  password: z.string().min(1, 'form.required').max(128, 'form.too-long'),
  displayName: z.string().trim().max(80, 'form.too-long'),
  room: z.string().trim().max(40, 'form.too-long'),
  note: z.string().trim().max(500, 'form.too-long'),
  productId: z.string(),
  domainId: z.string(),
});
type NewGuest = z.infer<typeof newGuest>;

const blank = { username: '', password: '', displayName: '', room: '', note: '', productId: '', domainId: '' };
const fieldOf: Readonly<Record<keyof NewGuest, keyof NewGuest>> = {
  ...({ username: 'username', password: 'password', displayName: 'displayName' } as const),
  ...({ room: 'room', note: 'note', productId: 'productId', domainId: 'domainId' } as const),
};

export function AddGuest({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const products = useAsk('products.list').data?.rows ?? [];
  const domains = useAsk('domains.list').data?.rows ?? [];
  const form = useForm<NewGuest>({ defaultValues: blank, resolver: zodResolver(newGuest) });
  const add = useChange('guests.add', {
    said: ({ username }) => t('guests.added', { name: username }),
    onDone: ({ id }) => {
      onClose();
      void navigate(pathOfGuest(id));
    },
    onProblem: (error) => showAtField(form, error, fieldOf),
  });
  const submit = form.handleSubmit(({ username, password, productId, domainId, ...optional }) =>
    add.run({
      username,
      password,
      ...Object.fromEntries(Object.entries(optional).filter(([, text]) => text !== '')),
      ...(productId !== '' && { productId: Number(productId) }),
      ...(domainId !== '' && { domainId: Number(domainId) }),
    }),
  );
  return (
    <FormPanel
      open
      title={t('guests.add')}
      onClose={onClose}
      dirty={form.formState.isDirty}
      submitLabel={t('guests.add')}
      submitting={add.isPending}
      onSubmit={(event) => void submit(event)}
    >
      <Stack sx={{ gap: 2.5 }}>
        <ProblemNote error={add.shownError} />
        <TextInput
          control={form.control}
          name="username"
          label={t('guests.username')}
          hint={t('guests.username-hint')}
          autoFocus
          autoComplete="off"
        />
        <TextInput control={form.control} name="password" label={t('guests.password')} autoComplete="off" />
        <TextInput control={form.control} name="displayName" label={t('desk.name')} autoComplete="off" />
        <TextInput control={form.control} name="room" label={t('desk.room')} autoComplete="off" />
        <SelectInput
          control={form.control}
          name="productId"
          label={t('guests.product')}
          hint={t('guests.product-hint')}
          options={[
            { value: '', label: t('guests.no-product') },
            ...products.map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
        />
        {domains.length > 1 && (
          <SelectInput
            control={form.control}
            name="domainId"
            label={t('guests.domain')}
            options={[
              { value: '', label: domains[0]!.name },
              ...domains.slice(1).map(({ id, name }) => ({ value: String(id), label: name })),
            ]}
          />
        )}
        <TextInput control={form.control} name="note" label={t('guests.note')} multiline minRows={2} />
      </Stack>
    </FormPanel>
  );
}
