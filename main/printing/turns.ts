/** One at a time per printer, in the order of asking: a printer also prints what another one cannot. */
export interface Turns {
  /** Runs `work` once all who asked before are done; settles as it does. */
  take<T>(printerId: number, work: () => Promise<T>): Promise<T>;
  /** Somebody has the printer, or waits for it. */
  isTaken(printerId: number): boolean;
}

export function createTurns(): Turns {
  const last = new Map<number, Promise<void>>();

  function leave(printerId: number, turn: Promise<void>): void {
    if (last.get(printerId) === turn) last.delete(printerId);
  }

  return {
    take(printerId, work) {
      const before = last.get(printerId);
      const mine = before ? before.then(work) : work();
      const turn: Promise<void> = mine.then(
        () => leave(printerId, turn),
        () => leave(printerId, turn),
      );
      last.set(printerId, turn);
      return mine;
    },
    isTaken: (printerId) => last.has(printerId),
  };
}
