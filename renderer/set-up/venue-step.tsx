import { zodResolver } from '@hookform/resolvers/zod';
import { Button } from '@mui/material';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { VenueFields, venueForm, type VenueForm } from '../parts/venue-fields';
import { WizardFrame } from './wizard-frame';

interface VenueStepProps {
  readonly initial: VenueForm;
  readonly onDone: (form: VenueForm) => void;
  /** There is a backup of a venue: no new one is wanted. */
  readonly onRestore: () => void;
}

/** Name and country; the country proposes the rest. The one step that cannot be skipped. */
export function VenueStep({ initial, onDone, onRestore }: VenueStepProps): ReactNode {
  const { t } = useTranslation();
  const form = useForm<VenueForm>({ defaultValues: initial, resolver: zodResolver(venueForm) });
  const submit = form.handleSubmit(onDone);
  return (
    <form noValidate onSubmit={(event) => void submit(event)} style={{ height: '100%' }}>
      <WizardFrame
        step="venue"
        title={t('set-up.venue-title')}
        intro={t('set-up.venue-intro')}
        foot={
          <>
            <Button size="large" onClick={onRestore}>
              {t('restore.from-backup')}
            </Button>
            <Button type="submit" variant="contained" size="large">
              {t('common.continue')}
            </Button>
          </>
        }
      >
        <VenueFields form={form} proposing />
      </WizardFrame>
    </form>
  );
}
