/** The units an amount can be typed in, as options of a field. */
import { useTranslation } from 'react-i18next';
import { timeUnits, type Units } from './amounts';

export interface UnitOption {
  readonly value: string;
  readonly label: string;
}

/** Minutes to weeks, in the words of this window. */
export function useTimeUnits(): readonly UnitOption[] {
  const { t } = useTranslation();
  return (Object.keys(timeUnits) as (keyof typeof timeUnits)[]).map((unit) => ({
    value: unit,
    label: t(`unit.${unit}`),
  }));
}

/** Units that are written alike in every language: GB, Mbit/s. */
export const sameWord = (units: Units): readonly UnitOption[] =>
  Object.keys(units).map((unit) => ({ value: unit, label: unit }));
