/** One figure of a benchmark beside what bounds it. */
export type Figure = { name: string; value: number; unit: string; floor?: number; ratioToFloor?: number };

/** Seconds of the fastest of `rounds` runs: the least disturbed by whatever else the machine does. */
export function fastest(rounds: number, work: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    work();
    best = Math.min(best, (performance.now() - began) / 1000);
  }
  return best;
}

/** Numbers between 0 and 1 from a seed, so that every run measures the same input (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Prints a table and, as the last line, one JSON object. */
export function report(benchmark: string, figures: readonly Figure[]): void {
  const width = Math.max(...figures.map(({ name }) => name.length));
  for (const { name, value, unit, floor, ratioToFloor } of figures) {
    const beside =
      floor === undefined
        ? ''
        : `  floor ${floor.toPrecision(4)}  ratio ${(ratioToFloor ?? value / floor).toPrecision(3)}`;
    console.log(`${name.padEnd(width)}  ${value.toPrecision(4).padStart(10)} ${unit}${beside}`);
  }
  console.log(JSON.stringify({ benchmark, figures }));
}
