/** Name, room, language and note of a guest, changed where they are read. */
import { zodResolver } from '@hookform/resolvers/zod';
import { Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { languages, type Language } from '../../preload/contract/base';
import type { GuestDetails } from '../desk/rows';
import { ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { SelectInput, TextInput } from '../parts/fields';
import { showAtField } from '../parts/form-problem';
import { FormPanel } from '../parts/side-panel';
import { ownName } from '../text';

const details = z.object({
  displayName: z.string().trim().max(80, 'form.too-long'),
  room: z.string().trim().max(40, 'form.too-long'),
  language: z.enum(['', ...languages]),
  note: z.string().trim().max(500, 'form.too-long'),
});
type Details = z.infer<typeof details>;
const fieldOf = { displayName: 'displayName', room: 'room', language: 'language', note: 'note' } as const;

interface EditDetailsProps {
  readonly guest: GuestDetails;
  readonly onClose: () => void;
}

export function EditDetails({ guest, onClose }: EditDetailsProps): ReactNode {
  const { t } = useTranslation();
  const form = useForm<Details>({
    defaultValues: {
      displayName: guest.displayName ?? '',
      room: guest.room ?? '',
      language: guest.language ?? '',
      note: guest.note ?? '',
    },
    resolver: zodResolver(details),
  });
  const save = useChange('guests.update', {
    said: () => t('guests.saved'),
    onDone: onClose,
    onProblem: (error) => showAtField(form, error, fieldOf),
  });
  const submit = form.handleSubmit(({ displayName, room, language, note }) =>
    save.run({
      id: guest.id,
      displayName: orNull(displayName),
      room: orNull(room),
      language: orNull<Language>(language),
      note: orNull(note),
    }),
  );
  return (
    <FormPanel
      open
      title={t('guests.edit')}
      onClose={onClose}
      dirty={form.formState.isDirty}
      submitLabel={t('common.save')}
      submitting={save.isPending}
      onSubmit={(event) => void submit(event)}
    >
      <Stack sx={{ gap: 2.5 }}>
        <ProblemNote error={save.shownError} />
        <TextInput control={form.control} name="displayName" label={t('desk.name')} autoComplete="off" autoFocus />
        <TextInput control={form.control} name="room" label={t('desk.room')} autoComplete="off" />
        <SelectInput
          control={form.control}
          name="language"
          label={t('guests.language')}
          hint={t('guests.language-hint')}
          options={[
            { value: '', label: t('guests.language-venue') },
            ...languages.map((language) => ({ value: language, label: ownName(language) })),
          ]}
        />
        <TextInput control={form.control} name="note" label={t('guests.note')} multiline minRows={3} />
      </Stack>
    </FormPanel>
  );
}

/** An emptied field is taken away. */
function orNull<T extends string>(text: T | ''): T | null {
  return text === '' ? null : text;
}
