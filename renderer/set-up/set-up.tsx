/** The wizard: from an empty data folder to the first ticket. */
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../preload/contract/base';
import { useAsk, useDo, type Output } from '../api';
import { guessCountry } from '../parts/countries';
import { minuteOf } from '../parts/time-of-day';
import { proposedVenue, type VenueForm } from '../parts/venue-fields';
import { WhoProvider } from '../parts/who';
import { Starting } from '../sign-in/not-ready';
import { OwnerStep, type OwnerForm } from './owner-step';
import { PrinterStep } from './printer-step';
import { ProductsStep } from './products-step';
import { ReadyStep } from './ready-step';
import { RecoveryKeyStep } from './recovery-key-step';
import { RestoreStep } from './restore-step';
import { RouterStep } from './router-step';
import { VenueStep } from './venue-step';
import type { StepKey } from './wizard-frame';

interface SetUpProps {
  readonly status: Output<'venue.status'>;
  /** The wizard is finished, or somebody else set the venue up meanwhile. */
  readonly onDone: () => void;
}

export function SetUp({ status, onDone }: SetUpProps): ReactNode {
  const [step, setStep] = useState<StepKey>('venue');
  const [restoring, setRestoring] = useState(false);
  const [venueForm, setVenueForm] = useState<VenueForm>(() => proposedVenue(guessCountry()));
  const { i18n } = useTranslation();
  const setUp = useDo('venue.setUp');
  const setLanguage = useDo('operators.setLanguage');
  const setUpElsewhere = setUp.isIdle && status.phase !== 'first-run';
  if (setUpElsewhere) return <Elsewhere onDone={onDone} />;

  /** The wizard was read in this language: the owner's windows keep it, whatever tickets speak. */
  function keepMyLanguage(venueLanguage: Language): void {
    const mine = i18n.language as Language;
    if (mine !== venueLanguage) setLanguage.mutate({ language: mine });
  }

  function makeVenue(owner: OwnerForm): void {
    const { checkOut, ...venue } = venueForm;
    setUp.mutate(
      { ...venue, checkOutMinute: minuteOf(checkOut), owner: { name: owner.name, password: owner.password } },
      {
        onSuccess: () => {
          setStep('key');
          keepMyLanguage(venue.language);
        },
      },
    );
  }

  if (restoring) return <RestoreStep onBack={() => setRestoring(false)} />;
  switch (step) {
    case 'venue':
      return (
        <VenueStep
          initial={venueForm}
          onRestore={() => setRestoring(true)}
          onDone={(form) => {
            setVenueForm(form);
            setStep('owner');
          }}
        />
      );
    case 'owner':
      return (
        <OwnerStep onBack={() => setStep('venue')} onDone={makeVenue} busy={setUp.isPending} error={setUp.error} />
      );
    case 'key':
      return (
        <RecoveryKeyStep
          venueName={venueForm.venueName}
          recoveryKey={setUp.data?.recoveryKey ?? ''}
          onDone={() => setStep('products')}
        />
      );
    default:
      return <SignedInSteps step={step} status={status} onStep={setStep} onDone={onDone} />;
  }
}

function Elsewhere({ onDone }: { readonly onDone: () => void }): ReactNode {
  useEffect(onDone, [onDone]);
  return <Starting />;
}

interface SignedInStepsProps extends SetUpProps {
  readonly step: Exclude<StepKey, 'venue' | 'owner' | 'key'>;
  readonly onStep: (step: StepKey) => void;
}

/** The steps after the venue exists: the owner works in it already. */
function SignedInSteps({ step, status, onStep, onDone }: SignedInStepsProps): ReactNode {
  const operator = useAsk('operators.me').data?.operator;
  if (!operator || !status.venue) return <Starting />;
  return (
    <WhoProvider operator={operator} venue={status.venue} status={status}>
      {step === 'products' && <ProductsStep onDone={() => onStep('printer')} />}
      {step === 'printer' && <PrinterStep onDone={() => onStep('router')} />}
      {step === 'router' && <RouterStep onDone={() => onStep('ready')} />}
      {step === 'ready' && <ReadyStep onDone={onDone} />}
    </WhoProvider>
  );
}
