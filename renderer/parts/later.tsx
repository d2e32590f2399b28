/** Screens whose code comes after the first one: whoever starts Gatehouse wants to sell, not to wait for reports. */
import { lazy, Suspense, type ComponentType, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

const loads: (() => Promise<unknown>)[] = [];

/** The named component of a module, loaded with its first use or by `loadTheRest`, whichever comes first. */
export function later<Name extends string>(
  load: () => Promise<Readonly<Record<Name, ComponentType>>>,
  name: Name,
): () => ReactNode {
  loads.push(load);
  const Screen = lazy(async (): Promise<{ readonly default: ComponentType }> => ({ default: (await load())[name] }));
  return function Later() {
    const { t } = useTranslation();
    return (
      // Nothing to see, for it is there within a blink; only told to who listens.
      <Suspense fallback={<span role="progressbar" aria-label={t('common.loading')} />}>
        <Screen />
      </Suspense>
    );
  };
}

/** Loads one after the other what nobody has opened yet, whenever the window has nothing else to do. */
export function loadTheRest(): void {
  const load = loads.shift();
  if (load === undefined) return;
  requestIdleCallback(() => void load().then(loadTheRest, loadTheRest));
}
