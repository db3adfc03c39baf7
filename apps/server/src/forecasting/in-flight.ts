/** Work under way in order, never more than so much at once. */
export type InFlight<Result> = {
  /** Takes work that has begun; waits while too much is under way. Throws what older work failed with. */
  add(work: Promise<Result>): Promise<void>;
  /** All results in the order of adding; throws the first failure. */
  results(): Promise<Result[]>;
  /** When nothing is under way any more, however it ended. */
  settled(): Promise<void>;
};

export function keepInFlight<Result>(inFlightMax: number): InFlight<Result> {
  const works: Promise<Result>[] = [];
  return {
    async add(work) {
      works.push(work);
      // A failure is told by add or results; until one of them looks, it must not count as unhandled.
      work.catch(() => undefined);
      await works.at(-1 - inFlightMax);
    },
    results: () => Promise.all(works),
    async settled() {
      await Promise.allSettled(works);
    },
  };
}
