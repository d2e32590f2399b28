/** A guest with a name and a password of their own, added by hand, from nothing or like another one. */
import { zodResolver } from '@hookform/resolvers/zod';
import { Stack, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useAsk, type Output } from '../api';
import type { GuestDetails } from '../desk/rows';
import { LoadingRows, ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { SelectInput, TextInput } from '../parts/fields';
import { showAtField } from '../parts/form-problem';
import { FormPanel, SidePanel } from '../parts/side-panel';
import { useMay, useVenue } from '../parts/who';
import { addedOf, blankGuest, fieldOf, likeGuest, newGuest, type NewGuest } from './add-guest-form';
import { pathOfGuest } from './guest-path';
import { ShownOnce } from './new-password';

interface AddGuestProps {
  /** Begin with what this guest has. */
  readonly from?: GuestDetails;
  readonly onClose: () => void;
}

/** What the other one has is asked for first, so that the form is right from its first moment. */
export function AddGuest({ from, onClose }: AddGuestProps): ReactNode {
  return from === undefined ? (
    <GuestForm start={blankGuest} copied={undefined} onClose={onClose} />
  ) : (
    <CopyOfGuest from={from} onClose={onClose} />
  );
}

function CopyOfGuest({ from, onClose }: Required<AddGuestProps>): ReactNode {
  const { t } = useTranslation();
  const held = useAsk('entitlements.list', { guestId: from.id });
  const products = useAsk('products.list');
  const domains = useAsk('domains.list');
  if (!held.data || !products.data || !domains.data) {
    return (
      <SidePanel open title={t('guests.copy-guest')} onClose={onClose}>
        <ProblemNote error={held.error ?? products.error ?? domains.error} />
        <LoadingRows rows={4} />
      </SidePanel>
    );
  }
  const [productIds, domainIds] = [products.data, domains.data].map(({ rows }) => rows.map(({ id }) => id));
  const known = { productIds: productIds!, domainIds: domainIds!, heldProductId: held.data.rows.at(-1)?.productId };
  const name = from.displayName ?? from.username;
  const copied = { id: from.id, name, firstDomainId: domainIds![0] };
  return <GuestForm start={likeGuest(from, known)} copied={copied} onClose={onClose} />;
}

interface GuestFormProps {
  readonly start: NewGuest;
  readonly copied:
    { readonly id: number; readonly name: string; readonly firstDomainId: number | undefined } | undefined;
  readonly onClose: () => void;
}

function GuestForm({ start, copied, onClose }: GuestFormProps): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { timeZone } = useVenue();
  const [made, setMade] = useState<Output<'guests.add'> & { readonly username: string }>();
  const form = useForm<NewGuest>({ defaultValues: start, resolver: zodResolver(newGuest(timeZone)) });
  const show = (id: number): void => {
    onClose();
    void navigate(pathOfGuest(id));
  };
  const add = useChange('guests.add', {
    said: ({ username }) => t('guests.added', { name: username }),
    onDone: (added, { username }) => (added.password === undefined ? show(added.id) : setMade({ ...added, username })),
    onProblem: (error) => showAtField(form, error, fieldOf),
  });
  const submit = form.handleSubmit((values) => add.run(addedOf(values, timeZone, copied)));
  if (made?.password !== undefined) {
    return <ShownOnce username={made.username} password={made.password} onClose={() => show(made.id)} />;
  }
  return (
    <FormPanel
      open
      title={t(copied === undefined ? 'guests.add' : 'guests.copy-guest')}
      onClose={onClose}
      dirty={form.formState.isDirty}
      submitLabel={t('guests.add')}
      submitting={add.isPending}
      onSubmit={(event) => void submit(event)}
    >
      <Stack sx={{ gap: 2.5 }}>
        <ProblemNote error={add.shownError} />
        {copied !== undefined && <LikeWhom name={copied.name} />}
        <TextInput
          control={form.control}
          name="username"
          label={t('guests.username')}
          hint={t('guests.username-hint')}
          autoFocus
          autoComplete="off"
        />
        <TextInput
          control={form.control}
          name="password"
          label={t('guests.password')}
          hint={t('guests.password-hint')}
          autoComplete="off"
        />
        <TextInput control={form.control} name="displayName" label={t('desk.name')} autoComplete="off" />
        <TextInput control={form.control} name="room" label={t('desk.room')} autoComplete="off" />
        <WhatTheyHold form={form} />
        <TextInput control={form.control} name="note" label={t('guests.note')} multiline minRows={2} />
      </Stack>
    </FormPanel>
  );
}

function LikeWhom({ name }: { readonly name: string }): ReactNode {
  const { t } = useTranslation();
  return (
    <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
      {t('guests.copy-hint', { name })}
    </Typography>
  );
}

function WhatTheyHold({ form }: { readonly form: ReturnType<typeof useForm<NewGuest>> }): ReactNode {
  const { t } = useTranslation();
  const maySetEnd = useMay('set-end');
  const products = useAsk('products.list').data?.rows ?? [];
  const domains = useAsk('domains.list').data?.rows ?? [];
  const chosen = form.watch('productId');
  return (
    <>
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
      {maySetEnd && chosen !== '' && (
        <TextInput
          control={form.control}
          name="ends"
          type="datetime-local"
          label={t('desk.ends')}
          hint={t('guests.add-end-hint')}
          slotProps={{ inputLabel: { shrink: true } }}
        />
      )}
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
    </>
  );
}
