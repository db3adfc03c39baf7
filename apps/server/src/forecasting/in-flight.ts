/** Work under way, never more than so much at once; nothing of it is kept when it is done. */
export type InFlight = {
  /** Takes work that has begun; waits while too much is under way. Throws what earlier work failed with. */
  add(work: Promise<void>): Promise<void>;
  /** When all work is done; throws the first failure. */
  done(): Promise<void>;
  /** When nothing is under way any more, however it ended. */
  settled(): Promise<void>;
};

export function keepInFlight(inFlightMax: number): InFlight {
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const throwFailure = (): void => {
    if (failures.length > 0) throw failures[0];
  };
  return {
    async add(work) {
      const watched: Promise<void> = work
        .catch((error: unknown) => {
          failures.push(error);
        })
        .finally(() => underWay.delete(watched));
      underWay.add(watched);
      while (underWay.size > inFlightMax) await Promise.race(underWay);
      throwFailure();
    },
    async done() {
      await Promise.all(underWay);
      throwFailure();
    },
    async settled() {
      await Promise.all(underWay);
    },
  };
}
