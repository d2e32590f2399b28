/** The fields above the tiles: what is filled in for the next sale, and what becomes of it once a key is pressed. */
import { useCallback, useMemo, useRef, useState } from 'react';
import { afterSending } from '../parts/after-sending';
import { blankOptions, isBlank, type SaleOptions } from './sale-options';

export interface SaleFields {
  /** As drawn. A press counts with what is `present`: after another press the fields are empty before they look it. */
  readonly options: SaleOptions;
  /** Counts how often they were emptied. */
  readonly round: number;
  readonly present: () => SaleOptions;
  readonly fill: (change: Partial<SaleOptions>) => void;
  readonly empty: () => void;
  /** What was filled in for a sale that was refused comes back, unless the next guest's is being typed already. */
  readonly giveBack: (refused: SaleOptions) => void;
}

export function useSaleFields(): SaleFields {
  const [options, draw] = useState(blankOptions);
  const [round, setRound] = useState(0);
  const latest = useRef(blankOptions);

  const fill = useCallback((change: Partial<SaleOptions>) => {
    latest.current = { ...latest.current, ...change };
    draw(latest.current);
  }, []);
  const empty = useCallback(() => {
    latest.current = blankOptions;
    afterSending(() => {
      draw(latest.current);
      setRound((last) => last + 1);
    });
  }, []);
  const giveBack = useCallback(
    (refused: SaleOptions) => {
      if (isBlank(latest.current)) fill(refused);
    },
    [fill],
  );
  const present = useCallback(() => latest.current, []);
  return useMemo(
    () => ({ options, round, present, fill, empty, giveBack }),
    [options, round, present, fill, empty, giveBack],
  );
}
